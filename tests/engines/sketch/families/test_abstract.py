"""Risers, science fiction, magic, horror and rooms, by what defines each."""

from __future__ import annotations

import numpy as np
import pytest

from audiocraft_studio.engines.sketch.families.horror import HORROR
from audiocraft_studio.engines.sketch.families.magic import MAGIC
from audiocraft_studio.engines.sketch.families.risers import RISERS
from audiocraft_studio.engines.sketch.families.rooms import ROOMS
from audiocraft_studio.engines.sketch.families.scifi import SCIFI
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
    side_share,
    sound,
)

SEEDS = seeds(4)
FAMILIES = (RISERS, SCIFI, MAGIC, HORROR, ROOMS)
PROMPTS = [prompt for family in FAMILIES for prompt, _ in family.examples]


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize(("duration_s", "seed"), [(0.05, 1), (0.7, 2), pytest.param(4.0, 3, marks=pytest.mark.slow)])
def test_designed_sounds_are_clean(prompt: str, duration_s: float, seed: int) -> None:
    is_clean(prompt, duration_s, seed)


@pytest.mark.parametrize(
    "prompt", ["force field", "computer processing", "creepy whispers", "heavy breathing", "cave air"]
)
def test_what_goes_on_does_not_repeat(prompt: str) -> None:
    never_repeats(prompt, 8.0, 5)


@pytest.mark.slow
def parts(x: np.ndarray, count: int) -> list[np.ndarray]:
    return np.array_split(x, count, axis=1)


def lowest_hz(x: np.ndarray) -> float:
    """The strongest tone below 1.5 kHz."""
    f, p = power(x)
    return float(f[(f > 20) & (f < 1500)][p[(f > 20) & (f < 1500)].argmax()])


