"""Sirens, trains, aircraft, building sites and crowds, by what they are known for."""

from __future__ import annotations

import numpy as np
import pytest

from audiocraft_studio.engines.sketch.blocks.motion import SOUND_M_S
from audiocraft_studio.engines.sketch.families.aircraft import AIRCRAFT
from audiocraft_studio.engines.sketch.families.construction import CONSTRUCTION
from audiocraft_studio.engines.sketch.families.crowd import CROWD
from audiocraft_studio.engines.sketch.families.sirens import SIRENS
from audiocraft_studio.engines.sketch.families.trains import JOINT_M, TRAINS, speed_m_s
from audiocraft_studio.engines.sketch.traits import Traits
from tests.engines.sketch.families.manners import beats_hz, is_clean, never_repeats
from tests.engines.sketch.hearing import RATE, centroid_hz, envelope, onsets_s, rms_db, seeds, share, side_share, sound

SEEDS = seeds(4)
FAMILIES = (SIRENS, TRAINS, AIRCRAFT, CONSTRUCTION, CROWD)
PROMPTS = [prompt for family in FAMILIES for prompt, _ in family.examples]


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize(("duration_s", "seed"), [(0.05, 1), (0.7, 2), pytest.param(4.0, 3, marks=pytest.mark.slow)])
def test_the_town_is_clean(prompt: str, duration_s: float, seed: int) -> None:
    is_clean(prompt, duration_s, seed)


@pytest.mark.parametrize("prompt", ["train ride", "jackhammer", "helicopter", "cafe murmur", "applause"])
def test_nothing_in_town_comes_twice(prompt: str) -> None:
    never_repeats(prompt, 8.0, 5)


@pytest.mark.slow
@pytest.mark.slow
@pytest.mark.parametrize("prompt", ["police siren", "train ride", "helicopter", "crowd", "subway"])
def test_a_long_one_has_no_seam(prompt: str) -> None:
    x = sound(prompt, 32.0)
    steps = np.abs(np.diff(x, n=2, axis=1)).max(axis=0)
    for seam in (10 * RATE, 20 * RATE, 30 * RATE):
        assert steps[seam - 40 : seam + 40].max() <= 1.2 * steps[seam - RATE : seam + RATE].max()
    e = envelope(x, 1.0)[1:-1]
    assert e.min() > 0.1 * e.max()


