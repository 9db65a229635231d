"""Rain, wind and thunder, as a listener would judge them."""

from __future__ import annotations

import numpy as np
import pytest

from audiocraft_studio.engines.sketch.blocks.level import loudness_db
from tests.engines.sketch.hearing import RATE, centroid_hz, envelope, onsets_s, rms_db, seeds, share, sound

SEEDS = seeds(3)


@pytest.mark.parametrize("seed", SEEDS)
def test_heavy_rain_is_louder_fuller_and_steadier_than_light_rain(seed: int) -> None:
    heavy, light = sound("heavy rain", 4.0, seed), sound("light rain", 4.0, seed)
    assert rms_db(heavy) > rms_db(light) + 6
    assert share(heavy, 100, 1000) > share(light, 100, 1000)
    unrest = [np.std(np.log(envelope(x, 0.01)[5:-5] + 1e-9)) for x in (heavy, light)]
    assert unrest[0] < unrest[1], "many drops blur into one sound, few stay single"


@pytest.mark.parametrize("seed", SEEDS)
def test_rain_is_broad_noise(seed: int) -> None:
    x = sound("rain", 3.0, seed)
    assert share(x, 1000, 12_000) > 0.4
    assert share(x, 0, 100) < 0.05


@pytest.mark.parametrize("seed", SEEDS)
def test_rain_sounds_of_what_it_falls_on(seed: int) -> None:
    metal, cloth, water = (sound(f"rain on {m}", 3.0, seed) for m in ("metal", "a tent", "water"))
    assert centroid_hz(cloth) < centroid_hz(metal)
    plain = sound("rain", 3.0, seed)
    assert share(metal, 280, 2000) > share(plain, 280, 2000)
    assert share(water, 700, 6000) > share(plain, 700, 6000)


@pytest.mark.parametrize("seed", SEEDS)
def test_strong_wind_is_louder_brighter_and_gustier(seed: int) -> None:
    strong, gentle = sound("strong wind", 6.0, seed), sound("gentle wind", 6.0, seed)
    assert rms_db(strong) > rms_db(gentle) + 5
    assert centroid_hz(strong) > centroid_hz(gentle)


@pytest.mark.parametrize("seed", SEEDS)
def test_wind_is_mostly_low_and_moves(seed: int) -> None:
    x = sound("wind", 10.0, seed)
    assert share(x, 30, 900) > 0.6
    e = envelope(x, 0.25)[1:-1]
    assert e.max() > 1.4 * e.min(), "gusts"
    assert e.max() < 40 * e.min(), "but it does not stop"


def test_gusts_have_no_period() -> None:
    e = envelope(sound("wind", 40.0), 0.1)
    e = e - e.mean()
    r = np.correlate(e, e, "full")[len(e) :]
    r = r / (e @ e)
    assert r[30:].max() < 0.75


@pytest.mark.parametrize("seed", SEEDS)
def test_leaves_rustle_high(seed: int) -> None:
    assert share(sound("wind through leaves", 4.0, seed), 2000, 10_000) > 2 * share(
        sound("wind", 4.0, seed), 2000, 10_000
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_near_thunder_cracks_and_distant_thunder_rolls(seed: int) -> None:
    near, far = sound("close thunder", 10.0, seed), sound("distant thunder", 10.0, seed)
    assert centroid_hz(near) > 1.5 * centroid_hz(far)
    assert loudness_db(near, RATE) > loudness_db(far, RATE) + 5
    assert share(far, 20, 300) > 0.85
    assert onsets_s(near)[0] < 0.6, "the crack comes soon"
    rise = [int(envelope(x, 0.05).argmax()) * 0.05 for x in (near, far)]
    assert rise[0] <= rise[1] + 0.5


@pytest.mark.parametrize("seed", SEEDS)
def test_thunder_is_over_in_the_end(seed: int) -> None:
    x = sound("thunder", 10.0, seed)
    assert rms_db(x[:, -RATE // 2 :]) < rms_db(x) - 25


@pytest.mark.slow
def test_thunder_comes_again_in_a_long_scene() -> None:
    e = envelope(sound("thunder", 60.0, 2), 1.0)
    assert (e[20:] > 0.1 * e.max()).any()
