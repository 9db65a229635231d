"""Typing: keys pressed and let go in the bursts of words, on keyboards and typewriters.

Skilled typing runs at five to eight keys a second in bursts of a few words (Salthouse, "Perceptual, cognitive, and
motoric aspects of transcription typing", 1986); a key is heard as it meets its bed, and once more as it comes back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from audiocraft_studio.engines.sketch.blocks.hits import BOX, PLATE, Hit, Pool, hit, pool
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


@dataclass(frozen=True)
class _Board:
    """down, up: a key as it lands and as it comes back, `up_level` of it. wide: how much deeper the space bar is."""

    down: Hit
    up: Hit
    up_level: float
    wide: float = 1.7


_SOFT = Hit(900.0, BOX, 0.005, 0.5, 0.0005, 0.5, 0.7, 2600.0, 0.0018, 0.35, 190.0, 0.010)
_CLICK = Hit(1500.0, BOX, 0.008, 0.5, 0.00015, 0.7, 0.9, 4300.0, 0.0012, 0.4, 240.0, 0.009)
_HAMMER = Hit(1250.0, PLATE, 0.016, 0.6, 0.00015, 0.8, 1.1, 3300.0, 0.003, 0.6, 130.0, 0.016)
_BOARDS: dict[str, _Board] = {
    "": _Board(_SOFT, replace(_SOFT, base_hz=1500.0, thump=0.1), 0.35),
    "mechanical": _Board(_CLICK, replace(_CLICK, base_hz=2200.0, thump=0.1), 0.5),
    "typewriter": _Board(_HAMMER, replace(_HAMMER, base_hz=2000.0, click=0.5, thump=0.1), 0.25, 1.3),
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Word after word until the end, and a thought now and then; a typewriter rings and returns at the line's end."""
    board = _BOARDS[traits.variant if traits.variant in _BOARDS else ""]
    keys, bars = (_keys(board, traits, wide, rng, sample_rate) for wide in (1.0, board.wide))
    at_s, written = min(0.01, 0.1 * duration_s), 0
    while at_s < duration_s - 0.02:
        gap_s = spread(traits.at(at_s / duration_s).speed, 0.26, 0.145, 0.085)
        for k in range(letters := int(rng.integers(2, 9))):
            bar = k == letters - 1
            yield from _stroke(board, bars if bar else keys, at_s, traits, rng, sample_rate)
            at_s += gap_s * rng.lognormal(0, 0.28)
            if at_s > duration_s - 0.02:
                return
        written += letters
        at_s += gap_s * (rng.exponential(0.5) if rng.uniform() < 0.8 else rng.exponential(7.0))
        if traits.variant == "typewriter" and written > 45:
            yield from _line_end(at_s, rng, sample_rate)
            at_s, written = at_s + 1.35, 0


def _keys(board: _Board, traits: Traits, wide: float, rng: np.random.Generator, sample_rate: int) -> tuple[Pool, Pool]:
    """How the keys of one kind land and come back."""
    deeper = wide * spread(traits.size, 0.75, 1.0, 1.4)
    metal = 1.3 if traits.material == "metal" else 1.0

    def make(h: Hit, count: int) -> Pool:
        def one() -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
            own = rng.lognormal(0, 0.10) * metal / deeper
            return hit(replace(h, base_hz=h.base_hz * own, thump_hz=h.thump_hz * own), 1.0, rng, sample_rate)

        return pool(one, count)

    return make(board.down, 24 if wide == 1.0 else 8), make(board.up, 12 if wide == 1.0 else 6)


def _stroke(
    board: _Board, keys: tuple[Pool, Pool], at_s: float, traits: Traits, rng: np.random.Generator, sample_rate: int
) -> Iterator[Piece]:
    """Down and up again, from its place on the board."""
    force = spread(traits.intensity, 0.5, 1.0, 1.5) * rng.uniform(0.6, 1.0)
    place = 1 + rng.uniform(-0.3, 0.3) * np.array([[1.0], [-1.0]])
    down, up = keys
    yield int(at_s * sample_rate), (force * place * down.draw(rng)).astype(np.float32)
    back_s = at_s + rng.uniform(0.055, 0.11)
    yield int(back_s * sample_rate), (board.up_level * rng.uniform(0.6, 1.0) * place * up.draw(rng)).astype(np.float32)


def _line_end(at_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """The bell, then the carriage pushed back over its ratchet, and its stop."""
    bell = Hit(2350.0 * rng.lognormal(0, 0.02), (1.0, 2.2, 3.6), 0.5, click=0.2, click_hz=6000.0, click_s=0.001)
    yield int(at_s * sample_rate), np.float32(0.5) * hit(bell, 1.0, rng, sample_rate)
    tooth = Hit(1700.0, BOX, 0.006, click=0.6, click_hz=3500.0, click_s=0.001)
    start_s = at_s + rng.uniform(0.35, 0.5)
    for k in range(22):
        tick = np.float32(0.18 * rng.uniform(0.6, 1.0)) * hit(tooth, 1.0, rng, sample_rate)
        yield int((start_s + 0.55 * (k / 22) ** 0.8 + rng.normal(0, 0.002)) * sample_rate), tick
    stop = Hit(420.0, PLATE, 0.05, click=0.6, click_hz=1800.0, thump=0.7, thump_hz=110.0, thump_s=0.02)
    yield int((start_s + 0.57) * sample_rate), hit(stop, 1.0, rng, sample_rate)


KEYS = Family(
    name="typing",
    play=play,
    words={
        "typing": {},
        "keyboard": {},
        "computer keyboard": {},
        "laptop keyboard": {"size": -0.4, "intensity": -0.3},
        "keystroke": {},
        "mechanical keyboard": {"variant": "mechanical"},
        "typewriter": {"variant": "typewriter"},
    },
    level_db=-31.0,
    role="feature",
    sustained=True,
    paced=True,
    examples=(
        ("typing on a keyboard", "sfx"),
        ("fast mechanical keyboard", "sfx"),
        ("old typewriter", "sfx"),
    ),
    intensity_db=5.0,
)
