"""What survives a killed process and a full disk: real processes, real files."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from audiocraft_studio import Settings, build
from audiocraft_studio.errors import DiskFull

SAVER = Path(__file__).with_name("saver.py")


def start_saver(folder):
    root = str(SAVER.parents[2])
    process = subprocess.Popen(
        [sys.executable, str(SAVER), str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert process.stdout.readline().strip() == "ready"
    return process


@pytest.mark.slow
def test_kill_9_amid_200_saves_twenty_times_loses_no_acknowledged_asset(tmp_path):
    moments, acknowledged = random.Random(20), []
    for _ in range(20):
        process = start_saver(tmp_path)
        # some saves in, at no particular place of the next one
        acknowledged += [process.stdout.readline().strip() for _ in range(moments.randint(1, 20))]
        time.sleep(moments.uniform(0.0, 0.03))
        process.send_signal(signal.SIGKILL)
        acknowledged += process.stdout.read().split()
        process.wait()
        with build(Settings(data_dir=tmp_path)) as studio:
            for asset_id in acknowledged[-60:]:
                asset = studio.library.get(asset_id)
                assert studio.library.audio(asset_id).sha256() == asset.sha256
    with build(Settings(data_dir=tmp_path)) as studio:
        assert studio.assets.recover() == 0
        for asset_id in acknowledged:
            asset = studio.library.get(asset_id)
            assert studio.library.audio(asset_id).sha256() == asset.sha256
            assert json.loads(studio.assets.sidecar(asset).read_text("utf-8"))["id"] == asset_id
    assert not list(tmp_path.rglob("*.new"))
    assert not list(tmp_path.rglob("*damaged*"))


def test_a_full_disk_refuses_clearly_keeps_all_and_goes_on_after_space_is_freed(small_disk):
    with build(Settings(data_dir=small_disk)) as studio:
        first = studio.generation.generate("metal impact", duration_s=0.5)
        ballast = small_disk / "ballast"
        ballast.write_bytes(b"x" * (shutil.disk_usage(small_disk).free - 200_000))
        with pytest.raises(DiskFull, match="Free some"):
            studio.generation.generate("heavy rain", duration_s=4.0)
        assert studio.library.search("").total == 1
        assert studio.library.audio(first.id).sha256() == first.sha256
        assert len(list((small_disk / "audio").rglob("*"))) == 3  # month, sound, sidecar
        ballast.unlink()
        studio.generation.generate("heavy rain", duration_s=1.0)
        assert studio.library.search("").total == 2


def test_a_bulk_change_on_a_full_disk_is_refused_whole_and_works_after_space_is_freed(small_disk):
    with build(Settings(data_dir=small_disk)) as studio:
        ids = [studio.generation.generate("soft ui click", type="ui", duration_s=0.05, seed=n).id for n in range(40)]
        ballast = small_disk / "ballast"
        ballast.write_bytes(b"x" * (shutil.disk_usage(small_disk).free - 60_000))
        with pytest.raises(DiskFull, match="Free some"):
            studio.bulk.change(ids, {"rating": 5}, by="Mia")
        assert studio.library.search("rating:5").total == 0
        ballast.unlink()
        changed = studio.bulk.change(ids, {"rating": 5}, by="Mia")
        assert studio.library.search("rating:5").total == 40
        studio.bulk.undo(changed.undo, by="Mia")
        assert studio.library.search("rating:5").total == 0
    with build(Settings(data_dir=small_disk)) as studio:
        assert studio.library.search("").total == 40
        assert studio.library.search("rating:5").total == 0


def test_a_save_that_fails_late_leaves_no_file(studio, monkeypatch):
    def refuse(_self, _asset):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(studio.catalogue), "insert", refuse)
    with pytest.raises(DiskFull):
        studio.generation.generate("metal impact", duration_s=0.3)
    assert not [p for p in (studio.settings.data_dir / "audio").rglob("*") if p.is_file()]


def test_files_saved_but_never_recorded_are_taken_in_at_the_next_start(tmp_path):
    with build(Settings(data_dir=tmp_path)) as studio:
        asset = studio.generation.generate("metal impact", duration_s=0.3)
        studio.catalogue.remove(asset.id)
    with build(Settings(data_dir=tmp_path)) as studio:
        assert studio.library.get(asset.id) == asset
