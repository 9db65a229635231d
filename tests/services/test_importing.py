import pytest

from audiocraft_studio import audiofile
from audiocraft_studio.errors import DamagedFile


def test_an_imported_file_is_an_asset_of_its_own_licence(studio, tmp_path, sine):
    path = tmp_path / "upload"
    path.write_bytes(audiofile.to_wav(sine))
    asset = studio.importing.add(path, name="Gate slam.wav", project="Game", by="ann")
    assert (asset.name, asset.licence, asset.sample_rate) == ("Gate slam", "own recording", 48000)


def test_what_is_no_audio_is_not_imported(studio, tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(b"<html>")
    with pytest.raises(DamagedFile, match="WAV, FLAC, OGG or MP3"):
        studio.importing.add(path, name="x.wav")
    assert studio.library.count() == 0
