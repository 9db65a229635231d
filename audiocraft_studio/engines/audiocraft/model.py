"""One AudioCraft model in memory."""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from audiocraft_studio.audio import Audio
from audiocraft_studio.engines.audiocraft import inputs
from audiocraft_studio.engines.audiocraft.catalogue import AUDIOGEN, MAGNET
from audiocraft_studio.engines.audiocraft.conditions import PairedConditions
from audiocraft_studio.engines.audiocraft.decoder_path import DecoderPath
from audiocraft_studio.engines.audiocraft.faults import generating
from audiocraft_studio.engines.audiocraft.job import STEPS_TO_DECODE_ONE_S, STEPS_TO_ENCODE, Job, Path
from audiocraft_studio.engines.audiocraft.library_path import LibraryPath
from audiocraft_studio.engines.audiocraft.memory import held_bytes, is_out_of_memory, release
from audiocraft_studio.engines.audiocraft.modes import DecoderModes
from audiocraft_studio.engines.audiocraft.progress import Progress, beating
from audiocraft_studio.engines.audiocraft.sampling import RowSampler
from audiocraft_studio.engines.audiocraft.sounding import Sounding
from audiocraft_studio.engines.audiocraft.windows import Plan, plan
from audiocraft_studio.engines.base import Hear, ModelInfo, Request, Take, Tick
from audiocraft_studio.engines.decoding.codec import Codec
from audiocraft_studio.engines.decoding.decoder import Decoder
from audiocraft_studio.engines.decoding.errors import Unsupported
from audiocraft_studio.engines.decoding.text import Texts
from audiocraft_studio.errors import GenerationFailed, InputError

log = logging.getLogger(__name__)

_STRIDE_SHARE = {AUDIOGEN: 0.5}
_DEFAULT_STRIDE_SHARE = 0.6  # 18 s of MusicGen's 30 s


