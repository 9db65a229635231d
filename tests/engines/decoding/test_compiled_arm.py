"""Arm's kernel in an emulator: the bits of this processor's. Needs Debian's g++-aarch64-linux-gnu and qemu-user."""

import platform
import shutil
import subprocess
from pathlib import Path

import pytest

from audiocraft_studio.engines.decoding.compiled import build

CHECK = Path(__file__).with_name("native_check.cpp")
COMPILER, EMULATOR = "aarch64-linux-gnu-g++", "qemu-aarch64"


def hashes(compiler: str, parts: dict[str, tuple[str, ...]], folder: Path, *run_by: str) -> dict[str, str]:
    """Of every kernel, by its name."""
    folder.mkdir()
    sources = {build.SOURCES / name: flags for name, flags in parts.items()} | {CHECK: ()}
    objects = [str(folder / f"{source.name}.o") for source in sources]
    for (source, flags), made in zip(sources.items(), objects, strict=True):
        subprocess.run([compiler, *build.COMMON, *flags, "-c", str(source), "-o", made], check=True)
    program = str(folder / "check")
    subprocess.run([compiler, "-static", "-pthread", *objects, "-o", program], check=True)
    printed = subprocess.run([*run_by, program], check=True, capture_output=True, text=True).stdout
    return dict(line.split(" ", 1) for line in printed.splitlines())


@pytest.mark.slow
@pytest.mark.skipif(platform.machine() != "x86_64", reason="compares with an x86 processor")
@pytest.mark.skipif(not (shutil.which(COMPILER) and shutil.which(EMULATOR)), reason="needs both")
def test_arm_computes_the_bits_of_x86(tmp_path: Path) -> None:
    here = hashes("g++", {**build.EVERYWHERE, **build.X86}, tmp_path / "x86")
    there = hashes(COMPILER, {**build.EVERYWHERE, **build.ARM}, tmp_path / "arm", EMULATOR, "-cpu", "max")
    assert set(there) == {"neon", "plain"}
    assert len({*here.values(), *there.values()}) == 1, (here, there)
