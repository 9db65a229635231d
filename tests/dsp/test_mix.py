from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signals import noise

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.mix import Track, mix, stems, summed
from audiocraft_studio.dsp.pan import panned
from audiocraft_studio.dsp.resample import resample
from audiocraft_studio.dsp.true_peak import true_peak_db


def stereo(audio, rate):
    samples = resample(audio, rate).samples
    return np.repeat(samples, 2, axis=0) if len(samples) == 1 else samples


def test_layers_of_any_rate_and_length_sum_as_numpy_sums_them():
    layers = [noise(44100, 44100, 2, seed=1), noise(20000, 44100, 2, seed=2), noise(16000 * 2, 16000, 1, seed=3)]
    weights = [1.0, 0.5, 0.25]
    out = mix([Track(a, w) for a, w in zip(layers, weights, strict=True)])
    expected = np.zeros((2, 44100 * 2))
    for audio, weight in zip(layers, weights, strict=True):
        part = stereo(audio, 44100)
        expected[:, : part.shape[1]] += weight * part
    assert out.audio.sample_rate == 44100
    assert out.reduction_db == 0
    assert np.abs(out.audio.samples - expected).max() < 1e-6


def test_a_sum_with_peaks_above_the_ceiling_is_limited_there_alone_and_says_by_how_much():
    bed, hit = noise(44100, channels=2, level=0.05), noise(2000, channels=2, level=0.4, seed=1)
    out = mix([Track(bed), Track(hit, offset_s=0.5)])
    assert -1.1 < true_peak_db(out.audio) <= -1
    assert out.reduction_db == pytest.approx(true_peak_db(summed([Track(bed), Track(hit, offset_s=0.5)])) + 1, abs=0.2)
    assert 0 < out.limited_share < 0.6
    assert np.array_equal(out.audio.samples[:, :20000], bed.samples[:, :20000])


def test_offset_loop_and_fades_are_where_they_were_asked_for():
    ones = Audio(np.ones((1, 100), np.float32) * 0.5, 100)
    out = mix([Track(ones, offset_s=1.0, loop=True, fade_in_s=0.5, fade_out_s=1.0)], duration_s=4.0).audio.samples[0]
    assert not out[:100].any()
    assert out[100] == 0
    assert out[125] == pytest.approx(0.25, abs=1e-6)
    assert np.all(out[150:300] == 0.5)
    assert out[350] == pytest.approx(0.25, abs=1e-6)


def test_a_layer_beyond_the_end_is_cut_and_one_that_starts_after_it_is_silent():
    ones = Audio(np.ones((1, 100), np.float32) * 0.5, 100)
    assert mix([Track(ones, offset_s=0.5)], duration_s=1.0).audio.n_samples == 100
    assert not mix([Track(ones, offset_s=5.0)], duration_s=1.0).audio.samples.any()


def test_no_layers_make_an_empty_sound():
    assert mix([]).audio.n_samples == 0


@pytest.mark.parametrize("pan", [-1.0, -0.4, 0.0, 0.3, 1.0])
def test_panning_keeps_the_energy_of_a_wide_signal_and_silences_the_far_side(pan):
    samples = noise(20000, 44100, 2).samples
    out = panned(samples, pan)
    assert np.mean(out**2) == pytest.approx(np.mean(samples**2), rel=0.05)
    if abs(pan) == 1:
        far = out[1] if pan < 0 else out[0]
        assert np.abs(far).max() < 1e-6


def test_hundreds_of_seconds_and_a_tenth_of_one_mix_with_silence():
    long, short = noise(600 * 16000, 16000, level=0.02), noise(4800, 48000, 2, seed=1)
    silence = Audio(np.zeros((2, 44100), np.float32), 44100)
    out = mix([Track(long), Track(short, offset_s=599.95), Track(silence)])
    assert out.audio.sample_rate == 48000
    assert out.audio.duration_s == pytest.approx(600.05)
    assert np.abs(out.audio.samples[:, -2400:] - short.samples[:, -2400:]).max() < 1e-6
    assert not mix([Track(silence)]).audio.samples.any()


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
def test_a_broken_sample_is_silent_and_spoils_nothing_around_it(broken):
    audio = noise(16000, 16000, 2)
    audio.samples[0, 8000] = 0
    silent = mix([Track(audio)], sample_rate=44100).audio.samples
    audio.samples[0, 8000] = broken
    assert np.array_equal(mix([Track(audio)], sample_rate=44100).audio.samples, silent)


def test_a_short_loop_fills_a_long_mix_and_every_repeat_is_the_same():
    once = noise(4410, channels=2)
    out = mix([Track(once, loop=True)], duration_s=10).audio.samples
    assert np.array_equal(out, np.tile(once.samples, (1, 100)))


tracks = st.builds(
    lambda seed, rate, channels, weight, pan, offset, loop, fade_s: Track(
        noise(rate // 20, rate, channels, 0.05, seed), weight, pan, offset, fade_s, 0.03 - fade_s, loop
    ),
    st.integers(0, 5), st.sampled_from([16000, 32000, 44100, 48000]), st.sampled_from([1, 2]), st.floats(0, 1),
    st.floats(-1, 1), st.floats(0, 0.1), st.booleans(), st.floats(0, 0.03),
)  # fmt: skip
some_tracks = st.lists(tracks, min_size=1, max_size=5)


def total(sounds):
    return np.sum([s.samples.astype(np.float64) for s in sounds], axis=0)


@settings(deadline=None, max_examples=40)
@given(some_tracks)
def test_stems_sum_to_the_mix_in_any_order(layers):
    forth = summed(layers, duration_s=0.2).samples
    assert np.abs(forth - summed(layers[::-1], duration_s=0.2).samples).max() < 1e-6
    parts = stems(layers, duration_s=0.2)
    assert {p.samples.shape for p in parts} == {forth.shape}
    assert np.abs(forth - total(parts)).max() < 1e-6


@settings(deadline=None, max_examples=40)
@given(some_tracks, st.floats(0, 1))
def test_a_mix_is_linear_in_its_weights(layers, factor):
    softer = [replace(t, weight=t.weight * factor) for t in layers]
    whole, part = summed(layers, duration_s=0.2).samples, summed(softer, duration_s=0.2).samples
    assert np.abs(whole * np.float32(factor) - part).max() < 1e-6


@settings(deadline=None, max_examples=40)
@given(some_tracks, st.floats(0.1, 1000))
def test_nothing_passes_the_ceiling_however_loud_the_layers_are(layers, gain):
    loud = [replace(t, audio=Audio(t.audio.samples * np.float32(gain), t.audio.sample_rate)) for t in layers]
    out = mix(loud, duration_s=0.2)
    assert np.isfinite(out.audio.samples).all()
    assert true_peak_db(out.audio) <= -1 + 1e-6
    assert (out.reduction_db > 0) == (true_peak_db(summed(loud, duration_s=0.2)) > -1)