class AudioCraftModel:
    """Implements LoadedModel. `model`: a MusicGen, AudioGen or MAGNeT of the library, in evaluation mode.

    decoder: of its language model; None where the library's own loop is used.
    """

    def __init__(
        self,
        info: ModelInfo,
        family: str,
        model: Any,
        *,
        device: str,
        weights: str,
        sampler: RowSampler,
        decoder: Decoder | None,
    ) -> None:
        self._info = info
        self._family = family
        self._model = model
        self._device = device
        self._weights = weights
        self._decoder = decoder
        self._modes = None if decoder is None else DecoderModes(decoder)
        self._library = LibraryPath(model, sampler, magnet=family == MAGNET, device=device)
        self._codec = Codec(model.compression_model)
        self._texts = Texts()
        self._lock = threading.Lock()
        self._own_precision = str(next(iter(model.lm.parameters())).dtype).removeprefix("torch.")
        self._precision = self._own_precision if decoder is None else decoder.precision(decoder.mode)
        self._memory_bytes = held_bytes(_networks(model))

    @property
    def info(self) -> ModelInfo:
        return self._info

    @property
    def weights(self) -> str:
        """The hub's commit, or "sha256:" and the hash of both files of a local folder."""
        return self._weights

    @property
    def device(self) -> str:
        return self._device

    @property
    def precision(self) -> str:
        return self._precision

    @property
    def modes(self) -> DecoderModes | None:
        return self._modes

    @property
    def memory_bytes(self) -> int:
        """Weights and buffers of everything loaded; generating takes more for a while."""
        return self._memory_bytes + (0 if self._decoder is None else self._decoder.held_bytes)

    def generate(self, request: Request, tick: Tick, hear: Hear | None = None) -> list[Take]:
        """One take an item, in order; see LoadedModel.

        An item is the same, bit for bit, alone and at any place of a batch, on the same machine with the same number
        of threads. A continuation begins with the given sound itself (its last 20 ms fade over); it isn't heard early.

        Raises InputError, GenerationFailed, OutOfMemory or Cancelled; the model is usable after each of them.
        """
        inputs.check(self._info, request)
        if not request.items:
            return []
        with self._lock, generating(self._info.id), _no_grad():
            given = self._given(request)
            layout = self._plan(request, 0 if given is None else given.shape[-1])
            path, notes = self._path(request, tick)
            try:
                takes = self._made(path, request, layout, given, tick, hear)
            except Unsupported as error:
                log.info("%s is decoded by the library's own loop: %s", self._info.id, error)
                self._decoder, self._modes = None, None
                self._precision = self._own_precision
                takes = self._made(self._library, request, layout, given, tick, hear)
        return [Take(take.audio, (*notes, *take.notes)) for take in takes]

    def unload(self) -> None:
        """Waits for a running `generate`, then drops everything."""
        with self._lock:
            del self._model, self._decoder, self._library, self._codec
        release(self._device)

    def _path(self, request: Request, tick: Tick) -> tuple[Path, tuple[str, ...]]:
        """How tokens are computed this time, and what is to be said of it."""
        if self._decoder is None:
            self._precision = self._own_precision
            return self._library, self._said(request)
        steps, sameness, mode = self._decoder.ready(request.precision, lambda: tick(0.0, 1.0))
        self._precision = self._decoder.precision(mode)
        path = DecoderPath(self._model, self._decoder.weights, steps, sameness, device=self._device)
        return path, self._said(request)

    def _said(self, request: Request) -> tuple[str, ...]:
        if request.precision in ("", self._precision):
            return ()
        return (f"Computed in {self._precision}: this machine does not compute it in {request.precision} now.",)

    def _made(
        self, path: Path, request: Request, layout: Plan, given: Any, tick: Tick, hear: Hear | None
    ) -> list[Take]:
        """The takes, by one path."""
        values = inputs.parameters(self._info, request)
        progress = Progress(tick)
        job = Job(
            request,
            values,
            layout,
            progress,
            PairedConditions(self._model.lm.condition_provider, self._texts),
            melody=self._melody(request, layout),
            context=None if given is None else self._context(given, layout),
            given=None if given is None else given.numpy(),
        )
        seconds = layout.n_frames / layout.frame_rate
        progress.begin(len(request.items) * (STEPS_TO_ENCODE + path.work(job) + STEPS_TO_DECODE_ONE_S * seconds))
        found: dict[int, Take] = {}
        with beating(_layers(self._model), progress):
            for places in path.groups(job, request.items):
                found.update(self._batch(path, job, places, None if given is not None else hear))
        progress.finish()
        return [found[place] for place in range(len(request.items))]

    # -- before the first step ---------------------------------------------------------------------------------------

    def _given(self, request: Request) -> Any:
        """The sound to be continued, at the model's rate: [channels, samples]; None without one."""
        if request.continuation is None:
            return None
        return inputs.as_tensor(request.continuation, self._info.sample_rate, self._info.channels)

    def _plan(self, request: Request, kept_samples: int) -> Plan:
        rate, frame_rate = self._info.sample_rate, float(self._model.frame_rate)
        n_samples = round(request.duration_s * rate)
        if kept_samples >= n_samples:
            raise InputError(
                "Duration",
                f"is of the whole result: write more than the {kept_samples / rate:.2f} s that are continued.",
            )
        if 0 < kept_samples < round(rate / frame_rate):
            raise InputError("Continuation", "the sound is too short to be continued. Choose one of 0.1 s or more.")
        if self._family == MAGNET:
            n_samples = math.floor(self._info.fixed_s * rate)
        window = float(self._model.max_duration)
        stride = window * _STRIDE_SHARE.get(self._family, _DEFAULT_STRIDE_SHARE)
        return plan(n_samples, kept_samples, sample_rate=rate, frame_rate=frame_rate, window_s=window, stride_s=stride)

    def _melody(self, request: Request, layout: Plan) -> Any:
        """The melody as the model hears it, [channels, samples], aligned with the first frame the model holds."""
        if request.melody is None:
            return None
        melody = inputs.as_tensor(request.melody, self._info.sample_rate, self._info.channels)
        hop = round(self._info.sample_rate / layout.frame_rate)
        unheard = layout.kept_samples - layout.context_frames * hop
        melody = melody.roll(-unheard, dims=-1)
        return melody[:, : max(layout.n_frames, math.floor(layout.window_s * layout.frame_rate)) * hop]

    def _context(self, given: Any, layout: Plan) -> Any:
        """Codec tokens of the last context_frames of `given`, [1, codebooks, frames]."""
        hop = round(self._info.sample_rate / layout.frame_rate)
        codec = self._model.compression_model
        heard = given[:, -layout.context_frames * hop :]
        tokens, _ = codec.encode(heard[None].to(_device_of(codec)))
        return tokens.to(self._model.device)

    # -- batches and their sound -------------------------------------------------------------------------------------

    def _batch(self, path: Path, job: Job, places: Sequence[int], hear: Hear | None) -> dict[int, Take]:
        """Takes of the items at `places`. When memory runs out, the batch is halved and made again."""
        before = job.progress.done
        try:
            return self._one_batch(path, job, places, hear)
        except Exception as error:
            if len(places) == 1 or not is_out_of_memory(error):
                raise
            log.warning("No memory for %d sounds at once with %s: trying half", len(places), self._info.id)
        # Out of the except block, so that the traceback no longer holds the failed batch's tensors.
        release(self._device)
        job.progress.rewind(before)
        half = len(places) // 2
        parts = (places[:half], places[half:])
        return {place: take for part in parts for place, take in self._batch(path, job, part, hear).items()}

    def _one_batch(self, path: Path, job: Job, places: Sequence[int], hear: Hear | None) -> dict[int, Take]:
        rate, frame_rate = self._info.sample_rate, job.plan.frame_rate
        sounds = [Sounding(self._codec.stream(), rate, place, hear) for place in places]

        def fed(row: int, codes: Any) -> None:
            sounds[row].feed(codes)
            job.progress.advance(STEPS_TO_DECODE_ONE_S * codes.shape[-1] / frame_rate)

        path.run(job, [job.request.items[place] for place in places], fed)
        return {place: self._take(job, sound) for place, sound in zip(places, sounds, strict=True)}

    def _take(self, job: Job, sound: Sounding) -> Take:
        made = sound.finish()
        if not np.isfinite(made).all():
            raise GenerationFailed(
                self._info.id, f"{self._info.id} made samples that are not numbers. Try another seed or lower guidance."
            )
        if job.given is not None:
            made = inputs.splice(job.given, made, job.plan, self._info.sample_rate)
        wanted = round(job.request.duration_s * self._info.sample_rate)
        samples = np.ascontiguousarray(made[:, :wanted], dtype=np.float32)
        return Take(Audio(samples, self._info.sample_rate), self._notes(job, samples.shape[1]))

    def _notes(self, job: Job, n_samples: int) -> tuple[str, ...]:
        notes = []
        made_s = n_samples / self._info.sample_rate
        if job.request.duration_s - made_s > 0.1:
            notes.append(f"{self._info.name} makes {made_s:.2f} s, not {job.request.duration_s:g} s.")
        heard_s = job.plan.context_frames / job.plan.frame_rate
        if job.given is not None and job.plan.kept_samples / self._info.sample_rate - heard_s > 0.1:
            notes.append(f"The model heard the last {heard_s:.1f} s of the sound it continues.")
        return tuple(notes)


def _no_grad() -> Any:
    import torch

    return torch.no_grad()


def _device_of(module: Any) -> Any:
    return next(iter(module.parameters())).device


def _networks(model: Any) -> list[Any]:
    """Every network that a model consists of; T5 and Demucs are hidden in the conditioners' __dict__."""
    hidden = [
        conditioner.__dict__[name]
        for conditioner in model.lm.condition_provider.conditioners.values()
        for name in ("t5", "demucs")
        if name in conditioner.__dict__
    ]
    return [model.lm, model.compression_model, *hidden]


def _layers(model: Any) -> list[Any]:
    """The parts of a model that are short enough to be waited for when the user cancels."""
    lm, *others = _networks(model)
    leaves = [m for network in others for m in network.modules() if not any(True for _ in m.children())]
    return [*lm.transformer.layers, *leaves]
