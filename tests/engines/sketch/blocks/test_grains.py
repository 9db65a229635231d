"""Arrivals, bubbles and their sum."""

from __future__ import annotations

import numpy as np
import pytest

from audiocraft_studio.engines.sketch.blocks.grains import (
    arrivals,
    bubbles,
    bubbling,
    bursts,
    pans,
    power_law,
    scatter,
    spans,
)
from tests.engines.sketch.hearing import RATE


def test_arrivals_are_poisson() -> None:
    times_s = arrivals(np.random.default_rng(1), 50.0, 200.0)
    assert len(times_s) == pytest.approx(10_000, rel=0.05)
    gaps = np.diff(times_s)
    assert gaps.std() == pytest.approx(gaps.mean(), rel=0.05)


def test_spans_cover_the_duration_once() -> None:
    for duration_s in (0.05, 10.0, 10.001, 25.0):
        parts = list(spans(duration_s))
        assert sum(length for _, length in parts) == pytest.approx(duration_s)
        assert max(length for _, length in parts) <= 10.0


def test_a_power_law_stays_in_range_and_prefers_the_small() -> None:
    x = power_law(np.random.default_rng(1), 20_000, 1.0, 10.0, 2.5)
    assert x.min() >= 1.0
    assert x.max() <= 10.0
    assert np.median(x) < 2.0


@pytest.mark.parametrize("radius_m", [0.001, 0.003])
def test_a_bubble_rings_at_three_over_its_radius(radius_m: float) -> None:
    grain = bubbles(np.array([radius_m]), np.array([False]), RATE, 8192)[0]
    f = np.fft.rfftfreq(1 << 16, 1 / RATE)[np.abs(np.fft.rfft(grain, 1 << 16)).argmax()]
    assert f == pytest.approx(3.0 / radius_m, rel=0.03)
    assert np.abs(grain[-1]) < 1e-3


def test_grains_start_where_they_are_put_and_spill_only_when_asked() -> None:
    grains = np.ones((3, 10), np.float32)
    starts = np.array([-5, 20, 95])
    gains = np.ones((2, 3))
    kept = scatter(100, starts, grains, gains)
    assert kept.shape == (2, 100)
    assert kept[0].sum() == 5 + 10 + 5
    assert scatter(100, starts, grains, gains, spill=True)[0].sum() == 5 + 10 + 10


def test_bubbling_is_the_sum_of_its_bubbles() -> None:
    rng = np.random.default_rng(3)
    radii_m = rng.uniform(0.001, 0.006, 200)
    rising = rng.uniform(size=200) < 0.2
    times_s = rng.uniform(0, 1, 200)
    together = bubbling(RATE, RATE, times_s, radii_m, gains=np.ones((2, 200)), rising=rising)
    length = together.shape[1] - RATE
    one_by_one = np.zeros((2, RATE + 4 * length), np.float32)
    for at_s, grain in zip(times_s, bubbles(radii_m, rising, RATE, 4 * length), strict=True):
        start = int(at_s * RATE)
        one_by_one[:, start : start + 4 * length] += grain
    difference = together[:, :RATE] - one_by_one[:, :RATE]
    assert np.sqrt(np.mean(difference**2)) < 0.05 * np.sqrt(np.mean(one_by_one**2))


def test_bursts_are_coloured_and_die() -> None:
    x = bursts(np.random.default_rng(1), np.full(50, 0.002), np.full(50, 3000.0), RATE, 1000)
    power = (np.abs(np.fft.rfft(x, 4096)) ** 2).sum(axis=0)
    f = np.fft.rfftfreq(4096, 1 / RATE)
    assert 2000 < (power * f).sum() / power.sum() < 4500
    assert np.abs(x[:, -1]).max() < 1e-3


def test_panning_keeps_the_power() -> None:
    left, right = pans(np.random.default_rng(1), 100)
    assert np.allclose(left**2 + right**2, 1.0)
    assert pans(np.random.default_rng(1), 5, width=0.0) == pytest.approx(np.sqrt(0.5))
