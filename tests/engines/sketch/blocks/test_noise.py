"""Noise that follows a spectrum over time, and slow movement."""

from __future__ import annotations

import numpy as np
import pytest

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.noise import band, noise_pieces, wander
from tests.engines.sketch.hearing import RATE, envelope, share


def laid(magnitudes: object, n: int, hop: int = 1024) -> Samples:
    out = np.zeros((2, n), np.float32)
    for start, piece in noise_pieces(np.random.default_rng(1), magnitudes, n, RATE, hop):  # type: ignore[arg-type]
        first, last = max(0, start), min(n, start + piece.shape[1])
        out[:, first:last] += piece[:, first - start : last - start]
    return out


def test_a_gain_of_one_is_white_noise_of_rms_one_at_all_times() -> None:
    x = laid(lambda t, f: np.ones((1, len(t), len(f))), 20 * RATE)
    assert x.std() == pytest.approx(1.0, rel=0.02)
    assert envelope(x, 0.1).std() < 0.05, "no ripple at the seams of frames or pieces"
    assert abs(np.corrcoef(x)[0, 1]) < 0.01


def test_the_spectrum_is_where_it_was_put() -> None:
    x = laid(lambda t, f: np.broadcast_to((f > 1000) & (f < 2000), (1, len(t), len(f))).astype(float), 2 * RATE)
    assert share(x, 950, 2050) > 0.98


def test_the_level_follows_the_gains_over_time() -> None:
    x = laid(lambda t, f: (t > 1.0)[None, :, None] * np.ones((1, 1, len(f))), 2 * RATE)
    assert envelope(x)[:95].max() < 0.05
    assert envelope(x)[105:].mean() > 0.9


@pytest.mark.parametrize("rate_hz", [0.1, 1.0, 6.0])
def test_wandering_has_unit_spread_and_stays_slow(rate_hz: float) -> None:
    move = wander(np.random.default_rng(2), 400.0, rate_hz)
    x = move(np.arange(0, 400, 0.01))
    assert 0.6 < x.std() < 1.4
    spectrum = np.abs(np.fft.rfft(x - x.mean())) ** 2
    f = np.fft.rfftfreq(len(x), 0.01)
    assert spectrum[f > 4 * rate_hz].sum() < 0.02 * spectrum.sum()


def test_a_band_is_flat_inside_and_silent_at_dc() -> None:
    gains = band(np.array([0.0, 10.0, 1000.0, 20_000.0]), 100.0, 8000.0, 2.0, 2.0)
    assert gains[0] == 0
    assert gains[1] < 0.02
    assert gains[2] > 0.9
    assert gains[3] < 0.2
