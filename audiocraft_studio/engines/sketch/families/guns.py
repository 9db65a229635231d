"""Guns: the muzzle blast, the bullet's crack, the action, and the land that answers; reloads and ricochets.

The blast is the pressure of a small explosion (Friedlander, "The diffraction of sound pulses", 1946): a step that falls
below rest within a few ms, longer for more powder. A rifle's bullet is faster than sound and adds an N of 0.2 ms
(Maher, "Acoustical characterization of gunshots", 2007). Far away the step is dulled and the echoes outlast it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.envelopes import decay, fade_edges
from audiocraft_studio.engines.sketch.blocks.grains import add_at, pans
from audiocraft_studio.engines.sketch.blocks.hits import BAR, PLATE, Hit, hit
from audiocraft_studio.engines.sketch.blocks.noise import Floats, band, shaped
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


@dataclass(frozen=True)
class _Gun:
    """powder: size of the blast. crack: level of the bullet's N. body_s: decay of the gas. thump: level of the low end.

    rate_hz: of automatic fire, 0 for single shots. action: level of the mechanism.
    """

    powder: float
    crack: float
    body_s: float
    thump: float
    rate_hz: float = 0.0
    action: float = 0.10


_GUNS: dict[str, _Gun] = {
    "": _Gun(1.0, 0.2, 0.045, 0.8),
    "pistol": _Gun(0.75, 0.1, 0.035, 0.6, action=0.14),
    "rifle": _Gun(1.15, 0.8, 0.055, 0.9),
    "shotgun": _Gun(1.8, 0.0, 0.085, 1.4),
    "machine": _Gun(0.9, 0.4, 0.035, 0.9, rate_hz=11.0),
    "silenced": _Gun(0.35, 0.0, 0.030, 0.15, action=0.5),
}


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """One shot (or burst, or reload) near the start; several, at uneven times, where the prompt asks for more."""
    at_s = min(0.01, 0.1 * duration_s)
    gun = _GUNS.get(traits.variant, _GUNS[""])
    while duration_s - at_s > 0.03:
        left_s = duration_s - at_s
        lasts_s = 0.0
        if traits.variant in ("reload", "ricochet"):
            make = _reload if traits.variant == "reload" else _ricochet
            sound = make(traits, left_s, rng, sample_rate)
            yield int(at_s * sample_rate), sound
            lasts_s = 0.8 * sound.shape[1] / sample_rate
        else:
            shots = int(rng.integers(4, 10)) if gun.rate_hz else 1
            gap_s = 1 / (gun.rate_hz * spread(traits.speed, 0.7, 1.0, 1.5) * rng.uniform(0.95, 1.05) + 1e-9)
            for k in range(shots):
                if at_s + k * gap_s < duration_s - 0.02:
                    tail = 1.0 if k == shots - 1 else 0.08
                    start = int((at_s + k * gap_s * rng.uniform(0.99, 1.01)) * sample_rate)
                    yield start, _shot(traits, gun, left_s - k * gap_s, tail, rng, sample_rate=sample_rate)
            lasts_s = shots * gap_s if gun.rate_hz else 0.0
        if not traits.repeated:
            return
        pace = spread(traits.at(at_s / duration_s).speed, 0.5, 1.0, 2.5)
        at_s += lasts_s + traits.gap_s(0.7 / pace * rng.lognormal(0, 0.35), duration_s)


def _shot(
    traits: Traits, gun: _Gun, left_s: float, tail: float, rng: np.random.Generator, *, sample_rate: int
) -> Samples:
    far = max(0.0, traits.distance)
    powder = gun.powder * spread(traits.size, 0.55, 1.0, 1.8) * spread(traits.intensity, 0.85, 1.0, 1.2)
    echo_s = (0.25 + 0.45 * far) * powder**0.5 * tail
    lasts_s = 0.10 + 3 * gun.body_s * powder**0.5 + 2.6 * echo_s if tail == 1.0 else 0.15
    n = max(64, int(min(left_s, lasts_s) * sample_rate))
    # blast and thump are over long before the echoes
    m = min(n, int(0.6 * sample_rate))
    t = np.arange(m) / sample_rate
    blast = _friedlander(t, 0.0011 * powder ** (1 / 3) * (1 + 2.5 * far))
    # the ground's echo: a metre and a half below the muzzle
    late = int(rng.uniform(0.003, 0.007) * sample_rate)
    blast[late:] -= (0.45 * blast)[: m - late]
    fall = 95.0 / powder**0.4
    turned = fall * rng.uniform(0.92, 1.08) * (0.45 * t + 0.035 * (1 - np.exp(-t / 0.02)))
    thump = np.sin(2 * np.pi * turned) * decay(m, 0.055 * powder**0.6 * (1 + far), sample_rate, 0.0015)
    out = np.zeros((2, n), np.float32)
    out[:, :m] = np.repeat(
        ((1.5 - 0.3 * far) * blast + (0.32 + 0.5 * far) * gun.thump * thump)[None], 2, axis=0
    ).astype(np.float32)
    if gun.crack:
        # faster than sound: it arrives first, from the side
        out[:, :m] += (gun.crack * (1 - 0.5 * far) * pans(rng, 1, 0.5) * _n_wave(t - 0.0004)).astype(np.float32)
    out += _gas(powder, gun.body_s, echo_s, far, n, rng, sample_rate=sample_rate)
    if gun.action and far < 0.5 and n > int(0.11 * sample_rate):
        for at_s, level in ((rng.uniform(0.028, 0.045), 1.0), (rng.uniform(0.06, 0.09), 0.7)):
            add_at(out, at_s, (1 - far) * gun.action * level * _click(1900.0, rng, sample_rate), sample_rate)
    fade_edges(out, 2, n // 3)
    return out


def _friedlander(t: Floats, length_s: float) -> Floats:
    """(1 - t/T)·e^(-t/T), with a rise that the rate can carry."""
    x = t / length_s
    return np.asarray((1 - x) * np.exp(-x) * (1 - np.exp(-t / 0.00005)))


def _n_wave(t: Floats) -> Floats:
    """A shock up, a ramp down, a shock up again, 0.25 ms in all."""
    x = t / 0.00025
    return np.where((x > 0) & (x < 1), 1 - 2 * x, 0.0)


def _gas(
    powder: float, body_s: float, echo_s: float, far: float, n: int, rng: np.random.Generator, *, sample_rate: int
) -> Samples:
    """Hot gas behind the blast, darkening as it slows, then what comes back from the land in uneven swells."""
    body_s *= powder**0.5 * (1 + far)
    swells_s, levels = rng.exponential(0.5 * echo_s + 0.02, 7) + 0.03, rng.uniform(0.2, 1.0, 7)

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        t = np.maximum(times_s, 0.0)[:, None].astype(np.float32)
        f = frequencies_hz[None, :].astype(np.float32)
        hot_hz = (2000.0 + 13000.0 * np.exp(-t / 0.04)) / powder**0.3 * (1 - 0.7 * far)
        body = (1 + 0.2 * far) * np.exp(-t / body_s) / (1 + (f / hot_hz) ** 2)
        came = sum(
            level * np.exp(-0.5 * ((t - at) / (0.012 + 0.08 * at)) ** 2)
            for at, level in zip(swells_s, levels, strict=True)
        )
        echo_hz = 700.0 + 1500.0 * np.exp(-t / (0.5 * echo_s + 0.01))
        echo = (0.16 - 0.06 * far) * (came + 0.5 * (t > 0.02)) * np.exp(-t / (echo_s + 0.01))
        gain = body * band(frequencies_hz, 90.0 / powder**0.5, 16000.0, 1.0)[None] * 1.1
        return np.asarray((gain + echo * band(frequencies_hz, 80.0, 12000.0)[None] / (1 + (f / echo_hz) ** 2))[None])

    return shaped(rng, magnitudes, n, sample_rate, hop=256 if far > 0.3 else 128)


def _click(
    hz: float, rng: np.random.Generator, sample_rate: int, decay_s: float = 0.016, ratios: tuple[float, ...] = BAR
) -> Samples:
    part = Hit(hz * rng.lognormal(0, 0.08), ratios, decay_s, contact_s=0.0001, click=0.8, click_hz=4200.0,
               click_s=0.0015, thump=0.2, thump_hz=190.0, thump_s=0.012)  # fmt: skip
    return hit(part, rng.uniform(0.85, 1.15), rng, sample_rate)


def _reload(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Magazine out, a hand's pause, magazine in, the slide back and home."""
    pace = spread(traits.speed, 1.7, 1.0, 0.6)
    size = spread(traits.size, 0.7, 1.0, 1.6)
    # (time in s, pitch in Hz, level, ring in s)
    steps = (
        (0.02, 2600.0, 0.35, 0.010), (0.10, 1300.0, 0.25, 0.015), (0.62, 1500.0, 0.30, 0.012),
        (0.70, 880.0, 0.9, 0.022), (1.12, 1250.0, 0.6, 0.020), (1.24, 760.0, 0.8, 0.028), (1.42, 980.0, 1.0, 0.030),
    )  # fmt: skip
    n = max(64, int(min(left_s, 1.8 * pace) * sample_rate))
    out = np.zeros((2, n), np.float32)
    for at_s, hz, level, decay_s in steps:
        late_s = at_s * pace * rng.uniform(0.95, 1.05) if at_s > 0.05 else at_s
        sound = level * _click(hz / size, rng, sample_rate, decay_s * size, PLATE)
        add_at(out, late_s, sound, sample_rate)
    for from_s, to_s in ((0.03, 0.12), (0.60, 0.69), (1.13, 1.23)):
        add_at(out, from_s * pace, _slide((to_s - from_s) * pace, rng, sample_rate), sample_rate)
    fade_edges(out, 4, n // 12)
    return out


def _slide(seconds: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """Steel along steel."""
    n = max(64, int(seconds * sample_rate))

    def magnitudes(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        x = np.clip(times_s / seconds, 0, 1)
        centre_hz = 2200.0 + 2500.0 * x[:, None]
        shape = 1 / (1 + (1.5 * np.log2(np.maximum(frequencies_hz, 20.0)[None] / centre_hz)) ** 2) ** 1.5
        return np.asarray((0.10 * np.sin(np.pi * x)[:, None] * shape)[None])

    sound = shaped(rng, magnitudes, n, sample_rate, hop=64)
    fade_edges(sound, n // 6, n // 6)
    return sound


def _ricochet(traits: Traits, left_s: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """The bullet strikes, tumbles and sings away: a falling tone, beaten by its tumbling, leaving to one side."""
    length_s = spread(traits.speed, 1.5, 1.0, 0.6) * rng.uniform(0.8, 1.2)
    n = max(64, int(min(left_s, length_s) * sample_rate))
    t = np.arange(n) / sample_rate
    top_hz = 2900.0 / spread(traits.size, 0.7, 1.0, 1.6) * rng.uniform(0.8, 1.2)
    bend = rng.uniform(0.28, 0.42)
    pitch_hz = top_hz * (0.35 + 0.65 * np.exp(-t / (bend * length_s)))
    tumble_hz = rng.uniform(28, 55) * np.exp(-t / (1.5 * length_s))
    tumble = 1 + 0.6 * np.sin(2 * np.pi * np.cumsum(tumble_hz) / sample_rate)
    phase = 2 * np.pi * np.cumsum(pitch_hz * (1 + 0.012 * tumble)) / sample_rate
    voice = (np.sin(phase) + 0.35 * np.sin(2.01 * phase + 0.5) + 0.15 * np.sin(3.02 * phase)) * tumble
    gain = np.minimum(t / 0.02, 1) * np.exp(-t / (0.30 * length_s))
    side = rng.choice([-1.0, 1.0])
    angle = np.pi / 4 * (1 + side * 0.9 * np.minimum(1, 1.5 * t / length_s))
    out = (0.3 * voice * gain * np.stack([np.cos(angle), np.sin(angle)])).astype(np.float32)

    def air(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
        centre_hz = np.interp(times_s, t[::64], pitch_hz[::64])[:, None]
        shape = 1 / (1 + (4 * np.log2(np.maximum(frequencies_hz, 20.0)[None] / centre_hz)) ** 2)
        return np.asarray((0.09 * np.exp(-times_s / (0.25 * length_s))[:, None] * shape)[None])

    out += shaped(rng, air, n, sample_rate, hop=128)
    stone = Hit(
        1300.0, PLATE, 0.02, contact_s=0.0001, click=1.2, click_hz=4500.0, click_s=0.004, thump=0.3, thump_hz=150.0
    )
    add_at(out, 0.0, 0.8 * hit(stone, 1.0, rng, sample_rate), sample_rate)
    fade_edges(out, 2, n // 4)
    return np.asarray(out)


GUNS = Family(
    name="gun",
    play=play,
    words={
        "gun": {},
        "gunshot": {},
        "gun shot": {},
        "shot": {},
        "gunfire": {"variant": "machine"},
        "pistol": {"variant": "pistol"},
        "handgun": {"variant": "pistol"},
        "revolver": {"variant": "pistol", "size": 0.3},
        "pistol shot": {"variant": "pistol"},
        "rifle": {"variant": "rifle"},
        "rifle shot": {"variant": "rifle"},
        "sniper": {"variant": "rifle", "size": 0.4},
        "sniper rifle": {"variant": "rifle", "size": 0.4},
        "shotgun": {"variant": "shotgun"},
        "shotgun blast": {"variant": "shotgun"},
        "machine gun": {"variant": "machine"},
        "submachine gun": {"variant": "machine", "size": -0.4, "speed": 0.3},
        "assault rifle": {"variant": "machine"},
        "minigun": {"variant": "machine", "speed": 1.0},
        "silencer": {"variant": "silenced"},
        "silenced pistol": {"variant": "silenced"},
        "silenced gun": {"variant": "silenced"},
        "silenced gunshot": {"variant": "silenced"},
        "suppressed": {"variant": "silenced"},
        "suppressor": {"variant": "silenced"},
        "reload": {"variant": "reload"},
        "gun reload": {"variant": "reload"},
        "magazine": {"variant": "reload"},
        "gun cock": {"variant": "reload", "speed": 0.4},
        "ricochet": {"variant": "ricochet"},
        "bullet": {"variant": "ricochet"},
        "bullet ricochet": {"variant": "ricochet"},
    },
    level_db=-17.0,
    role="feature",
    sustained=False,
    counted=True,
    paced=True,
    examples=(
        ("rifle shot", "sfx"),
        ("distant gunshots", "sfx"),
        ("shotgun blast in a canyon", "sfx"),
        ("gun reload", "sfx"),
        ("bullet ricochet", "sfx"),
    ),
    intensity_db=4.0,
    weak=frozenset(("shot", "magazine", "suppressed", "reload")),
)  # fmt: skip
