"""Loops whose repeats overlap."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signals import noise, tone

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.fades import falling, rising
from audiocraft_studio.dsp.mix import Track, summed
from audiocraft_studio.dsp.repeats import Repeats

RATE = 44100


def laid_over(samples, room, m):
    """Each repeat by itself, faded where it meets another, laid where it belongs."""
    n, made = samples.shape[1], np.zeros((len(samples), room))
    starts = range(0, room, n - m)
    for start in starts:
        once = samples.astype(float)
        if start:
            once[:, :m] *= rising(m, "equal-power")
        if start + n - m in starts:
            once[:, n - m :] *= falling(m, "equal-power")
        part = once[:, : room - start]
        made[:, start : start + part.shape[1]] += part
    return made


def looped(audio, fade_s, seconds=10.0):
    return summed([Track(audio, loop=True, loop_fade_s=fade_s)], duration_s=seconds)


def powers(samples, size):
    return np.mean(np.square(samples[:, : samples.shape[1] // size * size].reshape(2, -1, size)), axis=(0, 2))


@settings(deadline=None)
@given(st.integers(1, 200), st.integers(0, 1500), st.integers(0, 150), st.integers(1, 60))
def test_repeats_are_the_sound_laid_over_itself_again_and_again_taken_in_any_pieces(n, room, overlap, step):
    samples = noise(n, RATE, 2).samples
    repeats = Repeats(samples, room, overlap)
    assert repeats.n_samples == room
    made = [repeats.taken(at, min(room, at + step)) for at in range(0, room, step)]
    expected = laid_over(samples, room, min(overlap, n // 2))
    assert np.abs(np.concatenate([expected[:, :0], *made], axis=1) - expected).max(initial=0) < 1e-6


def test_a_sound_that_is_not_repeated_is_left_as_it_is():
    samples = noise(100, RATE, 2).samples
    for overlap, room in ((None, 500), (30, 70), (30, 40)):
        repeats = Repeats(samples, room, overlap)
        assert np.array_equal(repeats.taken(0, repeats.n_samples), samples[:, :room])


@pytest.mark.parametrize("fade_s", [0.05, 0.25, 0.5])
def test_the_power_of_a_looped_noise_stays_the_same_over_every_join(fade_s):
    made = looped(noise(RATE, RATE, 2), fade_s).samples
    levels_db = 10 * np.log10(powers(made, round(0.05 * RATE)) / np.mean(made**2))
    assert np.abs(levels_db).max() < 0.6  # a twentieth of a second of any noise differs by as much


def test_a_join_is_neither_a_step_nor_heard_in_the_spectrum_where_a_plain_loop_clicks():
    hum = tone(220.3, 0.5, RATE, 1.003, channels=2)

    def loudest_above_5_khz(audio):
        frames = np.lib.stride_tricks.sliding_window_view(audio.samples[0], 1024)[::256]
        return np.abs(np.fft.rfft(frames * np.hanning(1024), axis=1))[:, 116:].max()

    smooth, plain = looped(hum, 0.2), looped(hum, 0.0)
    assert np.abs(np.diff(smooth.samples[0])).max() < 1.5 * np.abs(np.diff(hum.samples[0])).max()
    assert loudest_above_5_khz(plain) > 100 * loudest_above_5_khz(smooth)


def test_the_crossfade_is_at_most_half_the_sound_and_fades_of_the_layer_are_apart_from_it():
    ones = Audio(np.ones((2, 100), np.float32), 100)
    made = summed([Track(ones, loop=True, loop_fade_s=5.0, fade_in_s=0.5)], duration_s=3.0).samples[0]
    assert made[25] == pytest.approx(0.5)
    assert made[75] == pytest.approx(np.sqrt(2), abs=1e-6)  # what is the same twice adds up: equal power is for noises
