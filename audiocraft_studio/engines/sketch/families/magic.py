"""Magic: sparkles, spells that gather and fly, healing, the dark arts; bells of one scale, and air that turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import decay, fade_edges
from audiocraft_studio.engines.sketch.blocks.grains import add_at, bursts, pans, power_law, scatter
from audiocraft_studio.engines.sketch.blocks.modal import ring
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Movement, shaped, wander
from audiocraft_studio.engines.sketch.blocks.voices import spread_tones
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.theory import SCALES, frequency_hz
from audiocraft_studio.engines.sketch.traits import Traits, spread

_Make = Callable[[Traits, float, np.random.Generator, int], Samples]


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """One spell near the start; several, at uneven times, where the prompt asks for more."""
    makes: dict[str, _Make] = {
        "cast": _cast, "heal": _heal, "dark": _dark, "fire": partial(_cast, element="fire"),
        "ice": partial(_cast, element="ice"), "lightning": partial(_cast, element="lightning"),
    }  # fmt: skip
    make = makes.get(traits.variant, _sparkle)
    at_s = min(0.005, 0.1 * duration_s)
    while duration_s - at_s > 0.04:
        sound = make(traits, duration_s - at_s, rng, sample_rate)
        yield int(at_s * sample_rate), sound
        if not traits.repeated:
            return
        pace = spread(traits.at(at_s / duration_s).speed, 0.5, 1.0, 2.0)
        at_s += traits.gap_s((0.6 * sound.shape[1] / sample_rate + 0.2) / pace * rng.lognormal(0, 0.3), duration_s)


def _notes(traits: Traits, rng: np.random.Generator, default: str = "lydian") -> tuple[float, list[int]]:
    """(tonic as a MIDI note, the steps of its scale), no clashing ones among them."""
    score = traits.score
    tonic = float(rng.integers(12)) if score.tonic is None else float(score.tonic)
    return 60 + tonic, [s for s in SCALES[score.mode or default] if s not in (5, 11)]


def _bells(
    hz: Floats, times_s: Floats, levels: Floats, ring_s: float, out: Samples, rng: np.random.Generator, rate: int
) -> None:
    """Tiny bells (bars: 1, 2.76, 5.4), each with its own ring and place, added to (2, n)."""
    n = out.shape[1]
    for f, at_s, level in zip(hz.tolist(), times_s.tolist(), levels.tolist(), strict=True):
        start = int(at_s * rate)
        length = min(n - start, int(4.5 * ring_s * rate))
        if length > 64:
            gains = level * pans(rng, 1, 0.85) * np.array([1.0, 0.35, 0.12])
            decays_s = ring_s * rng.uniform(0.5, 1.3) * np.array([1.0, 0.6, 0.35])
            bell = ring(f * np.array([1.0, 2.76, 5.4]), decays_s, gains, length, rate, rise_s=0.001)
            out[:, start : start + length] += bell


def _sparkle(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """A shower of bells of one scale, climbing, denser in the middle, ringing out."""
    length_s = min(left_s, 1.4 * spread(traits.speed, 1.7, 1.0, 0.6))
    n = max(64, int(min(left_s, length_s + 1.6) * sample_rate))
    tonic, scale = _notes(traits, rng)
    k = int(36 * spread(traits.intensity, 0.5, 1.0, 1.7))
    x = rng.beta(2.0, 2.2, k)
    octaves = 12 * np.clip(rng.normal(1.2 + 1.8 * x, 0.5), 0, 3).astype(np.int64)
    notes = tonic + 12 + octaves + rng.choice(scale, k) - 12 * traits.size
    out = np.zeros((2, n), np.float32)
    hz = np.array([frequency_hz(float(note)) for note in notes])
    _bells(hz, 0.95 * x * length_s, rng.uniform(0.15, 1.0, k), 0.33, out, rng, sample_rate)
    fade_edges(out, 0, n // 4)
    return out


def _turning(
    way: Movement,
    seconds: float,
    n: int,
    level: Movement,
    rng: np.random.Generator,
    sample_rate: int,
    narrow: float = 2.0,
) -> Samples:
    """Air that turns about the head: a band of noise along `way` (Hz over parts 0..1), from ear to ear and back."""
    turns = rng.uniform(1.2, 2.2) * rng.choice([-1.0, 1.0])

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        x = np.clip(times_s / seconds, 0, 1)
        ratio = np.log2(np.maximum(frequencies_hz, 20.0)[None] / way(x)[:, None])
        shape = level(x)[:, None] / (1 + (narrow * ratio) ** 2)
        side = np.sin(2 * np.pi * turns * x)[:, None]
        return np.stack([np.sqrt(0.55 - 0.45 * side) * shape, np.sqrt(0.55 + 0.45 * side) * shape])

    return shaped(rng, magnitudes, n, sample_rate, hop=256)


def _cast(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int, element: str = "") -> Samples:
    """A spell gathers, is let go, and flies: a rising swirl, a burst, bells and what it is made of in its wake."""
    gather_s = min(0.5 * left_s, spread(traits.speed, 1.3, 0.7, 0.3))
    wake_s = spread(traits.size, 0.9, 1.4, 2.2)
    n = max(256, int(min(left_s, gather_s + wake_s) * sample_rate))
    size = spread(traits.size, 0.6, 1.0, 1.7)
    force = spread(traits.intensity, 0.6, 1.0, 1.4)
    out = np.zeros((2, n), np.float32)
    up = int(min(n, gather_s * sample_rate))
    if up > 64:
        swirl = _turning(lambda x: 350.0 / size * 14.0**x, gather_s, up, lambda x: 0.03 + x**2, rng, sample_rate)
        fade_edges(swirl, up // 8, 64)
        out[:, :up] += np.float32(0.5) * swirl
    rest = n - up
    if rest > 256:
        wake = np.zeros((2, rest), np.float32)
        t = np.arange(rest) / sample_rate
        thump = np.sin(2 * np.pi * (62.0 / size * t + 1.5 * (1 - np.exp(-t / 0.03)))) * decay(
            rest, 0.16, sample_rate, 0.001
        )
        wake += (0.6 * force * thump).astype(np.float32)
        flight = _turning(
            lambda x: 2600.0 / size * 0.25 ** np.sqrt(x), wake_s, rest, lambda x: np.exp(-6 * x), rng, sample_rate, 1.2
        )
        wake += np.float32(0.7 * force) * flight
        tonic, scale = _notes(traits, rng)
        k = int(22 * force)
        times_s = rng.exponential(0.28 * wake_s, k)
        hz = np.array([frequency_hz(float(v)) for v in tonic + 24 + 12 * rng.integers(0, 3, k) + rng.choice(scale, k)])
        _bells(hz / size**0.6, times_s, 0.4 * rng.uniform(0.2, 1, k) * np.exp(-times_s), 0.28, wake, rng, sample_rate)
        wake += _element(element, wake_s, rest, force, rng, sample_rate)
        out[:, up:] += wake
    fade_edges(out, 16, n // 4)
    return out


def _element(element: str, wake_s: float, n: int, force: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """What the spell is made of: flames, cracking ice, sparks; nothing by itself."""
    kinds = {"fire": (160, 1100.0, 0.006), "ice": (110, 6200.0, 0.004), "lightning": (190, 3600.0, 0.002)}
    if element not in kinds:
        return np.zeros((2, n), np.float32)
    count, centre_hz, grain_s = kinds[element]
    k = int(count * force)
    times_s = rng.exponential((0.4 if element == "fire" else 0.22) * wake_s, k)
    grains = bursts(rng, grain_s * rng.uniform(0.5, 2, k), centre_hz * rng.lognormal(0, 0.5, k), sample_rate, 1500)
    levels = power_law(rng, k, 0.06, 1.0, 1.7) * pans(rng, k, 0.8)
    out = 0.55 * scatter(n, (times_s * sample_rate).astype(np.int64), grains, levels)
    if element == "fire":
        roar = wander(rng, n / sample_rate + 0.1, 9.0)

        def magnitudes(at_s: Floats, f: Floats) -> npt.NDArray[np.floating]:
            swell = np.exp(-at_s / (0.45 * wake_s) + 0.3 * roar(at_s))[:, None]
            return np.asarray((0.5 * swell / (1 + (f[None] / 650.0) ** 2) * (f > 60))[None])

        out += shaped(rng, magnitudes, n, sample_rate, hop=256)
    return np.asarray(out, dtype=np.float32)


def _heal(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """A major chord that opens like a breath, and bells that climb its notes in order."""
    length_s = spread(traits.speed, 3.4, 2.3, 1.3)
    n = max(512, int(min(left_s, length_s + 0.8) * sample_rate))
    tonic, _ = _notes(traits, rng, "major")
    chord = tonic + np.array([0, 4, 7, 12, 14, 19]) - 12 * round(traits.size)
    hz = np.array([frequency_hz(float(note)) for note in chord])
    partials = np.concatenate([hz, 2 * hz, 3 * hz])
    gains = np.concatenate([np.ones(6), 0.35 * np.ones(6), 0.12 * np.ones(6)])
    pad = spread_tones(rng, partials, gains, width_cents=9.0, n_samples=n, sample_rate=sample_rate)
    x = np.arange(n) / (length_s * sample_rate)
    pad *= (np.sin(np.pi * np.clip(x / 1.2, 0, 1)) ** 1.3 / (np.abs(pad).max() + 1e-9)).astype(np.float32)
    out = np.float32(0.5) * pad
    k = int(15 * spread(traits.intensity, 0.6, 1.0, 1.5))
    climbing = np.sort(rng.uniform(0.05, 0.8, k)) * length_s
    steps = np.array([0, 4, 7, 12, 16, 19, 24, 28, 31, 36])
    notes = tonic + 12 + steps[np.clip((np.arange(k) / k * 10 + rng.normal(0, 0.5, k)).astype(int), 0, 9)]
    bells = np.array([frequency_hz(float(note)) for note in notes])
    _bells(bells, climbing, 0.4 * rng.uniform(0.4, 1, k), 0.5, out, rng, sample_rate)
    fade_edges(out, int(0.01 * sample_rate), n // 4)
    return out


def _dark(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """A dark spell: a cluster below, bent downward, whispering air that runs backward, and a stroke at its end."""
    length_s = spread(traits.speed, 3.2, 2.0, 1.1)
    n = max(512, int(min(left_s, 1.6 * length_s) * sample_rate))
    size = spread(traits.size, 0.7, 1.0, 1.5)
    t = np.arange(n) / sample_rate
    x = np.clip(t / length_s, 0, 1)
    fall = np.cumsum(2 ** (-0.5 * x)) / sample_rate
    out = np.zeros((2, n), np.float32)
    root_hz = 98.0 / size * rng.lognormal(0, 0.05)
    for semitones in (0.0, 1.0, 6.0, 13.0, 18.0):
        for ear in range(2):
            hz = root_hz * 2 ** ((semitones + rng.normal(0, 0.12)) / 12)
            wave = np.sin(2 * np.pi * hz * fall + 1.6 * np.sin(2 * np.pi * 0.5 * hz * fall))
            out[ear] += (0.15 * wave).astype(np.float32)
    out *= (x**1.5 * np.exp(-np.maximum(t - length_s, 0) / 0.25)).astype(np.float32)
    air = _turning(
        lambda p: 900.0 * 0.45**p, length_s, n, lambda p: p**2 * np.clip(20 * (1 - p), 0, 1), rng, sample_rate, 1.0
    )
    out += np.float32(0.45 * spread(traits.intensity, 0.6, 1.0, 1.4)) * air
    stroke = max(0, n - int(length_s * sample_rate))
    if stroke > 256:
        s = np.arange(stroke) / sample_rate
        low = np.sin(2 * np.pi * (36.0 / size * s + 1.8 * (1 - np.exp(-s / 0.05)))) * decay(
            stroke, 0.3, sample_rate, 0.002
        )
        add_at(out, length_s, np.repeat((0.9 * low)[None].astype(np.float32), 2, axis=0), sample_rate)
    fade_edges(out, int(0.01 * sample_rate), n // 5)
    return out


MAGIC = Family(
    name="magic",
    play=play,
    words={
        "magic": {},
        "magical": {},
        "magic sparkle": {},
        "sparkle": {},
        "twinkle": {"size": -0.3},
        "shimmer": {"size": -0.3},
        "fairy": {"size": -0.5},
        "fairy dust": {"size": -0.5},
        "pixie dust": {"size": -0.6},
        "magic wand": {"size": -0.3},
        "wand": {"size": -0.3},
        "enchant": {"speed": -0.3},
        "enchantment": {"speed": -0.3},
        "spell": {"variant": "cast"},
        "spell cast": {"variant": "cast"},
        "cast spell": {"variant": "cast"},
        "casting spell": {"variant": "cast"},
        "magic spell": {"variant": "cast"},
        "magic missile": {"variant": "cast", "speed": 0.4},
        "magic blast": {"variant": "cast", "intensity": 0.5},
        "fireball": {"variant": "fire", "intensity": 0.3},
        "fire spell": {"variant": "fire"},
        "fire magic": {"variant": "fire"},
        "ice spell": {"variant": "ice"},
        "ice magic": {"variant": "ice"},
        "frost spell": {"variant": "ice"},
        "lightning spell": {"variant": "lightning"},
        "lightning magic": {"variant": "lightning"},
        "heal": {"variant": "heal"},
        "healing": {"variant": "heal"},
        "healing spell": {"variant": "heal"},
        "heal spell": {"variant": "heal"},
        "blessing": {"variant": "heal", "speed": -0.3},
        "resurrect": {"variant": "heal", "speed": -0.4, "size": 0.3},
        "dark magic": {"variant": "dark"},
        "dark spell": {"variant": "dark"},
        "black magic": {"variant": "dark"},
        "curse": {"variant": "dark"},
        "necromancy": {"variant": "dark", "size": 0.3},
        "evil spell": {"variant": "dark"},
        "summon": {"variant": "dark", "size": 0.3},
    },
    level_db=-21.0,
    role="feature",
    sustained=False,
    counted=True,
    paced=True,
    examples=(
        ("magic sparkle", "sfx"),
        ("spell cast", "sfx"),
        ("healing spell", "sfx"),
        ("dark magic", "sfx"),
        ("fireball", "sfx"),
    ),
    intensity_db=5.0,
    weak=frozenset(("heal", "shimmer", "magical", "twinkle")),
)  # fmt: skip
