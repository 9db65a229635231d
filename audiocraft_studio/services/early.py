"""Sounds that are heard while they are being made: their finished pieces, in memory until the whole is saved."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import numpy as np

from audiocraft_studio.audio import Audio, Samples
from audiocraft_studio.errors import InputError
from audiocraft_studio.jobs.states import Job
from audiocraft_studio.services.assets import Assets

LIMIT_BYTES = 400_000_000
LONGEST_ANSWER_S = 10


@dataclass(frozen=True)
class Heard:
    """A part of a sound. samples: float32 [channels, n], from the sample that was asked for on; n may be 0, and is at
    most 10 s. total: samples a channel that can be heard so far. finished: nothing more will come.
    sample_rate is 0 while nothing is known. asset: its id once it is saved, else ""."""

    samples: Samples
    sample_rate: int
    total: int
    finished: bool
    asset: str = ""


@dataclass
class _Pieces:
    sample_rate: int
    pieces: list[Samples] = field(default_factory=list)
    n_samples: int = 0
    full: bool = False  # a piece was left out: what comes later would not join

    @property
    def n_bytes(self) -> int:
        return sum(piece.nbytes for piece in self.pieces)

    def after(self, first: int) -> Samples:
        start, found = 0, []
        for piece in self.pieces:
            end = start + piece.shape[1]
            if end > first:
                found.append(piece[:, max(0, first - start) :])
            start = end
        return np.concatenate(found, axis=1) if found else self.pieces[0][:, :0]


class Early:
    """The pieces of what running jobs make. Beyond `limit_bytes` no more are kept: the rest is heard once saved."""

    def __init__(self, assets: Assets, *, limit_bytes: int = LIMIT_BYTES) -> None:
        self._assets = assets
        self._limit = limit_bytes
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, int], _Pieces] = {}

    def add(self, job_id: str, item: int, first_sample: int, piece: Audio) -> float:
        """Keeps a piece that follows those before it, or begins the item again. Seconds that can be heard now."""
        with self._lock:
            if first_sample == 0:
                self._kept[job_id, item] = _Pieces(piece.sample_rate)
            kept = self._kept.get((job_id, item))
            if kept is None or first_sample != kept.n_samples:
                return 0.0 if kept is None else kept.n_samples / kept.sample_rate
            held = sum(one.n_bytes for one in self._kept.values())
            kept.full = kept.full or held + piece.samples.nbytes > self._limit
            if not kept.full:
                kept.pieces.append(piece.samples)
                kept.n_samples += piece.samples.shape[1]
            return kept.n_samples / kept.sample_rate

    def drop(self, job_id: str, item: int) -> None:
        """Once the item is saved."""
        with self._lock:
            self._kept.pop((job_id, item), None)

    def hear(self, job: Job) -> None:
        """Listens to the job queue: what ended has nothing more to be heard early."""
        if job.state.ended:
            with self._lock:
                for key in [key for key in self._kept if key[0] == job.id]:
                    del self._kept[key]

    @property
    def n_bytes(self) -> int:
        with self._lock:
            return sum(one.n_bytes for one in self._kept.values())

    def of(self, job: Job, item: int, first_sample: int) -> Heard:
        """What can be heard of an item from `first_sample` on: its pieces, or of its asset once that is saved.

        Raises InputError for an item that the job does not have or a sample before the first.
        """
        if not 0 <= item < job.total:
            raise InputError("Item", f"The job makes {job.total}. Give a number from 0 to {job.total - 1}.")
        if first_sample < 0:
            raise InputError("From", "Give the number of a sample, 0 or more.")
        with self._lock:
            kept = self._kept.get((job.id, item))
            if kept is not None and kept.pieces:
                longest = LONGEST_ANSWER_S * kept.sample_rate
                return Heard(kept.after(first_sample)[:, :longest], kept.sample_rate, kept.n_samples, False)
        if item not in job.made:
            return Heard(np.zeros((1, 0), np.float32), 0, 0, job.state.ended)
        asset = job.made[item]
        audio = self._assets.audio(asset)
        end = first_sample + LONGEST_ANSWER_S * audio.sample_rate
        return Heard(audio.samples[:, first_sample:end], audio.sample_rate, audio.n_samples, True, asset)
