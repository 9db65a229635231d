"""Interface sounds: small, short, and in tune with each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import fade_edges
from audiocraft_studio.engines.sketch.blocks.grains import bursts, scatter
from audiocraft_studio.engines.sketch.blocks.modal import ring
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.theory import frequency_hz
from audiocraft_studio.engines.sketch.traits import Traits, spread

# variant: notes as (time in s, semitones above the base), length of a note in s, roughness of its tone 0..1
_TUNES: dict[str, tuple[tuple[tuple[float, float], ...], float, float]] = {
    "beep": (((0.0, 0.0),), 0.13, 0.0),
    "confirm": (((0.0, 0.0), (0.085, 7.0)), 0.22, 0.0),
    "success": (((0.0, 0.0), (0.08, 4.0), (0.16, 7.0), (0.24, 12.0)), 0.35, 0.0),
    "error": (((0.0, -8.0), (0.15, -14.0)), 0.17, 1.0),
    "cancel": (((0.0, 0.0), (0.09, -5.0)), 0.16, 0.1),
    "notify": (((0.0, 7.0), (0.13, 12.0)), 0.6, 0.0),
    "warn": (((0.0, 0.0), (0.2, 0.0)), 0.15, 0.6),
    "alarm": (((0.0, 5.0), (0.25, 0.0), (0.5, 5.0), (0.75, 0.0)), 0.22, 0.5),
    "collect": (((0.0, 12.0), (0.07, 17.0)), 0.45, 0.2),
    "level": (((0.0, 0.0), (0.11, 4.0), (0.22, 7.0), (0.33, 12.0), (0.44, 16.0)), 0.5, 0.0),
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """One short sound at the start; several, in an uneven row, where the prompt asks for more."""
    start_s = min(0.005, 0.05 * duration_s)
    while True:
        left_s = duration_s - start_s
        if left_s < 0.02:
            return
        sound = _tune(traits, left_s, rng, sample_rate) if traits.variant in _TUNES else _tap(traits, rng, sample_rate)
        sound = sound[:, : int(left_s * sample_rate)].copy()
        fade_edges(sound, 8, min(sound.shape[1] // 3, int(0.02 * sample_rate)))
        yield int(start_s * sample_rate), sound
        if not traits.repeated:
            return
        pause_s = spread(traits.at(start_s / duration_s).speed, 0.8, 0.3, 0.05) * rng.lognormal(0, 0.3)
        start_s += traits.gap_s(max(0.12, sound.shape[1] / sample_rate) + pause_s, duration_s)


def _tap(traits: Traits, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Clicks: a tiny body that is pressed and comes back; ticks have only the first half, pops a falling bubble."""
    n = int(0.16 * sample_rate)
    size = spread(traits.size, 0.6, 1.0, 1.8)
    out = np.zeros((2, n), np.float32)
    if traits.variant == "pop":
        t = np.arange(n) / sample_rate
        cycles = 320.0 / size * rng.uniform(0.8, 1.25) * (t + 0.9 * np.maximum(t, 0) ** 1.0 * t / 0.05)
        wave = np.sin(2 * np.pi * cycles) * np.exp(-t / 0.028) * (1 - np.exp(-t / 0.002))
        return np.stack([wave, wave * 0.96]).astype(np.float32)
    presses = [(0.0, 1.0)]
    if traits.variant in ("click", "toggle"):
        presses.append((rng.uniform(0.045, 0.075), rng.uniform(0.35, 0.6)))
    soft = {"hover": 3.0, "tick": 0.8, "key": 1.3}.get(traits.variant, 1.0) * spread(traits.intensity, 1.6, 1.0, 0.7)
    body_hz = (
        {"tick": 3200.0, "hover": 1400.0, "key": 1500.0}.get(traits.variant, 2100.0) / size * rng.lognormal(0, 0.15)
    )
    for at_s, force in presses:
        start = int(at_s * sample_rate)
        frequencies_hz = body_hz * np.array([0.32, 1.0, 1.73, 2.9]) * rng.lognormal(0, 0.05, 4)
        gains = np.array([0.5, 1.0, 0.5, 0.25]) * rng.uniform(0.9, 1.1, (2, 4)) * force
        decays_s = np.array([0.012, 0.006, 0.004, 0.002]) * size**0.5 * soft**0.5
        out[:, start:] += ring(frequencies_hz, decays_s, gains, n - start, sample_rate, rise_s=0.0002 * soft)
        snap = bursts(rng, np.array([0.0006, 0.0015]), np.array([5200.0, 2600.0]) / soft, sample_rate, 400)
        out[:, start:] += scatter(n - start, np.array([0, 20]), snap, force * rng.uniform(0.4, 0.6, (2, 2)) / soft)
    return out


