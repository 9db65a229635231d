"""What a process leaves behind that is killed while it changes or removes many sounds."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from audiocraft_studio import Settings, build

CHANGER = Path(__file__).with_name("changer.py")
N_SOUNDS = 60
KILLS = [pytest.param(2, id="twice"), pytest.param(20, id="twenty times", marks=pytest.mark.slow)]


@pytest.fixture
def folder(tmp_path):
    """A data folder with sixty sounds, each with files of its own."""
    with build(Settings(data_dir=tmp_path)) as studio:
        first = studio.generation.generate("metal impact", duration_s=0.05)
        content = studio.library.file(first.id).read_bytes()
        for _ in range(N_SOUNDS - 1):
            key = studio.new_id()
            asset = replace(first, id=key, path=first.path.replace(first.id, key))
            studio.assets.file(asset).write_bytes(content)
            studio.catalogue.insert(asset)
        studio.bulk.change(studio.catalogue.ids(), {"rating": 1}, by="ann")
    return tmp_path


def killed(folder, what, moment_s):
    """What the program said until it was killed, so long after it was ready."""
    process = subprocess.Popen(
        [sys.executable, CHANGER, folder, what], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(CHANGER.parents[2])},
    )  # fmt: skip
    assert process.stdout.readline() == "ready\n"
    time.sleep(moment_s)  # no particular place of the work
    process.send_signal(signal.SIGKILL)
    said = process.stdout.read().splitlines()
    process.wait()
    return said


@pytest.mark.parametrize("n_kills", KILLS)
def test_a_change_of_many_is_there_for_all_or_none_and_no_sidecar_is_torn(folder, n_kills):
    moments = random.Random(n_kills)
    for _ in range(n_kills):
        said = killed(folder, "change", moments.uniform(0.05, 0.4))
        with build(Settings(data_dir=folder)) as studio:
            found = [studio.library.get(key) for key in studio.catalogue.ids()]
            assert len(found) == N_SOUNDS
            (category,) = {asset.category for asset in found}
            if said:
                number, undo = said[-1].split()
                assert int(category) in (int(number), int(number) + 1)
                if int(category) == int(number):
                    assert len(studio.bulk.undo(undo, by="ann").ids) == N_SOUNDS
            for asset in found:
                sidecar = json.loads(studio.assets.sidecar(asset).read_text("utf-8"))
                assert sidecar["id"] == asset.id


@pytest.mark.parametrize("n_kills", KILLS)
def test_emptying_the_trash_is_finished_after_a_kill_and_leaves_no_file_behind(folder, n_kills):
    moments = random.Random(n_kills)
    with build(Settings(data_dir=folder)) as studio:
        kept, *thrown = sorted(studio.catalogue.ids())
        studio.bulk.change(thrown, {"trashed": True}, by="ann")
    for _ in range(n_kills):
        killed(folder, "empty", moments.uniform(0.0, 0.02))
    with build(Settings(data_dir=folder)) as studio:
        for job in studio.jobs.all():
            studio.jobs.wait(job.id)
        studio.jobs.wait(studio.trash.submit_empty("", by="ann").id)
        assert studio.catalogue.ids() == {kept}
        names = {path.name for path in (folder / "audio").rglob("*") if path.is_file()}
        assert names == {studio.library.file(kept).name, studio.assets.sidecar(studio.library.get(kept)).name}
    with build(Settings(data_dir=folder)) as studio:
        assert studio.catalogue.ids() == {kept}
