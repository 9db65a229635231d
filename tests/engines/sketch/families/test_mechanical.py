"""Tools, machinery and pumps, by what they are known for."""

from __future__ import annotations

import numpy as np
import pytest

from audiocraft_studio.engines.sketch.blocks.level import loudness_db
from audiocraft_studio.engines.sketch.families.machinery import MACHINERY
from audiocraft_studio.engines.sketch.families.pumps import PUMPS
from audiocraft_studio.engines.sketch.families.tools import TOOLS
from tests.engines.sketch.families.manners import beats_hz, bursts_s, is_clean, never_repeats
from tests.engines.sketch.hearing import (
    RATE,
    centroid_hz,
    envelope,
    onsets_s,
    period_s,
    power,
    seeds,
    share,
    side_share,
    sound,
)

SEEDS = seeds(4)
FAMILIES = (TOOLS, MACHINERY, PUMPS)
PROMPTS = [prompt for family in FAMILIES for prompt, _ in family.examples]
MORE = ["drilling into concrete", "impact wrench", "sander", "steam", "clockwork", "oil pump"]


@pytest.mark.parametrize("prompt", [*PROMPTS, *MORE])
@pytest.mark.parametrize(("duration_s", "seed"), [(0.05, 1), (0.7, 2), pytest.param(4.0, 3, marks=pytest.mark.slow)])
def test_machines_are_clean(prompt: str, duration_s: float, seed: int) -> None:
    is_clean(prompt, duration_s, seed)


@pytest.mark.parametrize("prompt", ["ratchet", "factory machinery", "steam engine", "air compressor", "hand saw"])
def test_nothing_mechanical_comes_twice(prompt: str) -> None:
    never_repeats(prompt, 8.0, 5, 0.05)


@pytest.mark.slow
@pytest.mark.slow
@pytest.mark.parametrize("prompt", ["factory machinery", "conveyor belt", "gears", "water pump", "power drill"])
def test_a_long_run_has_no_seam(prompt: str) -> None:
    x = sound(prompt, 32.0)
    steps = np.abs(np.diff(x, n=2, axis=1)).max(axis=0)
    for seam in (10 * RATE, 20 * RATE, 30 * RATE):
        assert steps[seam - 40 : seam + 40].max() <= 1.2 * steps[seam - RATE : seam + RATE].max()


