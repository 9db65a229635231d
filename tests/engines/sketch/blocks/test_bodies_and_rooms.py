"""Modes, filters, levels, rooms and voices."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import signal

from audiocraft_studio.engines.sketch.blocks.envelopes import decay, fade_edges
from audiocraft_studio.engines.sketch.blocks.filters import filter_in_place, high_cut, high_shelf, low_cut, tilt
from audiocraft_studio.engines.sketch.blocks.level import CEILING, hold_below_ceiling, loudness_db
from audiocraft_studio.engines.sketch.blocks.modal import ring, ring_on, struck
from audiocraft_studio.engines.sketch.blocks.space import ROOMS, air, convolve_in_place, impulse_response
from audiocraft_studio.engines.sketch.blocks.voices import harmonics, spread_tones
from tests.engines.sketch.hearing import RATE, decay_s, rms_db


def sine(f: float, seconds: float = 1.0) -> np.ndarray:
    wave = np.sin(2 * np.pi * f * np.arange(int(seconds * RATE)) / RATE)
    return np.stack([wave, wave]).astype(np.float32)


def gain_db(sos: np.ndarray, f: float) -> float:
    x = sine(f)
    before = rms_db(x[:, RATE // 2 :])
    filter_in_place(x, sos)
    return rms_db(x[:, RATE // 2 :]) - before


def test_a_mode_has_its_pitch_its_decay_and_a_quiet_start() -> None:
    x = ring(np.array([440.0]), np.array([0.3]), np.ones((2, 1)), 2 * RATE, RATE)
    spectrum = np.abs(np.fft.rfft(x[0]))
    assert spectrum.argmax() / 2 == pytest.approx(440.0, abs=1)
    assert decay_s(x, 20) == pytest.approx(0.3 * np.log(10), rel=0.1)
    assert x[0, 0] == 0
    exact = np.exp(-np.arange(RATE) / RATE / 0.3) * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)
    assert np.abs(x[0, :RATE] - exact).max() < 0.01


def test_a_body_struck_again_rings_as_the_sum_of_its_blows() -> None:
    f, decays_s, starts = np.array([440.0, 1210.0]), np.array([0.1, 0.05]), np.array([0, 700, 6000])
    gains = np.random.default_rng(3).uniform(0.2, 1.0, (3, 2, 2))
    x = ring_on(f, decays_s, starts, gains, RATE, RATE)
    apart = np.zeros_like(x)
    for start, gain in zip(starts, gains, strict=True):
        apart[:, start:] += ring(f, decays_s, gain, RATE - start, RATE)
    assert np.abs(x - apart).max() < 0.005


def test_modes_beyond_the_rate_are_left_out() -> None:
    assert not ring(np.array([30_000.0]), np.array([0.1]), np.ones((1, 1)), 1000, RATE).any()


def test_a_hard_blow_excites_high_modes_more() -> None:
    f = np.array([200.0, 5000.0])
    assert struck(f, 0.0001)[1] / struck(f, 0.0001)[0] > struck(f, 0.002)[1] / struck(f, 0.002)[0]


def test_filters_do_what_they_say() -> None:
    assert gain_db(low_cut(100.0, RATE), 20.0) < -20
    assert gain_db(high_cut(1000.0, RATE), 8000.0) < -30
    assert gain_db(high_shelf(6.0, 1000.0, RATE), 12_000.0) == pytest.approx(6.0, abs=0.3)
    assert gain_db(high_shelf(6.0, 1000.0, RATE), 50.0) == pytest.approx(0.0, abs=0.3)
    assert gain_db(tilt(9.0, 1200.0, RATE), 15_000.0) == pytest.approx(9.0, abs=0.8)
    assert gain_db(tilt(9.0, 1200.0, RATE), 60.0) == pytest.approx(-9.0, abs=0.8)


def test_filtering_has_no_seam_between_its_blocks() -> None:
    x = np.random.default_rng(1).standard_normal((2, 300_000), dtype=np.float32)
    from scipy import signal

    whole = signal.sosfilt(low_cut(50.0, RATE), x.astype(np.float64), axis=1)
    filter_in_place(x, low_cut(50.0, RATE))
    assert np.allclose(x, whole, atol=1e-5)


def test_far_air_takes_the_treble_and_near_air_nothing() -> None:
    assert air(0.0, RATE).shape == (0, 6)
    assert gain_db(air(0.9, RATE), 8000.0) < gain_db(air(0.3, RATE), 8000.0) - 6


def test_loudness_is_that_of_the_sounding_part() -> None:
    x = sine(1000.0, 1.0)
    with_silence = np.concatenate([x, np.zeros((2, 9 * RATE), np.float32)], axis=1)
    assert loudness_db(with_silence, RATE) == pytest.approx(loudness_db(x, RATE), abs=0.5)
    assert loudness_db(0.5 * x, RATE) == pytest.approx(loudness_db(x, RATE) - 6.02, abs=0.1)
    assert loudness_db(np.zeros((2, 100), np.float32), RATE) == float("-inf")
    assert loudness_db(sine(50.0), RATE) < loudness_db(sine(3000.0), RATE)


def test_loud_mixes_are_turned_down_not_clipped() -> None:
    x = 4 * sine(100.0)
    hold_below_ceiling(x)
    assert np.abs(x).max() == pytest.approx(CEILING, rel=1e-4)
    assert np.corrcoef(x[0], sine(100.0)[0])[0, 1] > 0.99999
    quiet = 0.1 * sine(100.0)
    before = quiet.copy()
    hold_below_ceiling(quiet)
    assert np.array_equal(quiet, before)


@pytest.mark.parametrize("place", sorted(ROOMS))
def test_a_room_decays_in_its_time(place: str) -> None:
    room = ROOMS[place]
    response = impulse_response(room, np.random.default_rng(1), RATE)
    energy = np.cumsum((response**2).sum(axis=0)[::-1])[::-1]
    at_30_db = np.flatnonzero(energy < energy[0] * 1e-3)[0] / RATE
    assert 0.25 * room.decay_s < at_30_db < 0.8 * room.decay_s
    assert abs(np.corrcoef(response)[0, 1]) < 0.5


def test_convolution_has_no_seam_between_its_blocks() -> None:
    from scipy import signal

    x = np.random.default_rng(1).standard_normal((2, 600_000), dtype=np.float32)
    response = np.random.default_rng(2).standard_normal((2, 3000)).astype(np.float32) * 0.01
    whole = 0.5 * x + 0.7 * signal.oaconvolve(x, response, axes=1)[:, : x.shape[1]]
    convolve_in_place(x, response, 0.5, 0.7)
    assert np.allclose(x, whole, atol=1e-3)


def test_spread_tones_keep_the_exact_pitch_and_differ_between_the_ears() -> None:
    x = spread_tones(
        np.random.default_rng(1),
        np.array([440.0]),
        np.array([1.0]),
        width_cents=5.0,
        n_samples=4 * RATE,
        sample_rate=RATE,
    )
    power = np.abs(np.fft.rfft(x, axis=1)).sum(axis=0) ** 2
    f = np.fft.rfftfreq(x.shape[1], 1 / RATE)
    assert (power * f).sum() / power.sum() == pytest.approx(440.0, abs=1.0)
    assert abs(np.corrcoef(x)[0, 1]) < 0.6


def test_harmonics_stop_where_they_are_told_to() -> None:
    f, gains = harmonics(100.0, 1.0, 1000.0)
    assert f.max() == 1000.0
    assert gains[0] == 1.0
    assert np.all(np.diff(gains) < 0)


def test_fades_reach_silence_and_leave_the_middle() -> None:
    x = np.ones((2, 1000), np.float32)
    fade_edges(x, 100, 200)
    assert x[0, 0] < 0.01
    assert x[0, -1] < 0.01
    assert np.all(x[:, 100:800] == 1)
    tiny = np.ones((2, 1), np.float32)
    fade_edges(tiny, 5, 5)
    assert tiny.shape == (2, 1)


def test_a_decay_reaches_one_over_e_in_its_time() -> None:
    assert decay(RATE, 0.25, RATE)[RATE // 4] == pytest.approx(np.exp(-1), rel=1e-3)


@pytest.mark.parametrize("hz", [22.0, 1000.0, 15_000.0])
def test_cuts_are_those_of_butterworth(hz: float) -> None:
    assert low_cut(hz, RATE) == pytest.approx(signal.butter(2, hz, "highpass", fs=RATE, output="sos"), rel=1e-6)
    assert high_cut(hz, RATE) == pytest.approx(signal.butter(2, hz, fs=RATE, output="sos"), rel=1e-6)
