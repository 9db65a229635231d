"""From a reading to sound: play every source, put it in its place, set its level, add."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from audiocraft_studio.audio import Audio, Samples
from audiocraft_studio.engines.sketch import balance, movement
from audiocraft_studio.engines.sketch.blocks import filters, space
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.level import hold_below_ceiling, loudness_db
from audiocraft_studio.engines.sketch.blocks.noise import Floats
from audiocraft_studio.engines.sketch.course import Course, reach_db
from audiocraft_studio.engines.sketch.ensemble import agreed
from audiocraft_studio.engines.sketch.family import Piece
from audiocraft_studio.engines.sketch.info import AS_SAID
from audiocraft_studio.engines.sketch.reading import Reading, Source
from audiocraft_studio.engines.sketch.traits import AXES

_TILT_DB = 9.0
_QUIETEST_DB = 13.0
"""In a mix, no source lies farther below the loudest: what the prompt asks for is heard."""


_FAR = space.Room(decay_s=1.4, first_s=0.030, dark_hz=1800.0, wet=0.5, low_hz=40.0)
"""Open land between the source and the ear."""


@dataclass(frozen=True)
class Controls:
    """Shifts of the traits of every source, and how they stand together. All are neutral by default.

    size … wetness: -1..1, as in Traits. balance: -1..1, the first source under the others … over them. width: stereo,
    0 mono, 1 as it is. room: the place of every source, "none" for no reflections at all, or AS_SAID.
    """

    brightness: float = 0.0
    distance: float = 0.0
    intensity: float = 0.0
    size: float = 0.0
    speed: float = 0.0
    wetness: float = 0.0
    balance: float = 0.0
    width: float = 1.0
    room: str = AS_SAID


def render(
    reading: Reading,
    duration_s: float,
    seed: np.random.SeedSequence,
    controls: Controls,
    *,
    sample_rate: int,
    tick: Callable[[float], None],
) -> Audio:
    """The sound of all sources together. `tick(seconds)` is told how much of sources·duration_s is done."""
    n = max(1, round(duration_s * sample_rate))
    together, *own = seed.spawn(1 + len(reading.sources))
    sources = settled(reading, together, controls)
    gains_db = balance.among_layers_db(len(sources), controls.balance)
    levels = [level + gain_db for level, gain_db in zip(_levels(sources), gains_db, strict=True)]
    mix = np.zeros((2, n), np.float32)
    # a band is one source, whatever it was called in the prompt
    share_s = duration_s * len(reading.sources) / len(sources)
    for index, (source, child) in enumerate(zip(sources, own, strict=False)):

        def advance(part: float, done_s: float = index * share_s) -> None:
            tick(done_s + part * share_s)

        layer = _layer(source, n, generator(child), sample_rate, advance)
        loudness = loudness_db(layer, sample_rate)
        if np.isfinite(loudness):
            layer *= np.float32(10 ** ((levels[index] - loudness) / 20))
            mix += layer
        advance(1.0)
    _set_width(mix, controls.width)
    hold_below_ceiling(mix)
    return Audio(mix, sample_rate)


def settled(reading: Reading, seed: np.random.SeedSequence, controls: Controls) -> list[Source]:
    """The sources as they are played: moved by the controls, the musicians among them agreed on a piece."""
    shifted = [_shifted(source, controls) for source in reading.sources]
    return agreed(balance.in_band(shifted, controls.balance), generator(seed))


def pieces(source: Source, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """What a source plays, as many pieces as the prompt asks for."""
    played = source.family.play(source.traits, duration_s, rng, sample_rate)
    return islice(played, source.traits.count) if source.family.counted and source.traits.count else played


def generator(seed: np.random.SeedSequence) -> np.random.Generator:
    """PCG64 by name: the default generator may change with the library, takes must not."""
    return np.random.Generator(np.random.PCG64(seed))


def _shifted(source: Source, controls: Controls) -> Source:
    traits = source.traits.with_hints({axis: float(getattr(controls, axis)) for axis in AXES})
    return replace(source, traits=traits if controls.room == AS_SAID else replace(traits, place=controls.room))


def _levels(sources: list[Source]) -> list[float]:
    """Target loudness of each source in dB: its family's, by intensity and distance, held together as a mixer would."""
    levels = []
    players = max(1, sum(source.family.role == "music" for source in sources))
    for source in sources:
        family, traits = source.family, source.traits
        level = family.level_db + family.intensity_db * traits.intensity + source.gain_db
        level += float(reach_db(family, traits.distance))
        if traits.moves:
            level += Course(source, 1.0, 1.0).loudest_db()
        # each player of an ensemble steps back, so that the whole is about as loud as one alone
        levels.append(level - 10 * np.log10(players) if family.role == "music" else level)
    floor = max(levels) - _QUIETEST_DB
    return [max(level, floor) for level in levels]


