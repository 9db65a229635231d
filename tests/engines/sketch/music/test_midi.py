"""Compositions as MIDI files, and back."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocraft_studio.engines.sketch.music import Composition, Note, Part, from_midi, to_midi
from audiocraft_studio.engines.sketch.music.composition import TICKS, Tempo
from audiocraft_studio.engines.sketch.music.styles import STYLES
from audiocraft_studio.engines.sketch.music.voices import KITS, VOICES
from audiocraft_studio.engines.sketch.theory import METRES
from audiocraft_studio.errors import InputError
from tests.engines.sketch.music.listening import RATE, piece

ticks = st.integers(0, 40 * TICKS)


@st.composite
def parts(draw: st.DrawFn) -> Part:
    """Any part: no key is struck again while it is down, as on an instrument."""
    voice = draw(st.sampled_from([*VOICES, *KITS]))
    notes = []
    for pitch in draw(st.lists(st.integers(0, 127), unique=True, min_size=1, max_size=6)):
        edges = sorted(draw(st.lists(ticks, unique=True, min_size=2, max_size=8)))
        for start, end in zip(edges[::2], edges[1::2], strict=False):
            notes.append(Note(start / TICKS, (end - start) / TICKS, pitch, draw(st.integers(1, 127))))
    values = st.integers(0, 127)
    role = draw(st.sampled_from(["lead", "bass", "drums", "pad"]))
    return Part(role, voice, tuple(sorted(notes)), draw(values), draw(values), draw(values))


@st.composite
def compositions(draw: st.DrawFn) -> Composition:
    places = sorted(draw(st.sets(st.integers(1, 30), max_size=3)))
    bpms = st.integers(40, 240).map(float) | st.integers(60_000, 200_000).map(lambda n: n / 1000)
    tempi = (Tempo(0.0, draw(bpms)), *(Tempo(float(at), draw(bpms)) for at in places))
    tonic = draw(st.none() | st.integers(0, 11))
    mode = draw(st.sampled_from(["major", "minor"])) if tonic is not None else ""
    band = tuple(draw(st.lists(parts(), min_size=1, max_size=5)))
    return Composition(band, 41.0, tempi, METRES[draw(st.sampled_from(sorted(METRES)))], tonic, mode)


@settings(max_examples=80, deadline=None)
@given(compositions())
def test_what_is_written_is_read_again(composition: Composition) -> None:
    assert from_midi(to_midi(composition)) == composition


@pytest.mark.parametrize("style", STYLES)
def test_a_piece_reads_back_with_its_voices_mix_style_and_every_note_on_its_sample(style: str) -> None:
    original = piece(style, 23.4, seed=3, bpm=97.3)
    copy = from_midi(to_midi(original))
    assert copy.style == style
    assert copy.metre == original.metre
    assert copy.bpm == original.bpm
    for part, again in zip(original.parts, copy.parts, strict=True):
        assert again.voice == part.voice
        assert (again.role, again.volume, again.pan, again.room) == (part.role, part.volume, part.pan, part.room)
        assert [n.pitch for n in again.notes] == [n.pitch for n in part.notes]
        starts = [original.sample(n.start, RATE) for n in part.notes]
        assert [copy.sample(n.start, RATE) for n in again.notes] == starts


def test_the_file_says_tempo_metre_key_and_programs_as_other_programs_expect() -> None:
    data = to_midi(piece("jazz", 8.0, tonic=9, mode="minor", bpm=120.0, metre="3/4"))
    assert data[:14] == b"MThd" + struct.pack(">IHHH", 6, 1, data[11], TICKS)
    assert b"\xff\x51\x03" + (500_000).to_bytes(3, "big") in data
    assert b"\xff\x58\x04\x03\x02\x18\x08" in data
    assert b"\xff\x59\x02\x00\x01" in data
    assert b"bass: upright bass" in data
    assert data.count(b"MTrk") == data[11] == 1 + len(piece("jazz", 8.0, metre="3/4").parts)


def test_in_compound_metres_the_tempo_counts_dotted_quarters() -> None:
    composition = piece("song", 10.0, metre="6/8", bpm=60.0)
    assert composition.bpm == 60.0
    assert b"\xff\x51\x03" + (666_667).to_bytes(3, "big") in to_midi(composition)
    assert from_midi(to_midi(composition)).bpm == 60.0


def track(*events: bytes) -> bytes:
    body = b"".join(events) + b"\x00\xff\x2f\x00"
    return b"MTrk" + struct.pack(">I", len(body)) + body


def header(kind: int, count: int, division: int = 96) -> bytes:
    return b"MThd" + struct.pack(">IHHH", 6, kind, count, division)


def test_running_status_and_note_ons_of_no_force_are_understood() -> None:
    data = header(0, 1) + track(b"\x00\x90\x3c\x40", b"\x60\x3c\x00", b"\x00\x40\x50", b"\x81\x40\x40\x00")
    (part,) = from_midi(data).parts
    assert part.notes == (Note(0.0, 1.0, 60, 64), Note(1.0, 2.0, 64, 80))


def test_channels_of_format_0_are_parts_and_the_tenth_is_drums() -> None:
    data = header(0, 1) + track(
        b"\x00\xc0\x21\x00\xc1\x49",
        b"\x00\x90\x24\x50\x00\x91\x54\x50\x00\x99\x24\x64",
        b"\x60\x80\x24\x00\x00\x81\x54\x00\x00\x89\x24\x00",
    )
    assert {(part.role, part.voice) for part in from_midi(data).parts} == {
        ("bass", "upright bass"), ("lead", "flute"), ("drums", "standard kit"),
    }  # fmt: skip


def test_tempo_changes_move_what_follows() -> None:
    conductor = track(b"\x00\xff\x51\x03\x07\xa1\x20", b"\x60\xff\x51\x03\x0f\x42\x40")
    composition = from_midi(header(1, 2) + conductor + track(b"\x81\x40\x90\x3c\x40", b"\x60\x80\x3c\x00"))
    assert [t.bpm for t in composition.tempi] == [120.0, 60.0]
    (note,) = composition.notes
    assert composition.seconds(note.start) == 0.5 + 1.0


def test_what_is_no_note_is_passed_over() -> None:
    noise = (
        b"\x00\xf0\x03\x01\x02\xf7", b"\x00\xe0\x00\x40", b"\x00\xd0\x10", b"\x00\xa0\x3c\x10", b"\x00\xff\x01\x02hi",
        b"\x00\xff\x51\x02\x00\x00",
    )  # fmt: skip
    body = track(*noise, b"\x00\x90\x3c\x40\x60\x80\x3c\x00")
    (note,) = from_midi(header(0, 1) + b"XTRA\x00\x00\x00\x01z" + body).notes
    assert note.pitch == 60


def test_a_note_that_never_ends_ends_with_its_track() -> None:
    (note,) = from_midi(header(0, 1) + track(b"\x00\x90\x3c\x40", b"\x60\xb0\x01\x00")).notes
    assert note.length == 1.0


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a Standard MIDI File"),
        (b"RIFF....", "not a Standard MIDI File"),
        (header(2, 1) + track(), "format 0 and 1"),
        (header(1, 1, 0xE728) + track(), "film frames"),
        (header(1, 1, 0) + track(), "film frames"),
        (header(0, 1) + track(), "no notes"),
        (header(0, 1) + track(b"\x00\x90\x3c\x40\x60\x80\x3c\x00")[:-3], "cut short"),
        (header(0, 1) + track(b"\x00\x3c\x40"), "damaged"),
        (header(0, 1) + track(b"\xff\xff\xff\xff\xff\x90\x3c\x40"), "damaged"),
        (header(0, 1) + track(b"\x00\x90\x3c\x40\xff\xff\xff\x7f\x80\x3c\x00"), "10 minutes"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_that_help(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        from_midi(data)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda body: header(0, 1) + track(body)))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        composition = from_midi(data)
    except InputError:
        return
    assert composition.notes
    assert composition.duration_s <= 600.0


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    good = bytearray(to_midi(piece("song", 3.0)))
    for _ in range(data.draw(st.integers(1, 5))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    try:
        from_midi(bytes(good))
    except InputError:
        return


def test_too_many_notes_at_once_are_refused() -> None:
    chord = b"".join(b"\x00\x90" + bytes((key, 64)) for key in range(128))
    with pytest.raises(InputError, match="at once"):
        from_midi(header(0, 1) + track(chord * 2, b"\x8e\x60\xb0\x01\x00" * 30))


def test_a_hundred_thousand_changes_of_tempo_are_read_in_time() -> None:
    """A place in time is found among them by halves: one by one, this would take hours."""
    changes = b"".join(b"\x01\xff\x51\x03\x07" + bytes((k % 256, 32)) for k in range(100_000))
    notes = b"\x00\x90\x3c\x40" + b"\x01\x3c\x00\x00\x3c\x40" * 50_000
    composition = from_midi(header(1, 2, 960) + track(changes) + track(notes))
    assert len(composition.tempi) == 100_001
    assert composition.quarters(composition.duration_s) == pytest.approx(composition.length)


def test_too_many_notes_are_refused() -> None:
    body = b"\x00\x90\x3c\x40" + b"\x00\x3c\x00\x00\x3c\x40" * 100_001
    with pytest.raises(InputError, match="100,000"):
        from_midi(header(0, 1) + track(body))
