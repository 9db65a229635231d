"""Effects against references of scipy and of the formulas, and values that move."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal
from signals import noise

from audiocraft_studio.dsp.automation import moved
from audiocraft_studio.dsp.effects import Echo, Filter, Reverb, through
from audiocraft_studio.dsp.eq import Band, coefficients, equalised
from audiocraft_studio.dsp.pan import panned
from audiocraft_studio.dsp.reverb import Plate, Room, response

RATE = 44100
KINDS = ("bell", "low shelf", "high shelf", "high pass", "low pass")


def sound(n=8000, seed=1):
    return noise(n, RATE, 2, 0.2, seed).samples


def one_by_one(samples, kind, hz, gain_db, q):
    """The recursion as it is written, sample by sample."""
    made = np.zeros(samples.shape)
    for channel, out in zip(samples.astype(float), made, strict=True):
        x1 = x2 = y1 = y2 = 0.0
        for i, x in enumerate(channel):
            b, a = coefficients(kind, hz[i] / RATE, gain_db[i], q)
            y = (b[0] * x + b[1] * x1 + b[2] * x2 - a[1] * y1 - a[2] * y2) / a[0]
            x1, x2, y1, y2, out[i] = x, x1, y, y1, y
    return made


@pytest.mark.parametrize(("kind", "name"), [("low pass", "low"), ("high pass", "high")])
def test_a_pass_is_scipys_butterworth(kind, name):
    b, a = signal.butter(2, 1200, name, fs=RATE)
    made = through([Filter(Band(kind, 1200))], sound(), RATE)
    assert np.abs(made - signal.lfilter(b, a, sound(), axis=1)).max() < 1e-6


@pytest.mark.parametrize("kind", KINDS)
def test_a_filter_that_moves_is_the_recursion_with_coefficients_of_each_sample(kind):
    samples, n = sound(3000), 3000
    effect = Filter(Band(kind, 500, 6, 2), ((0.01, 200.0), (0.05, 12000.0)), ((0.02, -12.0), (0.06, 12.0)))
    hz = moved(effect.frequency_points, RATE, 0, n, geometric=True)
    expected = one_by_one(samples, kind, hz, moved(effect.gain_points, RATE, 0, n), 2)
    assert np.abs(through([effect], samples, RATE) - expected).max() < 1e-6


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(KINDS), st.floats(20, 20000), st.floats(-24, 24), st.floats(0.1, 10), st.integers(1, 70000))
def test_points_that_stay_are_a_filter_that_stays_however_long_the_sound(kind, hz, gain_db, q, n):
    band, samples = Band(kind, hz, gain_db, q), sound(n)
    still = Filter(band, ((0.0, hz), (0.1, hz)), ((0.05, gain_db),))
    made = through([still], samples, RATE)
    assert np.abs(made - equalised(noise(n, RATE, 2, 0.2, 1), [band]).samples).max() < 2e-5


def test_from_half_the_rate_on_a_filter_is_a_constant_gain():
    samples = noise(1000, 16000, 2).samples
    gains = {"bell": 1, "low shelf": 10**0.5, "high shelf": 1, "high pass": 0, "low pass": 1}
    for kind, gain in gains.items():
        for points in ((), ((0.0, 9000.0), (0.05, 20000.0))):
            made = through([Filter(Band(kind, 9000, 10), points)], samples, 16000)
            assert np.abs(made - gain * samples).max() < 1e-6, kind


@pytest.mark.parametrize(("time_s", "feedback"), [(0.01, 0.9), (0.03, 0.0), (0.5, 0.5)])
def test_an_echo_is_scipys_comb(time_s, feedback):
    delay = round(time_s * RATE)
    b, a = np.zeros(delay + 1), np.zeros(delay + 1)
    a[0], a[-1], b[-1] = 1, -feedback, 1
    expected = sound() + 0.4 * signal.lfilter(b, a, sound(), axis=1)
    assert np.abs(through([Echo(time_s, feedback, 0.4)], sound(), RATE) - expected).max() < 1e-6


@pytest.mark.parametrize("place", [Room(0.4, 5), Plate(0.3)])
def test_a_reverb_is_a_convolution_with_the_response_of_its_place(place):
    wet = signal.fftconvolve(sound().astype(float), response(place, RATE).astype(float), axes=1)[:, :8000]
    made = through([Reverb(place, 0.5, 0.25)], sound(), RATE)
    assert np.abs(made - (0.5 * wet + 0.25 * sound())).max() < 1e-5


def test_gains_move_on_straight_lines_and_frequencies_by_ratios_between_points_on_whole_samples():
    points = ((0.1, 100.0), (0.3, 400.0))
    assert moved(points, 10, 0, 6).tolist() == [100, 100, 250, 400, 400, 400]
    assert moved(points, 10, 0, 5, geometric=True) == pytest.approx([100, 100, 200, 400, 400])
    assert moved(points, 10, 2, 4).tolist() == [250, 400]


def test_points_are_in_the_time_of_the_scene_not_of_the_sound():
    samples = sound(4410)
    made = through([Echo(0.01, 0.0, 0.0, ((1.0, 0.0), (1.1, 1.0)))], samples, RATE, first=RATE)
    delayed = np.pad(samples, ((0, 0), (441, 0)))[:, :4410]
    assert np.abs(made - samples - delayed * np.arange(4410) / 4410).max() < 1e-6


def test_a_pan_that_moves_is_at_each_sample_where_it_should_be():
    samples, places = sound(400), np.linspace(-1, 1, 400)
    made = panned(samples, places)
    for i in (0, 50, 199, 200, 350, 399):
        assert np.abs(made[:, i : i + 1] - panned(samples[:, i : i + 1], float(places[i]))).max() < 1e-6


def points_of(values):
    return st.dictionaries(st.floats(0, 0.2), values, max_size=3).map(lambda found: tuple(sorted(found.items())))


bands = st.builds(Band, st.sampled_from(KINDS), st.floats(20, 20000), st.floats(-24, 24), st.floats(0.1, 10))
effects = st.one_of(
    st.builds(Filter, bands, points_of(st.floats(20, 20000)), points_of(st.floats(-24, 24))),
    st.builds(
        Reverb, st.builds(Room, st.floats(0.1, 0.3), st.floats(2, 60), st.floats(0.1, 1)), st.floats(0, 1),
        st.floats(0, 1), points_of(st.floats(0, 1)), points_of(st.floats(0, 1)),
    ),
    st.builds(Echo, st.floats(0.01, 2), st.floats(0, 0.9), st.floats(0, 1), points_of(st.floats(0, 1))),
)  # fmt: skip


@settings(deadline=None, max_examples=25)
@given(st.lists(effects, max_size=4), st.floats(0, 1))
def test_any_chain_is_finite_and_half_the_sound_gives_half_the_result(chain, factor):
    samples = sound(6000)
    whole, part = through(chain, samples, RATE), through(chain, samples * np.float32(factor), RATE)
    assert whole.shape == samples.shape
    assert whole.dtype == np.float32
    assert np.isfinite(whole).all()
    assert np.abs(whole * np.float32(factor) - part).max() <= 1e-5 * max(1.0, np.abs(whole).max())


@settings(deadline=None, max_examples=40)
@given(effects)
def test_silence_stays_silent(effect):
    assert not through([effect], np.zeros((2, 5000), np.float32), RATE).any()
