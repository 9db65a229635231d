from dataclasses import replace

import numpy as np
import pytest
import soundfile

from audiocraft_studio import Settings, audiofile, build
from audiocraft_studio.audiofile import chunks, ixml
from audiocraft_studio.errors import DamagedFile, InputError
from audiocraft_studio.jobs.states import State
from audiocraft_studio.services.intake import Wanted

RATE = 16000


def noise(seed, seconds=0.1, channels=1):
    rng = np.random.default_rng(seed)
    return (0.1 * rng.standard_normal((round(seconds * RATE), channels))).astype(np.float32)


def put(folder, name, seed, **given):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, noise(seed, **given), RATE)
    return path


def imported(studio, folder, **wanted):
    return studio.jobs.wait(studio.importing.submit(str(folder), Wanted(**wanted), owner="ann").id, 60)


def names(studio, **given):
    return {asset.name for asset in studio.library.search(**given).assets}


def test_an_imported_file_is_an_asset_of_its_own_licence(studio, tmp_path, sine):
    path = tmp_path / "upload"
    path.write_bytes(audiofile.to_wav(sine))
    asset = studio.importing.add(path, name="Gate slam.wav", wanted=Wanted("Game"), by="ann").asset
    assert (asset.name, asset.licence, asset.sample_rate) == ("Gate slam", "own recording", 48000)
    assert (asset.project, asset.created_by, asset.recipe["params"]["file"]) == ("Game", "ann", "Gate slam.wav")


