"""What frightens: tones that rub against each other, that come alone, that slide."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.engines.sketch.music.composition import Note
from audiocraft_studio.engines.sketch.music.harmony import near
from audiocraft_studio.engines.sketch.music.plan import Plan, Seat, Writer
from audiocraft_studio.engines.sketch.music.players.rhythm import velocity

_GREAT_DRUM, _TAIKO, _SWELL = 35, 41, 51


def clusters(density: float = 0.6) -> Writer:
    """High tones of the chord, joined by their neighbours a half-step away, one after another; then silence."""

    def write(plan: Plan, seat: Seat, rng: np.random.Generator) -> list[Note]:
        notes: list[Note] = []
        for _, bar in plan.playing(seat):
            if rng.uniform() > density * (0.5 + bar.energy) or bar.last:
                continue
            tones = [near(c, seat.centre) for c in (plan.tonic, *bar.chord.pitch_classes[:2])]
            if bar.energy > 0.5 or rng.uniform() < 0.3:
                tones.append(tones[0] + int(rng.choice([-1, 1])))
            for k, tone in enumerate(dict.fromkeys(tones)):
                start = k * bar.length / 8
                force = velocity(0.6 if k < 3 else 0.35, bar.energy)
                notes.append(Note(bar.start + start, bar.length * rng.uniform(0.9, 1.3) - start, tone, force))
        return notes

    return write


def lonely(density: float = 0.4) -> Writer:
    """Two or three notes of a nursery tune that has gone wrong, and a long wait."""

    def write(plan: Plan, seat: Seat, rng: np.random.Generator) -> list[Note]:
        figure = [0, int(rng.choice([3, 7])), int(rng.choice([3, 12, 7])), int(rng.choice([-1, 1, 6]))]
        notes: list[Note] = []
        for _, bar in plan.playing(seat):
            if bar.last or rng.uniform() > density + 0.2 * bar.energy:
                continue
            count = int(rng.integers(2, 5))
            first = float(rng.choice([0.0, 0.5, 1.0]))
            home = near(plan.tonic, seat.centre)
            for k, step in enumerate(figure[:count]):
                force = velocity(0.55 - 0.08 * k, bar.energy)
                notes.append(Note(bar.start + first + k * 0.5, 0.5 if k < count - 1 else 2.0, home + step, force))
        return notes

    return write


def booms(density: float = 0.5) -> Writer:
    """Great drums far away, where nobody expects them, some of them double like a heart; swells where sections end."""

    def write(plan: Plan, seat: Seat, rng: np.random.Generator) -> list[Note]:
        notes: list[Note] = []
        for _, bar in plan.playing(seat):
            if bar.last:
                notes.append(Note(bar.start, 1.0, _GREAT_DRUM, velocity(0.9, bar.energy)))
                continue
            if bar.nth == bar.of - 1 and bar.of > 2:
                notes.append(Note(bar.start + bar.length - 1.5, 1.0, _SWELL, velocity(0.8, bar.energy)))
            if bar.nth != 0 and rng.uniform() > density + 0.3 * bar.energy:
                continue
            start = 0.0 if bar.nth == 0 else round(float(rng.uniform(0, bar.length - 1)) * 4) / 4
            notes.append(Note(bar.start + start, 1.0, _GREAT_DRUM, velocity(rng.uniform(0.6, 1.0), bar.energy)))
            if rng.uniform() < 0.6:
                notes.append(Note(bar.start + start + 0.5, 1.0, _GREAT_DRUM, velocity(0.5, bar.energy)))
            if bar.energy > 0.6 and rng.uniform() < 0.4:
                notes.append(Note(bar.start + bar.length - 0.75, 0.5, _TAIKO, velocity(0.6, bar.energy)))
        return notes

    return write


def slides(density: float = 0.5) -> Writer:
    """Long tones far above, the root, the third or the fifth, each of them leaning on its neighbour before."""

    def write(plan: Plan, seat: Seat, rng: np.random.Generator) -> list[Note]:
        notes: list[Note] = []
        for _, bar in plan.playing(seat):
            if bar.last or rng.uniform() > density:
                continue
            tone = near(int(rng.choice(bar.chord.pitch_classes)), seat.centre)
            late = float(rng.choice([0.0, 1.0]))
            leaning = 0.5
            notes.append(Note(bar.start + late, leaning, tone + int(rng.choice([-1, 1])), velocity(0.45, bar.energy)))
            notes.append(Note(bar.start + late + leaning, bar.length - late - leaning, tone, velocity(0.6, bar.energy)))
        return notes

    return write
