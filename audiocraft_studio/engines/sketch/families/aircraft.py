"""Aircraft: jets and propeller planes that fly over, cabins, helicopters.

A jet is a whine of its fan ahead and a roar of its jet behind, both shifted by Doppler; the sound that the ground
reflects comes a little later and combs the spectrum, the notches of which sweep as the plane passes. A propeller gives
harmonics of blades times turns (near 80 to 120 Hz), a rotor slaps at 10 to 20 Hz, its tail rotor hums five times
higher (Leishman, "Principles of helicopter aerodynamics", 2006; Smith, "Aircraft noise", 1989).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from audiocraft_studio.engines.sketch.blocks import tones
from audiocraft_studio.engines.sketch.blocks.grains import spans
from audiocraft_studio.engines.sketch.blocks.hits import BOX, Hit, hit, pool
from audiocraft_studio.engines.sketch.blocks.motion import SOUND_M_S, Path
from audiocraft_studio.engines.sketch.blocks.noise import Floats, Magnitudes, Movement, band, noise_pieces, wander
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """One flight over the listener in the middle of the time, a hovering helicopter, or a cabin for the duration."""
    n = int(duration_s * sample_rate)
    if traits.variant.startswith("helicopter"):
        path = _over(traits, duration_s, 45.0, rng) if traits.variant.endswith("pass") else None
        yield from _rotor(traits, path, duration_s, rng, sample_rate)
    elif traits.variant.startswith("propeller"):
        path = _over(traits, duration_s, 65.0, rng)
        yield from _propeller(traits, path, duration_s, rng, sample_rate)
        yield from noise_pieces(rng, _roar(traits, path, duration_s, 0.35, rng), n, sample_rate)
    elif traits.variant == "cabin" or traits.place == "room":
        yield from noise_pieces(rng, _cabin(traits, duration_s, rng), n, sample_rate)
    else:
        path = _over(traits, duration_s, 95.0, rng)
        yield from noise_pieces(rng, _roar(traits, path, duration_s, 1.0, rng), n, sample_rate)


def _over(traits: Traits, duration_s: float, cruise_m_s: float, rng: np.random.Generator) -> Path:
    """A flight that is far at both ends, however short it is: a shorter one is a lower one."""
    speed_m_s = cruise_m_s * spread(traits.speed, 0.7, 1.0, 2.2) * rng.uniform(0.9, 1.1)
    height_m = min(0.11 * duration_s * speed_m_s, 500.0)
    return Path((0.5 + rng.uniform(-0.04, 0.04)) * duration_s, height_m, speed_m_s * rng.choice([-1.0, 1.0]))


def _roar(traits: Traits, path: Path, duration_s: float, jet: float, rng: np.random.Generator) -> Magnitudes:
    fan_hz = spread(traits.size, 4200.0, 2500.0, 1500.0) * rng.lognormal(0, 0.06)
    roar_hz = spread(traits.size, 420.0, 230.0, 130.0)
    rough = [wander(rng, duration_s, rate_hz) for rate_hz in (5.0, 5.0, 0.6)]
    force = spread(traits.intensity, 0.7, 1.0, 1.4)
    ear_m = 1.6 * rng.uniform(0.8, 1.2)

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        along_m = np.sign(path.speed_m_s) * path.along_m(path.sent_s(times_s))
        ahead = along_m / np.hypot(along_m, path.nearest_m)
        shift = path.shift(times_s)[:, None]
        f = frequencies_hz[None, :] / shift
        whine = sum(level / (1 + (90 * (f / (k * fan_hz) - 1)) ** 2) for k, level in ((1, 1.0), (2, 0.45), (0.37, 0.3)))
        behind = 1 / (1 + np.exp(-4.0 * (ahead - 0.25)))
        roar = (0.35 + 1.5 * behind)[:, None] * band(f, 0.25 * roar_hz, roar_hz * (1 + force), 1.5, 1.15)
        hiss = 0.10 * force * (0.5 + 0.6 * np.exp(-4 * ahead**2))[:, None] * band(f, 900.0, 5200.0, 1.0, 2.0)
        fan = jet * 1.8 * (0.12 + 0.9 / (1 + np.exp(5.0 * (ahead + 0.1))))[:, None] * whine
        # the way over the ground is longer by 2·h·sin(elevation): a comb that sweeps
        late_s = 2 * ear_m * np.sqrt(1 - np.minimum(ahead**2, 0.9999)) / SOUND_M_S
        comb = np.sqrt(1 + 0.45 + 1.2 * np.cos(2 * np.pi * frequencies_hz[None, :] * late_s[:, None]) * 0.7)
        clear = path.clearness(times_s)[:, None] ** (frequencies_hz[None, :] / 2500.0)
        shape = (roar + hiss + fan) * comb * clear
        gains = path.ears(times_s) ** 0.8
        ears = [gains[k] * np.exp(0.12 * rough[k](times_s) + 0.15 * rough[2](times_s)) for k in (0, 1)]
        return np.stack([ear[:, None] * shape for ear in ears])

    return magnitudes


def _cabin(traits: Traits, duration_s: float, rng: np.random.Generator) -> Magnitudes:
    """Inside: air along the hull, engines through it, the hiss of the ventilation."""
    moves = [wander(rng, duration_s, 0.3) for _ in range(3)]
    hum_hz = spread(traits.size, 160.0, 95.0, 70.0) * rng.uniform(0.9, 1.1)

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        hull = band(frequencies_hz, 60.0, 350.0, 1.5, 1.3) + 0.03 * band(frequencies_hz, 1200.0, 4500.0, 1.0, 1.5)
        beat = 1 + 0.4 * np.sin(2 * np.pi * (0.4 * times_s + 0.3 * moves[2](times_s)))
        hum = sum(level / (1 + (60 * (frequencies_hz / (k * hum_hz) - 1)) ** 2) for k, level in ((1, 2.0), (2, 0.7)))
        ears = [np.exp(0.08 * move(times_s)) for move in moves[:2]]
        return np.stack([e[:, None] * (hull[None, :] + beat[:, None] * np.asarray(hum)[None, :]) for e in ears])

    return magnitudes


def _propeller(
    traits: Traits, path: Path, duration_s: float, rng: np.random.Generator, sample_rate: int
) -> Iterator[Piece]:
    """Blades that beat the air, two engines that are not quite together on a large plane."""
    blades_hz = spread(traits.size, 120.0, 82.0, 62.0) * spread(traits.intensity, 0.9, 1.0, 1.12)
    engines = 2 if traits.size > 0.25 else 1
    drift = [wander(rng, duration_s, 0.3) for _ in range(engines)]
    partials = 24 if engines == 1 else 16
    k = np.arange(1, partials + 1)
    of_harmonic = k**-0.75 * rng.lognormal(0, 0.35, partials) * np.exp(-k / 14)
    detune = rng.uniform(1.003, 1.008, engines) ** np.arange(engines)
    before = [0.0] * engines
    for start_s, length_s in spans(duration_s):
        n = int(length_s * sample_rate)
        times_s = start_s + np.arange(n) / sample_rate
        wave = np.zeros(n, np.float32)
        for e in range(engines):

            def pitch(at_s: Floats, e: int = e) -> Floats:
                return np.asarray(blades_hz * detune[e] * (1 + 0.002 * drift[e](at_s)) * path.shift(at_s))

            turned = tones.cycles(pitch, start_s, n, sample_rate, before[e])
            before[e] = float(turned[-1]) % 1.0
            colour = _dulled(tones.levels(of_harmonic, pitch), path)
            wave += tones.harmonics(turned, pitch, colour, start_s, sample_rate, partials)
        yield int(start_s * sample_rate), np.float32(0.8 / engines) * path.ears(times_s) ** np.float32(0.8) * wave


def _dulled(colour: tones.Colour, path: Path) -> tones.Colour:
    """The same tone as it comes from far."""

    def dulled(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        far = path.clearness(times_s) ** (frequencies_hz / 2500.0)
        return np.asarray(colour(times_s, frequencies_hz) * far)

    return dulled


def _rotor(
    traits: Traits, path: Path | None, duration_s: float, rng: np.random.Generator, sample_rate: int
) -> Iterator[Piece]:
    """Blade after blade slapping the air, the tail rotor's hum, the turbine; it comes and goes as it hovers."""
    slaps_hz = spread(traits.size, 19.0, 14.0, 10.8) * spread(traits.speed, 0.92, 1.0, 1.1) * rng.uniform(0.97, 1.03)
    hover = [wander(rng, duration_s, 0.12) for _ in range(2)]

    def shift(at_s: Floats) -> Floats:
        return path.shift(at_s) if path else np.asarray(1 + 0.004 * hover[0](at_s))

    def ears(at_s: Floats) -> Floats:
        if path:
            return path.ears(at_s).astype(np.float64) ** 0.8
        angle = np.pi / 4 * (1 + 0.45 * np.tanh(hover[1](at_s)))
        return np.asarray(np.exp(0.22 * hover[0](at_s)) * np.stack([np.cos(angle), np.sin(angle)]))

    grid_s = np.arange(0.0, duration_s + 0.03, 0.01)
    slaps = np.concatenate([[0.0], np.cumsum(slaps_hz * shift(grid_s[:-1]) * 0.01)])
    yield from _slaps(traits, np.interp(np.arange(int(slaps[-1]) + 1), slaps, grid_s), ears, rng, sample_rate)
    tail_hz = 5.1 * slaps_hz
    k = np.arange(1, 15)
    of_harmonic = 0.05 * k**-0.9 * rng.lognormal(0, 0.3, 14)
    before = 0.0
    for start_s, length_s in spans(duration_s):
        n = int(length_s * sample_rate)

        def pitch(at_s: Floats) -> Floats:
            return np.asarray(tail_hz * shift(at_s))

        turned = tones.cycles(pitch, start_s, n, sample_rate, before)
        before = float(turned[-1]) % 1.0
        wave = tones.harmonics(turned, pitch, tones.levels(of_harmonic, pitch), start_s, sample_rate, 14)
        coarse_s = start_s + np.linspace(0, length_s, 200)
        times_s = start_s + np.arange(n) / sample_rate
        gains = np.stack([np.interp(times_s, coarse_s, side) for side in ears(coarse_s)]).astype(np.float32)
        yield int(start_s * sample_rate), gains * wave

    def turbine(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        f = frequencies_hz[None, :] / shift(times_s)[:, None]
        # the air is cut, then closes again
        since = np.interp(times_s, grid_s, slaps) % 1.0
        cut = 0.25 + 2.2 * np.minimum(1, since / 0.08) * np.exp(-since / 0.16)
        wash = 0.05 * band(f, 180.0, 1100.0, 1.5, 1.2) + 0.012 * band(f, 2500.0, 7000.0, 1.5, 1.5)
        whine = 0.03 / (1 + (120 * (f / (640.0 * slaps_hz / 14.0 * 8.0) - 1)) ** 2)
        return np.asarray(ears(times_s)[:, :, None] * (cut[:, None] * wash + whine))

    yield from noise_pieces(rng, turbine, int(duration_s * sample_rate), sample_rate, hop=256)


def _slaps(
    traits: Traits, times_s: Floats, ears: Movement, rng: np.random.Generator, sample_rate: int
) -> Iterator[Piece]:
    """Thumps of the main rotor, nearly even."""
    weight = spread(traits.size, 0.75, 1.0, 1.3)
    slap = Hit(
        base_hz=88.0 / weight,
        ratios=BOX,
        decay_s=0.022,
        contact_s=0.0016 / spread(traits.intensity, 0.6, 1.0, 1.6),
        click=0.0,
        thump=0.9,
        thump_hz=46.0 / weight,
        thump_s=0.022,
    )
    slaps = pool(lambda: hit(slap, 1.0, rng, sample_rate, width=0.1), 12)
    times_s = times_s + rng.normal(0, 0.0008, len(times_s))
    gains = ears(times_s) * rng.normal(1.0, 0.06, len(times_s))
    for at_s, gain in zip(times_s, gains.T, strict=True):
        yield int(at_s * sample_rate), (gain[:, None] * slaps.draw(rng)).astype(np.float32)


AIRCRAFT = Family(
    name="aircraft",
    play=play,
    words={
        "aircraft": {},
        "airplane": {},
        "aeroplane": {},
        "plane": {},
        "jet": {},
        "jet engine": {},
        "airplane engine": {},
        "airliner": {"size": 0.5},
        "fighter jet": {"size": -0.3, "speed": 0.8, "intensity": 0.6},
        "jet flyover": {},
        "plane flyover": {},
        "airplane flyover": {},
        "flyover": {},
        "airplane cabin": {"variant": "cabin"},
        "plane cabin": {"variant": "cabin"},
        "aircraft cabin": {"variant": "cabin"},
        "propeller": {"variant": "propeller"},
        "propeller plane": {"variant": "propeller"},
        "biplane": {"variant": "propeller", "size": -0.3},
        "cessna": {"variant": "propeller"},
        "bomber": {"variant": "propeller", "size": 0.8},
        "helicopter": {"variant": "helicopter"},
        "chopper": {"variant": "helicopter"},
        "helicopter pass": {"variant": "helicopter pass"},
        "helicopter flyover": {"variant": "helicopter pass"},
        "helicopter flyby": {"variant": "helicopter pass"},
    },
    level_db=-22.0,
    role="bed",
    sustained=True,
    examples=(
        ("jet flyover", "sfx"),
        ("helicopter overhead", "sfx"),
        ("propeller plane flying over", "sfx"),
        ("airplane cabin", "ambience"),
    ),
    intensity_db=5.0,
    weak=frozenset(("propeller", "flyover")),
)
