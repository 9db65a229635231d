"""EBU Tech 3341, made by synthesis: stereo sines of 1 kHz, within 0.1 LU."""

import numpy as np
import pytest
from signals import noise, tone

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.loudness import k_filter, loudness_lufs, momentary_lufs, short_term_lufs


def steps(*parts, rate=48000):
    """Parts of (dBFS, seconds), one after another, in phase."""
    levels = np.concatenate([np.full(round(s * rate), 10 ** (db / 20)) for db, s in parts])
    wave = levels * np.sin(2 * np.pi * 1000 * np.arange(len(levels)) / rate)
    return Audio(np.tile(wave.astype(np.float32), (2, 1)), rate)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([(-23, 20)], -23), ([(-33, 20)], -33), ([(-36, 10), (-23, 60), (-36, 10)], -23),
        ([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23), ([(-26, 20), (-20, 20.1), (-26, 20)], -23),
    ],
)  # fmt: skip
def test_integrated_loudness_of_cases_1_to_5(parts, expected):
    assert loudness_lufs(steps(*parts)) == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize("rate", [16000, 32000, 44100, 96000])
def test_other_rates_read_the_same(rate):
    assert loudness_lufs(steps((-23, 5), rate=rate)) == pytest.approx(-23, abs=0.1)


def test_short_term_loudness_of_case_9_is_constant():
    # 1.34 s of -20 and 1.66 s of -30 dBFS, again and again: every 3 s hold as much of both
    values = short_term_lufs(steps(*[(-20, 1.34), (-30, 1.66)] * 5))
    assert np.abs(values - -23).max() < 0.1


@pytest.mark.parametrize("silence_s", [0.0, 0.55, 1.3, 2.9])
def test_the_largest_short_term_loudness_of_case_10(silence_s):
    values = short_term_lufs(steps((-120, silence_s), (-23, 3), (-120, 1)))
    assert values.max() == pytest.approx(-23, abs=0.1)


def test_momentary_loudness_of_case_12_is_constant():
    values = momentary_lufs(steps(*[(-20, 0.18), (-30, 0.22)] * 25))
    assert np.abs(values - -23).max() < 0.1


@pytest.mark.parametrize("step", [0, 5, 12, 19])
def test_the_largest_momentary_loudness_of_case_13(step):
    values = momentary_lufs(steps((-120, step * 0.02), (-23, 0.4), (-120, 1)))
    assert values.max() == pytest.approx(-23, abs=1.1)  # of a single tone, between blocks; the meter steps by 100 ms
    assert momentary_lufs(steps((-120, 0.1 * step), (-23, 0.4), (-120, 1))).max() == pytest.approx(-23, abs=0.1)


def test_the_filter_is_the_one_of_the_standard():
    # ITU-R BS.1770-5, annex 1, tables 1 and 2, at 48 kHz
    shelf = [1.53512485958697, -2.69169618940638, 1.19839281085285, 1, -1.69065929318241, 0.73248077421585]
    assert np.allclose(k_filter(48000), [shelf, [1, -2, 1, 1, -1.99004745483398, 0.99007225036621]], atol=1e-8)


def test_a_full_scale_sine_in_one_channel_reads_minus_3():
    assert loudness_lufs(tone(997, 1.0, 48000, 5)) == pytest.approx(-3.01, abs=0.01)


def test_a_short_sound_has_a_loudness_and_silence_has_none():
    assert loudness_lufs(tone(seconds=0.1)) is not None
    assert loudness_lufs(Audio(np.zeros((2, 48000), np.float32), 48000)) is None
    assert loudness_lufs(Audio(np.zeros((2, 0), np.float32), 48000)) is None
    assert momentary_lufs(noise(100)).size == 0


def test_twice_the_amplitude_is_6_lu_more():
    audio = noise(96000, 48000, 2)
    louder = loudness_lufs(Audio(2 * audio.samples, 48000))
    assert louder == pytest.approx(loudness_lufs(audio) + 6.02, abs=0.01)
