"""What the tests of music hear: tempo, key, metre, the notes' beginnings."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.music import Composition, compose, render
from audiocraft_studio.engines.sketch.theory import Score
from benchmarks.sketch_bench.musical import HOP, chroma, flux, key, tempo_bpm

__all__ = ["HOP", "RATE", "accents", "chroma", "flux", "generator", "heard", "key", "piece", "tempo_bpm"]

RATE = 44_100
Floats = npt.NDArray[np.float64]


def generator(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def piece(
    style: str = "", duration_s: float = 20.0, seed: int = 1, *, played: bool = True, **score: object
) -> Composition:
    """A composition of a style. score: what the prompt fixes."""
    return compose(Score(**score), style, duration_s, generator(seed), played=played)  # type: ignore[arg-type]


def heard(composition: Composition, seed: int = 1) -> Samples:
    return render(composition, generator(seed)).samples


def accents(composition: Composition, quarters: float) -> Floats:
    """How strongly the notes begin on each of a composition's places, `quarters` apart: velocity, low notes more."""
    places = np.zeros(int(composition.length / quarters) + 1)
    for part in composition.parts:
        for note in part.notes:
            at = note.start / quarters
            if abs(at - round(at)) < 1e-6:
                places[round(at)] += note.velocity / 100 * (2.0 if note.pitch < 48 else 1.0) * min(note.length, 4.0)
    return places