@pytest.mark.parametrize("duration_s", [3.0, 8.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_riser_climbs_to_its_end_and_a_downer_falls(seed: int, duration_s: float) -> None:
    x = sound("riser", duration_s, seed)
    thirds = [centroid_hz(part) for part in parts(x[:, : int((duration_s - 0.4) * RATE)], 3)]
    assert thirds[0] < thirds[1] < thirds[2]
    assert thirds[2] > 4 * thirds[0], "octaves, not a shade"
    e = envelope(x, 0.05)
    assert e.argmax() > 0.7 * len(e)
    assert rms_db(x[:, -RATE // 5 :]) < rms_db(x) - 25, "it stops before the end, for what comes after"
    thirds = [centroid_hz(part) for part in parts(sound("downer", duration_s, seed), 3)]
    assert thirds[0] > thirds[1] > thirds[2]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_tone_of_a_riser_climbs_three_octaves(seed: int) -> None:
    x = sound("riser", 6.0, seed)
    start, end = lowest_hz(x[:, RATE // 2 : RATE]), lowest_hz(x[:, int(5.3 * RATE) : int(5.6 * RATE)])
    assert 1.9 < np.log2(end / start) < 3.3


@pytest.mark.parametrize("seed", SEEDS)
def test_hits_are_low_and_sudden_and_a_large_one_is_lower_and_longer(seed: int) -> None:
    x = sound("cinematic hit", 4.0, seed)
    assert share(x, 20, 200) > 0.6
    assert envelope(x).argmax() * 0.01 < 0.15
    large, small = sound("large cinematic hit", 4.0, seed), sound("small cinematic hit", 4.0, seed)
    assert decay_s(large, 30) > decay_s(small, 30)
    assert centroid_hz(large) < centroid_hz(small)
    e = envelope(sound("whoosh hit", 4.0, seed))
    assert 0.5 < e.argmax() * 0.01 < 1.5, "the air comes first"
    assert share(sound("sub drop", 3.0, seed), 20, 150) > 0.85


@pytest.mark.parametrize(
    ("prompt", "period_s"), [("spaceship alarm", 1.0), ("proximity alarm", 0.5), ("red alert", 1.6)]
)
@pytest.mark.parametrize("seed", SEEDS)
def test_an_alarm_keeps_its_period_exactly(prompt: str, period_s: float, seed: int) -> None:
    x = sound(prompt, 8.0, seed)
    e = envelope(x, 0.002)
    lag = round(period_s * RATE / int(0.002 * RATE))
    e = e - e.mean()
    likeness = np.correlate(e, e, "full")[len(e) - 1 :] / np.arange(len(e), 0, -1)
    near = likeness[int(0.8 * lag) : int(1.2 * lag)]
    assert abs(int(near.argmax()) + int(0.8 * lag) - lag) <= 1
    assert near.max() > 0.9 * likeness[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_teleport_climbs_then_closes_with_a_thump(seed: int) -> None:
    x = sound("teleport", 3.0, seed)
    at = int(envelope(x, 0.02).argmax() * 0.02 * RATE)
    assert 0.6 < at / RATE < 2.0
    assert centroid_hz(x[:, at // 2 : int(0.9 * at)]) > centroid_hz(x[:, : at // 3])
    assert share(x[:, at : at + RATE // 4], 20, 150) > 0.5


@pytest.mark.parametrize("seed", SEEDS)
def test_shields_rise_and_fall_and_are_struck(seed: int) -> None:
    for prompt, up in (("shields up", True), ("shields down", False)):
        x = sound(prompt, 1.5, seed)
        assert bool(lowest_hz(x[:, RATE : int(1.2 * RATE)]) > lowest_hz(x[:, int(0.15 * RATE) : int(0.4 * RATE)])) is up
    assert decay_s(sound("shield hit", 2.0, seed), 20) < 1.2
    assert lowest_hz(sound("large force field", 3.0, seed)) < lowest_hz(sound("small force field", 3.0, seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_computer_thinks_in_short_tones_with_rests(seed: int) -> None:
    x = sound("computer processing", 6.0, seed)
    assert len(onsets_s(x, 2.0, 0.03)) > 12
    e = envelope(x)
    assert 0.05 < np.mean(e < 0.03 * e.max()) < 0.85
    assert share(x, 500, 9000) > 0.9


@pytest.mark.parametrize("seed", SEEDS)
def test_magic_sparkles_high_and_wide_and_the_dark_arts_lie_low(seed: int) -> None:
    sparkle, dark = sound("magic sparkle", 3.0, seed), sound("dark magic", 4.0, seed)
    assert share(sparkle, 1000, 20000) > 0.6
    assert side_share(sparkle) > 0.03
    assert share(dark, 20, 400) > 0.6
    assert len(onsets_s(sparkle, 1.2, 0.02)) > 4


@pytest.mark.parametrize("seed", SEEDS)
def test_a_spell_gathers_before_it_is_let_go(seed: int) -> None:
    for prompt in ("spell cast", "fireball"):
        x = sound(prompt, 3.0, seed)
        e = envelope(x, 0.02)
        assert 0.3 < e.argmax() * 0.02 < 1.4, prompt
        assert rms_db(x[:, : RATE // 4]) < rms_db(x) - 8, prompt


@pytest.mark.parametrize("seed", SEEDS)
def test_healing_is_in_major(seed: int) -> None:
    f, p = power(sound("healing spell in C major", 3.0, seed))
    pitches = np.round(12 * np.log2(f[f > 200] / 261.6256)) % 12
    strength = [p[f > 200][pitches == k].sum() for k in range(12)]
    assert strength[4] + strength[0] + strength[7] > 0.6 * sum(strength)
    assert strength[4] > 3 * strength[3]


@pytest.mark.parametrize("seed", SEEDS)
def test_lub_and_dub_come_at_the_times_of_a_heart(seed: int) -> None:
    e = envelope(sound("heartbeat", 8.0, seed), 0.01)
    peaks = [k for k in range(3, len(e) - 3) if e[k] == e[k - 3 : k + 4].max() and e[k] > 0.3 * e.max()]
    times = np.array([t for k, t in enumerate(peaks) if k == 0 or t - peaks[k - 1] > 8]) * 0.01
    gaps = np.diff(times)
    short, long = gaps[gaps < 0.45], gaps[gaps >= 0.45]
    assert 0.2 < short.mean() < 0.4, "systole lasts a third of a second"
    assert 0.45 < long.mean() < 0.75
    assert 55 < 60 / (short.mean() + long.mean()) < 85


@pytest.mark.parametrize("seed", SEEDS)
def test_a_stinger_is_sudden_rough_and_dies(seed: int) -> None:
    x = sound("horror stinger", 3.0, seed)
    assert envelope(x).argmax() * 0.01 < 0.3
    assert decay_s(x, 20) < 2.0
    assert share(x, 200, 8000) > 0.1


@pytest.mark.parametrize("seed", SEEDS)
def test_breath_goes_in_and_out_and_a_fast_one_is_fast(seed: int) -> None:
    slow, fast = (bursts_s(sound(f"{pace} breathing", 8.0, seed), 0.08, 0.12) for pace in ("slow", "fast"))
    assert len(fast) > 1.5 * len(slow) >= 3
    x = sound("breathing", 8.0, seed)
    assert share(x, 300, 8000) > 0.8, "air, not voice"


@pytest.mark.parametrize("seed", SEEDS)
def test_whispers_have_the_pace_of_speech_and_no_voice(seed: int) -> None:
    x = sound("whisper", 8.0, seed)
    assert share(x, 20, 250) < 0.1
    e = envelope(x, 0.01)
    spectrum = np.abs(np.fft.rfft((e - e.mean()) * np.hanning(len(e))))
    rates = np.fft.rfftfreq(len(e), 0.01)
    speech = spectrum[(rates > 0.5) & (rates < 8)].sum()
    assert speech > 1.5 * spectrum[(rates > 12) & (rates < 40)].sum()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_dragon_is_lower_than_a_creature_and_a_metal_scrape_higher_than_stone(seed: int) -> None:
    assert centroid_hz(sound("dragon", 3.0, seed)) < centroid_hz(sound("creature", 3.0, seed))
    assert centroid_hz(sound("metal scrape", 2.0, seed)) > centroid_hz(sound("scrape on stone", 2.0, seed))
    assert centroid_hz(sound("large metal scrape", 2.0, seed)) < centroid_hz(sound("small metal scrape", 2.0, seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_rooms_are_quiet_steady_low_and_each_of_its_own(seed: int) -> None:
    room, servers, hull = (sound(prompt, 5.0, seed) for prompt in ("room tone", "server room", "ship hull"))
    for x in (room, servers):
        e = envelope(x[:, RATE // 4 : -RATE // 4], 0.25)
        assert e.max() < 2.2 * e.min(), "nothing happens in it"
        assert rms_db(x) < -28
    assert centroid_hz(servers) > 2 * centroid_hz(room) > 2 * centroid_hz(hull)
    assert share(hull, 20, 150) > 0.7
    assert 0.02 < side_share(room) < 0.7
