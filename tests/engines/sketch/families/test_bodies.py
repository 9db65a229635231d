"""Things that are struck, stepped on, swung or blown up."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tests.engines.sketch.hearing import (
    RATE,
    centroid_hz,
    decay_s,
    envelope,
    onsets_s,
    period_s,
    power,
    rms_db,
    seeds,
    share,
    side_share,
    sound,
)

SEEDS = seeds(3)


@pytest.mark.parametrize("seed", SEEDS)
def test_materials_ring_as_long_as_they_do(seed: int) -> None:
    metal, glass, wood, cloth = (
        decay_s(sound(f"{m} impact", 3.0, seed)) for m in ("metal", "glass", "wood", "leather")
    )
    assert metal > 2 * wood
    assert glass > cloth
    assert metal > 0.6
    assert wood < 0.5


@pytest.mark.parametrize("seed", SEEDS)
def test_glass_is_higher_than_metal_and_wood(seed: int) -> None:
    glass, metal, wood = (centroid_hz(sound(f"{m} hit", 2.0, seed)) for m in ("glass", "metal", "wood"))
    assert glass > metal
    assert glass > wood


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("material", ["metal", "wood", "glass", "stone"])
def test_large_things_sound_lower_than_small_ones(material: str, seed: int) -> None:
    large, small = (sound(f"{size} {material} impact", 2.0, seed) for size in ("large", "small"))
    assert centroid_hz(large) < 0.75 * centroid_hz(small)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_blow_comes_at_once_and_ends_in_silence(seed: int) -> None:
    for prompt in ("wood impact", "stone impact", "punch", "gunshot", "sword swing", "click"):
        x = sound(prompt, 4.0, seed)
        assert envelope(x).argmax() * 0.01 < 0.6, prompt
        assert rms_db(x[:, -RATE // 2 :]) < rms_db(x) - 30, prompt


@pytest.mark.parametrize("seed", SEEDS)
def test_a_knock_is_three_knocks(seed: int) -> None:
    assert len(onsets_s(sound("knock on a wooden door", 2.0, seed), apart_s=0.1)) == 3


@pytest.mark.parametrize("seed", SEEDS)
def test_repeated_impacts_are_uneven_and_never_the_same(seed: int) -> None:
    x = sound("repeated metal hits", 8.0, seed)
    times = onsets_s(x, rise=1.6, apart_s=0.2)
    assert len(times) >= 4
    gaps = np.diff(times)
    assert gaps.std() > 0.05 * gaps.mean()


@pytest.mark.parametrize("seed", SEEDS)
def test_breaking_glass_goes_on_after_the_blow(seed: int) -> None:
    assert decay_s(sound("glass shatter", 3.0, seed), 40) > decay_s(sound("glass tap", 3.0, seed), 40)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("ground", ["wood", "stone", "gravel", "metal"])
def test_footsteps_keep_the_pace_of_walking(ground: str, seed: int) -> None:
    for pace, step_s in (("slow", 0.80), ("", 0.56), ("fast", 0.38)):
        assert abs(period_s(sound(f"{pace} footsteps on {ground}", 5.0, seed)) / step_s - 1) < 0.12, pace


@pytest.mark.parametrize("seed", SEEDS)
def test_grounds_sound_of_themselves(seed: int) -> None:
    wood, gravel, snow, leaves = (sound(f"footsteps on {g}", 4.0, seed) for g in ("wood", "gravel", "snow", "leaves"))
    assert share(wood, 40, 600) > 0.7
    assert centroid_hz(gravel) > centroid_hz(snow) > centroid_hz(wood)
    assert centroid_hz(leaves) > centroid_hz(snow)


def test_no_two_steps_are_alike_and_left_is_not_right() -> None:
    x = sound("footsteps on wood", 6.0)
    times = onsets_s(x, 2.0, 0.24)
    steps = [x[:, int(t * RATE) : int(t * RATE) + 8000] for t in times[:-1]]
    for a, b in pairwise(steps):
        assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 0.98
    balance = [np.log(np.sum(s[1] ** 2) / np.sum(s[0] ** 2)) for s in steps]
    assert np.sign(balance[::2]).sum() * np.sign(balance[1::2]).sum() < 0


@pytest.mark.parametrize("seed", SEEDS)
def test_heavy_steps_are_louder_and_lower(seed: int) -> None:
    heavy, light = sound("heavy footsteps", 4.0, seed), sound("light footsteps", 4.0, seed)
    assert rms_db(heavy) > rms_db(light) + 4
    assert share(heavy, 20, 200) > share(light, 20, 200)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_whoosh_passes_from_one_side_to_the_other(seed: int) -> None:
    x = sound("slow whoosh", 2.0, seed)
    e = envelope(x)
    loud = np.flatnonzero(e > 0.05 * e.max())
    first, last = loud[: len(loud) // 3] * 441, loud[-(len(loud) // 3) :] * 441
    before, after = (x[:, part[0] : part[-1] + 441] for part in (first, last))
    lean = [np.log(np.sum(part[1] ** 2) / np.sum(part[0] ** 2)) for part in (before, after)]
    assert lean[0] * lean[1] < 0
    assert side_share(x) > 0.05


@pytest.mark.parametrize("seed", SEEDS)
def test_a_fast_whoosh_is_shorter_and_a_big_one_lower(seed: int) -> None:
    assert decay_s(sound("fast whoosh", 2.5, seed)) < decay_s(sound("slow whoosh", 2.5, seed))
    assert centroid_hz(sound("large whoosh", 2.5, seed)) < 0.85 * centroid_hz(sound("small whoosh", 2.5, seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_an_explosion_booms_low_and_a_shot_is_short(seed: int) -> None:
    boom, shot = sound("huge explosion", 5.0, seed), sound("gunshot", 5.0, seed)
    assert share(boom, 20, 400) > 0.6
    assert decay_s(boom, 40) > 1.5 * decay_s(shot, 40)
    assert centroid_hz(shot) > centroid_hz(boom)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_bell_has_its_partials_and_rings_long(seed: int) -> None:
    x = sound("bell in A", 6.0, seed)
    assert decay_s(x, 30) > 2.0
    f, p = power(x[:, RATE // 2 :])
    for ratio in (1.0, 1.2, 2.0):
        near = p[np.abs(f - 440.0 * ratio) < 12].max()
        assert near > 30 * np.median(p[(f > 200) & (f < 3000)]), ratio
    assert len(onsets_s(sound("church bell", 10.0, seed), 1.3, 0.8)) >= 3
