import numpy as np
import pytest
from signals import noise

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.pan import panned
from audiocraft_studio.dsp.scatter import Hit, played, scattered


def sine(hz, rate=44100, seconds=0.5):
    t = np.arange(round(rate * seconds)) / rate
    return np.sin(2 * np.pi * hz * t).astype(np.float32)[None]


@pytest.mark.parametrize("rate", [0.89, 1.0, 1.12, 2.0])
def test_a_playback_rate_moves_pitch_and_length(rate):
    made = played(sine(300), rate)
    assert made.shape[1] == np.ceil(22050 / rate)
    expected = np.sin(2 * np.pi * 300 * rate * np.arange(made.shape[1]) / 44100)
    assert np.abs(made[0, :-2] - expected[:-2]).max() < 1e-3


def test_hits_are_summed_where_they_begin_and_cut_at_both_ends():
    once = noise(4410, 44100, 2)
    hits = [Hit(once, at) for at in (0.1, 0.5, 0.55, 0.95, 3.0)]
    made = scattered(hits, from_s=0.5, to_s=1.0, sample_rate=44100).samples
    expected = np.zeros((2, 22050))
    for at_s in (0.0, 0.05, 0.45):
        first = round(at_s * 44100)
        part = once.samples[:, : 22050 - first]
        expected[:, first : first + part.shape[1]] += part
    assert np.abs(made - expected).max() < 1e-6


def test_level_and_side_are_those_of_the_hit_and_mono_feeds_both_sides():
    mono = noise(1000, 44100, 1)
    (left, right) = scattered([Hit(mono, 0, -6.0, 0.5)], from_s=0, to_s=0.1, sample_rate=44100).samples
    expected = panned(np.repeat(mono.samples, 2, axis=0) * np.float32(10 ** (-6 / 20)), 0.5)
    assert np.abs(np.stack([left, right])[:, :1000] - expected).max() < 1e-6


def test_sounds_of_another_rate_are_resampled_first():
    low = Audio(sine(200, 16000), 16000)
    made = scattered([Hit(low, 0, rate=0.5)], from_s=0, to_s=0.5, sample_rate=44100).samples
    expected = np.sin(2 * np.pi * 100 * np.arange(22050) / 44100)
    assert np.abs(made[0, 500:-500] - expected[500:-500]).max() < 5e-3


def test_the_last_line_goes_on_beyond_the_last_sample_as_chromium_plays_it():
    assert played(np.array([[0, 1, 3]], np.float32), 0.5).tolist() == [[0, 0.5, 1, 2, 3, 4]]
    assert played(np.array([[2]], np.float32), 0.5).tolist() == [[2, 2]]
