"""Voices by the dozen, and things that turn."""

from __future__ import annotations

import numpy as np
import pytest

from audiocraft_studio.engines.sketch.blocks.babble import VOWELS_HZ, Utterance, frames, spoken
from audiocraft_studio.engines.sketch.blocks.motors import Motor, placed, running, spells, working
from audiocraft_studio.engines.sketch.blocks.people import Manner, Say, boo, laugh, people, phrase, shout
from tests.engines.sketch.hearing import RATE, envelope, power, share


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def vowel(name: str, pitch_hz: float, seconds: float = 1.0, start: int = 0) -> Utterance:
    n = frames(seconds, RATE)
    formants = np.tile(np.array(VOWELS_HZ[name]), (n, 1))
    return Utterance(start, np.full(n, pitch_hz), np.ones(n), formants, np.array([1.0, 0.5]), breath=0.0)


@pytest.mark.parametrize("pitch_hz", [95.0, 180.0, 320.0])
def test_a_voice_has_its_pitch_its_vowel_and_its_place(pitch_hz: float) -> None:
    x = spoken([vowel("a", pitch_hz)], 2, rng(), RATE)
    spectrum = np.abs(np.fft.rfft(x[0] * np.hanning(x.shape[1]))) ** 2
    f = np.fft.rfftfreq(x.shape[1], 1 / RATE)
    lines = spectrum[np.abs(f / pitch_hz - np.rint(f / pitch_hz)) * pitch_hz < 8].sum()
    assert lines > 0.95 * spectrum.sum()
    assert abs(np.sqrt(np.mean(x[0] ** 2)) / 0.1 - 1) < 0.25
    assert abs(np.linalg.norm(x[1]) / np.linalg.norm(x[0]) - 0.5) < 0.01


def test_vowels_differ_in_their_formants() -> None:
    high, low = (spoken([vowel(v, 120.0)], 2, rng(), RATE) for v in ("i", "u"))
    assert share(high, 1900, 3200) > 3 * share(low, 1900, 3200)
    assert share(spoken([vowel("a", 120.0)], 2, rng(), RATE), 550, 1300) > 0.4


def test_utterances_start_where_they_are_put_and_all_are_heard() -> None:
    late = frames(1.5, RATE)
    x = spoken([vowel("a", 120.0, 0.5), vowel("e", 210.0, 0.5, late)], 2, rng(), RATE)
    e = envelope(x, 0.05)
    assert e[:8].min() > 0.3 * e.max()
    assert e[13:27].max() < 0.02 * e.max()
    assert e[32:38].min() > 0.3 * e.max()


@pytest.mark.parametrize("say", [phrase, shout, laugh, boo])
def test_all_that_people_say_is_finite_starts_and_ends_softly(say: Say) -> None:
    for seed in range(12):
        source = rng(seed)
        (person, *_) = people(source, 3, children=seed % 2 == 0)
        u = say(person, Manner(), source, RATE)
        assert np.isfinite(u.level).all()
        assert u.pitch_hz.min() > 40
        assert u.level[[0, -1]].max() < 0.1 * u.level.max()
        assert 0.1 < len(u.level) / frames(1.0, RATE) < 6
        assert u.formants_hz.shape == (len(u.level), 3)


def mixed(pieces: object, seconds: float) -> np.ndarray:
    out = np.zeros((2, int(seconds * RATE)), np.float32)
    for start, samples in pieces:  # type: ignore[attr-defined]
        first, last = max(0, start), min(out.shape[1], start + samples.shape[1])
        out[:, first:last] += samples[:, first - start : last - start]
    return out


def test_a_motor_whines_at_its_orders_and_follows_its_speed() -> None:
    motor = Motor(50.0, ((1.0, 0.3), (12.0, 1.0)), noise=0.0, unsteady=0.0)
    for speed in (1.0, 0.5):
        x = mixed(running(motor, lambda at_s, s=speed: np.full(np.shape(at_s), s), 2.0, rng(), RATE), 2.0)
        f, p = power(x)
        assert abs(f[p.argmax()] - 600 * speed) < 8


def test_work_comes_in_spells_that_wind_up_and_down() -> None:
    work = spells(rng(3), 20.0, (1.0, 2.0), (1.0, 2.0), up_s=0.3, down_s=0.5)
    assert 4 <= len(work.times_s) <= 8
    t = np.linspace(0, 20, 4000)
    speed = work.speed(t)
    assert 0 <= speed.min() < 0.01 < 0.99 < speed.max() <= 1
    assert np.abs(np.diff(speed)).max() < 0.15
    motor = Motor(80.0, ((1.0, 1.0), (7.0, 0.5)))
    x = mixed(placed(working(motor, work, 20.0, rng(), RATE), np.array([[1.0], [0.5]])), 20.0)
    level = envelope(x, 0.02)
    now = np.interp(np.arange(len(level)) * 0.02, t, speed)
    assert level[now > 0.9].min() > 20 * level[now == 0].max()
    assert abs(np.linalg.norm(x[1]) / np.linalg.norm(x[0]) - 0.5) < 0.2
