"""When a scattered layer sounds, and how: computed here alone, so that page and renderer play the same.

Repeats follow each other by m · ((1 − s) + s · E) seconds, where m = 60 / per_minute, s is the spread and E is
exponential with mean 1 (−ln(1 − u)); the first comes s · m · E after the layer's offset. So s = 0 is even and s = 1 a
Poisson process. Each repeat draws five numbers u in [0, 1) from PCG64(seed): time, sound, pitch, level, pan. A sound
never follows itself where there are several. The playback rate is 2^(cents / 1200) as a 32-bit float, which is what an
AudioParam holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from audiocraft_studio.services.scenes.model import Layer, Scatter

_DRAWN = 64


@dataclass(frozen=True)
class Event:
    """One repeat. at_s: second of the scene. rate: 1 is as recorded, 2 an octave up."""

    at_s: float
    asset: str
    gain_db: float
    pan: float
    rate: float


def events(layer: Layer, until_s: float) -> list[Event]:
    """The repeats of a layer with a sound that begin before second `until_s` of the scene.

    Those of a longer scene begin with those of a shorter one; a knob that changes how they sound leaves their times.
    """
    scatter = layer.scatter
    if scatter is None or not layer.assets:
        return []
    made = list[Event]()
    mean_s, at_s, last = 60 / scatter.per_minute, layer.offset_s, len(layer.assets)
    for u in _draws(scatter.seed):
        chance_s = scatter.spread * mean_s * -np.log1p(-u[0])
        at_s += chance_s if not made else (1 - scatter.spread) * mean_s + chance_s
        if at_s >= until_s:
            break
        last = _other(float(u[1]), len(layer.assets), last)
        made.append(_event(scatter, float(at_s), layer.assets[last], u))
    return made


def _event(scatter: Scatter, at_s: float, asset: str, u: npt.NDArray[np.float64]) -> Event:
    cents = scatter.pitch_cents * (2 * u[2] - 1)
    return Event(
        round(at_s, 6), asset, round(-scatter.gain_db * float(u[3]), 4), round(scatter.pan * float(2 * u[4] - 1), 4),
        float(np.float32(2 ** (cents / 1200))),
    )  # fmt: skip


def _other(u: float, n: int, last: int) -> int:
    """One of `n` by chance, but not `last` (n: none yet) where there are others."""
    if n in (1, last):
        return int(u * n)
    drawn = int(u * (n - 1))
    return drawn + (drawn >= last)


def _draws(seed: int) -> Iterator[npt.NDArray[np.float64]]:
    rng = np.random.Generator(np.random.PCG64(seed))
    while True:
        yield from rng.random((_DRAWN, 5))