def melody_hz(x: np.ndarray, low_hz: float, high_hz: float, window_s: float = 0.05) -> np.ndarray:
    """The strongest frequency of each window."""
    n = int(window_s * RATE)
    mono = x.mean(axis=0)
    windows = mono[: len(mono) // n * n].reshape(-1, n) * np.hanning(n)
    spectra = np.abs(np.fft.rfft(windows, 1 << 14))
    f = np.fft.rfftfreq(1 << 14, 1 / RATE)
    inside = (f > low_hz) & (f < high_hz)
    return f[inside][spectra[:, inside].argmax(axis=1)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_wail_sweeps_slowly_and_a_yelp_three_times_a_second(seed: int) -> None:
    wail = melody_hz(sound("police siren", 10.0, seed), 400, 1900)
    assert 580 < wail.min() < 760
    assert 1250 < wail.max() < 1650
    turns = np.count_nonzero(np.diff(np.sign(wail - 1000)) != 0)
    assert 3 <= turns <= 6, "some thirteen sweeps a minute"
    yelp = melody_hz(sound("siren yelp", 4.0, seed), 400, 1900, 0.02)
    turns = np.count_nonzero(np.diff(np.sign(yelp - 1000)) != 0)
    assert 2.7 < turns / 2 / 4.0 < 4.5


@pytest.mark.parametrize("seed", SEEDS)
def test_two_tones_stand_a_fourth_apart(seed: int) -> None:
    hz = melody_hz(sound("two tone siren", 6.0, seed), 350, 700)
    low, high = np.median(hz[hz < 500]), np.median(hz[hz >= 500])
    assert abs(high / low / (4 / 3) - 1) < 0.02
    assert 0.2 < np.mean(hz > 500) < 0.8


@pytest.mark.parametrize("seed", SEEDS)
def test_an_air_raid_siren_spins_up_from_rest(seed: int) -> None:
    hz = melody_hz(sound("air raid siren", 9.0, seed), 90, 620, 0.1)
    assert hz[4] < 0.7 * hz[-15:].max()
    assert 330 < hz[-30:].max() < 620


@pytest.mark.parametrize("seed", SEEDS)
def test_a_passing_siren_falls_in_pitch_and_crosses_the_road(seed: int) -> None:
    x = sound("ambulance passing by", 8.0, seed)
    before, after = (melody_hz(part, 380, 720) for part in (x[:, : 2 * RATE], x[:, 6 * RATE :]))
    # 22 m/s give a ratio of 1.14
    assert 1.08 < np.median(before[before > 540]) / np.median(after[after > 500]) < 1.2
    lean = [np.log(np.sum(p[1] ** 2) / np.sum(p[0] ** 2)) for p in (x[:, RATE : 3 * RATE], x[:, 5 * RATE : 7 * RATE])]
    assert lean[0] * lean[1] < 0
    e = envelope(x, 0.25)
    assert e.max() > 3 * max(e[1], e[-2])


def bogies_s(x: np.ndarray, shortest_s: float, longest_s: float) -> float:
    """The time after which the knocks come again."""
    e = envelope(np.diff(x, n=2, axis=1), 0.005)
    e = np.convolve(np.minimum(e, 6 * np.median(e)) - np.minimum(e, 6 * np.median(e)).mean(), np.ones(5) / 5, "same")
    likeness = np.correlate(e, e, "full")[len(e) - 1 :] / np.arange(len(e), 0, -1)
    first, last = int(shortest_s / 0.005), int(longest_s / 0.005)
    return (first + int(likeness[first:last].argmax())) * 0.005


@pytest.mark.parametrize("duration_s", [12.0, 20.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_wheels_knock_at_every_joint_in_the_time_that_speed_says(seed: int, duration_s: float) -> None:
    for word, speed in (("slow", -0.7), ("", 0.0), ("fast", 0.7)):
        period_s = JOINT_M / speed_m_s(Traits(speed=speed))
        found_s = bogies_s(sound(f"{word} train", duration_s, seed), 0.88 * period_s, 1.25 * period_s)
        assert abs(found_s / period_s - 1) < 0.03, word


@pytest.mark.parametrize("seed", SEEDS)
def test_a_fast_train_rushes_brighter_than_a_slow_one(seed: int) -> None:
    slow, fast = sound("slow train", 6.0, seed), sound("fast train", 6.0, seed)
    assert share(fast, 1000, 8000) > share(slow, 1000, 8000)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_horn_of_a_passing_train_falls_by_doppler(seed: int) -> None:
    x = sound("fast train passing by", 12.0, seed)
    v = speed_m_s(Traits(speed=0.7))
    e = envelope(x, 0.1)
    assert e.max() > 4 * max(e[1], e[-2])
    level = np.array([share(x[:, k : k + 8192], 300, 720) for k in range(0, 6 * RATE, 4096)])
    tonal = np.flatnonzero(level > 0.55)
    first, last = tonal[0] * 4096, tonal[-1] * 4096
    assert last > first + RATE, "a horn is heard"
    spectra = [np.abs(np.fft.rfft(x.mean(axis=0)[k : k + 16384] * np.hanning(16384), 1 << 17)) for k in (first, last)]
    ratios = np.linspace(0.7, 1.0, 301)
    f = np.fft.rfftfreq(1 << 17, 1 / RATE)
    inside = (f > 250) & (f < 760)
    likeness = [np.interp(f[inside] / r, f, spectra[0]) @ spectra[1][inside] for r in ratios]
    fallen = float(ratios[int(np.argmax(likeness))])
    assert (SOUND_M_S - v) / (SOUND_M_S + v) * 0.95 < fallen < 0.97


@pytest.mark.parametrize("seed", SEEDS)
def test_a_horn_is_a_chord_and_steam_comes_in_puffs(seed: int) -> None:
    x = sound("train horn", 2.0, seed)[:, RATE // 4 : int(1.6 * RATE)]
    spectrum = np.abs(np.fft.rfft(x.mean(axis=0) * np.hanning(x.shape[1])))
    f = np.fft.rfftfreq(x.shape[1], 1 / RATE)
    for hz in (311.1, 370.0, 415.3, 493.9, 622.3):
        assert spectrum[np.abs(f / hz - 1) < 0.02].max() > 0.08 * spectrum.max(), hz
    for word, speed in (("slow", -0.7), ("", 0.0)):
        puffs = speed_m_s(Traits(speed=speed, variant="steam")) * 4 / 5.7
        assert (
            abs(beats_hz(sound(f"{word} steam train", 8.0, seed), 0.75 * puffs, 1.3 * puffs, 0.01) / puffs - 1) < 0.06
        )


@pytest.mark.parametrize("duration_s", [5.0, 12.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_jet_flies_over_its_whine_falls_and_its_roar_stays_behind(seed: int, duration_s: float) -> None:
    x = sound("jet flyover", duration_s, seed)
    e = envelope(x, duration_s / 40)
    assert abs(int(e.argmax()) - 21) < 9
    assert e.max() > 4 * e[1]
    assert e.max() > 1.7 * e[-2]
    third = x.shape[1] // 3
    assert share(x[:, -third:], 20, 400) > 1.3 * share(x[:, :third], 20, 400)
    whine = melody_hz(x[:, :third], 1500, 9000, 0.2), melody_hz(x[:, third : 2 * third], 1500, 9000, 0.2)
    assert np.median(whine[0]) > 1.1 * np.median(whine[1])
    lean = [np.log(np.sum(p[1] ** 2) / np.sum(p[0] ** 2)) for p in (x[:, :third], x[:, -third:])]
    assert lean[0] * lean[1] < 0


@pytest.mark.parametrize("seed", SEEDS)
def test_a_propeller_plane_is_a_falling_hum_and_a_cabin_does_not_move(seed: int) -> None:
    x = sound("propeller plane flying over", 10.0, seed)
    before, after = (np.median(melody_hz(p, 120, 300, 0.25)) for p in (x[:, : 3 * RATE], x[:, 8 * RATE :]))
    assert 1.15 < before / after < 1.8
    e = envelope(sound("airplane cabin", 6.0, seed), 0.5)[1:-1]
    assert e.max() < 1.6 * e.min()


@pytest.mark.parametrize("duration_s", [3.0, 8.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_helicopter_slaps_ten_to_twenty_times_a_second(seed: int, duration_s: float) -> None:
    rates = [beats_hz(sound(f"{w} helicopter", duration_s, seed), 6, 30) for w in ("small", "", "large")]
    assert all(10 <= r <= 20 for r in rates)
    assert rates[0] > rates[1] > rates[2]
    assert share(sound("helicopter", duration_s, seed), 25, 400) > 0.6


@pytest.mark.parametrize("duration_s", [1.5, 4.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_jackhammer_strikes_15_to_25_times_a_second_and_rests(seed: int, duration_s: float) -> None:
    assert 15 <= beats_hz(sound("jackhammer", 1.5, seed)[:, RATE // 3 :], 8, 40) <= 25
    rates = [beats_hz(sound(f"{w} jackhammer", 1.5, seed)[:, RATE // 3 :], 8, 40) for w in ("slow", "fast")]
    assert rates[0] < rates[1]
    e = envelope(sound("jackhammer", 12.0, seed), 0.1)
    assert np.mean(e < 0.05 * e.max()) > 0.03


@pytest.mark.parametrize("seed", SEEDS)
def test_a_nail_is_driven_by_uneven_blows_and_an_anvil_rings(seed: int) -> None:
    times = onsets_s(sound("hammering a nail", 8.0, seed), 2.0, 0.12)
    assert 9 <= len(times) <= 22
    assert 0.25 < np.median(np.diff(times)) < 0.55
    anvil, wood = sound("blacksmith", 1.0, seed), sound("hammering nails into wood", 1.0, seed)
    assert share(anvil[:, int(0.15 * RATE) : int(0.3 * RATE)], 500, 8000) > 0.5
    assert rms_db(anvil[:, int(0.15 * RATE) :]) - rms_db(anvil) > rms_db(wood[:, int(0.15 * RATE) :]) - rms_db(wood) - 3


@pytest.mark.parametrize("seed", SEEDS)
def test_a_site_is_busier_when_it_is_intense(seed: int) -> None:
    calm, busy = (envelope(sound(f"{w} construction site", 12.0, seed), 0.05) for w in ("quiet", "intense"))
    assert np.mean(busy > 0.1 * busy.max()) > np.mean(calm > 0.1 * calm.max())


@pytest.mark.parametrize("seed", SEEDS)
def test_talk_has_the_colour_and_the_syllables_of_speech(seed: int) -> None:
    talk = sound("conversation", 8.0, seed)
    assert share(talk, 100, 4000) > 0.85
    assert share(talk, 200, 1200) > 0.4
    e = envelope(talk, 0.01)
    spectrum = np.abs(np.fft.rfft((e - e.mean()) * np.hanning(len(e)))) ** 2
    f = np.fft.rfftfreq(len(e), 0.01)
    assert spectrum[(f > 1) & (f < 9)].sum() > 3 * spectrum[(f > 9) & (f < 30)].sum()
    unrest = [np.std(envelope(x, 0.1)) / np.mean(envelope(x, 0.1)) for x in (talk, sound("crowd", 8.0, seed))]
    assert unrest[1] < 0.7 * unrest[0], "many voices even out"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_crowd_is_all_around_and_children_are_higher(seed: int) -> None:
    adults, children = sound("crowd talking", 6.0, seed), sound("children talking", 6.0, seed)
    assert 0.02 < side_share(adults) < 0.6
    assert share(adults, 60, 220) > 2 * share(children, 60, 220)


@pytest.mark.parametrize("seed", SEEDS)
def test_applause_is_claps_that_swell_and_die_away(seed: int) -> None:
    x = sound("applause", 8.0, seed)
    assert share(x, 400, 4000) > 0.55
    e = envelope(x, 0.25)
    assert e[-2] < 0.4 * e.max()
    few, many = (envelope(sound(f"{w} applause", 4.0, seed)[:, RATE : 3 * RATE], 0.005) for w in ("small", "huge"))
    assert few.max() / np.median(few) > many.max() / np.median(many), "single hands stand out of few"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_stadium_roars_without_end_and_a_cheer_ebbs(seed: int) -> None:
    stadium, cheer = sound("stadium crowd", 8.0, seed), sound("crowd cheering", 8.0, seed)
    s, c = envelope(stadium, 0.25)[1:-1], envelope(cheer, 0.25)[1:-1]
    assert s.min() > 0.35 * s.max()
    assert c[-1] < 0.4 * c.max()
    assert centroid_hz(stadium) > 500
    assert share(stadium, 200, 4000) > 0.8


@pytest.mark.parametrize("seed", SEEDS)
def test_laughter_comes_in_calls_some_five_a_second(seed: int) -> None:
    e = envelope(sound("laughter", 8.0, seed), 0.01)
    spectrum = np.abs(np.fft.rfft((e - e.mean()) * np.hanning(len(e)))) ** 2
    f = np.fft.rfftfreq(len(e), 0.01)
    assert spectrum[(f > 3.8) & (f < 6.2)].sum() > spectrum[(f > 6.2) & (f < 12)].sum()


@pytest.mark.parametrize("seed", SEEDS)
def test_loud_is_louder_than_quiet_and_near_than_far(seed: int) -> None:
    for prompt in ("siren", "train", "helicopter", "jackhammer", "crowd"):
        quiet, plain, loud = (rms_db(sound(f"{w} {prompt}", 2.0, seed)) for w in ("quiet", "", "loud"))
        assert quiet < plain < loud, prompt
        near, far = sound(f"near {prompt}", 2.0, seed), sound(f"distant {prompt}", 2.0, seed)
        assert rms_db(near) > rms_db(far) + 6, prompt
        assert share(near, 2500, 16_000) > share(far, 2500, 16_000), prompt


@pytest.mark.parametrize("seed", SEEDS)
def test_large_is_lower_than_small(seed: int) -> None:
    for prompt in ("siren", "jet flyover", "helicopter", "jackhammer", "train horn"):
        large, small = (sound(f"{w} {prompt}", 9.0, seed) for w in ("large", "small"))
        assert centroid_hz(large) < centroid_hz(small), prompt


@pytest.mark.parametrize("seed", SEEDS)
def test_a_steam_train_that_speeds_up_puffs_faster_and_faster(seed: int) -> None:
    x = sound("steam train getting faster", 10.0, seed)
    early, late = x[:, : 3 * RATE], x[:, -3 * RATE :]
    assert beats_hz(late, 1.5, 16, 0.01) > 1.8 * beats_hz(early, 1.5, 16, 0.01)
