"""Dogs, cats, frogs and horses, by what their calls and feet are known for."""

from __future__ import annotations

import numpy as np
import pytest

from audiocraft_studio.engines.sketch.families.cats import CATS
from audiocraft_studio.engines.sketch.families.dogs import DOGS
from audiocraft_studio.engines.sketch.families.frogs import FROGS
from audiocraft_studio.engines.sketch.families.horses import GAITS, HORSES
from tests.engines.sketch.families.manners import beats_hz, bursts_s, is_clean, never_repeats, pitch_hz
from tests.engines.sketch.hearing import RATE, centroid_hz, envelope, onsets_s, period_s, rms_db, seeds, share, sound

SEEDS = seeds(4)
FAMILIES = (DOGS, CATS, FROGS, HORSES)
PROMPTS = [prompt for family in FAMILIES for prompt, _ in family.examples]


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize(("duration_s", "seed"), [(0.05, 1), (0.7, 2), pytest.param(4.0, 3, marks=pytest.mark.slow)])
def test_animals_are_clean(prompt: str, duration_s: float, seed: int) -> None:
    is_clean(prompt, duration_s, seed)


@pytest.mark.parametrize("prompt", ["dog barking", "cat meowing", "frogs", "horse galloping", "horse walking on stone"])
def test_no_call_and_no_step_comes_twice(prompt: str) -> None:
    never_repeats(prompt, 8.0, 5)


@pytest.mark.slow
def middles(x: np.ndarray, bursts: list[tuple[float, float]]) -> list[np.ndarray]:
    return [x[:, int((at + 0.2 * long) * RATE) : int((at + 0.65 * long) * RATE)] for at, long in bursts]


