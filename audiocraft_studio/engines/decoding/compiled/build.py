"""Compiles the project's own C++ source, once for each source, compiler and kind of processor.

The library is kept in the user's cache folder. It contains a kernel for each instruction set that its kind of processor
may have, and finds out itself which of them may run.
"""

from __future__ import annotations

import ctypes
import hashlib
import logging
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

SOURCES = Path(__file__).with_name("native")

COMMON = (
    *("-std=c++17", "-O3", "-fPIC", "-pthread", "-fvisibility=hidden", "-Wno-psabi"),
    # Nothing is fused but where the source says so, so that every instruction set gives the same bits.
    *("-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math"),
)
EVERYWHERE: dict[str, tuple[str, ...]] = {"api.cpp": (), "team.cpp": (), "kernels.cpp": (), "kernel_plain.cpp": ()}
X86: dict[str, tuple[str, ...]] = {
    "kernel_avx2.cpp": ("-mavx2", "-mf16c", "-mfma"),
    "kernel_avx512.cpp": ("-mavx512f", "-mavx512bw", "-mavx512vl", "-mavx512vnni"),
}
ARM: dict[str, tuple[str, ...]] = {"kernel_neon.cpp": ("-march=armv8.2-a+dotprod",)}
_OF_MACHINE = {"x86_64": X86, "amd64": X86, "aarch64": ARM, "arm64": ARM}

_TIMEOUT_S = 300.0

_log = logging.getLogger(__name__)


class NoCompiler(Exception):
    """The step cannot be compiled here; the text says why and what would help."""


def library(tick: Callable[[], None] = lambda: None) -> Path:
    """The compiled library's path; compiles it if this source has not been compiled by this compiler before.

    tick: called between the parts, a few seconds apart; may raise to stop. Raises NoCompiler.
    """
    compiler = _compiler()
    path = _cache_folder() / f"decoding-{_fingerprint(compiler)}.so"
    if path.exists():
        return path
    began = time.perf_counter()
    _build(compiler, path, tick)
    _log.info("Compiled the decoder with %s in %.1f s: %s", compiler[0], time.perf_counter() - began, path)
    return path


def _compiler() -> list[str]:
    """The command of a C++ compiler, from CXX or of the usual names."""
    if sys.platform not in ("linux", "darwin"):
        raise NoCompiler("the compiled decoder is made for Linux and macOS")
    chosen = shlex.split(os.environ.get("CXX", ""))
    if chosen:
        if shutil.which(chosen[0]) is None:
            raise NoCompiler(f"CXX names {chosen[0]}, which is not there; set it to a C++ compiler or unset it")
        return chosen
    for name in ("c++", "g++", "clang++"):
        if shutil.which(name) is not None:
            return [name]
    raise NoCompiler("there is no C++ compiler; install g++ or clang++, or set CXX to one")


def _parts() -> dict[str, tuple[str, ...]]:
    """The files to compile, and what each is compiled for."""
    return {**EVERYWHERE, **_OF_MACHINE.get(platform.machine().lower(), {})}


def _fingerprint(compiler: list[str]) -> str:
    version = _run([*compiler, "--version"])
    said = repr((compiler, version, platform.machine(), COMMON, _parts()))
    digest = hashlib.sha256(said.encode())
    for source in sorted(SOURCES.iterdir()):
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()[:24]


def _cache_folder() -> Path:
    """The user's; made if it is missing. Raises NoCompiler where nothing can be kept."""
    given = os.environ.get("XDG_CACHE_HOME")
    base = Path(given) if given else Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    folder = base / "audiocraft-studio"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise NoCompiler(f"the folder for what is compiled cannot be made: {error}") from error
    return folder


def _build(compiler: list[str], path: Path, tick: Callable[[], None]) -> None:
    """Compiles beside the place and renames, so that others see a whole library or none."""
    try:
        with tempfile.TemporaryDirectory(prefix="building-", dir=path.parent) as folder:
            room = Path(folder)
            with ThreadPoolExecutor(max_workers=min(len(_parts()), os.cpu_count() or 1)) as workers:
                compiling = [workers.submit(_compile, compiler, *part, room) for part in _parts().items()]
                try:
                    objects = [_awaited(one, tick) for one in compiling]
                except BaseException:
                    workers.shutdown(cancel_futures=True)
                    raise
            built = room / path.name
            _run([*compiler, "-shared", "-pthread", *objects, "-o", str(built)])
            _check(built)
            built.replace(path)
    except OSError as error:
        raise NoCompiler(f"what is compiled cannot be kept in {path.parent}: {error}") from error


def _awaited(compiling: Future[str], tick: Callable[[], None]) -> str:
    made = compiling.result()
    tick()
    return made


def _compile(compiler: list[str], source: str, flags: tuple[str, ...], room: Path) -> str:
    made = str(room / f"{source}.o")
    _run([*compiler, *COMMON, *flags, "-c", str(SOURCES / source), "-o", made])
    return made


def _check(built: Path) -> None:
    """Raises NoCompiler if the library cannot be loaded, as when a compiler makes programs for another machine."""
    try:
        ctypes.CDLL(str(built))
    except OSError as error:
        raise NoCompiler(f"what the compiler made does not load: {error}") from error


def _run(command: list[str]) -> str:
    """Runs a compiler and returns what it prints. Raises NoCompiler with its first complaint."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoCompiler(f"{command[0]} does not run: {error}") from error
    if done.returncode != 0:
        complaint = next((line for line in done.stderr.splitlines() if "error" in line), done.stderr.strip()[:500])
        raise NoCompiler(f"{command[0]} cannot compile the decoder: {complaint or f'it ended with {done.returncode}'}")
    return done.stdout
