import os
from pathlib import Path

import gradio
import numpy as np
import pytest
import scipy
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiocraft_studio import audiofile
from audiocraft_studio.audio import Audio
from audiocraft_studio.errors import DamagedFile

RATE = 48000
FOUND = sorted(
    path
    for package, folder in ((gradio, "media_assets/audio"), (gradio, "test_data"), (scipy, "io/tests/data"))
    for path in (Path(package.__file__).parent / folder).glob("*")
    if path.suffix in (".wav", ".mp3", ".flac", ".ogg")
)
"""Files that others made, as far as the installed packages bring some."""

KINDS = [
    ("WAV", "PCM_16", 1e-4), ("WAV", "PCM_24", 1e-6), ("WAV", "PCM_U8", 0.01), ("WAV", "ULAW", 0.03),
    ("WAV", "IMA_ADPCM", 0.3), ("WAV", "FLOAT", 0), ("WAV", "DOUBLE", 0), ("WAVEX", "PCM_24", 1e-6),
    ("RF64", "PCM_24", 1e-6), ("W64", "PCM_16", 1e-4), ("AIFF", "PCM_24", 1e-6), ("FLAC", "PCM_24", 1e-6),
    ("OGG", "VORBIS", 0.2), ("OGG", "OPUS", 0.3), ("MP3", "MPEG_LAYER_III", 0.3),
]  # fmt: skip


def noise(seconds=1.0, channels=1, seed=0):
    rng = np.random.default_rng(seed)
    t = np.arange(round(seconds * RATE))[:, None] / RATE
    sound = 0.4 * np.sin(2 * np.pi * 440 * t) + 0.02 * rng.standard_normal((len(t), channels))
    return sound.astype(np.float32)


def written(path, frames, kind, subtype, rate=RATE):
    soundfile.write(path, frames, rate, format=kind, subtype=subtype)
    return path


@pytest.mark.parametrize(("kind", "subtype", "tolerance"), KINDS)
def test_every_common_kind_of_file_is_read_whole(tmp_path, kind, subtype, tolerance):
    frames = noise()
    found = audiofile.read_file(written(tmp_path / "a", frames, kind, subtype))
    assert (found.format, found.subtype, found.audio.sample_rate) == (kind, subtype, RATE)
    assert np.allclose(found.audio.samples[0, : len(frames)], frames[:, 0], atol=tolerance)
    assert found.audio.n_samples == pytest.approx(len(frames), abs=1100)  # ADPCM fills its last block


@pytest.mark.parametrize(("kind", "subtype", "_"), KINDS)
@pytest.mark.parametrize("share", [0.98, 0.5])
def test_a_file_whose_end_is_missing_is_told_from_a_short_one(tmp_path, kind, subtype, _, share):
    path = written(tmp_path / "rain", noise(4.0), kind, subtype)
    path.write_bytes(path.read_bytes()[: round(share * path.stat().st_size)])
    with pytest.raises(DamagedFile, match="rain is cut off or damaged") as caught:
        audiofile.read(path)
    assert caught.value.reason.startswith("is cut off")


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_a_file_that_others_made_is_read_or_refused_in_words(path):
    """The files that cannot be read are so on purpose: cut off, or of 36 to 64 bits a sample."""
    try:
        audio = audiofile.read(path)
    except DamagedFile as refused:
        assert (refused.reason and "eof" in path.name) or "chunk" in path.name or "bit" in path.name
    else:
        assert audio.n_samples and "early-eof" not in path.name


@pytest.mark.parametrize("channels", [2, 3, 6])
def test_all_channels_are_kept(tmp_path, channels):
    frames = noise(0.1, channels)
    audio = audiofile.read(written(tmp_path / "a.wav", frames, "WAV", "FLOAT"))
    assert np.array_equal(audio.samples, frames.T)


@pytest.mark.parametrize("rate", [8000, 11025, 22050, 44100, 96000, 192000])
def test_the_sample_rate_is_kept(tmp_path, rate):
    assert audiofile.read(written(tmp_path / "a.wav", noise(0.1), "WAV", "PCM_24", rate)).sample_rate == rate


