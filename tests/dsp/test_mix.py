import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.mix import Track, mix, panned
from audiocraft_studio.dsp.resample import resample


def noise(n, rate, channels=1, level=0.1, seed=0):
    rng = np.random.default_rng(seed)
    return Audio((level * rng.standard_normal((channels, n))).astype(np.float32), rate)


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
    assert out.gain_db == 0
    assert np.abs(out.audio.samples - expected).max() < 1e-6


def test_a_sum_over_full_scale_is_lowered_as_a_whole_and_says_so():
    loud = Audio(np.full((2, 1000), 0.9, np.float32), 44100)
    out = mix([Track(loud), Track(loud)])
    assert np.abs(out.audio.samples).max() == pytest.approx(10 ** (-1 / 20), abs=1e-5)
    assert out.gain_db == pytest.approx(-1 - 20 * np.log10(1.8), abs=1e-3)


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


tracks = st.builds(
    lambda seed, rate, channels, weight, pan, offset, loop: Track(
        noise(rate // 20, rate, channels, 0.05, seed), weight, pan, offset, 0.01, 0.01, loop
    ),
    st.integers(0, 5), st.sampled_from([16000, 32000, 44100]), st.sampled_from([1, 2]), st.floats(0, 1),
    st.floats(-1, 1), st.floats(0, 0.1), st.booleans(),
)  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(st.lists(tracks, min_size=1, max_size=4))
def test_the_order_of_layers_does_not_matter_and_nothing_passes_full_scale(layers):
    forth = mix(layers, duration_s=0.2).audio.samples
    back = mix(layers[::-1], duration_s=0.2).audio.samples
    assert np.abs(forth - back).max() < 1e-6
    assert np.isfinite(forth).all()
    assert np.abs(forth).max() <= 1.0
