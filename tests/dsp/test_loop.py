import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signals import noise, tone

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.loop import make_loop
from audiocraft_studio.dsp.seam import seam
from audiocraft_studio.engines.base import Item, Request
from audiocraft_studio.engines.sketch import SketchEngine


@pytest.mark.parametrize("prompt", ["heavy rain", "howling wind", "city traffic", "ocean waves", "campfire", "drone"])
def test_a_loop_of_a_take_is_no_rougher_at_its_seam_than_inside(prompt):
    engine = SketchEngine()
    model = engine.load(engine.models()[0], "cpu", lambda _done, _total: None)
    take = next(iter(model.generate(Request((Item(prompt, 3),), 10.0, {}), lambda _done, _total: None))).audio
    loop = make_loop(take, 7.0)
    assert loop.audio.n_samples == 7 * take.sample_rate
    assert loop.seam.worst_percentile < 95
    assert np.mean(loop.audio.samples**2) > 0.1 * np.mean(take.samples**2)


@settings(deadline=None, max_examples=15)
@given(st.integers(20, 60_000), st.floats(0.001, 0.99), st.integers(1, 2), st.integers(0, 9))
def test_a_loop_has_the_length_asked_for_and_its_end_runs_on_into_its_beginning(n, share, channels, seed):
    source = noise(n, 8000, channels, seed=seed)
    wanted = max(1, int(share * n))
    if min(n - wanted, wanted // 2) < 80:
        with pytest.raises(ValueError, match=r"gives loops"):
            make_loop(source, wanted / 8000)
        return
    loop = make_loop(source, wanted / 8000, crossfade_s=0.3)
    assert loop.audio.n_samples == wanted
    start = round(loop.start_s * 8000)
    assert np.array_equal(loop.audio.samples[:, -1], source.samples[:, start + wanted - 1])
    assert np.array_equal(loop.audio.samples[:, 0], source.samples[:, start + wanted])


def test_without_a_length_all_is_used_but_the_crossfade():
    loop = make_loop(noise(5 * 16000, 16000), crossfade_s=0.5)
    assert loop.audio.duration_s == pytest.approx(4.5)


def test_noise_keeps_its_level_and_a_tone_of_whole_periods_stays_one_tone():
    hiss = make_loop(noise(6 * 44100), 4.0)
    n = round(hiss.crossfade_s * 44100)
    assert np.sqrt(np.mean(hiss.audio.samples[0, :n] ** 2)) == pytest.approx(0.1, rel=0.05)
    hum = make_loop(tone(100, 0.5, 44100, 3), 2.0).audio
    twice = np.tile(hum.samples, (1, 2))[0]
    assert np.abs(twice[4410:] - twice[:-4410]).max() < 1e-3


def test_of_a_sound_that_changes_the_places_that_are_alike_are_taken():
    rng = np.random.default_rng(0)
    levels = np.repeat([0.1, 0.01, 0.1, 0.01, 0.3], 16000)
    source = Audio((levels * rng.standard_normal(len(levels))).astype(np.float32)[None], 16000)
    loop = make_loop(source, 2.0, crossfade_s=0.4)
    assert loop.start_s + loop.crossfade_s <= 2.01
    assert loop.seam.level.percentile < 95


def test_a_hard_cut_and_a_click_are_told_from_what_happens_inside():
    steady = tone(441, 0.5, 44100, 2)
    assert seam(steady).worst_percentile < 1
    cut = Audio(steady.samples[:, : 44100 + 30], 44100)
    assert seam(cut).slope.percentile == 100
    louder = Audio(steady.samples * np.linspace(0.1, 1, 88200, dtype=np.float32), 44100)
    assert seam(louder).level.percentile == 100
    assert seam(louder).level.value > 10 * seam(louder).level.typical


@pytest.mark.parametrize("n", [1, 2, 100, 44100])
def test_silence_and_tiny_sounds_have_a_seam_too(n):
    quiet = seam(Audio(np.zeros((2, n), np.float32), 44100))
    assert quiet.worst_percentile == 0
    assert np.isfinite(seam(noise(n)).level.value)
