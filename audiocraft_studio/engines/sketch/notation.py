"""The notes behind a take."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.engines.sketch.music import Composition
from audiocraft_studio.engines.sketch.music.band import ROLES, composed, outlined
from audiocraft_studio.engines.sketch.reading import Reading
from audiocraft_studio.engines.sketch.render import Controls, settled
from audiocraft_studio.engines.sketch.theory import NOTE_NAMES, Score


def composition_of(
    reading: Reading, duration_s: float, seed: np.random.SeedSequence, controls: Controls
) -> Composition | None:
    """The piece that `render` plays of the same arguments; None if no band plays in it."""
    score = _score(reading, seed, controls)
    return composed(score, duration_s, _unused()) if score else None


def piece_notes(
    reading: Reading, duration_s: float, seed: np.random.SeedSequence, controls: Controls
) -> tuple[str, ...]:
    """What a musician wants to know of that piece, as a line for the screen."""
    score = _score(reading, seed, controls)
    if score is None:
        return ()
    piece = outlined(score, duration_s, _unused())
    form = " – ".join(section.name for section in piece.sections[:8])
    return (f"Music: {NOTE_NAMES[piece.tonic or 0]} {piece.mode}, {piece.bpm:g} bpm, {piece.metre}, {form}",)


def _score(reading: Reading, seed: np.random.SeedSequence, controls: Controls) -> Score | None:
    if not any(source.family.name in ROLES for source in reading.sources):
        return None
    (together,) = seed.spawn(1)
    return next(s.traits.score for s in settled(reading, together, controls) if s.family.name in ROLES)


def _unused() -> np.random.Generator:
    """A band's score brings its own seed."""
    return np.random.Generator(np.random.PCG64(0))
