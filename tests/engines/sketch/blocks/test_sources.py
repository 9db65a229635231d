"""Tones, voices, blows and things that pass by."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocraft_studio.engines.sketch.blocks import tones
from audiocraft_studio.engines.sketch.blocks.hits import PLATE, Hit, grit, hit, pool
from audiocraft_studio.engines.sketch.blocks.motion import SOUND_M_S, Path, pass_by
from audiocraft_studio.engines.sketch.blocks.vocal import Call, call, callers, formant_gain, pulsed, tract
from tests.engines.sketch.hearing import RATE, centroid_hz, share


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def strongest_hz(x: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(x * np.hanning(len(x)), 1 << 18))
    return float(spectrum.argmax()) * RATE / (1 << 18)


def steady(hz: float) -> tones.Movement:
    return lambda times_s: np.full(np.shape(times_s), hz)


def falling(times_s: np.ndarray, frequencies_hz: np.ndarray) -> np.ndarray:
    return frequencies_hz**-1.0 + 0 * times_s


@given(hz=st.floats(60, 5000), start_s=st.floats(0, 500))
@settings(max_examples=25, deadline=None)
def test_a_tone_has_its_pitch_and_nothing_between_its_harmonics(hz: float, start_s: float) -> None:
    turned = tones.cycles(steady(hz), start_s, RATE // 2, RATE)
    wave = tones.harmonics(turned, steady(hz), falling, start_s, RATE)
    assert abs(strongest_hz(wave) / hz - 1) < 0.003
    spectrum = np.abs(np.fft.rfft(wave * np.blackman(len(wave)))) ** 2
    f = np.fft.rfftfreq(len(wave), 1 / RATE)
    off = np.abs(f / hz - np.rint(f / hz)) * hz > 12
    assert spectrum[off & (f > 50)].sum() < 1e-4 * spectrum.sum(), "no aliases"


def test_a_tone_goes_on_without_a_step_from_stretch_to_stretch() -> None:
    def pitch(times_s: np.ndarray) -> np.ndarray:
        return np.asarray(200 + 50 * np.sin(times_s))

    n = 128 * 100
    whole = tones.cycles(pitch, 0.0, 2 * n, RATE)
    first = tones.cycles(pitch, 0.0, n, RATE)
    second = tones.cycles(pitch, n / RATE, n, RATE, float(first[-1]))
    assert np.allclose(np.concatenate([first, second]), whole, atol=1e-3)


def test_each_harmonic_can_have_a_level_of_its_own() -> None:
    colour = tones.levels(np.array([0.0, 1.0, 0.0]), steady(300.0))
    wave = tones.harmonics(tones.cycles(steady(300.0), 0.0, RATE, RATE), steady(300.0), colour, 0.0, RATE)
    assert abs(strongest_hz(wave) - 600) < 1


def test_formants_lie_where_the_tract_puts_them() -> None:
    formants_hz = np.array(tract(0.175))
    assert np.allclose(formants_hz[:3], [500, 1500, 2500])
    f = np.arange(100.0, 4000.0, 10.0)
    gain = formant_gain(f, formants_hz, 0.1)
    peaks = [f[k] for k in range(1, len(f) - 1) if gain[k] > gain[k - 1] and gain[k] > gain[k + 1]]
    assert np.allclose(peaks[:4], formants_hz[:4], rtol=0.03)


@given(seed=st.integers(0, 2**31), length_s=st.floats(0.02, 1.5), hz=st.floats(40, 2500))
@settings(max_examples=25, deadline=None)
def test_a_call_is_as_long_as_it_says_starts_and_ends_in_silence_and_is_never_the_same(
    seed: int, length_s: float, hz: float
) -> None:
    c = Call(length_s, ((0.0, hz), (0.5, 1.3 * hz), (1.0, hz)), ((0.0, 0.0), (0.5, 1.0), (1.0, 0.0)), tract(0.1))
    one, other = call(c, rng(seed), RATE), call(c, rng(seed + 1), RATE)
    assert abs(len(one) - length_s * RATE) <= 64
    assert np.isfinite(one).all()
    assert abs(np.abs(one).max() - 1) < 1e-4
    assert abs(one[0]) < 0.02
    assert abs(one[-1]) < 0.02
    assert not np.allclose(one, other)
    assert np.array_equal(one, call(c, rng(seed), RATE))


def test_breath_without_a_voice_has_no_pitch() -> None:
    c = Call(0.5, ((0.0, 200.0),), ((0.0, 1.0),), tract(0.1), breath=1.0, voice=0.0)
    spectrum = np.abs(np.fft.rfft(call(c, rng(), RATE)))[20:1000]
    assert spectrum.max() < 15 * np.median(spectrum)


def test_the_first_of_a_group_is_the_nearest() -> None:
    group = callers(rng(), 5)
    nearness = [float(np.linalg.norm(c.gains)) for c in group]
    assert nearness[0] == max(nearness)


def test_pulses_set_formants_ringing_at_their_rate() -> None:
    n = RATE
    wave = pulsed(np.arange(n) * 25 / RATE, np.full(n, 25.0), (400.0,), (0.008,), (1.0,), np.ones(3))
    assert abs(strongest_hz(np.abs(wave) - np.abs(wave).mean()) - 25) < 1
    assert abs(strongest_hz(wave) - 400) < 20


@given(seed=st.integers(0, 2**31), base_hz=st.floats(40, 4000), force=st.floats(0.05, 2))
@settings(max_examples=25, deadline=None)
def test_a_hit_starts_at_once_and_ends_in_silence(seed: int, base_hz: float, force: float) -> None:
    x = hit(Hit(base_hz, PLATE, 0.03, thump=0.4), force, rng(seed), RATE)
    assert np.isfinite(x).all()
    assert np.abs(x[:, : RATE // 50]).max() > 0.3 * np.abs(x).max()
    assert np.abs(x[:, -1]).max() < 0.01 * np.abs(x).max()


def test_harder_hits_are_louder_and_brighter() -> None:
    soft, hard = (hit(Hit(300.0, PLATE, contact_s=0.002, click=0.0), f, rng(), RATE) for f in (0.2, 1.0))
    assert np.abs(hard).max() > 2 * np.abs(soft).max()
    assert centroid_hz(hard) > centroid_hz(soft)


def test_grit_lies_around_its_centre() -> None:
    assert share(grit(200, 3000.0, 0.002, 0.1, rng(), RATE), 1200, 7000) > 0.7


def test_a_pool_never_gives_the_same_blow_twice() -> None:
    source = rng(4)
    blows = pool(lambda: hit(Hit(400.0), 1.0, source, RATE), 6)
    drawn = [blows.draw(source) for _ in range(30)]
    assert len({x.tobytes() for x in drawn}) == 30


@pytest.mark.parametrize("speed_m_s", [15.0, 60.0, 150.0])
def test_a_passing_tone_falls_by_the_ratio_of_doppler(speed_m_s: float) -> None:
    path = Path(nearest_s=2.0, nearest_m=5.0, speed_m_s=speed_m_s)
    tone = np.sin(2 * np.pi * 1000 * (np.arange(9 * RATE) / RATE)).astype(np.float32)
    x = pass_by(tone, -4.0, path, np.arange(4 * RATE) / RATE, RATE)
    before, after = (strongest_hz(x[:, k : k + RATE // 2].sum(axis=0)) for k in (RATE // 2, 3 * RATE))
    c = SOUND_M_S
    assert abs(before / after / ((c + speed_m_s) / (c - speed_m_s)) - 1) < 0.01
    shift = path.shift(np.array([0.7, 3.3]))
    assert abs(shift[0] / shift[1] - before / after) < 0.02


def test_what_passes_is_loudest_when_nearest_and_goes_from_ear_to_ear() -> None:
    noise = rng().standard_normal(6 * RATE).astype(np.float32)
    x = pass_by(noise, -1.0, Path(2.0, 4.0, 20.0), np.arange(4 * RATE) / RATE, RATE)
    power = (x**2).reshape(2, 40, -1).mean(axis=2)
    assert abs(int(power.sum(axis=0).argmax()) - 20) <= 1
    assert power[0, 5] > 3 * power[1, 5]
    assert power[1, 35] > 3 * power[0, 35]
