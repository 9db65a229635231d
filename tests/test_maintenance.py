"""Backup, restore, check and rebuild, as users call them."""

from __future__ import annotations

import io
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import soundfile

from assets_db import Asset, Catalogue
from audiocraft_studio import Settings, build
from audiocraft_studio.audio import Audio
from audiocraft_studio.errors import StorageError
from audiocraft_studio.maintenance.__main__ import main
from audiocraft_studio.maintenance.console import Console
from audiocraft_studio.services.scenes import Layer, Scene

ROOT = Path(__file__).parents[1]
RAIN, GATE, SINE = "heavy rain on a tin roof", "metal impact", "sine"


def run(*arguments: object) -> tuple[int, str]:
    """The exit status and the report of a command."""
    out = io.StringIO()
    status = main([str(argument) for argument in arguments], {}, Console(out, io.StringIO()))
    return status, out.getvalue()


@dataclass
class Used:
    """A data folder in which somebody worked, and what was in it then."""

    folder: Path
    assets: dict[str, Asset]
    scene: Scene

    def file(self, prompt: str) -> Path:
        return self.folder / self.assets[prompt].path

    def sidecar(self, prompt: str) -> Path:
        return self.file(prompt).with_suffix(".json")

    def check(self, *options: str) -> tuple[int, str]:
        return run("check", "--data", self.folder, *options)

    def assert_same_in(self, folder: Path) -> None:
        with build(Settings(data_dir=folder)) as studio:
            assert studio.library.count() == len(self.assets)
            for asset in self.assets.values():
                assert studio.library.get(asset.id) == asset
                assert studio.library.audio(asset.id).sha256() == asset.sha256
            assert studio.scenes.list() == [self.scene]


@pytest.fixture
def used(tmp_path: Path, sine: Audio) -> Used:
    """Two sounds of Sketch, rated and tagged, an imported one, and a scene of two."""
    folder = tmp_path / "studio-data"
    soundfile.write(tmp_path / "sine.wav", sine.samples.T, sine.sample_rate, subtype="FLOAT")
    with build(Settings(data_dir=folder)) as studio:
        rain = studio.generation.generate(RAIN, duration_s=0.3, seed=1)
        gate = studio.generation.generate(GATE, duration_s=0.2, seed=2)
        own = studio.importing.add(tmp_path / "sine.wav").asset
        studio.library.patch(gate.id, {"rating": 4, "tags": ["gate"]}, by="Mia")
        scene = studio.scenes.save(Scene("Shed", (Layer("Rain", rain.id), Layer("Gate", gate.id))))
        assets = {key: studio.library.get(a.id) for key, a in {RAIN: rain, GATE: gate, SINE: own}.items()}
    return Used(folder, assets, scene)


