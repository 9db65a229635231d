"""How fast is a mix? Eight layers of 60 s against a plain sum: `python -m benchmarks.mixing`."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy import signal

sys.path.insert(0, str(Path(__file__).parents[1]))

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.effects import Echo, Filter, Reverb
from audiocraft_studio.dsp.eq import Band
from audiocraft_studio.dsp.mix import Track, mix, summed
from audiocraft_studio.dsp.reverb import Room

RATE = 44100
DURATION_S = 60
RUNS = 5
LAYERS = ((16000, 1), (32000, 1), (32000, 2), (44100, 2), (44100, 2), (44100, 2), (48000, 2), (48000, 1))


def layers(level: float) -> list[Track]:
    """Noise of all the rates that models and files have, with fades and pans."""
    rng = np.random.default_rng(0)
    return [
        Track(
            Audio((level * rng.standard_normal((channels, rate * DURATION_S))).astype(np.float32), rate),
            weight=0.5 + 0.05 * place, pan=place / 8 - 0.5, fade_in_s=1.0, fade_out_s=2.0,
        )
        for place, (rate, channels) in enumerate(LAYERS)
    ]  # fmt: skip


def through(tracks: Sequence[Track]) -> list[Track]:
    """The same layers, each with a filter that moves, a reverb of 2 s and an echo."""
    sweep = Filter(Band("low pass", 1000.0), ((0.0, 300.0), (DURATION_S, 12000.0)))
    return [replace(track, effects=(sweep, Reverb(Room(2.0)), Echo(0.3, 0.5))) for track in tracks]


def plain(tracks: Sequence[Track]) -> np.ndarray:
    """The same layers by scipy and numpy, without pan, fades or limiter."""
    total = np.zeros((2, RATE * DURATION_S))
    for track in tracks:
        samples = track.audio.samples
        if track.audio.sample_rate != RATE:
            samples = signal.resample_poly(samples, RATE, track.audio.sample_rate, axis=1)
        total += track.weight * samples
    return total


def median_s(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of all processors."""
    clock, used = [], []
    for _ in range(RUNS):
        began, began_used = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - began)
        used.append(time.process_time() - began_used)
    return statistics.median(clock), statistics.median(used)


def main() -> None:
    quiet, loud = layers(0.02), layers(0.12)
    _, base = median_s(lambda: plain(quiet))
    print(f"{len(LAYERS)} layers of {DURATION_S} s, to {RATE} Hz; in brackets, times the plain sum")
    print(f"{'':<26}{'clock':>8}{'processors':>17}")
    for name, work in (
        ("plain sum with scipy", lambda: plain(quiet)),
        ("sum with pan and fades", lambda: summed(quiet, sample_rate=RATE)),
        ("sum with effects as well", lambda: summed(through(quiet), sample_rate=RATE)),
        ("mix, limiter not needed", lambda: mix(quiet, sample_rate=RATE)),
        ("mix, limiter at work", lambda: mix(loud, sample_rate=RATE)),
    ):
        clock, used = median_s(work)
        print(f"{name:<26}{clock:6.2f} s{used:7.2f} s ({used / base:.2f})")
    print(f"the limiter took {mix(loud, sample_rate=RATE).reduction_db:.1f} dB at most")


if __name__ == "__main__":
    main()
