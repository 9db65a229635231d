"""Water, fire and animals."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engines.sketch.hearing import centroid_hz, envelope, onsets_s, rms_db, seeds, share, sound

SEEDS = seeds(3)


@pytest.mark.parametrize("seed", SEEDS)
def test_waves_come_and_go_at_the_pace_of_the_sea(seed: int) -> None:
    e = envelope(sound("ocean waves", 30.0, seed), 0.25)
    smooth = np.convolve(e, np.ones(6) / 6, "same")
    peaks = [
        i for i in range(4, len(smooth) - 4) if smooth[i] == smooth[i - 4 : i + 5].max() and smooth[i] > smooth.mean()
    ]
    assert 2 <= len(peaks) <= 12
    assert smooth[4:-4].max() > 2 * smooth[4:-4].min()


@pytest.mark.parametrize("seed", SEEDS)
def test_violent_surf_is_louder_than_calm_water(seed: int) -> None:
    assert rms_db(sound("violent waves", 8.0, seed)) > rms_db(sound("calm waves", 8.0, seed)) + 5


@pytest.mark.parametrize("seed", SEEDS)
def test_a_brook_bubbles_higher_than_a_river_and_a_waterfall_does_not_bubble(seed: int) -> None:
    brook, river = sound("brook", 4.0, seed), sound("river", 4.0, seed)
    fall = sound("waterfall", 4.0, seed)
    assert centroid_hz(brook) > centroid_hz(river)
    unrest = [np.std(np.log(envelope(x, 0.01)[10:-10])) for x in (brook, fall)]
    assert unrest[0] > 2 * unrest[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_drops_fall_one_by_one_and_ring_high(seed: int) -> None:
    x = sound("water dripping", 6.0, seed)
    assert 4 <= len(onsets_s(x, apart_s=0.08)) <= 25
    assert share(x, 600, 6000) > 0.7


@pytest.mark.parametrize("seed", SEEDS)
def test_fire_crackles_over_a_low_flame(seed: int) -> None:
    x = sound("campfire", 5.0, seed)
    assert share(x, 30, 400) > 0.1
    e = envelope(x, 0.003)
    assert e.max() > 5 * np.median(e), "cracks stand out"
    fierce = sound("violent fire", 5.0, seed)
    assert rms_db(fierce) > rms_db(x)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_big_fire_roars_lower(seed: int) -> None:
    assert share(sound("huge fire", 4.0, seed), 30, 300) > share(sound("small fire", 4.0, seed), 30, 300)


@pytest.mark.parametrize("seed", SEEDS)
def test_animals_sing_in_their_own_range(seed: int) -> None:
    assert share(sound("birds", 6.0, seed), 1200, 9000) > 0.9
    assert share(sound("owl", 6.0, seed), 250, 600) > 0.8
    assert share(sound("crickets", 6.0, seed), 3000, 6000) > 0.9
    assert share(sound("cicadas", 3.0, seed), 3500, 12_000) > 0.8
    assert share(sound("seagull", 6.0, seed), 500, 6000) > 0.9


@pytest.mark.parametrize("seed", SEEDS)
def test_many_birds_sing_more_than_few(seed: int) -> None:
    busy, quiet = sound("intense birds", 8.0, seed), sound("quiet birds", 8.0, seed)
    active = [np.mean(envelope(x) > 0.05 * envelope(x).max()) for x in (busy, quiet)]
    assert active[0] > active[1]
