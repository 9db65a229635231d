"""Guns, blades and things that break, by what physics says of them."""

from __future__ import annotations

import numpy as np
import pytest

from audiocraft_studio.engines.sketch.families.blades import BLADES
from audiocraft_studio.engines.sketch.families.breaks import BREAKS
from audiocraft_studio.engines.sketch.families.guns import GUNS
from tests.engines.sketch.families.manners import bursts_s, is_clean, never_repeats
from tests.engines.sketch.hearing import (
    RATE,
    centroid_hz,
    decay_s,
    envelope,
    onsets_s,
    power,
    rms_db,
    seeds,
    share,
    sound,
)

SEEDS = seeds(4)
FAMILIES = (GUNS, BLADES, BREAKS)
PROMPTS = [prompt for family in FAMILIES for prompt, _ in family.examples]


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize(("duration_s", "seed"), [(0.05, 1), (0.7, 2), pytest.param(4.0, 3, marks=pytest.mark.slow)])
def test_weapons_are_clean(prompt: str, duration_s: float, seed: int) -> None:
    is_clean(prompt, duration_s, seed)


@pytest.mark.parametrize("prompt", ["machine guns", "sword fight", "repeated glass breaking"])
def test_no_blow_comes_twice(prompt: str) -> None:
    never_repeats(prompt, 8.0, 5, 0.05)


@pytest.mark.slow
def crest_db(x: np.ndarray) -> float:
    """Peak over the mean level of the second that begins with it."""
    peak = int(np.abs(x).max(axis=0).argmax())
    return float(20 * np.log10(np.abs(x).max())) - rms_db(x[:, max(0, peak - 200) : peak + RATE])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_near_shot_is_a_peak_and_a_far_one_rolls_on_dull(seed: int) -> None:
    near, far = sound("rifle shot", 4.0, seed), sound("distant rifle shot", 4.0, seed)
    assert crest_db(near) > crest_db(far) + 3
    assert decay_s(far, 20) > 2 * decay_s(near, 20)
    assert centroid_hz(far) < 0.5 * centroid_hz(near)
    assert rms_db(near[:, :4410]) > rms_db(far[:, :4410]) + 4


@pytest.mark.parametrize("seed", SEEDS)
def test_more_powder_is_longer_and_lower(seed: int) -> None:
    pistol, rifle, shotgun = (sound(f"{gun} shot", 3.0, seed) for gun in ("pistol", "rifle", "shotgun"))
    assert centroid_hz(shotgun) < centroid_hz(rifle)
    assert centroid_hz(shotgun) < 0.92 * centroid_hz(pistol)
    assert decay_s(shotgun, 20) > decay_s(pistol, 20)
    assert rms_db(sound("silenced pistol", 1.0, seed, intensity=0)) < rms_db(pistol[:, :RATE]) + 3
    assert share(sound("silenced pistol", 1.0, seed), 20, 300) < share(pistol, 20, 300)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_machine_gun_fires_ten_or_so_a_second(seed: int) -> None:
    x = sound("machine gun", 2.0, seed)
    times = onsets_s(x, 2.0, 0.05)
    gaps = np.diff(times[:4])
    assert 0.07 < gaps.mean() < 0.115
    assert gaps.std() < 0.1 * gaps.mean()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_ricochet_falls_and_a_reload_is_a_row_of_metal(seed: int) -> None:
    x = sound("bullet ricochet", 2.0, seed)
    early, late = x[:, int(0.08 * RATE) : int(0.2 * RATE)], x[:, int(0.45 * RATE) : int(0.6 * RATE)]
    assert centroid_hz(late) < 0.85 * centroid_hz(early)
    assert 4 <= len(onsets_s(sound("gun reload", 2.5, seed), 2.0, 0.05)) <= 10


def landings_s(x: np.ndarray) -> list[float]:
    """Times at which something small lands: the treble rises by half within 6 ms, however soft it is."""
    e = envelope(np.diff(x, n=2, axis=1), 0.003)
    found: list[float] = []
    for k in range(2, len(e)):
        if e[k] > 1.5 * e[k - 2] and e[k] > 0.004 * e.max() and (not found or 0.003 * k - found[-1] > 0.008):
            found.append(0.003 * k)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_glass_is_many_high_modes_that_go_on_falling(seed: int) -> None:
    x = sound("glass shattering", 3.0, seed)
    assert centroid_hz(x) > 2500
    f, p = power(x[:, int(0.1 * RATE) :])
    p = p[(f > 2000) & (f < 12000)]
    peaks = np.count_nonzero((p[1:-1] > p[:-2]) & (p[1:-1] > p[2:]) & (p[1:-1] > 2 * np.median(p)))
    assert peaks > 60, "modes of many pieces"
    times = landings_s(x)
    assert len(times) > 15
    assert np.count_nonzero(np.array(times) < 0.8) > np.count_nonzero(np.array(times) > 0.8)
    assert decay_s(x, 40) > 0.6


@pytest.mark.parametrize("seed", SEEDS)
def test_what_breaks_sounds_of_what_it_is(seed: int) -> None:
    glass, plate, wood = (sound(f"{what} breaking", 3.0, seed) for what in ("glass", "plate", "wood"))
    assert centroid_hz(glass) > 1.3 * centroid_hz(wood)
    assert share(glass, 2000, 20000) > share(plate, 2000, 20000) > share(wood, 2000, 20000)
    assert share(wood, 20, 800) > 0.3


@pytest.mark.parametrize("seed", SEEDS)
def test_a_large_pane_is_lower_and_longer_and_a_twig_only_snaps(seed: int) -> None:
    large, small = sound("large glass breaking", 3.0, seed), sound("small glass breaking", 3.0, seed)
    assert centroid_hz(large) < centroid_hz(small)
    assert len(landings_s(large)) > len(landings_s(small))
    assert decay_s(sound("twig snap", 2.0, seed), 40) < 0.35


@pytest.mark.parametrize("seed", SEEDS)
def test_a_swing_is_air_that_rises_and_falls_in_pitch(seed: int) -> None:
    x = sound("slow sword swing", 1.5, seed)
    ((start_s, long_s), *_) = bursts_s(x, 0.1, 0.1)
    parts = [
        x[:, int((start_s + a * long_s) * RATE) : int((start_s + b * long_s) * RATE)] for a, b in ((0, 0.2), (0.4, 0.6))
    ]
    assert centroid_hz(parts[1]) > centroid_hz(parts[0])
    assert 0.1 < long_s < 0.9
    assert centroid_hz(sound("large sword swing", 1.0, seed)) < centroid_hz(sound("small sword swing", 1.0, seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_steel_rings_after_a_clash_and_after_it_is_drawn_but_not_when_swung(seed: int) -> None:
    clash, drawn, swung = (sound(f"sword {what}", 2.5, seed) for what in ("clash", "unsheathe", "swing"))
    assert min(decay_s(clash, 30), decay_s(drawn, 30)) > 2 * decay_s(swung, 30)
    assert centroid_hz(drawn) > 2500
    assert envelope(clash).argmax() * 0.01 < 0.06
    assert envelope(drawn).argmax() * 0.01 > 0.1, "the friction comes first"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_bow_bends_before_it_is_let_go(seed: int) -> None:
    e = envelope(sound("slow bow shot", 2.0, seed))
    loudest = int(e.argmax())
    assert loudest * 0.01 > 0.4
    assert e[: loudest - 3].max() < 0.5 * e.max()
    assert share(sound("bow shot", 2.0, seed), 60, 600) > 0.4, "the string hums"
