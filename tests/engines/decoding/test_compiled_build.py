"""How the compiled decoder is built on the user's machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from compiled_library import built

from audiocraft_studio.engines.decoding.compiled.binding import Native
from audiocraft_studio.engines.decoding.compiled.build import NoCompiler, library

COMPILER = shutil.which("c++")
needs_compiler = pytest.mark.skipif(COMPILER is None, reason="there is no C++ compiler")
ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def compiler(tmp_path, monkeypatch):
    """Makes CXX a script with these lines."""

    def write(*lines):
        script = tmp_path / "compiler"
        script.write_text("\n".join(["#!/bin/sh", *lines]))
        script.chmod(0o755)
        monkeypatch.setenv("CXX", str(script))
        return script

    return write


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@needs_compiler
def test_it_is_compiled_once_and_found_the_second_time(folder, compiler, tmp_path):
    compiler(f'echo run >> "{tmp_path}/runs"', f'exec "{COMPILER}" "$@" -O0')
    ticks = []
    path = library(lambda: ticks.append(1))
    assert Native(path).kernels()[-1] == "plain"
    assert ticks and files(folder) == [path]
    compiled = (tmp_path / "runs").read_text().count("run")
    assert library() == path
    assert (tmp_path / "runs").read_text().count("run") == compiled + 1  # for its version


@needs_compiler
def test_two_processes_may_build_at_once(tmp_path, monkeypatch, compiler):
    made = built()  # before the cache folder is another
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    compiler('[ "$1" = --version ] && exit 0', "sleep 0.1", f'for last; do :; done; cp "{made}" "$last"')
    command = [sys.executable, "-m", "audiocraft_studio.engines.decoding.compiled"]
    both = [subprocess.Popen(command, cwd=ROOT, env=os.environ.copy()) for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    assert files(folder) == [library()]


def test_a_machine_without_compiler_is_told_what_to_install(folder, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CXX", raising=False)
    with pytest.raises(NoCompiler, match=r"install g\+\+ or clang\+\+"):
        library()


def test_a_wrong_setting_is_named(folder, monkeypatch):
    monkeypatch.setenv("CXX", "no-such-compiler")
    with pytest.raises(NoCompiler, match="CXX names no-such-compiler"):
        library()


def test_a_compiler_that_fails_is_quoted(folder, compiler):
    compiler('[ "$1" = --version ] && exit 0', "echo 'fatal error: no standard library' >&2", "exit 1")
    with pytest.raises(NoCompiler, match="no standard library"):
        library()
    assert files(folder) == []


def test_a_compiler_whose_work_does_not_load_is_found_out(folder, compiler):
    compiler('[ "$1" = --version ] && exit 0', 'for last; do :; done; echo nonsense > "$last"')
    with pytest.raises(NoCompiler, match="does not load"):
        library()
    assert files(folder) == []


def test_a_build_can_be_stopped(folder, compiler):
    compiler("exit 0")

    class Stopped(Exception):
        pass

    def stop():
        raise Stopped

    with pytest.raises(Stopped):
        library(stop)
    assert files(folder) == []


def test_a_folder_that_cannot_be_written_to_is_named(compiler, monkeypatch, tmp_path):
    compiler("exit 0")
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "taken"))
    with pytest.raises(NoCompiler, match="cannot be made"):
        library()
