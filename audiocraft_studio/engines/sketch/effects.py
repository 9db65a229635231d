"""Which knobs a source answers to, found out by turning them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from audiocraft_studio.engines.sketch.blocks.space import ROOMS
from audiocraft_studio.engines.sketch.family import Family
from audiocraft_studio.engines.sketch.info import SAMPLE_RATE
from audiocraft_studio.engines.sketch.music.band import ROLES
from audiocraft_studio.engines.sketch.reading import Reading, Source
from audiocraft_studio.engines.sketch.render import Controls, generator, pieces, settled
from audiocraft_studio.engines.sketch.traits import Traits

_TURNED = ("size", "speed", "wetness")
"""What a family may take notice of or not; a band only of its speed (see `ensemble`)."""
_ALWAYS = frozenset(("brightness", "distance", "intensity", "room"))
"""What the renderer does to every source."""

_HEARD_S = (0.4, 2.0)
"""Most of what changes does so at once; what is rare is given time."""

_REMEMBERED = 512


class Effects:
    """Plays a little of a source with a knob in the middle and turned either way; remembers what it found."""

    def __init__(self, families: Sequence[Family]) -> None:
        self._families: Mapping[str, Family] = {family.name: family for family in families}
        self._found = lru_cache(maxsize=_REMEMBERED)(self._turn)

    def of(self, source: Source) -> frozenset[str]:
        """Names of the params that change how this source sounds by itself."""
        return self._found(source.family.name, source.traits)

    def _turn(self, name: str, traits: Traits) -> frozenset[str]:
        source = Source(self._families[name], traits)
        axes = ["speed"] if name in ROLES else list(_TURNED)
        turned: set[str] = set()
        for seconds in _HEARD_S:
            plain, wide = _heard(source, Controls(), seconds)
            turned.update(
                axis
                for axis in axes
                if axis not in turned and any(_heard(source, _at(axis, x), seconds)[0] != plain for x in (-0.8, 0.8))
            )
        in_room = (traits.place or source.family.place) in ROOMS
        return _ALWAYS.union(turned, ("width",) if wide or in_room else ())


def _at(axis: str, value: float) -> Controls:
    turned: dict[str, Any] = {axis: value}
    return Controls(**turned)


def _heard(source: Source, controls: Controls, seconds: float) -> tuple[bytes, bool]:
    """(a digest of what is played, whether the ears hear different things)."""
    together, own = np.random.SeedSequence(0).spawn(2)
    (played,) = settled(Reading((source,)), together, controls)
    digest, wide = hashlib.sha256(), False
    for start, samples in pieces(played, seconds, generator(own), SAMPLE_RATE):
        digest.update(start.to_bytes(8, "big", signed=True))
        digest.update(samples.tobytes())
        wide = wide or not np.array_equal(samples[0], samples[1])
    return digest.digest(), wide
