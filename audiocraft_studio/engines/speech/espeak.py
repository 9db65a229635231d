"""espeak-ng, or espeak before it: a program of its own, which is run and never linked nor shipped.

It may be under another licence than the studio; what it speaks is free to use. The same program, text, voice and speed
give the same samples.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from audiocraft_studio import audiofile
from audiocraft_studio.audio import Audio
from audiocraft_studio.engines.base import Voice
from audiocraft_studio.errors import DamagedFile, GenerationFailed, InputError, ModelUnavailable

_NAMES = ("espeak-ng", "espeak")
_PATIENCE_S = 120.0
_OTHER_PROGRAMS = "mb/"
"""Voices below this folder need MBROLA, which most machines lack."""

_MISSING = (
    "No speech program was found on this machine. Install espeak-ng (Debian, Ubuntu: apt-get install espeak-ng; macOS: "
    "brew install espeak-ng; Windows: the installer of the espeak-ng project), then try again, or lay in a recording."
)


class Espeak:
    """Looks for the program each time, so that one which is installed meanwhile is found."""

    def program(self) -> str:
        """Name and version, such as "espeak-ng 1.51". Raises ModelUnavailable, saying what to install."""
        path = _found()
        version = re.search(r"text-to-speech: *(\S+)", self._run(path, "--version"))
        return f"{path.stem} {version[1] if version else ''}".strip()

    def voices(self) -> Sequence[Voice]:
        """By name. Raises ModelUnavailable."""
        rows = (line.split() for line in self._run(_found(), "--voices").splitlines()[1:])
        told = [(row[1], row[3], row[4]) for row in rows if len(row) > 4]
        voices = {
            language: Voice(language, name.replace("_", " ").strip())
            for language, name, file in told
            if not file.startswith(_OTHER_PROGRAMS) and language == language.lower()
        }
        return sorted(voices.values(), key=lambda voice: voice.name)

    def spoken(self, text: str, voice: str, words_per_minute: int) -> Audio:
        """The text, mono. Raises ModelUnavailable, InputError where nothing in it can be spoken, GenerationFailed."""
        path = _found()
        with tempfile.TemporaryDirectory(prefix="studio-speech-") as folder:
            wav = Path(folder) / "speech.wav"
            how = ("-b", "1", "-z", "-v", voice, "-s", str(words_per_minute), "-w", str(wav), "--stdin")
            self._run(path, *how, text=text)
            audio = _read(wav)
        if audio is None or not audio.samples.any():
            raise InputError("Text", "Nothing in it can be spoken. Write words.")
        return audio

    def _run(self, path: Path, *arguments: str, text: str = "") -> str:
        """What the program prints. `text` is what it reads."""
        try:
            ran = subprocess.run(  # noqa: S603  (no shell; what users type is no argument)
                [path, *arguments], input=text, capture_output=True, encoding="utf-8", timeout=_PATIENCE_S, check=True
            )
        except subprocess.CalledProcessError as error:
            raise GenerationFailed(path.stem, f"{path.stem} failed: {error.stderr.strip() or error}") from None
        except subprocess.TimeoutExpired:
            raise GenerationFailed(path.stem, f"{path.stem} did not finish in {_PATIENCE_S:g} s.") from None
        except OSError as error:
            raise ModelUnavailable(path.stem, f"{path.stem} cannot be run: {error.strerror}. {_MISSING}") from None
        return ran.stdout


def _read(wav: Path) -> Audio | None:
    try:
        return audiofile.read(wav)
    except DamagedFile:  # it writes no samples where it finds no words
        return None


def _found() -> Path:
    """The program. Its installer for Windows leaves it out of the path."""
    installed = str(Path(os.environ.get("PROGRAMFILES", "")) / "eSpeak NG") if os.name == "nt" else None
    for name in _NAMES:
        path = shutil.which(name) or (shutil.which(name, path=installed) if installed else None)
        if path:
            return Path(path)
    raise ModelUnavailable(_NAMES[0], _MISSING)