def test_a_wav_written_into_a_pipe_says_no_length_and_is_read_to_its_end(tmp_path):
    path = written(tmp_path / "a.wav", noise(), "WAV", "PCM_16")
    content = path.read_bytes()
    for unknown in (b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f"):
        path.write_bytes(content[:4] + unknown + content[8:40] + unknown + content[44:])
        assert audiofile.read(path).n_samples == RATE


@pytest.mark.parametrize("mode", ["CONSTANT", "VARIABLE"])
@pytest.mark.parametrize("rate", [8000, 22050, 48000])
@pytest.mark.parametrize("before", [b"", b"ID3\x03\x00\x00\x00\x00\x10\x00" + bytes(2048) + b"rest of a stream"])
def test_an_mp3_that_does_not_say_how_long_it_is_is_read_whole(tmp_path, mode, rate, before):
    path = tmp_path / "a.mp3"
    soundfile.write(path, np.concatenate([noise(2.0), noise(2.0) / 1e4]), rate, format="MP3", bitrate_mode=mode)
    whole = audiofile.read(path)
    content = path.read_bytes()
    saying, frame = content.index(b"Xing") if b"Xing" in content else content.index(b"Info"), content[:2]
    path.write_bytes(before + content[content.index(frame, saying) :])
    found = audiofile.read(path)
    assert found.n_samples == pytest.approx(whole.n_samples, abs=1200)
    assert np.abs(found.samples[0, 100_000:]).max() < 0.01 < np.abs(found.samples[0, :90_000]).max()


def test_what_only_begins_as_an_mp3_is_refused(tmp_path):
    path = tmp_path / "a.mp3"
    path.write_bytes(b"\xff\xfb\x90\xc4" + bytes(50))
    assert "cannot be read" in refused(path)


def test_texts_that_a_file_carries_are_read(tmp_path):
    path = tmp_path / "a.flac"
    with soundfile.SoundFile(path, "w", RATE, 1, "PCM_16", format="FLAC") as file:
        file.title, file.artist, file.comment = "Gate", "Ann", "north door"
        file.write(noise(0.1))
    metadata = audiofile.read_file(path).metadata
    assert (metadata["title"], metadata["artist"], metadata["comment"]) == ("Gate", "Ann", "north door")


def refused(path, **given):
    with pytest.raises(DamagedFile) as caught:
        audiofile.read(path, **given)
    assert str(caught.value) == f"{given.get('name', path.name)} {caught.value.reason}"
    return caught.value.reason


@pytest.mark.parametrize("content", [b"not audio at all", b"<html>", b"\0" * 5000])
def test_what_is_no_audio_is_refused_with_a_hint(tmp_path, content):
    path = tmp_path / "upload"
    path.write_bytes(content)
    assert "Use a WAV, FLAC, OGG or MP3 file" in refused(path, name="melody.mp3")


def test_a_file_with_nothing_in_it_is_called_empty(tmp_path):
    path = tmp_path / "a.wav"
    path.touch()
    assert "is empty (0 bytes)" in refused(path)
    assert "holds no sound" in refused(written(path, noise(0.0), "WAV", "PCM_16"))


def test_a_header_alone_is_refused(tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(b"RIFF\x00\x00\x00\x00WAVE")
    assert "damaged" in refused(path)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 2e6, -3e38])
def test_numbers_that_are_no_sound_are_refused(tmp_path, value):
    path = tmp_path / "nan.wav"
    samples = np.zeros((1, 100), np.float32)
    samples[0, 50] = value
    path.write_bytes(audiofile.to_wav(Audio(samples, 8000)))
    assert "no sound (NaN" in refused(path)


def test_a_rate_that_is_no_sound_is_refused(tmp_path):
    assert "500 Hz" in refused(written(tmp_path / "a.wav", noise(0.1), "WAV", "PCM_16", 500))


def test_a_recording_without_end_is_refused_by_its_length_or_size(tmp_path):
    silence = np.zeros((3601 * 1000, 1), np.int16)
    assert "longer than an hour" in refused(written(tmp_path / "long.flac", silence, "FLAC", "PCM_16", 1000))
    path = written(tmp_path / "wide.wav", np.zeros((1, 8), np.int16), "WAV", "PCM_16", 96000)
    n_bytes = 8 * 2 * 70_000_000
    with path.open("r+b") as raw:  # a sparse file, whose samples take no disk
        raw.seek(40)
        raw.write(n_bytes.to_bytes(4, "little"))
        raw.truncate(44 + n_bytes)
    assert "2 GB of memory" in refused(path)
    with path.open("r+b") as raw:
        raw.truncate(audiofile.MAX_BYTES + 1)
    assert "larger than 2 GB" in refused(path)


def test_a_file_that_is_missing_or_forbidden_says_so(tmp_path):
    assert refused(tmp_path / "gone.wav") == "is missing."
    assert "cannot be opened" in refused(tmp_path)
    path = written(tmp_path / "a.wav", noise(0.1), "WAV", "PCM_16")
    path.chmod(0)
    privileged = os.geteuid() == 0
    if privileged:
        os.seteuid(65534)
    try:
        assert "permissions" in refused(path)
    finally:
        if privileged:
            os.seteuid(0)


def test_a_name_in_another_encoding_opens(tmp_path):
    path = tmp_path / os.fsdecode(b"T\xfcr.wav")
    path.write_bytes(audiofile.to_wav(Audio(noise(0.1).T.copy(), RATE)))
    assert audiofile.read(path).n_samples == RATE // 10


def test_a_sound_that_would_not_fit_into_memory_is_refused_before_it_is_read(tmp_path):
    path = written(tmp_path / "a.wav", noise(), "WAV", "PCM_16")
    with pytest.raises(DamagedFile, match="GB of memory to take in, more than is free"):
        audiofile.read_file(path, copies=10**9)


@pytest.mark.parametrize(("kind", "subtype"), [("WAV", "FLOAT"), ("FLAC", "PCM_16"), ("OGG", "VORBIS"), ("MP3", None)])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(st.integers(0, 1500), max_size=5), value=st.integers(0, 255), share=st.floats(0, 1))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(tmp_path, kind, subtype, places, value, share):
    path = tmp_path / "a"
    if not path.exists():
        written(tmp_path / "whole", noise(0.2), kind, subtype)
    content = bytearray((tmp_path / "whole").read_bytes())
    for place in places:
        content[place % len(content)] = value
    path.write_bytes(content[: round(share * len(content))])
    try:
        audio = audiofile.read(path)
    except DamagedFile as damaged:
        assert damaged.reason
    else:
        assert np.isfinite(audio.samples).all()
