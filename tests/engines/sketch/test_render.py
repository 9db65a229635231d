"""Layers, levels and edges of the finished sound."""

from __future__ import annotations

import numpy as np
import pytest

from audiocraft_studio.engines.sketch.families import FAMILIES
from tests.engines.sketch.hearing import centroid_hz, envelope, rms_db, share, side_share, sound

NAMES = [family.examples[0][0] for family in FAMILIES]


@pytest.mark.parametrize("prompt", NAMES)
def test_every_family_is_clean(prompt: str) -> None:
    x = sound(prompt, 3.0, seed=11)
    assert np.isfinite(x).all()
    assert np.abs(x).max() <= 10 ** (-1.4 / 20)
    assert abs(x.mean(axis=1)).max() < 1e-3
    assert rms_db(x) > -52, "nobody gets silence for a sound"
    edge = np.abs(x).max()
    assert np.abs(x[:, 0]).max() < 0.02 * edge + 1e-4
    assert np.abs(x[:, -1]).max() < 0.02 * edge + 1e-4


@pytest.mark.parametrize("prompt", NAMES)
def test_every_family_can_be_as_short_as_it_gets(prompt: str) -> None:
    x = sound(prompt, 0.05)
    assert x.shape == (2, 2205)
    assert np.isfinite(x).all()
    assert np.abs(x).max() > 1e-3
    assert np.abs(x).max() <= 10 ** (-1.4 / 20)


@pytest.mark.parametrize("prompt", NAMES)
def test_every_family_varies_with_the_seed(prompt: str) -> None:
    one, two = sound(prompt, 1.0, seed=1), sound(prompt, 1.0, seed=2)
    correlation = np.corrcoef(one.ravel(), two.ravel())[0, 1]
    assert not np.array_equal(one, two)
    assert abs(correlation) < 0.999


@pytest.mark.parametrize("family", [f for f in FAMILIES if f.role == "bed"], ids=lambda f: f.name)
def test_ambiences_differ_between_the_ears(family: object) -> None:
    x = sound(family.examples[0][0], 3.0)  # type: ignore[attr-defined]
    assert not np.array_equal(x[0], x[1])
    assert 0.005 < side_share(x) < 0.75


@pytest.mark.slow
@pytest.mark.parametrize("prompt", ["ocean waves", "dark drone in C minor", "footsteps on gravel", "storm at sea"])
def test_a_minute_goes_on_to_the_end_without_a_seam(prompt: str) -> None:
    x = sound(prompt, 60.0)
    assert x.shape == (2, 60 * 44_100)
    e = envelope(x[:, : 59 * 44_100], 1.0)
    assert e.min() > 0.02 * e.max()
    steps = np.abs(np.diff(x, axis=1)).max(axis=0)
    for seam_s in (10, 20, 30, 40, 50):
        around = steps[int((seam_s - 1) * 44_100) : int((seam_s + 1) * 44_100)]
        at = steps[int(seam_s * 44_100) - 50 : int(seam_s * 44_100) + 50]
        assert at.max() <= max(around.max(), 1e-6)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_distant_thunder_lies_under_heavy_rain_but_is_there(seed: int) -> None:
    both = sound("heavy rain on a tin roof with distant thunder", 9.0, seed)
    rain = sound("heavy rain on a tin roof", 9.0, seed)
    assert share(both, 30, 150) > 3 * share(rain, 30, 150)
    assert share(both, 500, 10_000) > 0.3


def test_turning_a_param_keeps_the_take_and_changes_its_colour() -> None:
    plain, bright = sound("rain", 2.0, 4), sound("rain", 2.0, 4, brightness=0.8)
    assert centroid_hz(bright) > 1.2 * centroid_hz(plain)
    a, b = envelope(plain, 0.02), envelope(bright, 0.02)
    assert np.corrcoef(a, b)[0, 1] > 0.5


def test_distance_is_softer_duller_and_comes_late() -> None:
    for prompt in ("rain", "footsteps", "metal impact", "explosion"):
        near, far = sound(prompt, 2.0, 3), sound(prompt, 2.0, 3, distance=0.9)
        assert rms_db(far) < rms_db(near) - 4, prompt
        assert centroid_hz(far) < centroid_hz(near), prompt


def test_a_place_adds_what_comes_back_from_its_walls() -> None:
    dry, cave = sound("metal tap", 3.0, 5), sound("metal tap in a cave", 3.0, 5)
    late = slice(int(0.8 * 44_100), int(1.6 * 44_100))
    assert rms_db(cave[:, late]) - rms_db(cave) > rms_db(dry[:, late]) - rms_db(dry) + 6
    assert share(sound("rain underwater", 1.0), 0, 700) > 0.9
