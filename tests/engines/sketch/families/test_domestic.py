"""Clocks, doors, the kitchen, household machines and typing, by what they are known for."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import signal

from audiocraft_studio.engines.sketch.blocks.level import loudness_db
from audiocraft_studio.engines.sketch.families.appliances import APPLIANCES
from audiocraft_studio.engines.sketch.families.clocks import CLOCKS
from audiocraft_studio.engines.sketch.families.doors import DOORS
from audiocraft_studio.engines.sketch.families.keys import KEYS
from audiocraft_studio.engines.sketch.families.kitchen import KITCHEN
from tests.engines.sketch.families.manners import beats_hz, bursts_s, is_clean, never_repeats
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
    side_share,
    sound,
)

SEEDS = seeds(4)
FAMILIES = (CLOCKS, DOORS, KITCHEN, APPLIANCES, KEYS)
PROMPTS = [prompt for family in FAMILIES for prompt, _ in family.examples]


@pytest.mark.parametrize("prompt", [*PROMPTS, "digital alarm", "dishes", "boiling water", "blender", "drawer"])
@pytest.mark.parametrize(("duration_s", "seed"), [(0.05, 1), (0.7, 2), pytest.param(4.0, 3, marks=pytest.mark.slow)])
def test_the_house_is_clean(prompt: str, duration_s: float, seed: int) -> None:
    is_clean(prompt, duration_s, seed)


@pytest.mark.parametrize(
    "prompt", ["clock ticking", "telephone ringing", "chopping vegetables", "typing", "bacon sizzling", "doors closing"]
)
def test_nothing_in_the_house_comes_twice(prompt: str) -> None:
    never_repeats(prompt, 8.0, 5, 0.04)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("prompt", "period_s"), [("clock ticking", 0.5), ("pocket watch", 0.2), ("metronome at 90 bpm", 60 / 90)]
)
@pytest.mark.parametrize("duration_s", [4.0, 11.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_clock_is_exactly_on_time(prompt: str, period_s: float, duration_s: float, seed: int) -> None:
    x = sound(prompt, duration_s, seed)
    starts = int(0.02 * RATE) + np.arange(int((duration_s - 0.2) / period_s)) * period_s * RATE
    for at in np.rint(starts).astype(int):
        before, after = x[:, at - 40 : at - 4], x[:, at : at + 200]
        assert np.abs(after).max() > 8 * np.abs(before).max(), at / RATE
    assert abs(len(onsets_s(x, apart_s=0.6 * period_s)) - duration_s / period_s) <= 1


@pytest.mark.parametrize("seed", SEEDS)
def test_a_tick_is_not_a_tock_and_a_longcase_clock_beats_seconds(seed: int) -> None:
    x = sound("clock ticking", 6.0, seed)
    bodies = [centroid_hz(x[:, int((0.03 + 0.5 * k) * RATE) :][:, :3000]) for k in range(10)]
    assert np.mean(bodies[::2]) > 1.03 * np.mean(bodies[1::2])
    longcase = onsets_s(sound("grandfather clock", 4.5, seed), 3.0, 0.5)
    assert np.allclose(np.diff(longcase), 1.0, atol=0.011)
    assert centroid_hz(sound("grandfather clock", 4.5, seed)) < centroid_hz(sound("watch", 4.5, seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_longcase_clock_chimes_low_and_long(seed: int) -> None:
    x = sound("grandfather clock", 14.0, seed)
    quiet, chime = x[:, : int(1.9 * RATE)], x[:, int(2.1 * RATE) :]
    assert rms_db(chime) > rms_db(quiet) + 3
    f, p = power(chime)
    assert 150 < f[p.argmax()] < 450
    assert envelope(chime, 0.25).min() > 0.03 * envelope(chime, 0.25).max()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cuckoo_calls_a_falling_third(seed: int) -> None:
    x = sound("cuckoo clock", 8.0, seed)
    n = 4096
    hz = []
    for k in range(0, x.shape[1] - n, n // 2):
        part = x[0, k : k + n] * np.hanning(n)
        spectrum = np.abs(np.fft.rfft(part, 1 << 16))
        f = np.fft.rfftfreq(1 << 16, 1 / RATE)
        inside = (f > 450) & (f < 850)
        if spectrum[inside].max() > 25 * np.median(spectrum[inside]):
            hz.append(float(f[inside][spectrum[inside].argmax()]))
    high, low = np.percentile(hz, 85), np.percentile(hz, 15)
    assert 1.17 < high / low < 1.28


@pytest.mark.parametrize("seed", SEEDS)
def test_alarms_ring_and_beep(seed: int) -> None:
    assert share(sound("alarm clock", 3.0, seed), 1500, 12_000) > 0.8
    assert 14 < beats_hz(sound("alarm clock", 2.0, seed), 8, 40) < 45
    beeps = bursts_s(sound("digital alarm", 4.0, seed), 0.2, 0.03)
    assert len(beeps) == 16
    gaps = np.diff([at for at, _ in beeps])
    assert np.allclose(np.sort(gaps)[-3:], 0.625, atol=0.02)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_door_opens_with_its_handle_and_shuts_with_its_latch(seed: int) -> None:
    opens = bursts_s(sound("door opening", 3.0, seed), 0.05, 0.03)
    assert opens[0][0] < 0.1
    shuts = sound("door closing", 3.0, seed)
    assert 0.3 < float(envelope(shuts).argmax()) * 0.01 < 0.9
    both = sound("wooden door", 4.0, seed)
    assert len(bursts_s(both, 0.06, 0.25)) >= 2


@pytest.mark.parametrize("seed", SEEDS)
def test_a_slam_is_harder_than_a_close_and_rattles_after(seed: int) -> None:
    slam, close = sound("door slam", 2.0, seed), sound("door closing", 2.0, seed)
    assert np.abs(slam[:, : int(0.12 * RATE)]).max() < 0.5 * np.abs(slam).max()
    assert envelope(slam).argmax() < envelope(close).argmax(), "no slow swing before it"
    assert share(slam, 40, 500) > 0.5
    assert decay_s(sound("metal door slam", 3.0, seed)) > 1.5 * decay_s(slam)
    heavy, light = sound("heavy door slam", 2.0, seed), sound("light door slam", 2.0, seed)
    assert centroid_hz(heavy) < centroid_hz(light)
    assert rms_db(heavy) > rms_db(light) + 3


@pytest.mark.parametrize("seed", SEEDS)
def test_knuckles_keys_and_cars(seed: int) -> None:
    assert len(onsets_s(sound("door knock", 2.0, seed), 2.0, 0.1)) in (3, 4)
    lock = onsets_s(sound("door lock", 2.0, seed), 1.7, 0.012)
    assert len(lock) >= 3
    assert centroid_hz(sound("door lock", 2.0, seed)) > centroid_hz(sound("car door", 2.0, seed))
    assert share(sound("car door", 2.0, seed), 40, 600) > 0.7
    assert decay_s(sound("sliding door", 3.0, seed)) < 1.0


@pytest.mark.parametrize("duration_s", [3.0, 7.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_frying_is_a_bright_hiss_full_of_pops(seed: int, duration_s: float) -> None:
    x = sound("bacon sizzling", duration_s, seed)
    assert share(x, 2000, 16_000) > 0.75
    fine = np.abs(x[0, RATE // 4 :])
    assert fine.max() > 6 * np.sqrt(np.mean(fine**2)), "pops stand out"
    e = envelope(x, 0.1)[1:-1]
    assert e.min() > 0.3 * e.max()
    hot, warm = sound("intense sizzling", 3.0, seed), sound("gentle sizzling", 3.0, seed)
    assert rms_db(hot) > rms_db(warm) + 4


@pytest.mark.parametrize("seed", SEEDS)
def test_chopping_comes_in_runs_as_fast_as_told(seed: int) -> None:
    for word, gap_s in (("slow", 0.505), ("", 0.31), ("fast", 0.178)):
        times = onsets_s(sound(f"{word} chopping vegetables", 8.0, seed), 2.0, 0.09)
        assert 0.8 < np.median(np.diff(times)) / gap_s < 1.25, word
    assert share(sound("chopping vegetables", 4.0, seed), 80, 1500) > 0.5


@pytest.mark.parametrize("duration_s", [5.0, 12.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_kettle_warms_up_and_whistles_at_the_end(seed: int, duration_s: float) -> None:
    x = sound("kettle boiling", duration_s, seed)
    third = x.shape[1] // 3
    whistling = share(x[:, -third // 2 :], 1700, 3100)
    assert whistling > 4 * share(x[:, :third], 1700, 3100)
    f, p = power(x[:, -third // 2 :])
    near = (f > 1500) & (f < 3300)
    assert p[near].max() > 50 * np.median(p[near])
    assert rms_db(x[:, -third:]) > rms_db(x[:, :third]) + 3


@pytest.mark.parametrize("seed", SEEDS)
def test_a_glass_that_is_filled_sounds_higher_and_higher(seed: int) -> None:
    x = sound("pouring water into a glass", 3.0, seed)
    f, _ = power(x[:, : RATE // 2])
    peaks = []
    for k in range(1, 5):
        part = x[:, int(0.5 * k * RATE) : int((0.5 * k + 0.5) * RATE)]
        _, p = power(part)
        inside = (f > 2500) & (f < 9000)
        peaks.append(float((f[inside] * p[inside]).sum() / p[inside].sum()))
    assert peaks[3] > 1.08 * peaks[0]
    small, large = (
        sound("pouring water into a small cup", 2.0, seed),
        sound("pouring water into a large pot", 2.0, seed),
    )
    assert centroid_hz(small) > centroid_hz(large)


@pytest.mark.parametrize("seed", SEEDS)
def test_dishes_clink_high_and_unevenly_and_boiling_bubbles_low(seed: int) -> None:
    x = sound("dishes clinking", 6.0, seed)
    assert share(x, 800, 14_000) > 0.6
    gaps = np.diff(onsets_s(x, 2.0, 0.03))
    assert len(gaps) > 5
    assert gaps.std() > 0.4 * gaps.mean()
    assert share(sound("boiling water", 4.0, seed), 100, 2000) > 0.7


@pytest.mark.parametrize("seed", SEEDS)
def test_a_fridge_hums_at_its_mains_and_a_vacuum_blows(seed: int) -> None:
    assert share(sound("fridge hum", 4.0, seed), 40, 450) > 0.7
    vacuum = sound("vacuum cleaner", 5.0, seed)
    assert share(vacuum, 500, 8000) > 0.5
    e = envelope(vacuum, 0.05)
    assert e[1] < 0.5 * np.median(e), "it is switched on"
    assert centroid_hz(vacuum) < centroid_hz(sound("small vacuum cleaner", 5.0, seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_drum_tumbles_nearly_once_a_second(seed: int) -> None:
    x = sound("washing machine", 9.0, seed)
    low = signal.sosfilt(signal.butter(4, 150, fs=RATE, output="sos"), x, axis=1)[:, RATE : 6 * RATE]
    e = envelope(low, 0.02)
    spectrum = np.abs(np.fft.rfft((e - e.mean()) * np.hanning(len(e)), 4096)) ** 2
    f = np.fft.rfftfreq(4096, 0.02)
    turns = np.flatnonzero((f > 0.72) & (f < 0.98))
    elsewhere = spectrum[: 4 * turns[-1]].mean()
    assert max(spectrum[turns].mean(), spectrum[2 * turns].mean()) > 1.5 * elsewhere
    assert share(x, 20, 1000) > 0.8


@pytest.mark.parametrize("seed", SEEDS)
def test_a_telephone_rings_two_seconds_and_waits_four(seed: int) -> None:
    x = sound("telephone ringing", 12.5, seed)
    rings = bursts_s(x, 0.15, 0.5, 0.02)
    assert [round(at) for at, _ in rings] == [0, 6, 12]
    assert all(1.8 < long_s < 2.8 for _, long_s in rings[:2])
    assert 17 < beats_hz(x[:, : 2 * RATE], 15, 48) < 48
    assert share(x, 900, 9000) > 0.85


@pytest.mark.parametrize("seed", SEEDS)
def test_a_microwave_beeps_when_it_is_done(seed: int) -> None:
    x = sound("microwave", 6.0, seed)
    end, start = x[:, -int(2.3 * RATE) :], x[:, : 3 * RATE]
    assert share(end, 1800, 2200) > 4 * share(start, 1800, 2200)


@pytest.mark.parametrize("seed", SEEDS)
def test_typing_comes_in_bursts_of_five_to_eight_keys_a_second(seed: int) -> None:
    gaps = np.diff(onsets_s(sound("typing", 10.0, seed), 1.8, 0.115))
    assert 4.5 < 1 / np.median(gaps[gaps < 0.4]) < 8.5
    assert gaps.max() > 1.6 * np.median(gaps), "between words"
    few, many = (envelope(sound(f"{w} typing", 10.0, seed), 0.01) for w in ("slow", "fast"))
    assert np.mean(many > 0.1 * many.max()) > 1.3 * np.mean(few > 0.1 * few.max())
    assert 0.001 < side_share(sound("typing", 5.0, seed)) < 0.4


@pytest.mark.parametrize("seed", SEEDS)
def test_a_typewriter_hits_harder_and_rings_at_the_end_of_the_line(seed: int) -> None:
    x = sound("typewriter", 15.0, seed)
    parts = [x[:, k : k + RATE // 8] for k in range(4 * RATE, x.shape[1] - RATE // 8, RATE // 16)]
    bell = [share(part, 2150, 2600) for part in parts if np.abs(part).max() > 0.02 * np.abs(x).max()]
    assert max(bell) > 0.25
    assert np.median(bell) < 0.1
    assert share(x, 60, 250) > share(sound("mechanical keyboard", 6.0, seed), 60, 250)


@pytest.mark.parametrize("seed", SEEDS)
def test_loud_is_louder_and_far_is_duller(seed: int) -> None:
    for prompt in ("clock", "door slam", "sizzling", "vacuum cleaner", "typing"):
        quiet, loud = (loudness_db(sound(f"{w} {prompt}", 2.0, seed), RATE) for w in ("quiet", "loud"))
        assert loud > quiet + 4, prompt
        near, far = sound(f"near {prompt}", 2.0, seed), sound(f"distant {prompt}", 2.0, seed)
        assert envelope(near, 0.02).max() > 1.8 * envelope(far, 0.02).max(), prompt
        assert centroid_hz(near) > centroid_hz(far), prompt


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("prompt", "expected"), [("three door slams", 3), ("two door knocks", 2), ("three clock chimes", 3)]
)
def test_doors_and_clocks_can_count(prompt: str, expected: int, seed: int) -> None:
    assert len(onsets_s(sound(prompt, 8.0, seed), 1.5, 0.18)) == expected
