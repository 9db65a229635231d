"""The checks: those that every family must pass, and those of the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.family import Family
from audiocraft_studio.engines.sketch.traits import Traits
from benchmarks.sketch_bench import measures as m
from benchmarks.sketch_bench.expectations import EXPECTATIONS, PERIODIC, STEADY
from benchmarks.sketch_bench.takes import Takes, with_traits

CEILING = 10 ** (-1.4 / 20)
QUICK = 50.0
_INF = float("inf")


@dataclass(frozen=True)
class Finding:
    """One measurement: `value` should lie in low..high. where: the prompt, seed and length it was taken of."""

    family: str
    what: str
    value: float
    low: float
    high: float
    where: str
    source: str = ""

    @property
    def passed(self) -> bool:
        return bool(self.low <= self.value <= self.high)

    def __str__(self) -> str:
        verdict = "ok  " if self.passed else "FAIL"
        return f"{verdict} {self.family:<12} {self.what}: {self.value:.3g} ({self.low:g}..{self.high:g})  {self.where}"


def common(family: Family, takes: Takes, seeds: Sequence[int], *, long: bool = True) -> Iterator[Finding]:
    """What every sound owes its listener; `long` adds a minute of each bed, looked through for a period."""
    prompt = family.examples[0][0]
    for duration_s in (0.3, 3.0, 20.0) if long else (0.3, 3.0):
        for seed in seeds if duration_s < 20 else seeds[:1]:
            where = f"{prompt}, {duration_s:g} s, seed {seed}"
            yield from _clean(family.name, takes.of(prompt, duration_s, seed), where)
    yield from _varied(family, takes, seeds)
    if long:
        yield from _unlooped(family, takes, seeds[0])


def _clean(name: str, x: Samples, where: str) -> Iterator[Finding]:
    peak = float(np.abs(x).max())
    yield Finding(name, "peak", peak, 1e-3, CEILING, where)
    if x.shape[1] > 22_050:
        yield Finding(name, "DC", float(np.abs(x.mean(axis=1)).max()), 0, 1e-3, where)
    edge = float(np.abs(x[:, [0, -1]]).max()) / max(peak, 1e-9)
    yield Finding(name, "first and last sample, of the peak", edge, 0, 0.03, where)


def _varied(family: Family, takes: Takes, seeds: Sequence[int]) -> Iterator[Finding]:
    prompt = family.examples[0][0]
    x, y = (takes.of(prompt, 3.0, seed) for seed in seeds[:2])
    alike = abs(float(np.corrcoef(x.mean(axis=0), y.mean(axis=0))[0, 1]))
    yield Finding(family.name, "likeness of two seeds", alike, 0, 0.95, prompt)
    again = Takes(takes.model).of(prompt, 0.3, seeds[0])
    same = float(np.array_equal(again, takes.of(prompt, 0.3, seeds[0])))
    yield Finding(family.name, "the same seed is the same sound", same, 1, 1, prompt)
    if family.role == "bed":
        yield Finding(family.name, "correlation of the ears", m.correlation(x), -0.3, 0.985, prompt)


def _unlooped(family: Family, takes: Takes, seed: int) -> Iterator[Finding]:
    prompt = family.examples[0][0]
    musical = family.role == "music"
    if not musical and family.name not in STEADY:
        alike = m.replay(takes.of(prompt, 20.0, seed))
        yield Finding(family.name, "replay of a stretch", alike, 0, 0.99, f"{prompt}, 20 s")
    if family.sustained and not musical and family.name not in PERIODIC:
        lag_s, alike = m.period(takes.of(prompt, 60.0, seed))
        yield Finding(
            family.name, "return of the spectrum", alike, 0, 0.35, f"{prompt}, 60 s, best after {lag_s:.1f} s"
        )


def expected(family: Family, takes: Takes, seeds: Sequence[int], longest_s: float = _INF) -> Iterator[Finding]:
    """The family's rows of the table, for each seed; rows that need more than `longest_s` are left out."""
    for row in EXPECTATIONS.get(family.name, ()):
        if row.seconds > longest_s:
            continue
        for seed in seeds:
            value = row.measure(takes.of(row.prompt, row.seconds, seed))
            where = f"{row.prompt}, {row.seconds:g} s, seed {seed}"
            yield Finding(family.name, row.what, value, row.low, row.high, where, row.source)


def ordered(family: Family, seeds: Sequence[int], duration_s: float = 4.0) -> Iterator[Finding]:
    """Near over far, heavy over light, small over large: the same seed, played twice."""
    duration_s = max(duration_s, _SLOW_S.get(family.name, 0.0))
    for seed in seeds:
        near, far = (_of(family, duration_s, seed, distance=d) for d in (-0.7, 0.9))
        yield Finding(family.name, "near over far, dB", m.loud_db(near) - m.loud_db(far), 1.0, _INF, f"seed {seed}")
        treble = m.treble_db(near) - m.treble_db(far)
        yield Finding(family.name, "near over far above 2 kHz, dB", treble, 3.0, _INF, f"seed {seed}")
        heavy, light = (_of(family, duration_s, seed, intensity=i) for i in (0.8, -0.8))
        yield Finding(
            family.name, "heavy over light, dB", m.loud_db(heavy) - m.loud_db(light), 1.0, _INF, f"seed {seed}"
        )
        if family.role != "music" and family.name not in _ONE_SIZE:
            small, large = (_of(family, duration_s, seed, size=s) for s in (-0.8, 0.8))
            higher = float(np.log2(m.centroid_hz(small) / m.centroid_hz(large)))
            yield Finding(family.name, "small over large, octaves of centroid", higher, 0.0, _INF, f"seed {seed}")


_ONE_SIZE = frozenset(("traffic", "insects", "crowd"))
"""Families of many sources, in which size says how many."""


_SLOW_S = {"waves": 10.0}
"""Families that take their time: in less, it is chance what is heard."""


def _of(family: Family, duration_s: float, seed: int, **axes: float) -> Samples:
    variant = str(next(iter(family.words.values())).get("variant", ""))
    return with_traits(family, Traits(variant=variant, **axes), duration_s, seed)


def quick(family: Family, takes: Takes) -> Finding:
    """Ten seconds of stereo on one core: the slowest of the examples, and of the first one coming nearer."""
    prompts = [prompt for prompt, _ in family.examples]
    if family.role != "music":
        prompts.append(f"{prompts[0]} approaching")
    speeds = {prompt: takes.times_real_time(prompt) for prompt in prompts}
    slowest = min(speeds, key=lambda prompt: speeds[prompt])
    return Finding(family.name, "times real time", speeds[slowest], QUICK, _INF, slowest)
