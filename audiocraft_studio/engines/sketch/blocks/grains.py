"""Many short events: when they come, how they sound, and their sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import signal

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.noise import Floats

_SPAN_S = 10.0
_UNHEARD = 2e-3
_LOW, _COARSER = 0.04, 4
_GRAIN_SAMPLES_AT_ONCE = 1 << 16
"""What the nearest memory holds."""


def spans(duration_s: float) -> Iterator[tuple[float, float]]:
    """(start_s, length_s) of consecutive stretches of at most 10 s: the unit of work of event families."""
    start_s = 0.0
    while start_s < duration_s - 1e-9:
        yield start_s, min(_SPAN_S, duration_s - start_s)
        start_s += _SPAN_S


def arrivals(rng: np.random.Generator, rate_hz: float, length_s: float) -> Floats:
    """Arrival times in s of a Poisson process of `rate_hz` within 0..length_s, in order."""
    return np.sort(rng.uniform(0.0, length_s, rng.poisson(rate_hz * length_s)))


def power_law(rng: np.random.Generator, n: int, low: float, high: float, exponent: float) -> Floats:
    """`n` values in low..high with a density of x^-exponent (exponent not 1)."""
    a = 1.0 - exponent
    u = rng.uniform(size=n)
    return np.asarray((low**a + u * (high**a - low**a)) ** (1.0 / a))


def bubbles(
    radii_m: Floats,
    rising: npt.NDArray[np.bool_],
    sample_rate: float,
    n_samples: int,
    since_s: npt.NDArray[np.floating] | float = 0.0,
) -> Samples:
    """The pressure of bubbles of these radii, one a row: float32 (len(radii_m), n_samples), peak near 1.

    since_s: how long each has sounded at its first sample. After van den Doel, "Physically based models for liquid
    sounds" (2005): f = 3/r, damping 0.043·f + 0.0014·f^1.5; where `rising`, the pitch climbs as f·(1 + 0.1·d·t).
    """
    f = (3.0 / radii_m)[:, None].astype(np.float32)
    d = (0.043 * f + 0.0014 * f**1.5).astype(np.float32)
    late_s = np.broadcast_to(np.asarray(since_s, np.float32), len(radii_m))[:, None]
    t = np.arange(n_samples, dtype=np.float32) / np.float32(sample_rate) + late_s
    # in place, since fresh memory would take longer than the sines
    grains: Samples = f * t
    if rising.any():
        grains[rising] *= 1 + np.float32(0.05) * d[rising] * t[rising]
    grains *= np.float32(2 * np.pi)
    np.sin(grains, out=grains)
    t *= -d
    grains *= np.exp(t, out=t)
    fade_tails(grains)
    return grains


def bursts(rng: np.random.Generator, decays_s: Floats, centres_hz: Floats, sample_rate: int, n_samples: int) -> Samples:
    """Short dry noise bursts, each with its own decay (to 1/e) and colour: float32 (len(decays_s), n_samples).

    Noise around a centre is a tone whose phase is a random walk.
    """
    t = np.arange(n_samples, dtype=np.float32) / np.float32(sample_rate)
    wobble = (1.2 * np.sqrt(centres_hz / sample_rate))[:, None].astype(np.float32)
    turns = (2 * np.pi * centres_hz / sample_rate)[:, None].astype(np.float32)
    lasting_s = decays_s[:, None].astype(np.float32)
    grains: Samples = np.empty((len(decays_s), n_samples), np.float32)
    few = max(1, _GRAIN_SAMPLES_AT_ONCE // max(1, n_samples))
    for start in range(0, len(decays_s), few):
        rows = slice(start, start + few)
        part = grains[rows]
        steps = rng.standard_normal(part.shape, dtype=np.float32)
        steps *= wobble[rows]
        steps += turns[rows]
        np.sin(np.cumsum(steps, axis=1, out=part), out=part)
        np.divide(-t[None, :], lasting_s[rows], out=steps)
        part *= np.exp(steps, out=steps)
    fade_tails(grains)
    return grains


def fade_tails(grains: Samples) -> None:
    """Lets (k, n) fall to 0 over the last quarter, so that a cut grain ends without a step."""
    tail = max(1, grains.shape[1] // 4)
    grains[:, -tail:] *= (np.cos(np.linspace(0, np.pi / 2, tail)) ** 2).astype(np.float32)


def scatter(
    n_samples: int, starts: npt.NDArray[np.integer], grains: Samples, gains: Floats, *, spill: bool = False
) -> Samples:
    """The sum of grains in a stereo buffer: float32 (2, n_samples), or (2, n_samples + length) with `spill`.

    starts: (k,), in samples. grains: (k, length). gains: (2, k). What lies outside the buffer is dropped; `spill` keeps
    the ends of the last grains, for whoever lays one stretch behind another.
    """
    length = grains.shape[1]
    ears = np.zeros(n_samples + 2 * length, np.complex64)
    _scatter_onto(ears, starts, grains, gains)
    return _both(ears[length : length + n_samples + (length if spill else 0)])


def _scatter_onto(
    ears: npt.NDArray[np.complex64], starts: npt.NDArray[np.integer], grains: Samples, gains: Floats
) -> None:
    """Adds grains in place to n + 2·length samples, the first and last `length` of which lie before and after n.

    Left is real and right imaginary: both ears in one go, which is what time goes into where grains are short.
    """
    length = grains.shape[1]
    inside = np.flatnonzero((starts > -length) & (starts < len(ears) - 2 * length))
    sides = (gains[0] + 1j * gains[1]).astype(np.complex64)
    few = max(1, _GRAIN_SAMPLES_AT_ONCE // (2 * max(1, length)))
    for some in np.array_split(inside, -(-len(inside) // few) or 1):
        waves = grains[some] * sides[some, None]
        for first, wave in zip((starts[some] + length).tolist(), waves, strict=True):
            place = ears[first : first + length]
            np.add(place, wave, out=place)


def _both(ears: npt.NDArray[np.complex64]) -> Samples:
    return np.stack([ears.real, ears.imag])


def add_at(out: Samples, at_s: float, sound: Samples, sample_rate: int) -> None:
    """Adds a sound to (channels, n) from `at_s` on, in place; what would lie past the end is dropped."""
    start = int(at_s * sample_rate)
    length = min(sound.shape[1], out.shape[1] - start)
    if length > 0:
        out[:, start : start + length] += sound[:, :length].astype(np.float32)


def bursting(
    n_samples: int,
    sample_rate: int,
    times_s: Floats,
    decays_s: Floats,
    centres_hz: Floats,
    *,
    gains: Floats,
    rng: np.random.Generator,
) -> Samples:
    """Noise bursts at their times, each for six times its decay: float32 (2, n_samples + the longest of them).

    times_s, decays_s, centres_hz: (k,). gains: (2, k). In groups of like length, so that short ones cost little.
    """
    longest = int(6 * decays_s.max(initial=0.0) * sample_rate) + 8
    starts = (times_s * sample_rate).astype(np.int64)
    order = np.argsort(decays_s, kind="stable")
    ears = np.zeros(n_samples + 2 * longest, np.complex64)
    for group in np.array_split(order, 6 if len(order) > 60 else 1):
        length = int(6 * decays_s[group].max(initial=0.0) * sample_rate) + 8
        grains = bursts(rng, decays_s[group], centres_hz[group], sample_rate, length)
        _scatter_onto(ears[longest - length : longest + n_samples + length], starts[group], grains, gains[:, group])
    return _both(ears[longest:])


def bubbling(
    n_samples: int, sample_rate: int, times_s: Floats, radii_m: Floats, *, gains: Floats, rising: npt.NDArray[np.bool_]
) -> Samples:
    """Bubbles at their times, each as long as it is heard: float32 (2, n_samples + what the last ones still need).

    times_s, radii_m, rising: (k,). gains: (2, k). In groups of like length, so that short ones cost little; low ones
    at a quarter of the rate, which holds all but their first click.
    """
    f = 3.0 / radii_m
    loud = np.abs(gains).max(axis=0, initial=0.0)
    # to -54 dB beside the loudest
    reach = np.log(np.maximum(loud / max(float(loud.max(initial=0.0)), 1e-12) / _UNHEARD, 2.0))
    rings_s = reach / (0.043 * f + 0.0014 * f**1.5)
    length = n_samples + int(np.ceil(rings_s.max(initial=0.001) * sample_rate)) + 64
    bank = _Bubbles(times_s, radii_m, rings_s, gains, rising)
    low = f < _LOW * sample_rate
    out = bank.sound(np.flatnonzero(~low), length, sample_rate, 1)
    if low.any():
        slow = bank.sound(np.flatnonzero(low), -(-length // _COARSER), sample_rate, _COARSER)
        between = _between()
        late = len(between) // 2
        out += signal.upfirdn(between, slow, up=_COARSER, axis=1)[:, late : late + length]
    return out


def _between() -> npt.NDArray[np.float32]:
    """The filter that fills in three samples of four; what it leaves of mirrored bubbles lies 60 dB below them."""
    return np.asarray(_COARSER * signal.firwin(41, 1 / _COARSER, window=("kaiser", 6.0)), np.float32)


@dataclass(frozen=True)
class _Bubbles:
    """times_s, radii_m, rings_s, rising: (k,). gains: (2, k)."""

    times_s: Floats
    radii_m: Floats
    rings_s: Floats
    gains: Floats
    rising: npt.NDArray[np.bool_]

    def sound(self, which: npt.NDArray[np.integer], n_samples: int, sample_rate: int, coarser: int) -> Samples:
        """Some of them, every `coarser`-th sample: float32 (2, n_samples)."""
        out = np.zeros(n_samples, np.complex64)
        rate = sample_rate / coarser
        order = which[np.argsort(self.rings_s[which], kind="stable")]
        fine = (self.times_s * sample_rate).astype(np.int64)
        starts = -(-fine // coarser)
        since_s = (coarser * starts - fine) / sample_rate
        for group in np.array_split(order, 8 if len(order) > 60 else 1):
            if len(group):
                length = int(np.ceil(self.rings_s[group[-1]] * rate)) + 8
                part = np.zeros(n_samples + 2 * length, np.complex64)
                for few in np.array_split(group, -(-len(group) * length // _GRAIN_SAMPLES_AT_ONCE)):
                    grains = bubbles(self.radii_m[few], self.rising[few], rate, length, since_s[few])
                    _scatter_onto(part, starts[few], grains, self.gains[:, few])
                out += part[length : length + n_samples]
        return _both(out)


def pans(rng: np.random.Generator, n: int, width: float = 1.0) -> Floats:
    """Equal-power gains of `n` places at random in the stereo image: (2, n). width 0 is the middle, 1 all of it."""
    angle = np.pi / 4 * (1 + width * rng.uniform(-1, 1, n))
    return np.stack([np.cos(angle), np.sin(angle)])