def _tune(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Notes of a soft mallet: few partials, a clear pitch, a quick end."""
    notes, note_s, rough = _TUNES[traits.variant]
    pace = spread(traits.speed, 1.6, 1.0, 0.65)
    n = max(8, int(min(left_s, notes[-1][0] * pace + 3.0 * note_s) * sample_rate))
    tonic = traits.score.tonic
    base = 81 - 12 * traits.size + (float(rng.integers(-4, 5)) if tonic is None else (tonic - 9 + 6) % 12 - 6)
    out = np.zeros((2, n), np.float32)
    for at_s, semitones in notes:
        start = int(at_s * pace * sample_rate)
        if start >= n:
            break
        f = frequency_hz(round(base) + semitones)
        ratios = np.array([1.0, 2.0, 3.0, 4.02, 5.4]) if rough < 0.5 else np.array([1.0, 1.06, 2.0, 3.0, 5.0])
        gains = np.array([1.0, 0.35, 0.12, 0.08, 0.05]) if rough < 0.5 else np.array([1.0, 0.7 * rough, 0.5, 0.4, 0.25])
        gains = gains * rng.lognormal(0, 0.2, 5) * rng.uniform(0.93, 1.07, (2, 5))
        decays_s = note_s / np.array([1.6, 2.5, 4.0, 5.0, 7.0])
        out[:, start:] += ring(f * ratios, decays_s, gains, n - start, sample_rate, rise_s=0.002)
    return out


UI = Family(
    name="interface",
    play=play,
    words={
        "click": {"variant": "click"},
        "button": {"variant": "click"},
        "tick": {"variant": "tick"},
        "hover": {"variant": "hover"},
        "toggle": {"variant": "toggle"},
        "switch": {"variant": "toggle"},
        "type": {"variant": "key"},
        "pop": {"variant": "pop"},
        "beep": {"variant": "beep"},
        "blip": {"variant": "beep", "size": -0.4, "speed": 0.4},
        "confirm": {"variant": "confirm"},
        "confirmation": {"variant": "confirm"},
        "select": {"variant": "confirm", "speed": 0.4},
        "ok": {"variant": "confirm"},
        "success": {"variant": "success"},
        "complete": {"variant": "success"},
        "error": {"variant": "error"},
        "fail": {"variant": "error"},
        "failure": {"variant": "error"},
        "denied": {"variant": "error"},
        "cancel": {"variant": "cancel"},
        "back": {"variant": "cancel"},
        "notification": {"variant": "notify"},
        "notify": {"variant": "notify"},
        "message": {"variant": "notify"},
        "chime": {"variant": "notify"},
        "fire alarm": {"variant": "alarm"},
        "warning": {"variant": "warn"},
        "alarm": {"variant": "alarm"},
        "alert": {"variant": "warn"},
        "pickup": {"variant": "collect"},
        "collect": {"variant": "collect"},
        "powerup": {"variant": "level"},
        "level up": {"variant": "level"},
        "coin collect": {"variant": "collect"},
        "collect coin": {"variant": "collect"},
        "coin pickup": {"variant": "collect"},
        "game coin": {"variant": "collect"},
        "item pickup": {"variant": "collect", "size": 0.2},
        "achievement": {"variant": "level"},
        "reward": {"variant": "level", "speed": 0.2},
        "quest complete": {"variant": "level", "size": 0.2},
        "incoming message": {"variant": "notify"},
        "ui": {"variant": "click"},
        "interface": {"variant": "click"},
        "menu": {"variant": "confirm", "speed": 0.4},
    },
    level_db=-21.0,
    role="ui",
    sustained=False,
    counted=True,
    paced=True,
    examples=(("soft button click", "ui"), ("confirmation chime", "ui"), ("error beep", "ui"), ("level up", "ui")),
    intensity_db=5.0,
    weak=frozenset(
        (
            "type",
            "back",
            "switch",
            "alert",
            "pop",
            "message",
            "ok",
            "complete",
            "select",
            "menu",
            "ui",
            "interface",
            "tick",
            "click",
            "chime",
        )
    ),
)
