"""The notes behind a take."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.engines.sketch.reading import Reading
from audiocraft_studio.engines.sketch.music import Composition
from audiocraft_studio.engines.sketch.music.band import ROLES, composed
from audiocraft_studio.engines.sketch.render import Controls, settled
from audiocraft_studio.engines.sketch.theory import NOTE_NAMES


def composition_of(
    reading: Reading, duration_s: float, seed: np.random.SeedSequence, controls: Controls
) -> Composition | None:
    """The piece that `render` plays of the same arguments; None if no band plays in it."""
    if not any(source.family.name in ROLES for source in reading.sources):
        return None
    (together,) = seed.spawn(1)
    band = next(s for s in settled(reading, together, controls) if s.family.name in ROLES)
    own = band.traits.score.seed
    return composed(band.traits.score, duration_s, np.random.Generator(np.random.PCG64(own)))


def piece_notes(piece: Composition | None) -> tuple[str, ...]:
    """What a musician wants to know of a piece, as a line for the screen."""
    if piece is None or piece.tonic is None:
        return ()
    form = " – ".join(section.name for section in piece.sections[:8])
    return (f"Music: {NOTE_NAMES[piece.tonic]} {piece.mode}, {piece.bpm:g} bpm, {piece.metre}, {form}",)
