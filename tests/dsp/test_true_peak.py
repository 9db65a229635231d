import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal
from signals import noise, tone

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.decibels import to_db
from audiocraft_studio.dsp.true_peak import true_peak, true_peak_db

RATE = 48000


@pytest.mark.parametrize(
    ("divisor", "phase", "level", "expected_dbtp"),
    [(4, 0, 0.5, -6), (4, 45, 0.5, -6), (6, 60, 0.5, -6), (8, 67.5, 0.5, -6), (4, 45, 1.41, 3)],
)
def test_tones_of_ebu_tech_3341_read_their_true_peak(divisor, phase, level, expected_dbtp):
    # test cases 15 to 19: sines at a part of the rate, whose samples miss the crests; tolerance +0.2, −0.4 dB
    seconds, ramp = 0.5, np.minimum(1, np.minimum(np.arange(RATE // 2), np.arange(RATE // 2)[::-1]) / 960)
    audio = tone(RATE / divisor, level, RATE, seconds, 2, phase)
    read = true_peak_db(Audio((audio.samples * ramp).astype(np.float32), RATE))
    assert expected_dbtp - 0.4 <= read <= expected_dbtp + 0.2


def test_a_peak_between_two_samples_is_found():
    # a quarter-rate sine sampled 45 degrees off its crests: samples at -3 dB, the wave itself at 0 dB
    audio = tone(12000, 1.0, RATE, 0.1, phase=45)
    assert to_db(float(np.abs(audio.samples[:, 100:-100]).max())) == pytest.approx(-3.01, abs=0.01)
    assert true_peak(audio.samples[:, 1000:2000] * np.hanning(1000).astype(np.float32)) == pytest.approx(1.0, abs=0.01)


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 200_000), st.integers(1, 2), st.integers(0, 9), st.booleans())
def test_no_block_of_a_sound_is_overlooked(n, channels, seed, bursts):
    audio = noise(n, channels=channels, seed=seed)
    samples = audio.samples * (np.random.default_rng(seed).random(n) < 0.001) if bursts else audio.samples
    samples = samples.astype(np.float32)
    whole = signal.resample_poly(np.pad(samples, ((0, 0), (40, 40))), 4, 1, axis=1, window=("kaiser", 9.0))
    assert true_peak(samples) == pytest.approx(max(np.abs(whole).max(), np.abs(samples).max()), rel=0.06)


def test_silence_and_nothing_have_none():
    assert true_peak_db(Audio(np.zeros((2, 48000), np.float32), RATE)) == -120
    assert true_peak_db(Audio(np.zeros((2, 0), np.float32), RATE)) == -120
