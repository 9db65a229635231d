"""The key of a source that plays by itself."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.engines.sketch.traits import Traits


def key(traits: Traits, rng: np.random.Generator) -> tuple[int, str]:
    """(tonic, mode): as stated, else drawn; dark sounds lean to minor."""
    drawn_tonic, drawn = int(rng.integers(12)), rng.uniform()
    minor = drawn < 0.5 - 0.5 * traits.brightness
    score = traits.score
    return (drawn_tonic if score.tonic is None else score.tonic), (score.mode or ("minor" if minor else "major"))
