"""An import that is killed or cancelled goes on where it was."""

import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audiocraft_studio import Settings, build
from audiocraft_studio.errors import Cancelled, DiskFull, InputError
from audiocraft_studio.jobs.states import State
from audiocraft_studio.services.intake import Wanted

IMPORTER = Path(__file__).with_name("importer.py")
RATE = 16000
N_FILES = 30


@pytest.fixture
def samples(tmp_path):
    """Thirty sounds, two of which are there twice, and two broken files."""
    folder = tmp_path / "Samples"
    rng = np.random.default_rng(0)
    for i in range(N_FILES):
        path = folder / f"{i % 3}" / f"sound {i:02}.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, 0.1 * rng.standard_normal(RATE // 4), RATE)
    for i in (3, 4):
        (folder / f"copy {i}.wav").write_bytes((folder / f"{i % 3}" / f"sound {i:02}.wav").read_bytes())
    (folder / "empty.wav").touch()
    (folder / "0" / "page.wav").write_bytes(b"<html>")
    return folder


def check_all_is_there(studio, job):
    assert (job.state, job.done, job.total) == (State.DONE, N_FILES + 2, N_FILES + 4)
    assert (job.result["imported"], job.result["n_skipped"], job.result["n_failed"]) == (N_FILES, 2, 2)
    assert studio.library.count() == N_FILES
    assets = studio.library.search(limit=100).assets
    assert len({asset.sha256 for asset in assets}) == N_FILES
    for asset in assets:
        assert studio.library.audio(asset.id).sha256() == asset.sha256
    assert not list(studio.settings.data_dir.rglob("*.new"))
    assert len(list((studio.settings.data_dir / "audio").rglob("*.wav"))) == N_FILES


def test_a_killed_import_goes_on_at_the_next_start_and_takes_nothing_twice(tmp_path, samples):
    data, said, moments = tmp_path / "data", [], random.Random(7)
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, IMPORTER, data, samples], stdout=subprocess.PIPE, text=True,
            env={"PYTHONPATH": str(IMPORTER.parents[2])},
        )  # fmt: skip
        said += [process.stdout.readline().strip() for _ in range(moments.randint(3, 12))]
        process.send_signal(signal.SIGKILL)
        said += process.stdout.read().split()
        process.wait()
    assert 6 <= len(said) < N_FILES
    assert len(set(said)) == len(said)  # no file was taken in by two runs
    with build(Settings(data_dir=data)) as studio:
        job = studio.jobs.wait(studio.jobs.all()[0].id, 60)
        check_all_is_there(studio, job)
        assert all(studio.assets.knows(asset_id) for asset_id in said)
        again = studio.jobs.wait(studio.importing.submit(str(samples), Wanted(), owner="ann").id, 60)
        assert (again.result["imported"], again.result["n_skipped"]) == (0, N_FILES + 2)


def test_a_cancelled_import_keeps_what_came_in_and_a_retry_takes_the_rest(tmp_path, samples):
    with build(Settings(data_dir=tmp_path / "data")) as studio:
        came, told = [], []

        def stop_at_five(asset):
            came.append(asset.id)
            if len(came) == 5:
                studio.jobs.cancel(studio.jobs.all()[0].id)

        studio.assets.on_change(stop_at_five)
        job_id = studio.importing.submit(str(samples), Wanted(), owner="ann").id
        with pytest.raises(Cancelled):
            studio.jobs.wait(job_id, 60)
        stopped = studio.jobs.get(job_id)
        assert (stopped.state, stopped.result["imported"], studio.library.count()) == (State.CANCELLED, 5, 5)
        studio.jobs.on_change(lambda job: told.append((job.progress, job.message, job.done, job.total)))
        studio.jobs.retry(job_id)
        check_all_is_there(studio, studio.jobs.wait(job_id, 60))
        running = [now for now in told if now[3] > 1 and now[1]]
        assert [now[0] for now in running] == sorted(now[0] for now in running)
        assert {"empty.wav", "0/sound 00.wav", "2/sound 29.wav"} <= {now[1] for now in running}


def test_a_folder_that_is_gone_when_the_import_goes_on_says_so(tmp_path, samples):
    with build(Settings(data_dir=tmp_path / "data")) as studio:
        job_id = studio.importing.submit(str(samples), Wanted(), owner="ann").id
        studio.jobs.wait(job_id, 60)
        samples.rename(tmp_path / "elsewhere")
        studio.jobs.retry(job_id)
        with pytest.raises(InputError, match="is no folder on this computer"):
            studio.jobs.wait(job_id, 60)
        assert studio.library.count() == N_FILES


def test_a_file_that_was_mended_comes_in_when_the_import_is_tried_again(tmp_path, samples):
    with build(Settings(data_dir=tmp_path / "data")) as studio:
        job_id = studio.importing.submit(str(samples), Wanted(), owner="ann").id
        studio.jobs.wait(job_id, 60)
        soundfile.write(samples / "empty.wav", np.random.default_rng(99).standard_normal(RATE) / 10, RATE)
        studio.jobs.retry(job_id)
        job = studio.jobs.wait(job_id, 60)
        assert (job.result["imported"], [path for path, _ in job.result["failed"]]) == (N_FILES + 1, ["0/page.wav"])
        assert [reason.split()[0] for reason in job.failures.values()] == ["0/page.wav"]


def test_a_full_disk_stops_the_import_clearly_and_a_retry_goes_on_after_space_is_freed(small_disk, samples):
    with build(Settings(data_dir=small_disk)) as studio:
        ballast = small_disk / "ballast"
        ballast.write_bytes(b"x" * (shutil.disk_usage(small_disk).free - 200_000))
        job_id = studio.importing.submit(str(samples), Wanted(), owner="ann").id
        with pytest.raises(DiskFull, match="Free some"):
            studio.jobs.wait(job_id, 60)
        assert 0 < studio.library.count() < N_FILES
        ballast.unlink()
        studio.jobs.retry(job_id)
        check_all_is_there(studio, studio.jobs.wait(job_id, 60))