@pytest.mark.parametrize("duration_s", [3.0, 6.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_bark_is_short_rough_and_between_400_and_1600_hz(seed: int, duration_s: float) -> None:
    x = sound("dog barking", duration_s, seed)
    barks = [b for b in bursts_s(x, 0.08, 0.03) if b[0] + b[1] < duration_s - 0.1]
    assert duration_s / 3 <= len(barks) <= 3 * duration_s
    for bark, (_, long_s) in zip(middles(x, barks), barks, strict=True):
        assert 0.08 < long_s < 0.32
        assert 400 < pitch_hz(bark, 350, 1700) < 1600
    assert share(x, 1000, 8000) > 0.1, "a voice, not a whistle"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_big_dog_is_deeper_than_a_small_one(seed: int) -> None:
    big, small = sound("big dog barking", 3.0, seed), sound("small dog barking", 3.0, seed)
    assert centroid_hz(big) < 0.8 * centroid_hz(small)
    assert centroid_hz(sound("dog growling", 3.0, seed)) < centroid_hz(small)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_growl_is_a_row_of_pulses_in_a_low_voice(seed: int) -> None:
    x = sound("dog growling", 1.2, seed)
    assert 60 < pitch_hz(x[:, int(0.4 * RATE) : int(0.8 * RATE)], 40, 300) < 160 or 30 < beats_hz(x, 30, 150) < 130
    assert share(x, 60, 2000) > 0.8


@pytest.mark.parametrize("seed", SEEDS)
def test_a_wolf_glides_up_and_holds_its_note_for_seconds(seed: int) -> None:
    x = sound("wolf howling", 6.0, seed)
    ((at_s, long_s), *_) = bursts_s(x, 0.05)
    assert long_s > 2.0
    early, held = (x[:, int((at_s + part * long_s) * RATE) :][:, :4096] for part in (0.03, 0.4))
    assert 200 < pitch_hz(early, 150, 1000) < 0.9 * pitch_hz(held, 150, 1000) < 900


@pytest.mark.parametrize("seed", SEEDS)
def test_a_whimper_is_higher_than_a_bark(seed: int) -> None:
    bark, whimper = sound("dog barking", 3.0, seed), sound("dog whimpering", 3.0, seed)
    voices = [pitch_hz(m[0], 300, 3000) for m in (middles(bark, bursts_s(bark)), middles(whimper, bursts_s(whimper)))]
    assert voices[1] > 1.2 * voices[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_dogs_are_several_and_stand_apart(seed: int) -> None:
    one, many = sound("dog barking", 6.0, seed), sound("dogs barking", 6.0, seed)
    assert np.count_nonzero(envelope(many) > 0.05 * envelope(many).max()) > np.count_nonzero(
        envelope(one) > 0.05 * envelope(one).max()
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_meow_opens_and_closes_around_600_hz(seed: int) -> None:
    x = sound("cat meow", 3.0, seed)
    ((at_s, long_s), *_) = bursts_s(x, 0.03, 0.15)
    assert 0.4 < long_s < 1.4
    meow = x[:, int(at_s * RATE) : int((at_s + long_s) * RATE)]
    assert 400 < pitch_hz(meow[:, meow.shape[1] // 3 : meow.shape[1] // 2], 300, 1500) < 900
    opening = [centroid_hz(part) for part in np.array_split(meow, 5, axis=1)]
    assert max(opening[1:3]) > 1.15 * max(opening[0], opening[4])
    assert centroid_hz(sound("tiny kitten meow", 3.0, seed)) > 1.2 * centroid_hz(x)


@pytest.mark.parametrize("duration_s", [4.0, 12.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_purr_pulses_20_to_30_times_a_second_and_never_stops(seed: int, duration_s: float) -> None:
    x = sound("cat purring", duration_s, seed)
    assert 20 < beats_hz(x, 8, 60) < 30
    assert share(x, 60, 1200) > 0.7
    e = envelope(x, 0.2)[1:-1]
    assert e.min() > 0.2 * e.max()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hiss_is_air_without_a_voice(seed: int) -> None:
    x = sound("cat hissing", 2.0, seed)
    assert share(x, 1500, 16_000) > 0.6
    f = np.abs(np.fft.rfft(x[0, 8000:16_000] * np.hanning(8000)))[150:1500]
    assert f.max() < 12 * np.median(f), "no harmonics"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_chorus_is_denser_than_a_frog_and_lies_where_frogs_call(seed: int) -> None:
    one, many = sound("a frog croaking", 6.0, seed), sound("frogs", 6.0, seed)
    quiet = [np.mean(envelope(x, 0.02) < 0.1 * envelope(x, 0.02).max()) for x in (one, many)]
    assert quiet[1] < quiet[0]
    assert share(many, 600, 4500) > 0.7
    assert share(sound("peepers", 4.0, seed), 2200, 3600) > 0.9
    assert share(sound("bullfrogs", 6.0, seed), 120, 600) > 0.5


@pytest.mark.parametrize("seed", SEEDS)
def test_a_croak_is_pulsed_and_a_toad_trills(seed: int) -> None:
    assert 55 < beats_hz(sound("a frog croaking", 0.4, seed), 40, 160, 0.001) < 140
    assert 28 < beats_hz(sound("a toad", 4.0, seed), 15, 60) < 45


def strides_hz(x: np.ndarray) -> float:
    return 1 / period_s(x, 0.25, 1.6)


@pytest.mark.parametrize("duration_s", [5.0, 9.0])
@pytest.mark.parametrize("seed", SEEDS)
def test_every_gait_has_its_beats_in_a_stride(seed: int, duration_s: float) -> None:
    for gait, beats in (("walking", 4), ("trotting", 2), ("cantering", 3), ("galloping", 4)):
        times = onsets_s(sound(f"horse {gait} on stone", duration_s, seed), 2.0, 0.045)
        word = {"walking": "walk", "trotting": "trot", "cantering": "canter", "galloping": "gallop"}[gait]
        expected = GAITS[word][0] * beats * duration_s
        assert 0.84 * expected < len(times) < 1.12 * expected, gait


@pytest.mark.parametrize("seed", SEEDS)
def test_canter_and_gallop_rest_after_every_stride_and_walk_and_trot_do_not(seed: int) -> None:
    unrest = {}
    for gait, apart_s in (("walking", 0.1), ("trotting", 0.1), ("cantering", 0.045), ("galloping", 0.045)):
        gaps = np.diff(onsets_s(sound(f"horse {gait} on stone", 8.0, seed), 2.0, apart_s))
        unrest[gait] = float(gaps.std() / gaps.mean())
    assert max(unrest["walking"], unrest["trotting"]) < 0.2 < 0.3 < min(unrest["cantering"], unrest["galloping"])
    gaps = np.diff(onsets_s(sound("horse galloping on stone", 8.0, seed), 2.0, 0.045))
    long = gaps > 1.45 * np.median(gaps)
    assert 0.2 < long.mean() < 0.32, "one gap in four is the flight"


@pytest.mark.parametrize("seed", SEEDS)
def test_hooves_clop_on_stone_thud_on_grass_and_crunch_on_gravel(seed: int) -> None:
    stone, grass, gravel = (sound(f"horse trotting on {g}", 4.0, seed) for g in ("stone", "grass", "gravel"))
    assert share(stone, 500, 3000) > 0.4
    assert share(grass, 40, 500) > 0.6
    assert share(gravel, 2000, 9000) > share(grass, 2000, 9000)
    heavy, light = (sound(f"{w} horse galloping", 4.0, seed) for w in ("heavy", "light"))
    assert rms_db(heavy) > rms_db(light) + 3
    assert centroid_hz(heavy) < centroid_hz(light)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_whinny_falls_and_trembles(seed: int) -> None:
    x = sound("horse whinny", 2.5, seed)
    ((at_s, long_s), *_) = bursts_s(x, 0.05, 0.2)
    assert long_s > 1.0
    early, late = (x[:, int((at_s + part * long_s) * RATE) :][:, :4096] for part in (0.2, 0.8))
    assert pitch_hz(early, 200, 1500) > 1.15 * pitch_hz(late, 200, 1500)
    assert 9 < beats_hz(x, 7, 20, 0.01) < 17


@pytest.mark.parametrize("seed", SEEDS)
def test_a_horse_that_gets_faster_changes_its_gait(seed: int) -> None:
    times = np.array(onsets_s(sound("horse on stone getting faster", 12.0, seed), 2.0, 0.045))
    first, last = np.count_nonzero(times < 3), np.count_nonzero(times > 9)
    assert last > 1.5 * first