def contents(folder: Path) -> dict[str, bytes]:
    """What is in the files of a folder, by their paths in it."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and not file.name.startswith("catalogue."))
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


# backup and restore


def test_what_was_backed_up_is_there_again_in_another_folder(used: Used, tmp_path: Path, sine: Audio) -> None:
    with build(Settings(data_dir=used.folder)) as studio:
        guide = studio.inputs.keep(sine)
    (used.folder / "ucs.csv").write_text("CatID,Category,SubCategory\nRAINVege,RAIN,VEGETATION\n")
    (used.folder / "password.txt").write_text("secret")
    status, told = run("backup", "--data", used.folder, tmp_path / "b.zip")
    assert status == 0
    assert told.startswith("Saved 3 records and 8 files to ")
    status, told = run("restore", tmp_path / "b.zip", tmp_path / "new")
    assert status == 0
    assert "3 records and 8 files" in told
    assert not (tmp_path / "new" / "password.txt").exists()
    assert (tmp_path / "new" / "ucs.csv").exists()
    used.assert_same_in(tmp_path / "new")
    with build(Settings(data_dir=tmp_path / "new")) as studio:
        assert studio.inputs.get(guide).sha256() == sine.sha256()
    assert run("check", "--data", tmp_path / "new")[0] == 0


def test_records_alone_go_beside_the_sounds(used: Used, tmp_path: Path) -> None:
    assert run("backup", "--data", used.folder, tmp_path / "b.zip", "--records-only")[0] == 0
    shutil.copytree(used.folder / "audio", tmp_path / "new" / "audio")
    assert run("restore", tmp_path / "b.zip", tmp_path / "new")[0] == 0
    used.assert_same_in(tmp_path / "new")


def test_while_the_studio_runs_the_commands_say_to_stop_it(used: Used, tmp_path: Path) -> None:
    with build(Settings(data_dir=used.folder)):
        for command in (["backup", tmp_path / "b.zip"], ["check"], ["rebuild"]):
            status, told = run(*command, "--data", used.folder)
            assert status == 1
            assert f"process {os.getpid()}" in told
            assert "stop it" in told
    assert not (tmp_path / "b.zip").exists()


def test_a_running_studio_takes_backups_while_sounds_are_made_and_rated(tmp_path: Path) -> None:
    with build(Settings(data_dir=tmp_path / "data")) as studio:
        made: queue.Queue[str] = queue.Queue()
        stop = threading.Event()

        def work() -> None:
            while not stop.is_set():
                sound = studio.generation.generate("soft ui click", type="ui", duration_s=0.1)
                made.put(sound.id)
                studio.library.rate(sound.id, 3)

        worker = threading.Thread(target=work)
        worker.start()
        saved = []
        for n in range(4):
            made.get(timeout=60)
            saved.append(studio.backups.save(tmp_path / f"{n}.zip"))
        stop.set()
        worker.join()
    for n, found in enumerate(saved):
        assert found.n_assets > n
        assert run("restore", tmp_path / f"{n}.zip", tmp_path / str(n))[0] == 0
        run("check", "--data", tmp_path / str(n), "--mend")  # a sidecar may be older or newer than its record
        status, told = run("check", "--data", tmp_path / str(n))
        assert status == 0, told
        with Catalogue.open(tmp_path / str(n)) as catalogue:
            assert catalogue.count() >= found.n_assets  # sounds completed after the records were taken are adopted


def test_a_restore_is_refused_where_it_would_mix_two_libraries(used: Used, tmp_path: Path) -> None:
    run("backup", "--data", used.folder, tmp_path / "b.zip")
    before = contents(used.folder)
    status, told = run("restore", tmp_path / "b.zip", used.folder)
    assert status == 1
    assert "has a catalogue already" in told
    assert contents(used.folder) == before


def test_a_damaged_backup_is_refused(used: Used, tmp_path: Path) -> None:
    run("backup", "--data", used.folder, tmp_path / "b.zip")
    content = bytearray((tmp_path / "b.zip").read_bytes())
    content[content.index(b"fmt ") + 200] ^= 1  # within a sound
    (tmp_path / "b.zip").write_bytes(content)
    status, told = run("restore", tmp_path / "b.zip", tmp_path / "new")
    assert status == 1
    assert "no whole backup" in told
    assert not (tmp_path / "new").exists()


def test_the_studio_does_not_open_what_a_restore_left_half(used: Used, tmp_path: Path) -> None:
    run("backup", "--data", used.folder, tmp_path / "b.zip")
    run("restore", tmp_path / "b.zip", tmp_path / "new")
    (tmp_path / "new" / "assets.json").unlink()
    (tmp_path / "new" / "restore-unfinished.json").write_text("[]")
    with pytest.raises(StorageError, match="cut off"), build(Settings(data_dir=tmp_path / "new")):
        pass
    status, told = run("check", "--data", tmp_path / "new")
    assert status == 1
    assert "Restore the backup into it once more" in told


def test_a_backup_that_finds_no_room_says_so_and_leaves_the_earlier_one(used: Used, tmp_path: Path) -> None:
    run("backup", "--data", used.folder, tmp_path / "b.zip")
    before = (tmp_path / "b.zip").read_bytes()
    (tmp_path / "b.zip.new").symlink_to("/dev/full")
    status, told = run("backup", "--data", used.folder, tmp_path / "b.zip")
    assert status == 1
    assert "room" in told
    assert (tmp_path / "b.zip").read_bytes() == before


# check


def test_a_check_of_a_whole_folder_finds_nothing_and_changes_nothing(used: Used) -> None:
    before = contents(used.folder)
    status, told = used.check()
    assert status == 0
    assert told.startswith("3 sounds in the catalogue, the trash included.\nAll is well")
    assert contents(used.folder).keys() == before.keys()
    assert used.check("--mend") == (status, told)


@pytest.fixture
def troubled(used: Used, sine: Audio, tmp_path: Path) -> Used:
    """The same folder after a bad day."""
    used.file(RAIN).unlink()
    soundfile.write(used.file(SINE), sine.samples.T[:100], sine.sample_rate, subtype="FLOAT")
    used.file(GATE).write_bytes(used.file(GATE).read_bytes()[:30])
    used.sidecar(GATE).write_bytes(used.sidecar(RAIN).read_bytes())
    used.sidecar(SINE).unlink()
    with build(Settings(data_dir=used.folder)) as studio:
        unknown = studio.generation.generate("soft ui click", type="ui", duration_s=0.1)
        studio.catalogue.remove(unknown.id)
    month = used.file(RAIN).parent
    (month / "notes.txt").write_text("mine")
    (month / "stray.wav").write_bytes(b"RIFF")
    (month / "01torn.wav.new").write_bytes(b"RI")
    used.assets["unknown"] = unknown
    return used


def test_a_check_says_what_is_wrong_in_plain_words_and_changes_nothing(troubled: Used) -> None:
    before = contents(troubled.folder)
    status, told = troubled.check()
    assert status == 1
    titles = re.findall(r"^(\S.*): (\d+)$", told, re.MULTILINE)
    assert titles == [
        ("Sounds whose file is missing", "1"),
        ("Sounds whose file has other samples than it was saved with", "1"),
        ("Sounds whose file cannot be read", "1"),
        ("Sounds that the catalogue does not know, whole and with a sidecar", "1"),
        ("Sidecars that are missing", "1"),
        ("Sidecars that say something else than the catalogue", "1"),
        ("Files that belong to no sound", "2"),
        ("Files that were being written when the program stopped", "1"),
        ("Lost, can be made again by their recipe: select them in the Library, press Regenerate", "2"),
        ("Lost, were imported: only a backup, or where they came from, has them", "1"),
    ]
    for prompt in (RAIN, GATE, SINE):
        assert troubled.assets[prompt].id in told
    assert "give the command --mend" in told
    after = contents(troubled.folder)
    for file in (before.keys() | after.keys()) - {"assets.json"}:
        if not file.startswith("assets.journal"):  # folded at closing
            assert before[file] == after[file]


def test_mending_adopts_writes_sidecars_and_deletes_nothing(troubled: Used) -> None:
    before = contents(troubled.folder / "audio")
    status, told = troubled.check("--mend")
    assert status == 1  # sounds are still lost
    assert "Mended: 1 sound taken into the catalogue, 2 sidecars written, 4 files moved to " in told
    after = contents(troubled.folder)
    assert set(before.values()) <= set(after.values())
    assert {Path(name).name for name in after if name.startswith("set-aside")} == {
        "notes.txt", "stray.wav", "01torn.wav.new", troubled.sidecar(GATE).name,
    }  # fmt: skip
    with build(Settings(data_dir=troubled.folder)) as studio:
        unknown = troubled.assets["unknown"]
        assert studio.library.get(unknown.id) == unknown
    status, told = troubled.check()
    assert re.findall(r"^(\S.*): \d+$", told, re.MULTILINE)[:3] == [
        "Sounds whose file is missing",
        "Sounds whose file has other samples than it was saved with",
        "Sounds whose file cannot be read",
    ]
    assert "sidecar" not in told.lower()


def test_lost_sketch_sounds_are_made_again_the_same(troubled: Used) -> None:
    status, told = troubled.check("--mend", "--regenerate")
    assert "Made again: 2 of 2 that Sketch made." in told
    assert "Lost, can be made again" not in told
    assert status == 1  # the imported one is lost
    troubled.file(SINE).unlink()
    shutil.copy(troubled.folder.parent / "sine.wav", troubled.file(SINE))  # from where it came from
    status, told = troubled.check()
    assert (status, told.splitlines()[1][:11]) == (0, "All is well")


def test_two_files_of_one_name_are_both_set_aside(used: Used) -> None:
    for content in (b"1", b"2"):
        (used.file(RAIN).parent / "stray.wav").write_bytes(content)
        assert used.check("--mend")[0] == 0
    aside = contents(used.folder / "set-aside")
    assert sorted(aside.values()) == [b"1", b"2"]


def test_a_copy_of_a_sound_with_its_sidecar_is_no_second_sound(used: Used) -> None:
    month = used.file(RAIN).parent
    shutil.copy(used.file(RAIN), month / "copy.wav")
    shutil.copy(used.sidecar(RAIN), month / "copy.json")
    assert "Files that belong to no sound: 2" in used.check("--mend")[1]
    assert used.check()[0] == 0


def test_a_guide_that_is_lost_is_told(used: Used, sine: Audio) -> None:
    key = "0" * 64
    with Catalogue.open(used.folder) as catalogue:
        asset = catalogue.get(used.assets[RAIN].id)
        recipe = {**asset.recipe, "conditioning": [{"role": "melody", "sha256": key, "asset_id": None, "name": "m"}]}
        catalogue.assets.update({"recipe": recipe}, doc_ids=[asset.id])
    status, told = used.check("--mend")
    assert status == 1
    assert key in told
    assert "those others cannot be made again" in told


def test_the_trash_is_checked_too(used: Used) -> None:
    with build(Settings(data_dir=used.folder)) as studio:
        studio.library.delete(used.assets[RAIN].id)
    used.file(RAIN).unlink()
    assert f"“{used.assets[RAIN].name}” (default, in the trash; {used.assets[RAIN].id})" in used.check()[1]


# damage


def damage_the_last_change(used: Used) -> None:
    """Two changes, each in the journal and in the sidecar; then the first goes bad in the journal."""
    with build(Settings(data_dir=used.folder)) as studio:
        for prompt in (RAIN, GATE):
            studio.library.patch(used.assets[prompt].id, {"rating": 5}, by="Mia")
        copy = shutil.copytree(used.folder, used.folder.with_name("killed"))  # as a kill leaves it
    shutil.rmtree(used.folder)
    copy.rename(used.folder)
    journal = max(used.folder.glob("assets.journal-*"))
    content = journal.read_bytes()
    at = content.rindex(b'"rating":5', 0, content.rindex(b'"rating":5'))
    journal.write_bytes(content[:at] + b'"rating":3' + content[at + 10 :])


def test_after_damage_lost_changes_come_back_from_the_sidecars(used: Used) -> None:
    damage_the_last_change(used)
    status, told = used.check()
    assert status == 1
    assert ".journal-" in told
    assert "The latest changes are lost of: “" in told
    assert used.assets[GATE].id in told.splitlines()[0]
    assert "rebuild --all" in told
    assert "Sidecars that say something else" in used.check("--mend")[1]  # it is not decided which is right
    status, told = run("rebuild", "--data", used.folder, "--all")
    assert status == 0
    assert "2 records became what the sidecar says" in told
    assert used.check()[0] == 0
    with build(Settings(data_dir=used.folder)) as studio:
        assert studio.library.search("rating:5").total == 2
    assert list((used.folder / "set-aside").glob("assets.journal-*.damaged-*"))
    before = next((used.folder / "set-aside").glob("records-before-rebuild-*.zip"))
    assert run("restore", before, used.folder.with_name("before"))[0] == 0


def test_a_lost_catalogue_is_filled_from_the_sidecars(used: Used) -> None:
    for file in used.folder.glob("assets.*"):
        file.unlink()
    used.sidecar(SINE).write_text("{}")
    status, told = run("rebuild", "--data", used.folder)
    assert status == 1
    assert "2 sounds taken into the catalogue" in told
    assert "Sidecars that cannot be used: 1" in told
    assert used.sidecar(SINE).name in told
    with build(Settings(data_dir=used.folder)) as studio:
        assert studio.library.get(used.assets[GATE].id) == used.assets[GATE]


def test_damaged_scenes_are_told_and_the_damaged_file_is_set_aside(used: Used) -> None:
    path = used.folder / "documents-scenes.json"
    path.write_bytes(b"\0" * 100)
    status, told = used.check()
    assert status == 1
    assert "documents-scenes.json is damaged" in told
    assert "Restore it from a backup" in told
    assert used.check("--mend")[0] == 0
    assert list((used.folder / "set-aside").glob("documents-scenes.json.damaged-*"))


# how it is called


@pytest.mark.parametrize("command", [["backup", "b.zip"], ["check"], ["rebuild"]])
def test_a_folder_that_is_none_of_the_studios_is_left_alone(tmp_path: Path, command: list[str]) -> None:
    for folder in (tmp_path / "nowhere", tmp_path):
        status, told = run(*command, "--data", folder)
        assert status == 1
        assert str(folder) in told
        assert "--data" in told
    assert list(tmp_path.iterdir()) == []


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_it_says_how_far_it_is_and_clears_the_line(used: Used) -> None:
    out, terminal = io.StringIO(), Terminal()
    assert main(["check", "--data", str(used.folder)], {}, Console(out, terminal)) == 0
    assert re.search(r"\rChecking: \d+ %", terminal.getvalue())
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert "%" not in out.getvalue()


def test_the_folder_can_come_from_the_environment_as_the_studios_does(used: Used) -> None:
    assert main(["check"], {"STUDIO_DATA": str(used.folder)}, Console(io.StringIO(), io.StringIO())) == 0


def commands_in(page: Path) -> Iterator[str]:
    return (line.strip() for line in page.read_text("utf-8").splitlines() if line.startswith("    "))


@pytest.mark.slow
def test_every_command_on_the_page_about_keeping_sounds_does_what_it_says(used: Used, tmp_path: Path) -> None:
    commands = list(commands_in(ROOT / "docs" / "keeping.md"))
    assert len(commands) == 8
    for command in commands:
        words = command.split()
        assert words[0] == ".venv/bin/python"
        done = subprocess.run(
            [sys.executable, *words[1:]], cwd=tmp_path, capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, ""), command
        assert done.stdout
    used.assert_same_in(tmp_path / "restored")
    used.assert_same_in(used.folder)
