import io
import wave

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from audiocraft_studio import audiofile
from audiocraft_studio.audio import Audio
from audiocraft_studio.audiofile import chunks, ixml

FIELDS = {"PROJECT": "Night & <Day>", "USER": {"FXNAME": "Gate", "DESCRIPTION": "雨 on tin"}}
SOUND = Audio(np.linspace(-2, 2, 90, dtype=np.float32).reshape(2, 45), 44100)
"""An odd number of frames, and beyond full scale."""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.wav"


def names(content):
    return [chunk.name for chunk in chunks.walk(io.BytesIO(content))]


def test_a_wav_carries_texts_and_the_same_samples_as_without_them(path):
    path.write_bytes(audiofile.to_wav(SOUND, ixml.build(FIELDS)))
    assert audiofile.read(path).sha256() == SOUND.sha256()
    samples, rate = soundfile.read(path, dtype="float32")
    assert rate == 44100
    assert np.array_equal(samples.T, SOUND.samples)
    found = ixml.texts(chunks.content(path, b"iXML"))
    assert (found["PROJECT"], found["USER/DESCRIPTION"]) == ("Night & <Day>", "雨 on tin")


def test_every_chunk_and_the_file_end_where_their_sizes_say():
    for fields in (FIELDS, {"NOTE": "x"}, {"NOTE": "xy"}):
        content = audiofile.to_wav(SOUND, ixml.build(fields))
        assert len(content) % 2 == 0
        assert int.from_bytes(content[4:8], "little") == len(content) - 8
        *_, last = chunks.walk(io.BytesIO(content))
        assert last.name == b"iXML"
        assert last.start + last.size + last.size % 2 == len(content)
        assert content[last.start : last.start + last.size].startswith(b"<?xml")


def test_readers_that_know_nothing_of_ixml_are_not_troubled(path):
    with wave.open(str(path), "wb") as plain:
        plain.setparams((1, 2, 8000, 0, "NONE", ""))
        plain.writeframes(bytes(range(200)))
    with path.open("r+b") as file:
        chunks.append(file, b"iXML", ixml.build(FIELDS))
    with wave.open(str(path)) as read:
        assert read.readframes(1000) == bytes(range(200))
    assert audiofile.read(path).n_samples == 100


def test_an_rf64_file_is_walked_by_the_size_that_ds64_says(path):
    soundfile.write(path, SOUND.samples.T, 44100, format="RF64", subtype="PCM_16")
    content = bytearray(path.read_bytes())
    data = next(chunk for chunk in chunks.walk(io.BytesIO(content)) if chunk.name == b"data")
    assert data.size == 180
    content[data.start - 4 : data.start] = b"\xff" * 4
    assert next(c for c in chunks.walk(io.BytesIO(content)) if c.name == b"data").size == 180


def test_a_chunk_that_is_not_there_cut_off_or_huge_is_empty(path):
    path.write_bytes(audiofile.to_wav(SOUND))
    assert chunks.content(path, b"iXML") == b""
    path.write_bytes(audiofile.to_wav(SOUND, b"x" * 1000)[:-100])
    assert chunks.content(path, b"iXML") == b""
    path.write_bytes(audiofile.to_wav(SOUND, b"x" * (chunks.MAX_BYTES + 1)))
    assert chunks.content(path, b"iXML") == b""
    assert audiofile.read(path).sha256() == SOUND.sha256()


WHOLE = audiofile.to_wav(SOUND, ixml.build(FIELDS))


@settings(deadline=None)
@given(content=st.binary(max_size=300))
@example(content=b"RIFF\0\0\0\0WAVE" + b"junk\0\0\0\0" * 5000)
@example(content=b"RF64\0\0\0\0WAVEds64\x10\0\0\0" + b"\xff" * 16 + b"data" + b"\xff" * 4)
def test_any_bytes_are_walked_to_an_end(content):
    found = list(chunks.walk(io.BytesIO(content)))
    assert len(found) <= chunks.MAX_CHUNKS


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, len(WHOLE) - 1), changed=st.binary(min_size=1, max_size=8), end=st.integers(0, len(WHOLE)))
def test_a_damaged_wav_never_gives_more_than_it_holds(path, place, changed, end):
    content = WHOLE[:place] + changed + WHOLE[place + len(changed) :]
    path.write_bytes(content[:end])
    found = chunks.content(path, b"iXML")
    assert found in content[:end]
    assert all(isinstance(text, str) for text in ixml.texts(found).values())


@settings(deadline=None)
@given(data=st.binary(max_size=500))
@example(data=b'<?xml version="1.0" encoding="no-such-coding"?><a><b>c</b></a>')
@example(data=b'<?xml version="1.0" encoding="hex"?><a><b>c</b></a>')
def test_any_bytes_are_texts_or_none(data):
    ixml.texts(data)


LEGAL = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["NOTE", "PROJECT", "TAPE"]), LEGAL))
def test_what_was_written_is_read(fields):
    expected = {name: text.strip() for name, text in fields.items() if text.strip()}
    assert ixml.texts(ixml.build(fields)) == {"IXML_VERSION": ixml.VERSION, **expected}


@settings(deadline=None)
@given(st.text())
def test_a_text_that_xml_cannot_say_is_said_without_what_it_cannot(text):
    assert "IXML_VERSION" in ixml.texts(ixml.build({"NOTE": text + "\0\ud800"}))


BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><BWFXML><NOTE>&b;</NOTE></BWFXML>'
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><BWFXML><NOTE>&a;</NOTE></BWFXML>'


@pytest.mark.parametrize("data", [BILLION, OUTSIDE, BILLION.decode().encode("utf-16")])
def test_entities_are_never_expanded(data):
    assert ixml.texts(data) == {}


def test_a_document_without_end_is_given_up():
    assert ixml.texts(b"<a>" * 300_000) == {}
    assert ixml.texts(b"<a>" + b"".join(b"<n%d>x</n%d>" % (i, i) for i in range(9000)) + b"</a>") == {}
