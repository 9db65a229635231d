from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from assets_db import Catalogue, CatalogueLocked

Start = Callable[..., "subprocess.Popen[str]"]
OPEN_AND_TELL = """
import sys
from assets_db import Catalogue, CatalogueLocked
try:
    catalogue = Catalogue.open(sys.argv[1])
except CatalogueLocked as locked:
    print(f"locked by {locked.owner_pid}: {locked}", flush=True)
else:
    print(f"open in {__import__('os').getpid()}", flush=True)
    sys.stdin.readline()
    catalogue.close()
"""


def test_a_second_process_is_told_who_owns_the_folder(tmp_path: Path, start_python: Start) -> None:
    with Catalogue.open(tmp_path):
        told, _ = start_python(OPEN_AND_TELL, tmp_path).communicate()
        assert told.startswith(f"locked by {os.getpid()}:")
        assert str(tmp_path) in told
        again, _ = start_python(OPEN_AND_TELL, tmp_path).communicate()  # asking did not break the lock
        assert again == told


def test_the_folder_is_free_when_the_first_process_closes_it(tmp_path: Path, start_python: Start) -> None:
    first = start_python(OPEN_AND_TELL, tmp_path)
    assert first.stdout is not None
    assert first.stdout.readline().strip() == f"open in {first.pid}"
    with pytest.raises(CatalogueLocked, match="Close that program") as locked:
        Catalogue.open(tmp_path)
    assert locked.value.owner_pid == first.pid
    assert locked.value.folder == tmp_path
    first.communicate("\n")
    Catalogue.open(tmp_path).close()


def test_one_process_opens_a_folder_only_once(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path), pytest.raises(CatalogueLocked):
        Catalogue.open(tmp_path)
    Catalogue.open(tmp_path).close()


def test_the_thread_that_closes_need_not_be_the_one_that_opened(tmp_path: Path) -> None:
    import threading

    catalogue = Catalogue.open(tmp_path)
    thread = threading.Thread(target=catalogue.close)
    thread.start()
    thread.join()
    Catalogue.open(tmp_path).close()


def test_the_store_stands_alone(tmp_path: Path, start_python: Start) -> None:
    code = "import sys, assets_db; print([m for m in sys.modules if m.startswith(('audiocraft', 'torch'))])"
    told, _ = start_python(code).communicate()
    assert told.strip() == "[]"
