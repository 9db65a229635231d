"""Pads, drones, chords and drums: key and tempo exact."""

from __future__ import annotations

import numpy as np
import pytest

from audiocraft_studio.engines.sketch.theory import frequency_hz
from tests.engines.sketch.hearing import RATE, centroid_hz, envelope, onsets_s, seeds, share, sound

SEEDS = seeds(3)


def chroma(samples: np.ndarray, low_hz: float = 60.0, high_hz: float = 1500.0) -> np.ndarray:
    """Power of each pitch class, C first, from exact bands of ±35 cents around the notes."""
    mono = samples.mean(axis=0)
    spectrum = np.abs(np.fft.rfft(mono * np.hanning(len(mono)), 1 << 18)) ** 2
    f = np.fft.rfftfreq(1 << 18, 1 / RATE)
    classes = np.zeros(12)
    for note in range(30, 92):
        hz = frequency_hz(note)
        if low_hz < hz < high_hz:
            classes[note % 12] += spectrum[(f > hz * 2 ** (-35 / 1200)) & (f < hz * 2 ** (35 / 1200))].sum()
    return classes / classes.sum()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("key", "tonic", "third"), [("D minor", 2, 5), ("A major", 9, 1), ("F# minor", 6, 9)])
def test_a_pad_begins_on_the_chord_of_its_key(key: str, tonic: int, third: int, seed: int) -> None:
    (first, *_) = (sound(f"pad, I-V-vi-IV in {key} at 120 bpm", 4.0, seed)[:, RATE // 2 : 2 * RATE],)
    c = chroma(first)
    chord = {tonic, third, (tonic + 7) % 12}
    assert sum(c[note] for note in chord) > 0.8
    assert min(c[note] for note in chord) > 0.02


@pytest.mark.parametrize("seed", SEEDS)
def test_stated_chords_sound_in_order_each_for_a_bar(seed: int) -> None:
    x = sound("organ chords Am F C G at 120 bpm", 8.0, seed)
    for bar, chord in enumerate(({9, 0, 4}, {5, 9, 0}, {0, 4, 7}, {7, 11, 2})):
        part = x[:, int((2 * bar + 0.1) * RATE) : int((2 * bar + 1.9) * RATE)]
        c = chroma(part)
        assert sum(c[note] for note in chord) > 0.8
        assert set(np.argsort(c)[-3:]) == chord


@pytest.mark.parametrize("bpm", [90.0, 120.0, 140.0])
def test_strokes_fall_on_the_beat_to_the_sample(bpm: float) -> None:
    x = sound(f"piano chords in C major at {bpm:g} bpm", 8.0, 3)
    half_beat = 30 / bpm
    for onset in onsets_s(x, 1.5, 0.1):
        assert abs(onset / half_beat - round(onset / half_beat)) * half_beat < 0.035


@pytest.mark.parametrize("seed", SEEDS)
def test_a_drone_stays_on_its_root(seed: int) -> None:
    x = sound("drone in E minor", 20.0, seed)
    for start in (2, 10, 16):
        c = chroma(x[:, start * RATE : (start + 3) * RATE])
        assert c[4] == c.max()
        assert c[4] + c[11] > 0.6
    assert envelope(x, 0.5)[1:-1].min() > 0.1 * envelope(x, 0.5).max()


@pytest.mark.parametrize("seed", SEEDS)
def test_bright_pads_are_brighter_than_dark_ones(seed: int) -> None:
    assert centroid_hz(sound("bright pad in C", 3.0, seed)) > 1.3 * centroid_hz(sound("dark pad in C", 3.0, seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_an_arpeggio_plays_eighths(seed: int) -> None:
    times = onsets_s(sound("arpeggio in G major at 100 bpm", 5.0, seed), 1.5, 0.1)
    assert 13 <= len(times) <= 18
    assert np.allclose(np.diff(times), 0.3, atol=0.03)


@pytest.mark.parametrize("seed", SEEDS)
def test_drums_have_a_low_kick_and_high_hats(seed: int) -> None:
    x = sound("drum beat at 100 bpm", 5.0, seed)
    assert share(x, 30, 150) > 0.3
    assert share(x, 5000, 20_000) > 0.003


def test_the_seed_picks_another_progression_but_not_another_tempo() -> None:
    takes = [sound("piano chords in C major at 120 bpm", 8.0, seed) for seed in (1, 2, 3, 4)]
    starts = [{round(t * 4) for t in onsets_s(x, 1.5, 0.1)} for x in takes]
    assert all({0, 8, 16, 24} & s for s in starts)
    assert len({tuple(np.argsort(chroma(x[:, 2 * RATE : 4 * RATE]))[-3:]) for x in takes}) > 1
