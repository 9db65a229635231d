"""Instruments: in tune, of one loudness, starting where they are told, ending without a click."""

from __future__ import annotations

import numpy as np
import pytest

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks.level import loudness_db
from audiocraft_studio.engines.sketch.music import Composition, Note, Part
from audiocraft_studio.engines.sketch.music.instruments import instrument, nearest_drum
from audiocraft_studio.engines.sketch.music.voices import KITS, VOICES
from audiocraft_studio.engines.sketch.theory import frequency_hz
from tests.engines.sketch.hearing import centroid_hz
from tests.engines.sketch.music.listening import RATE, generator, heard

NAMES = sorted(VOICES)


def played(voice: str, pitch: int, seconds: float = 1.0, velocity: int = 100, seed: int = 1) -> Samples:
    """One note as the instrument gives it, before any mix: (2, n)."""
    part = Part("lead", voice, (Note(0.0, 2 * seconds, pitch, velocity),))
    held = round(seconds * RATE)
    sound = instrument(part, np.array([held]), generator(seed), RATE).play(part.notes[0], held)
    return np.repeat(sound, 2, axis=0) / np.float32(np.sqrt(2)) if len(sound) == 1 else sound


def cents_off(samples: Samples, hz: float) -> float:
    """How far the strongest of the first six harmonics lies from its place."""
    size = 1 << 19
    level = np.abs(np.fft.rfft(samples[0] * np.hanning(samples.shape[1]), size))
    f = np.fft.rfftfreq(size, 1 / RATE)
    best_level, best_cents = 0.0, 0.0
    for k in range(1, 7):
        near = (f > k * hz * 0.965) & (f < k * hz * 1.035)
        peak = int(np.flatnonzero(near)[level[near].argmax()])
        if level[peak] > best_level:
            # the middle of what lies there: an ensemble and a vibrato are a band, not a line
            middle = float((f[near] * level[near] ** 2).sum() / (level[near] ** 2).sum())
            best_level, best_cents = float(level[peak]), 1200 * np.log2(middle / (k * hz))
    return float(best_cents)


@pytest.mark.parametrize("voice", NAMES)
@pytest.mark.parametrize("away", [pytest.param(-7, marks=pytest.mark.slow), 5])
def test_a_voice_is_in_tune(voice: str, away: int) -> None:
    pitch = VOICES[voice].centre + away
    # what slides into its notes has arrived after half a second
    off = [cents_off(played(voice, pitch, 1.5, seed=s)[:, RATE // 2 :], frequency_hz(pitch)) for s in (1, 2, 3)]
    assert abs(np.median(off)) < 9, off


@pytest.mark.parametrize("voice", NAMES)
def test_all_voices_are_about_as_loud(voice: str) -> None:
    levels = [loudness_db(played(voice, VOICES[voice].centre, seed=seed), RATE) for seed in (1, 2, 3)]
    assert abs(np.mean(levels) + 14.0) < 2.5, levels


@pytest.mark.parametrize("voice", NAMES)
def test_harder_strokes_are_louder(voice: str) -> None:
    soft, hard = (loudness_db(played(voice, VOICES[voice].centre, velocity=v), RATE) for v in (40, 110))
    assert hard > soft + 8


@pytest.mark.parametrize("voice", NAMES)
@pytest.mark.parametrize("seconds", [0.03, 0.6])
def test_a_note_begins_at_once_and_ends_in_silence(voice: str, seconds: float) -> None:
    sound = played(voice, VOICES[voice].centre, seconds)
    assert np.isfinite(sound).all()
    peak = np.abs(sound).max()
    assert 0.02 < peak < 2.0
    assert np.flatnonzero(np.abs(sound).max(axis=0) > 1e-9)[0] <= 12
    assert np.abs(sound[:, 0]).max() < 0.2 * peak
    assert np.abs(sound[:, -1]).max() < 0.003


@pytest.mark.parametrize("voice", ["piano", "guitar", "saw lead", "brass", "strings", "warm pad"])
def test_bright_parts_are_brighter(voice: str) -> None:
    def mix(brightness: int) -> Samples:
        notes = tuple(Note(float(k), 1.0, VOICES[voice].centre, 80) for k in range(4))
        return heard(Composition((Part("lead", voice, notes, brightness=brightness),), 4.0))

    assert centroid_hz(mix(124)) > 1.1 * centroid_hz(mix(4))


@pytest.mark.parametrize("voice", ["choir", "strings", "warm pad", "dark drone"])
def test_a_held_chord_has_no_period(voice: str) -> None:
    notes = tuple(Note(0.0, 60.0, VOICES[voice].centre + k, 90) for k in (0, 4, 7))
    x = heard(Composition((Part("pad", voice, notes, room=0),), 60.0))[0, RATE : 29 * RATE].astype(np.float64)
    spectrum = np.fft.rfft(x, 2 * len(x))
    likeness = np.fft.irfft(np.abs(spectrum) ** 2)[: len(x)] / np.arange(len(x), 0, -1)
    # a loop would come near to 1
    assert np.abs(likeness[RATE // 2 : 20 * RATE]).max() < 0.7 * likeness[0]


@pytest.mark.parametrize("kit", sorted(KITS))
def test_every_key_of_general_midi_has_a_drum(kit: str) -> None:
    for key in range(27, 88):
        assert nearest_drum(KITS[kit], key) in KITS[kit].hits
    assert nearest_drum(KITS[kit], 36) == 36
    assert nearest_drum(KITS[kit], 40) in (38, 40)


@pytest.mark.parametrize("kit", sorted(set(KITS) - {"chip kit"}))
def test_strokes_begin_at_once_and_no_two_are_alike(kit: str) -> None:
    for key, hit in KITS[kit].hits.items():
        rng = generator(1)
        first, second = hit(rng, RATE), hit(rng, RATE)
        assert 0.5 < np.abs(first).max() <= 1.01, key
        assert np.flatnonzero(np.abs(first).max(axis=0) > 1e-5)[0] <= 12
        assert np.abs(first[:, -1]).max() < 1e-3
        length = min(first.shape[1], second.shape[1])
        assert not np.array_equal(first[:, :length], second[:, :length]), key