def test_what_is_no_audio_is_not_imported(studio, tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(b"<html>")
    with pytest.raises(DamagedFile, match="WAV, FLAC, OGG or MP3"):
        studio.importing.add(path, name="x.wav")
    assert studio.library.count() == 0


def test_a_folder_comes_in_with_all_its_audio_and_nothing_else(studio, tmp_path):
    folder = tmp_path / "Samples"
    for seed, name in enumerate(("gate.wav", "rain/roof.flac", "rain/heavy/tin.ogg", "voice.MP3", "b/c.aiff")):
        put(folder, name, seed)
    put(folder, "._gate.wav", 10)
    put(folder, ".trash/old.wav", 11)
    (folder / "read me.txt").write_text("licence")
    job = imported(studio, folder, project="Game")
    assert (job.state, job.kind, job.project, job.done, job.total) == (State.DONE, "import", "Game", 5, 5)
    assert job.result["imported"] == 5
    assert job.result["assets"] == job.assets
    assert names(studio) == {"gate", "roof", "tin", "voice", "c"}
    asset = studio.library.search("roof").assets[0]
    assert studio.library.audio(asset.id).sha256() == asset.sha256
    assert studio.assets.sidecar(asset).is_file()


def test_broken_files_are_told_with_their_paths_and_the_rest_goes_on(studio, tmp_path):
    folder = tmp_path / "Samples"
    put(folder, "a.wav", 1)
    put(folder, "z.wav", 2)
    (folder / "sub").mkdir()
    (folder / "sub" / "empty.wav").touch()
    (folder / "sub" / "page.wav").write_bytes(b"<html>")
    cut = put(folder, "0 cut.wav", 3)  # before those that come in
    cut.write_bytes(cut.read_bytes()[:1000])
    job = imported(studio, folder)
    assert (job.state, job.done, job.total) == (State.DONE, 2, 5)
    failed = dict(job.result["failed"])
    assert set(failed) == {"0 cut.wav", "sub/empty.wav", "sub/page.wav"}
    assert "cut off" in failed["0 cut.wav"]
    assert "is empty" in failed["sub/empty.wav"]
    assert "not audio" in failed["sub/page.wav"]
    assert all(reason.startswith(name) for name, reason in zip(sorted(failed), job.failures.values(), strict=True))
    assert names(studio) == {"a", "z"}


def test_the_same_sound_comes_in_once(studio, tmp_path):
    folder = tmp_path / "Samples"
    original = put(folder, "a.wav", 1)
    soundfile.write(folder / "copy.flac", soundfile.read(original)[0], RATE, subtype="PCM_16")
    first = imported(studio, folder)
    assert first.result["skipped"] == [["copy.flac", "is the same sound as a.wav."]]
    again = imported(studio, folder)
    assert (again.state, again.result["imported"]) == (State.DONE, 0)
    assert dict(again.result["skipped"])["a.wav"] == "is in the library already, as “a”."
    assert studio.library.count() == 1


def test_a_sound_in_the_trash_does_not_keep_its_file_out(studio, tmp_path):
    put(tmp_path / "Samples", "a.wav", 1)
    studio.library.delete(imported(studio, tmp_path / "Samples").assets[0])
    assert imported(studio, tmp_path / "Samples").result["imported"] == 1


def test_the_same_samples_at_another_rate_are_another_sound(studio, tmp_path):
    folder = tmp_path / "Samples"
    put(folder, "a.wav", 1)
    soundfile.write(folder / "faster.wav", soundfile.read(folder / "a.wav")[0], 2 * RATE)
    assert imported(studio, folder).result["imported"] == 2


def test_five_channels_and_one_stay_as_they_are_and_the_asset_says_so(studio, tmp_path):
    asset = studio.importing.add(put(tmp_path, "surround.wav", 1, channels=6)).asset
    assert asset.channels == 6
    assert "scenes play the first two" in asset.notes[0]


def test_a_folder_without_audio_says_so(studio, tmp_path):
    (tmp_path / "Empty").mkdir()
    with pytest.raises(InputError, match="Empty holds no audio files"):
        imported(studio, tmp_path / "Empty")


def test_bad_wishes_are_refused_before_anything_is_queued(studio, tmp_path):
    for wrong in ({"type": "noise"}, {"project": "../x"}, {"project": 3}):
        with pytest.raises(InputError):
            imported(studio, tmp_path, **wrong)
    assert studio.jobs.all() == []


def test_names_after_the_ucs_and_folders_say_what_a_sound_is(studio, tmp_path):
    folder = tmp_path / "Samples"
    put(folder, "Field/Garden/RAINVege_Light Rain_BS_Forest.wav", 1)
    job = imported(studio, folder, type="auto", folder_tags=True, collection="Field trip")
    asset = studio.library.get(job.assets[0])
    assert (asset.name, asset.ucs, asset.category, asset.subcategory) == (
        "Light Rain", "RAINVege", "Rain", "vegetation",
    )  # fmt: skip
    assert (asset.tags, asset.collections, asset.type) == (("field", "garden"), ("Field trip",), "sfx")
    assert asset.recipe["params"]["file"] == "Field/Garden/RAINVege_Light Rain_BS_Forest.wav"
    assert (asset.recipe["params"]["creator"], asset.recipe["params"]["source"]) == ("BS", "Forest")


def with_bext(path, description):
    bext = description.encode().ljust(256, b"\0") + b"Recorder 5".ljust(32, b"\0") + bytes(602 - 288)
    with path.open("r+b") as file:
        chunks.append(file, b"bext", bext)
    return path


def test_what_a_library_wrote_into_its_files_is_taken_over(studio, tmp_path):
    path = with_bext(put(tmp_path, "01.wav", 1), "Light rain on dry leaves, close")
    with path.open("r+b") as file:
        chunks.append(file, b"iXML", ixml.build({"USER": {"CATID": "RAINVege", "LIBRARY": "Forests"}}))
    asset = studio.importing.add(path).asset
    assert asset.description == "Light rain on dry leaves, close"
    assert (asset.ucs, asset.category, asset.subcategory) == ("RAINVege", "Rain", "vegetation")
    seen = studio.importing.inspect(path, "01.wav")
    assert (seen.metadata["originator"], seen.metadata["library"]) == ("Recorder 5", "Forests")
    assert seen.asset == asset


@pytest.fixture
def download(studio, tmp_path):
    """The file of a sound that another studio made."""
    with build(Settings(data_dir=tmp_path / "other")) as other:
        asset = other.generation.generate("heavy metal impact", type="ui", seed=7, duration_s=0.3, tags=["gate"])
        asset = other.assets.change(
            asset.id, lambda a: replace(a, licence="CC BY-NC 4.0 (weights)", name="Gate, heavy")
        )
        other.library.file(asset.id).unlink()
        other.generation.regenerate(asset.id)
        path = tmp_path / "gate-heavy.wav"
        path.write_bytes(other.library.file(asset.id).read_bytes())
    return path


def test_a_sound_of_another_studio_keeps_its_name_type_tags_and_licence(studio, download):
    asset = studio.importing.add(download, wanted=Wanted(type="auto")).asset
    assert (asset.name, asset.type, asset.tags) == ("Gate, heavy", "ui", ("gate",))
    assert (asset.licence, asset.description) == ("CC BY-NC 4.0 (weights)", "heavy metal impact")
    assert "made it as “Gate, heavy”" in asset.notes[0]
    assert asset.recipe["engine"] == "import"  # what somebody wrote into a file is shown, and never run


def test_a_sound_that_was_changed_since_keeps_its_licence_alone(studio, download):
    content = download.read_bytes()
    softer = (soundfile.read(download, dtype="float32")[0] / 2).tobytes()
    with download.open("rb") as file:
        data = next(chunk for chunk in chunks.walk(file) if chunk.name == b"data")
    download.write_bytes(content[: data.start] + softer + content[data.start + data.size :])
    asset = studio.importing.add(download, name="My gate.wav").asset
    assert (asset.name, asset.tags, asset.licence) == ("My gate", (), "CC BY-NC 4.0 (weights)")
    assert "changed since" in asset.notes[0]
    assert studio.importing.inspect(download, "x.wav").changed