def strongest_hz(x: np.ndarray, low_hz: float, high_hz: float) -> float:
    f, p = power(x)
    inside = (f > low_hz) & (f < high_hz)
    return float(f[inside][p[inside].argmax()])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_drill_spins_up_sinks_under_load_and_rests(seed: int) -> None:
    x = sound("power drill", 9.0, seed)
    free, loaded = x[:, int(0.13 * RATE) : int(0.24 * RATE)], x[:, int(0.7 * RATE) : int(1.1 * RATE)]
    whine = [strongest_hz(part, 470, 760) for part in (free, loaded)]
    assert whine[1] < 0.96 * whine[0]
    e = envelope(x, 0.05)
    assert np.mean(e < 0.02 * e.max()) > 0.02, "it rests"
    fast, slow = (strongest_hz(sound(f"{w} drill", 1.2, seed)[:, RATE // 2 :], 150, 3000) for w in ("fast", "slow"))
    assert fast > slow


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hammer_drill_strikes_fifty_times_a_second_in_stone_only(seed: int) -> None:
    stone = sound("drilling into concrete", 1.4, seed)[:, int(0.5 * RATE) : int(1.2 * RATE)]
    assert 42 < beats_hz(stone, 25, 80, 0.001) < 60
    wood = sound("drilling into wood", 1.4, seed)[:, int(0.5 * RATE) : int(1.2 * RATE)]

    def beating(x: np.ndarray) -> float:
        e = envelope(x, 0.001)
        spectrum = np.abs(np.fft.rfft((e - e.mean()) * np.hanning(len(e)))) / e.mean()
        f = np.fft.rfftfreq(len(e), 0.001)
        return float(spectrum[(f > 40) & (f < 62)].max())

    assert beating(stone) > 1.5 * beating(wood)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_circular_saw_passes_its_teeth_and_runs_down_slowly(seed: int) -> None:
    x = sound("circular saw", 8.0, seed)
    teeth = strongest_hz(x[:, int(0.55 * RATE) : RATE], 1200, 2600)
    assert 1500 < teeth < 2300
    ((_, long_s), *_) = bursts_s(x, 0.03, 0.2, 0.02)
    assert long_s > 2.5
    large, small = (sound(f"{w} circular saw", 1.5, seed)[:, RATE // 2 :] for w in ("large", "small"))
    assert strongest_hz(large, 900, 3500) < strongest_hz(small, 900, 3500)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hand_saw_is_strokes_of_which_every_other_is_louder(seed: int) -> None:
    x = sound("hand saw", 3.0, seed)
    strokes = bursts_s(x, 0.08, 0.012, 0.005)
    assert 5 <= len(strokes) <= 11
    level = [np.sqrt(np.mean(x[:, int(at * RATE) : int((at + long) * RATE)] ** 2)) for at, long in strokes[:8]]
    pushes, pulls = np.mean(level[::2]), np.mean(level[1::2])
    assert max(pushes, pulls) > 1.3 * min(pushes, pulls)
    assert centroid_hz(sound("sawing metal", 3.0, seed)) > 1.5 * centroid_hz(sound("sawing wood", 3.0, seed))
    few, many = (len(bursts_s(sound(f"{w} hand saw", 4.0, seed), 0.08, 0.012, 0.005)) for w in ("slow", "fast"))
    assert many > few


@pytest.mark.parametrize("seed", SEEDS)
def test_a_ratchet_clicks_in_rows(seed: int) -> None:
    x = sound("ratchet", 4.0, seed)
    rows = bursts_s(x, 0.08, 0.12)
    assert 3 <= len(rows) <= 9
    clicks = onsets_s(x, 1.6, 0.012)
    assert 15 < len(clicks) / sum(long for _, long in rows) < 60
    assert share(x, 1000, 12_000) > 0.5


@pytest.mark.parametrize("seed", SEEDS)
def test_a_grinder_is_brighter_than_a_sander_is_than_a_saw_by_hand(seed: int) -> None:
    grinder = sound("angle grinder on metal", 3.0, seed)
    assert share(grinder, 2000, 16_000) > 0.4
    assert 18 < beats_hz(sound("impact wrench", 1.0, seed)[:, int(0.35 * RATE) :], 12, 35, 0.002) < 27


@pytest.mark.parametrize("seed", SEEDS)
def test_a_factory_has_several_machines_and_none_keeps_time_for_all(seed: int) -> None:
    x = sound("factory machinery", 14.0, seed)
    thumps = onsets_s(x, 1.8, 0.15)
    assert len(thumps) > 12
    gaps = np.diff(thumps)
    assert gaps.std() > 0.2 * gaps.mean()
    assert 0.01 < side_share(x) < 0.5
    calm, busy = (len(onsets_s(sound(f"{w} factory", 12.0, seed), 1.8, 0.1)) for w in ("quiet slow", "busy fast"))
    assert busy > calm


@pytest.mark.parametrize("seed", SEEDS)
def test_a_press_slams_in_its_cycle_and_hisses_after(seed: int) -> None:
    x = sound("hydraulic press", 12.0, seed)
    slams = [at for at, _ in bursts_s(x[:, :], 0.45, 0.8)]
    gaps = np.diff(slams)
    assert len(gaps) >= 2
    assert np.all(np.abs(gaps / 3.0 - 1) < 0.12)
    at = int(slams[0] * RATE)
    hiss, before = x[:, at + int(0.22 * RATE) :][:, : RATE // 4], x[:, at - RATE // 3 : at - RATE // 20]
    assert share(hiss, 2000, 12_000) > 2 * share(before, 2000, 12_000)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_steam_engine_puffs_twice_a_turn_and_gears_swell_once(seed: int) -> None:
    assert 2.1 < beats_hz(sound("steam engine", 8.0, seed), 1.7, 3.6, 0.01) < 2.9
    assert 2.2 < beats_hz(sound("gears", 8.0, seed), 1.8, 4.2, 0.01) < 4.0
    slow, fast = (beats_hz(sound(f"{w} steam engine", 8.0, seed), 0.9, 6.0, 0.01) for w in ("slow", "fast"))
    assert slow < fast
    assert centroid_hz(sound("large gears", 4.0, seed)) < centroid_hz(sound("small gears", 4.0, seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_steam_hisses_high_and_is_let_go_in_bursts(seed: int) -> None:
    x = sound("steam release", 8.0, seed)
    assert share(x, 1500, 16_000) > 0.8
    e = envelope(x, 0.05)
    assert e.max() > 3 * np.percentile(e, 20)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_conveyor_rattles_without_end(seed: int) -> None:
    x = sound("conveyor belt", 8.0, seed)
    assert envelope(x, 0.25)[1:-1].min() > 0.3 * np.median(envelope(x, 0.25))
    assert 6 < beats_hz(np.diff(x, axis=1), 5, 20, 0.004) < 20


@pytest.mark.parametrize("seed", SEEDS)
def test_pumps_work_at_their_own_pace(seed: int) -> None:
    assert abs(period_s(sound("hand pump", 9.0, seed), 0.9, 2.2) / 1.45 - 1) < 0.15
    assert abs(period_s(sound("bicycle pump", 8.0, seed), 0.6, 1.5) / 0.97 - 1) < 0.2
    assert 9 < beats_hz(sound("air compressor", 4.0, seed), 5, 30) < 21
    assert share(sound("water pump", 4.0, seed), 20, 700) > 0.6


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hand_pump_brings_water_and_a_pumpjack_groans(seed: int) -> None:
    x = sound("hand pump", 8.0, seed)
    assert share(x, 300, 5000) > 0.5
    jack = sound("oil pump", 14.0, seed)
    assert share(jack, 20, 1200) > 0.7
    assert 1.5 < period_s(jack, 1.5, 5.0) < 4.5


@pytest.mark.parametrize("seed", SEEDS)
def test_loud_is_louder_and_far_is_softer_and_duller(seed: int) -> None:
    for prompt in ("power drill", "ratchet", "factory machinery", "steam", "water pump"):
        quiet, loud = (loudness_db(sound(f"{w} {prompt}", 2.0, seed), RATE) for w in ("quiet", "loud"))
        assert loud > quiet + 4, prompt
        near, far = sound(f"near {prompt}", 2.0, seed), sound(f"distant {prompt}", 2.0, seed)
        assert loudness_db(near, RATE) > loudness_db(far, RATE) + 6, prompt
        assert share(near, 2500, 16_000) > share(far, 2500, 16_000), prompt
