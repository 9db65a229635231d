"""The notes behind a take."""

from __future__ import annotations

import numpy as np
import pytest

from audiocraft_studio.engines.base import Item
from audiocraft_studio.engines.sketch.model import SketchModel
from audiocraft_studio.engines.sketch.music import Composition
from tests.engines.sketch.hearing import RATE, envelope, sound, take

PARAMS = {"brightness": 0.0, "intensity": 0.0, "distance": 0.0, "width": 1.0}


def notes_of(prompt: str, duration_s: float = 8.0, seed: int = 1, **params: float) -> Composition | None:
    return SketchModel().composition(Item(prompt, seed), duration_s, {**PARAMS, **params})


@pytest.mark.parametrize("prompt", ["chiptune in C major at 120 bpm", "piano and drums in C minor", "jazz piano"])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_notes_are_those_that_are_heard(prompt: str, seed: int) -> None:
    composition = notes_of(prompt, seed=seed)
    assert composition is not None
    level = envelope(np.diff(sound(prompt, 8.0, seed), axis=1), 0.005)
    rises = np.maximum(0, np.diff(np.log(level + 1e-5)))
    starts = {composition.sample(note.start, RATE) // (RATE // 200) for note in composition.notes}
    at_notes = np.array([rises[max(0, s - 2) : s + 3].max() for s in starts if 2 < s < len(rises) - 3])
    assert np.median(at_notes) > 2 * np.median(rises)


def test_what_a_musician_wants_to_know_is_said() -> None:
    notes = take("synthwave in A minor, 100 bpm, intro 4 bars, verse", 20.0).notes
    assert "Music: A minor, 100 bpm, 4/4, intro – verse" in notes


def test_params_that_change_the_piece_change_its_notes_alike() -> None:
    assert notes_of("music", brightness=-1.0) != notes_of("music", brightness=1.0)
    assert notes_of("music", width=0.0) == notes_of("music", width=1.0)


@pytest.mark.parametrize("prompt", ["rain", "dark drone in C minor", "clock ticking"])
def test_sounds_that_are_no_band_have_no_notes(prompt: str) -> None:
    assert notes_of(prompt) is None
    assert not any(note.startswith("Music:") for note in take(prompt, 0.5).notes)


def test_music_with_rain_has_its_notes() -> None:
    composition = notes_of("jazz café with rain")
    assert composition is not None
    assert composition.style == "jazz"
