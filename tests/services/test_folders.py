import os

import pytest

from audiocraft_studio import Settings, build
from audiocraft_studio.errors import InputError
from audiocraft_studio.services.folders import Folders


@pytest.fixture
def samples(tmp_path):
    folder = tmp_path / "Samples"
    for name in ("b.wav", "a.WAV", "sub/c.flac", "sub/read me.txt", ".hidden/d.wav", "._a.wav", "__MACOSX/e.wav"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"sound")
    return folder


def at_home(tmp_path):
    return Folders(tmp_path / "data", (), anywhere=True)


def listed(folders, folder):
    return {file.name: file.trouble for file in folders.files(folders.checked(str(folder)))}


def test_audio_files_are_found_in_order_and_hidden_ones_are_not(tmp_path, samples):
    found = list(at_home(tmp_path).files(samples))
    assert [(file.name, file.n_bytes) for file in found] == [("a.WAV", 5), ("b.wav", 5), ("sub/c.flac", 5)]


def test_links_out_of_the_folder_are_named_and_not_followed(tmp_path, samples):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.wav").write_bytes(b"secret")
    (samples / "out.wav").symlink_to(tmp_path / "secret" / "s.wav")
    (samples / "outside").symlink_to(tmp_path / "secret")
    (samples / "gone.wav").symlink_to(samples / "nothing.wav")
    (samples / "round.wav").symlink_to(samples / "round.wav")
    (samples / "within.wav").symlink_to(samples / "b.wav")
    found = listed(at_home(tmp_path), samples)
    assert found["out.wav"] == "is a link that leads out of the folder."
    assert found["gone.wav"] == found["round.wav"] == "is a link to nothing."
    assert found["within.wav"] == ""
    assert not any(name.startswith("outside") for name in found)


def test_what_is_no_plain_file_is_left_alone(tmp_path, samples):
    os.mkfifo(samples / "pipe.wav")
    (samples / "folder.wav").mkdir()
    assert set(listed(at_home(tmp_path), samples)) == {"a.WAV", "b.wav", "sub/c.flac"}


def test_a_name_in_another_encoding_is_shown_as_well_as_it_can_be(tmp_path, samples):
    (samples / os.fsdecode(b"T\xfcr.wav")).write_bytes(b"sound")
    assert "T\N{REPLACEMENT CHARACTER}r.wav" in listed(at_home(tmp_path), samples)


def test_the_data_folder_is_never_imported_from(tmp_path, samples):
    own = tmp_path / "data"
    (own / "audio").mkdir(parents=True)
    (own / "audio" / "mine.wav").write_bytes(b"sound")
    (tmp_path / "way in").symlink_to(own)
    for folder in (own, own / "audio", tmp_path / "way in" / "audio", f"{samples}/../data/audio"):
        with pytest.raises(InputError, match="own data folder"):
            at_home(tmp_path).checked(str(folder))
    (samples / "mine.wav").symlink_to(own / "audio" / "mine.wav")
    assert not any("mine" in name and not trouble for name, trouble in listed(at_home(tmp_path), tmp_path).items())


@pytest.mark.parametrize(
    "given", [None, 3, "", "  ", "samples", "../samples", "a\0b", "/" + "x" * 5000, "~nobody-here/x"]
)
def test_what_names_no_folder_is_refused(tmp_path, given):
    with pytest.raises(InputError, match="Folder"):
        at_home(tmp_path).checked(given)


def test_a_file_or_nothing_is_no_folder(tmp_path, samples):
    for path in (samples / "b.wav", samples / "nowhere"):
        with pytest.raises(InputError, match="is no folder on this computer"):
            at_home(tmp_path).checked(str(path))


def test_elsewhere_only_what_the_settings_name_may_be_imported_and_nothing_else_is_looked_at(tmp_path, samples):
    folders = Folders(tmp_path / "data", (samples,), anywhere=False)
    assert folders.checked(str(samples / "sub")) == samples / "sub"
    told = set()
    for folder in (tmp_path, samples.parent / "Samples 2", f"{samples}/../secret", "/etc", "/there/is/no/such"):
        with pytest.raises(InputError, match="folder picker") as refused:
            folders.checked(str(folder))
        told.add(str(refused.value))
    assert len(told) == 1  # whether a folder exists is not told


def test_a_link_below_a_named_folder_leads_nowhere_else(tmp_path, samples):
    (samples / "etc").symlink_to("/etc")
    with pytest.raises(InputError, match="folder picker"):
        Folders(tmp_path / "data", (samples,), anywhere=False).checked(str(samples / "etc"))


@pytest.mark.parametrize(
    ("settings", "allowed"),
    [
        ({}, True),
        ({"sign_in": "on"}, False),
        ({"host": "0.0.0.0"}, False),
        ({"host": "0.0.0.0", "sign_in": "off"}, False),
    ],
)
def test_folders_are_open_to_whoever_sits_at_the_computer_alone(tmp_path, settings, allowed):
    with build(Settings(data_dir=tmp_path / "data", **settings)) as studio:
        assert studio.importing.folders.describe()["allowed"] is allowed
    named = Settings(data_dir=tmp_path / "data", import_dirs=(tmp_path / "library",), **settings)
    with build(named) as studio:
        told = studio.importing.folders.describe()
        assert (told["allowed"], told["folders"]) == (True, [str(tmp_path / "library")])
