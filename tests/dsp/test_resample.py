from math import gcd

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal
from signals import noise

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.resample import ZERO_CROSSINGS, resample


@pytest.mark.parametrize("old", [16000, 32000, 44100, 48000])
@pytest.mark.parametrize("new", [16000, 44100, 48000])
def test_a_tone_keeps_its_pitch_level_and_place(old, new):
    t = np.arange(old) / old
    audio = Audio((0.5 * np.sin(2 * np.pi * 440 * t)).astype(np.float32)[None], old)
    out = resample(audio, new)
    assert out.sample_rate == new
    assert out.n_samples == new
    expected = 0.5 * np.sin(2 * np.pi * 440 * np.arange(new) / new)
    middle = slice(new // 10, -new // 10)
    assert np.abs(out.samples[0, middle] - expected[middle]).max() < 1e-5


def test_the_same_rate_changes_nothing(sine):
    assert resample(sine, sine.sample_rate) is sine


def test_nothing_stays_nothing():
    assert resample(Audio(np.zeros((2, 0), np.float32), 16000), 48000).n_samples == 0


def test_what_the_new_rate_cannot_hold_is_filtered_out():
    t = np.arange(48000) / 48000
    audio = Audio((0.5 * np.sin(2 * np.pi * 12000 * t)).astype(np.float32)[None], 48000)
    assert np.abs(resample(audio, 16000).samples[0, 500:-500]).max() < 2e-5


RATES = [(16000, 44100), (44100, 48000), (48000, 32000), (22254, 16000), (11025, 44100), (8000, 96000)]


@settings(deadline=None, max_examples=20)
@given(st.sampled_from(RATES), st.integers(1, 3000))
def test_any_length_gives_what_scipy_gives_with_the_same_filter(rates, n):
    old, new = rates
    audio = noise(n, old, 2)
    out = resample(audio, new)
    common = gcd(old, new)
    up, down = new // common, old // common
    most = max(up, down)
    reach = -(-ZERO_CROSSINGS * most // up)
    taps = signal.firwin(2 * reach * up + 1, ZERO_CROSSINGS / reach / up, window=("kaiser", 9.0))
    expected = signal.resample_poly(audio.samples.astype(np.float64), up, down, axis=1, window=taps)
    assert out.samples.shape == expected.shape
    assert np.abs(out.samples - expected).max() < 1e-3
