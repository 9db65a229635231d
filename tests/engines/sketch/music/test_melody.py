"""A piece's tune alone, as audio for a model that follows melodies."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from audiocraft_studio.engines.sketch.music import Composition, Note, Part, melody_audio
from audiocraft_studio.engines.sketch.music.performance import melody
from audiocraft_studio.engines.sketch.theory import frequency_hz
from tests.engines.sketch.music.listening import RATE, generator, piece

DRUMS = Part("drums", "standard kit", (Note(0.0, 1.0, 36, 100),))


def tune(*pitches: int) -> tuple[Note, ...]:
    return tuple(Note(float(k), 1.0, pitch, 90) for k, pitch in enumerate(pitches))


def test_the_tune_is_the_leads_line_and_nothing_else() -> None:
    composition = Composition(
        (Part("lead", "violin", tune(72, 74, 76, 77)), Part("bass", "sub bass", tune(36, 36, 43, 36)), DRUMS), 4.0
    )
    audio = melody_audio(composition, generator(1))
    assert (audio.channels, audio.sample_rate, audio.n_samples) == (1, 44_100, 2 * RATE)
    for k, pitch in enumerate((72, 74, 76, 77)):
        part = audio.samples[0, int((0.5 * k + 0.1) * RATE) : int((0.5 * k + 0.45) * RATE)]
        level = np.abs(np.fft.rfft(part * np.hanning(len(part)), 1 << 17))
        strongest = level.argmax() * RATE / (1 << 17)
        assert abs(12 * np.log2(strongest / frequency_hz(pitch))) < 0.5


def test_without_a_lead_the_highest_line_is_the_tune() -> None:
    low = tuple(Note(float(k), 2.0, 60 - k, 90) for k in range(4))
    chords = Part("chords", "piano", tuple(sorted((*tune(72, 74, 76, 77), *low))))
    assert [note.pitch for note in melody(Composition((chords, DRUMS), 6.0))] == [72, 74, 76, 77]


def test_one_note_sounds_at_a_time() -> None:
    for style in ("orchestral", "jazz", "ambient", "horror"):
        notes = melody(piece(style, 40.0, seed=2))
        assert notes
        for before, after in pairwise(notes):
            assert before.start + before.length <= after.start + 1e-6


def test_drums_alone_have_no_tune() -> None:
    audio = melody_audio(Composition((DRUMS,), 4.0), generator(1))
    assert not audio.samples.any()
