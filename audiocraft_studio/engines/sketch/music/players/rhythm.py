"""Patterns in a bar, and how loud their strokes are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from audiocraft_studio.engines.sketch.theory import Metre

Patterns = Mapping[str, Sequence[str]]
"""metre ("4/4") → patterns of one bar, a character for each sixteenth note."""


@dataclass(frozen=True)
class Stroke:
    """offset, length: in quarter notes from the bar line. sign: the pattern's own character."""

    offset: float
    length: float
    sign: str


def strokes(pattern: str) -> Iterator[Stroke]:
    """The strokes of a pattern: "." is a rest, "-" holds what went before, everything else begins a stroke."""
    at = 0
    while at < len(pattern):
        sign = pattern[at]
        end = at + 1
        while end < len(pattern) and pattern[end] == "-" and sign != ".":
            end += 1
        if sign not in ".-":
            yield Stroke(at / 4, (end - at) / 4, sign)
        at = end


def velocity(weight: float, energy: float) -> int:
    """MIDI velocity of a stroke of weight 0..1 in music of energy 0..1."""
    return int(np.clip(round(127 * (0.28 + 0.66 * weight) * (0.66 + 0.34 * energy)), 1, 127))


def accent(metre: Metre, offset: float) -> float:
    """Weight 0..1 of a place in the bar: most at the bar line, then on beats, then between them."""
    if offset < 1e-6:
        return 1.0
    if any(abs(offset - beat) < 1e-6 for beat in metre.beats):
        return 0.8
    return 0.62 if abs(offset * 2 - round(offset * 2)) < 1e-6 else 0.5


_Item = TypeVar("_Item")


def weighted(weights: Sequence[float], rng: np.random.Generator) -> int:
    """An index, each as likely as its weight says."""
    left = rng.uniform() * sum(weights)
    for index, weight in enumerate(weights):
        left -= weight
        if left < 0:
            return index
    return len(weights) - 1


def drawn(options: Sequence[_Item], rng: np.random.Generator) -> _Item:
    """One of `options`, all equally likely."""
    return options[int(rng.integers(len(options)))]
