"""Loops of sounds of the library: tried, heard, kept, made again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assets_db import Asset, Parent
from audiocraft_studio import audiofile
from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.loop import CROSSFADE_S, LEAST_CROSSFADE_S, Loop, cut, make_loop
from audiocraft_studio.dsp.peaks import peaks
from audiocraft_studio.dsp.seam import Measure, Seam
from audiocraft_studio.engines.base import Take
from audiocraft_studio.errors import InputError
from audiocraft_studio.jobs.work import Work
from audiocraft_studio.recipe import Recipe
from audiocraft_studio.services import checks
from audiocraft_studio.services.assets import Assets, Draft

LOOP = "loop"
VERSION = "1"

_LONGEST_S = 600.0
_MOST_CROSSFADE_S = 30.0
_HEARD_WHOLE_S = 30.0
_JOIN_S = 10.0
_SEEN_S = 1.0
_COLUMNS = 400
_HEARD_PERCENT = 95.0
_FAINT_DB = -30.0


@dataclass(frozen=True)
class Preview:
    """A loop that is kept nowhere.

    start_s: where in the sound it begins. level_db: its root mean square against the whole sound's, None for silence;
    faint: whether next to nothing is left of it. heard: whether a figure of the seam stands out of the sound's own.
    whole: whether `Looping.wav` gives the whole loop three times, or its join only. join_s: how much is seen before the
    join and as much after it; join: peaks of that (dsp.peaks).
    """

    start_s: float
    duration_s: float
    crossfade_s: float
    seam: Seam
    level_db: float | None
    faint: bool
    heard: bool
    whole: bool
    join_s: float
    join: list[list[float]]


class Looping:
    """Loops of sounds of up to 10 minutes.

    What can be asked: duration_s, the length, None for the longest; crossfade_s, the longest crossfade that may be
    tried. The same wishes give the same loop. Every method raises InputError (names the field), NotFound, DamagedFile.
    """

    def __init__(self, assets: Assets, new_id: Callable[[], str]) -> None:
        self._assets = assets
        self._new_id = new_id

    def preview(self, asset_id: str, duration_s: object = None, crossfade_s: object = CROSSFADE_S) -> Preview:
        source, loop = self._made(asset_id, duration_s, crossfade_s)
        audio = loop.audio
        seen_s = min(_SEEN_S, audio.duration_s / 2)
        level_db = _level_db(audio, source)
        return Preview(
            start_s=loop.start_s, duration_s=audio.duration_s, crossfade_s=loop.crossfade_s, seam=loop.seam,
            level_db=level_db, faint=level_db is None or level_db < _FAINT_DB,
            heard=loop.seam.worst_percentile > _HEARD_PERCENT, whole=_whole(audio), join_s=seen_s,
            join=np.round(peaks(_join(audio, seen_s), _COLUMNS).astype(float), 4).tolist(),
        )  # fmt: skip

    def wav(self, asset_id: str, duration_s: object = None, crossfade_s: object = CROSSFADE_S) -> bytes:
        """The loop three times over; of a loop longer than 30 s, the last 10 s and the first 10 s."""
        audio = self._made(asset_id, duration_s, crossfade_s)[1].audio
        if not _whole(audio):
            return audiofile.to_wav(_join(audio, _JOIN_S))
        return audiofile.to_wav(Audio(np.tile(audio.samples, (1, 3)), audio.sample_rate))

    def keep(
        self, asset_id: str, duration_s: object = None, crossfade_s: object = CROSSFADE_S, *, by: str = "script"
    ) -> Asset:
        """The loop as an asset whose parent is the sound; its notes tell of the seam."""
        asset = self._assets.get(asset_id)
        loop = self._made(asset_id, duration_s, crossfade_s)[1]
        length_s = loop.audio.duration_s
        recipe = Recipe(
            LOOP, VERSION, "", str(asset.recipe.get("prompt", "")), asset.type, 0, length_s,
            params={"start_s": loop.start_s, "crossfade_s": loop.crossfade_s},
            post=(f"loop of {length_s:.3f} s from {loop.start_s:.3f} s, crossfade {loop.crossfade_s:.3f} s",),
            inputs=({"asset": asset.id},),
        )  # fmt: skip
        draft = Draft(
            id=self._new_id(), type=asset.type, project=asset.project, recipe=recipe, licence=asset.licence,
            name=f"{asset.name[: checks.MAX_NAME - 6]}, loop", created_by=by, parents=(Parent(id=asset.id, how=LOOP),),
            tags=tuple(dict.fromkeys((*asset.tags, LOOP)))[: checks.MAX_TAGS], category=asset.category,
            subcategory=asset.subcategory, ucs=asset.ucs, notes=(seam_text(loop.seam),),
        )  # fmt: skip
        return self._assets.save(draft, loop.audio)

    def again(self, work: Work, recipe: Recipe) -> tuple[Take, Recipe]:
        """The loop that a stored recipe describes, from its sound as it is now."""
        work.tick(0, 1)
        audio = self._assets.audio(recipe.inputs[0]["asset"])
        seconds = (recipe.params["start_s"], recipe.duration_s, recipe.params["crossfade_s"])
        start, n, overlap = (round(s * audio.sample_rate) for s in seconds)
        try:
            return Take(cut(audio, start, n, overlap)), recipe
        except ValueError as error:
            raise InputError("Sound", str(error)) from None

    def _made(self, asset_id: str, duration_s: object, crossfade_s: object) -> tuple[Audio, Loop]:
        asset = self._assets.get(asset_id)
        if asset.duration_s > _LONGEST_S:
            raise InputError("Sound", f"Loops are made of sounds of up to {_LONGEST_S / 60:g} minutes.")
        most_s = max(LEAST_CROSSFADE_S, asset.duration_s)
        wanted = None if duration_s is None else checks.number("Length", duration_s, LEAST_CROSSFADE_S, most_s, "s")
        overlap_s = checks.number("Crossfade", crossfade_s, LEAST_CROSSFADE_S, _MOST_CROSSFADE_S, "s")
        audio = self._assets.audio(asset_id)
        try:
            return audio, make_loop(audio, wanted, crossfade_s=overlap_s)
        except ValueError as error:
            raise InputError("Length", str(error)) from None


def seam_text(seam: Seam) -> str:
    """ "Seam: level 3.6 dB, rougher than 24 % of the sound; …"."""

    def told(name: str, measure: Measure, unit: str) -> str:
        return f"{name} {measure.value:.1f}{unit}, rougher than {measure.percentile:.0f} % of the sound"

    parts = (
        told("level", seam.level, " dB"), told("waveform", seam.slope, "×"), told("spectrum", seam.spectrum, " dB")
    )  # fmt: skip
    return f"Seam: {'; '.join(parts)}"


def _whole(loop: Audio) -> bool:
    return loop.duration_s <= _HEARD_WHOLE_S


def _join(loop: Audio, seconds: float) -> Audio:
    """The last `seconds` of the loop and its first."""
    n = max(1, round(seconds * loop.sample_rate))
    return Audio(np.concatenate([loop.samples[:, -n:], loop.samples[:, :n]], axis=1), loop.sample_rate)


def _level_db(loop: Audio, source: Audio) -> float | None:
    powers = [float(np.mean(np.square(audio.samples, dtype=np.float64))) for audio in (loop, source)]
    return None if min(powers) <= 0 else 10 * float(np.log10(powers[0] / powers[1]))
