"""Playing the notes of a MIDI file."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocraft_studio.engines.base import Item, Request, Take
from audiocraft_studio.engines.sketch.model import SketchModel
from audiocraft_studio.engines.sketch.music import Composition, Note, Part, from_midi, to_midi
from audiocraft_studio.engines.sketch.music.arranging import arranged, cut
from audiocraft_studio.engines.sketch.music.composition import TICKS, Tempo
from audiocraft_studio.engines.sketch.music.styles import STYLES
from audiocraft_studio.engines.sketch.music.voices import KITS, VOICES
from audiocraft_studio.errors import InputError
from tests.engines.sketch.hearing import RATE, envelope
from tests.engines.sketch.music.listening import piece

Notes = list[tuple[Note, ...]]


def notes_of(composition: Composition) -> Notes:
    return [part.notes for part in composition.parts]


def played(midi: bytes, prompt: str, duration_s: float, seed: int = 1) -> Take:
    request = Request((Item(prompt, seed),), duration_s, {}, notes=midi)
    return SketchModel().generate(request, lambda done, total: None)[0]


def written(midi: bytes | None, prompt: str, duration_s: float, seed: int = 1) -> Composition:
    found = SketchModel().written(Item(prompt, seed), duration_s, {}, midi)
    assert found is not None
    return from_midi(found)


@pytest.mark.parametrize("style", STYLES)
def test_a_take_is_written_down_played_and_written_down_again_note_by_note(style: str) -> None:
    midi = SketchModel().written(Item(f"{style} music in D minor", 5), 9.7, {}, None)
    assert midi is not None
    assert notes_of(written(midi, "jazz", 9.7)) == notes_of(from_midi(midi))


def test_the_notes_that_were_given_are_heard_where_they_are_written() -> None:
    notes = tuple(Note(float(k), 0.5, 60 + k, 100) for k in range(8))
    midi = to_midi(Composition((Part("lead", "piano", notes),), 8.0, (Tempo(0.0, 120.0),)))
    level = envelope(np.diff(played(midi, "piano", 4.0).audio.samples, axis=1), 0.005)
    rises = np.maximum(0, np.diff(np.log(level + 1e-5)))
    at_notes = [rises[max(0, 100 * k - 2) : 100 * k + 3].max() for k in range(1, 8)]
    assert min(at_notes) > 4 * np.median(rises)


def test_the_prompt_chooses_who_plays() -> None:
    midi = to_midi(piece("song", 12.0, seed=3))
    own = [part.voice for part in from_midi(midi).parts]
    assert [p.voice for p in written(midi, "music", 12.0).parts] == own
    assert [p.voice for p in written(midi, "the sound of anxiety", 12.0).parts] == own
    chip = written(midi, "chiptune", 12.0)
    assert {p.voice for p in chip.parts} <= {"chip pulse", "chip square", "chip triangle", "chip kit"}
    assert chip.style == "chiptune"
    assert {p.voice for p in written(midi, "piano", 12.0).parts if p.voice not in KITS} == {"piano"}
    violin = written(midi, "synthwave with violin", 12.0).parts
    assert [p.voice for p in violin if p.role == "lead"] == ["violin"]


def test_what_is_no_music_in_the_prompt_sounds_along() -> None:
    midi = to_midi(piece("song", 3.0, seed=3))
    alone, along = (played(midi, prompt, 3.0) for prompt in ("music", "music with rain"))
    assert "rain" in along.notes[0]
    assert any(note.startswith("Music: ") and "notes in" in note for note in along.notes)
    assert not np.array_equal(alone.audio.samples, along.audio.samples)


def test_a_key_or_tempo_that_the_notes_do_not_have_is_said_to_be_impossible() -> None:
    midi = to_midi(piece("song", 3.0, seed=3, tonic=9, mode="minor", bpm=100.0))
    notes = played(midi, "chiptune in A minor at 140 bpm", 3.0).notes
    assert notes[0] == "Understood: the notes given (chiptune)"
    assert notes[1] == "Not possible: 140 bpm (the notes are given)"


def test_the_same_file_and_seed_give_the_same_samples() -> None:
    midi = to_midi(piece("jazz", 3.0, seed=2))
    one, again = (played(midi, "jazz", 3.0, 9).audio for _ in range(2))
    assert one.sha256() == again.sha256()
    assert one.sha256() != played(midi, "jazz", 3.0, 10).audio.sha256()


def test_a_piece_is_cut_where_the_duration_ends_and_silence_follows_a_short_one() -> None:
    midi = to_midi(piece("chiptune", 8.0, seed=1))
    half = written(midi, "music", 4.0)
    assert half.duration_s == pytest.approx(4.0, abs=0.01)
    assert 0 < len(half.notes) < len(from_midi(midi).notes)
    longer = played(midi, "music", 20.0)
    assert longer.audio.n_samples == 20 * RATE
    assert any(note.startswith("The sound is over") for note in longer.notes)


def test_notes_that_begin_after_the_end_are_refused_and_so_is_what_is_no_midi_file() -> None:
    late = to_midi(Composition((Part("lead", "flute", (Note(20.0, 1.0, 60, 80),)),), 21.0))
    with pytest.raises(InputError, match=r"after 10\.0 s"):
        played(late, "music", 5.0)
    with pytest.raises(InputError, match="not a Standard MIDI File"):
        played(b"RIFF", "music", 5.0)


voices = st.sampled_from([*VOICES, *KITS])
tempi = st.lists(st.floats(20, 400), min_size=1, max_size=4)


@settings(max_examples=100, deadline=None)
@given(voice=voices, style=st.sampled_from(["", *STYLES]), bpms=tempi, duration_s=st.floats(0.05, 60), data=st.data())
def test_any_piece_is_cut_in_time_and_recast_without_a_change_to_its_notes(
    voice: str, style: str, bpms: list[float], duration_s: float, data: st.DataObject
) -> None:
    ticks = st.integers(0, 60 * TICKS)
    starts = data.draw(st.lists(ticks, min_size=1, max_size=20, unique=True))
    notes = tuple(sorted(Note(s / TICKS, data.draw(st.integers(1, 9 * TICKS)) / TICKS, 60, 80) for s in starts))
    role = data.draw(st.sampled_from(["lead", "bass", "choir", "drums", "anything"]))
    whole = Composition((Part(role, voice, notes),), 70.0, tuple(Tempo(9.0 * k, bpm) for k, bpm in enumerate(bpms)))
    assert whole.quarters(whole.seconds(33.3)) == pytest.approx(33.3)
    assert notes_of(arranged(whole, style, ())) == notes_of(whole)
    short = cut(whole, duration_s)
    assert short.duration_s <= max(duration_s, 0) + 0.01
    assert {n.start for n in short.notes} == {n.start for n in notes if n.start < short.length}
    assert all(n.length > 0 and n.start + n.length <= short.length + 1e-9 for n in short.notes)