def _layer(
    source: Source, n: int, rng: np.random.Generator, sample_rate: int, advance: Callable[[float], None]
) -> Samples:
    """One source alone, at no particular level."""
    layer = np.zeros((2, n), np.float32)
    furthest = 0
    for start, samples in pieces(source, n / sample_rate, rng, sample_rate):
        _lay(layer, start, samples)
        furthest = max(furthest, min(n, start + samples.shape[1]))
        advance(0.8 * furthest / n)
    course = Course(source, n / sample_rate, float(rng.choice([-1.0, 1.0]))) if source.traits.moves else None
    filters.filter_in_place(layer, _colour(source, sample_rate, moving=course is not None))
    if course is not None:
        course.colour_in_place(layer, sample_rate)
        course.level_in_place(layer, sample_rate)
    _put_in_place(layer, source, course, rng, sample_rate)
    fade_edges(layer, *_edges(source, n, sample_rate))
    return layer


def _lay(layer: Samples, start: int, samples: Samples) -> None:
    n = layer.shape[1]
    first, last = max(0, start), min(n, start + samples.shape[1])
    if first < last:
        layer[:, first:last] += samples[:, first - start : last - start]


def _colour(source: Source, sample_rate: int, *, moving: bool) -> Floats:
    """All that colours a source on its way: no DC, its brightness, the air, walls in between."""
    traits = source.traits
    sections = [filters.low_cut(22.0, sample_rate)]
    if traits.brightness:
        sections.append(filters.tilt(_TILT_DB * traits.brightness, 1200.0, sample_rate))
    if not (moving and movement.has(traits.moves, "distance")):
        sections.append(space.air(traits.distance, sample_rate))
    if traits.place == "room" and source.family.role == "bed":
        sections.append(filters.high_cut(2200.0, sample_rate))
    if traits.place == "underwater":
        sections.append(filters.high_cut(450.0, sample_rate, order=4))
    return np.vstack(sections)


def _put_in_place(
    layer: Samples, source: Source, course: Course | None, rng: np.random.Generator, sample_rate: int
) -> None:
    """Reflections of the place; far sources reach the ear more by reflections than on the straight way."""
    traits = source.traits
    room = space.ROOMS.get(traits.place or source.family.place)
    away = course is not None and movement.has(traits.moves, "distance")
    if room is None and traits.place != "none" and (traits.distance > 0.2 or away) and source.family.role == "feature":
        room = _FAR
    if room is None:
        return
    if course is not None and away:
        course.room_in_place(layer, room, rng, sample_rate)
        return
    wet = room.wet * (1 + 1.2 * max(0.0, traits.distance))
    dry = 1.0 - 0.5 * max(0.0, traits.distance)
    space.convolve_in_place(layer, space.impulse_response(room, rng, sample_rate), dry, wet)


def _edges(source: Source, n: int, sample_rate: int) -> tuple[int, int]:
    """Lengths of the fades at both ends, in samples."""
    quarter = max(1, n // 4)
    if source.family.role == "music":
        return min(quarter, sample_rate // 200), min(quarter, sample_rate // 2)
    if source.family.sustained:
        return min(quarter, sample_rate // 50), min(quarter, sample_rate // 16)
    return 0, min(quarter, sample_rate // 4)


def _set_width(mix: Samples, width: float) -> None:
    if width == 1.0:
        return
    middle = mix.mean(axis=0)
    mix -= middle
    mix *= np.float32(width)
    mix += middle
