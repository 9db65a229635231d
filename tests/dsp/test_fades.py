import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from signals import noise, tone

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.crossfade import crossfade
from audiocraft_studio.dsp.fades import fade, falling, rising

SHAPES = ("linear", "equal-power")


@pytest.mark.parametrize("shape", SHAPES)
@given(st.integers(1, 500), st.data())
def test_a_part_of_a_fade_is_that_part_of_the_whole(shape, n, data):
    first = data.draw(st.integers(0, n))
    last = data.draw(st.integers(first, n))
    for gains in (rising, falling):
        assert np.array_equal(gains(n, shape, first, last), gains(n, shape)[first:last])


@given(st.integers(1, 2000))
def test_linear_gains_sum_to_one_and_the_squares_of_equal_power_gains_do(n):
    assert np.allclose(rising(n) + falling(n), 1, atol=1e-6)
    assert np.allclose(rising(n, "equal-power") ** 2 + falling(n, "equal-power") ** 2, 1, atol=1e-6)


def test_a_fade_goes_from_nothing_to_all_and_leaves_the_middle_alone():
    ones = Audio(np.ones((2, 1000), np.float32), 1000)
    out = fade(ones, fade_in_s=0.2, fade_out_s=0.4).samples[1]
    assert out[0] == 0
    assert out[100] == pytest.approx(0.5)
    assert np.all(out[200:600] == 1)
    assert out[800] == pytest.approx(0.5)
    assert np.all(ones.samples == 1)


def test_a_fade_longer_than_the_sound_takes_all_of_it():
    out = fade(Audio(np.ones((1, 100), np.float32), 1000), fade_in_s=5).samples[0]
    assert np.allclose(out, np.arange(100) / 100)


def level(samples):
    return np.sqrt(np.mean(np.square(samples)))


def test_strangers_keep_their_level_through_an_equal_power_crossfade():
    a, b = noise(40000, seed=1), noise(40000, seed=2)
    out = crossfade(a, b, 20000 / 44100).samples[0]
    assert len(out) == 60000
    assert level(out[25000:35000]) == pytest.approx(0.1, rel=0.03)
    weak = crossfade(a, b, 20000 / 44100, 1.0).samples[0]
    assert level(weak[28000:32000]) == pytest.approx(0.1 / np.sqrt(2), rel=0.05)


@pytest.mark.parametrize("alike", [1.0, None])
def test_a_sound_keeps_its_level_through_a_crossfade_with_itself(alike):
    a = tone(440, 0.5, 44100, 1)
    out = crossfade(a, a, 0.5, alike).samples[0]
    assert np.abs(out - tone(440, 0.5, 44100, 1.5).samples[0]).max() < 1e-3


def test_no_overlap_is_one_after_the_other_and_sounds_of_other_rates_are_refused():
    a, b = noise(100), noise(50, seed=1)
    assert np.array_equal(crossfade(a, b, 0).samples, np.concatenate([a.samples, b.samples], axis=1))
    with pytest.raises(ValueError, match="48000"):
        crossfade(a, noise(50, 48000), 0.01)
