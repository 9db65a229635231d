"""The decoder of one loaded model: its modes, which of them is used, and why."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from audiocraft_studio.engines.decoding import gate
from audiocraft_studio.engines.decoding.errors import NotHere
from audiocraft_studio.engines.decoding.gate import Figures
from audiocraft_studio.engines.decoding.modes import EXACT, copy_bytes, make, offered, precision
from audiocraft_studio.engines.decoding.sameness import Sameness
from audiocraft_studio.engines.decoding.steps import Conditions, Steps
from audiocraft_studio.engines.decoding.weights import Weights

log = logging.getLogger(__name__)

Beat = Callable[[], None]

VERSION = "decoder 1"  # changes when the same seed would give another sound


@dataclass(frozen=True)
class Standing:
    """A mode on this machine: its figures, or why it has none."""

    mode: str
    label: str
    precision: str
    figures: Figures | None
    reason: str = ""


class Decoder:
    """Steps in the mode in use, made when they are first needed. One thread at a time."""

    def __init__(self, weights: Weights, *, device: str, identity: str, cache: Path | None, fixed: str = "") -> None:
        """identity: of the weights. cache: the folder where what was measured is kept. fixed: the mode of this run,
        whatever was measured or chosen; "" for none."""
        self.weights = weights
        self._modes = offered(device)
        self._key = _key(identity, device)
        self._file = None if cache is None else cache / f"{self._key}.json"
        self._figures: dict[str, Figures] = {}
        self._reasons: dict[str, str] = {}
        self._chosen = ""
        self._fixed = fixed
        self._made: tuple[str, Steps, Sameness] | None = None
        self._read()

    @property
    def measured(self) -> bool:
        """Whether every mode has its figures, or a reason why it has none."""
        return all(mode.name in self._figures or mode.name in self._reasons for mode in self._modes)

    @property
    def mode(self) -> str:
        """The mode in use: the user's choice, else the fastest that passes the gate, exact before anything is known."""
        if self._fixed or self._chosen:
            return self._fixed or self._chosen
        passed = [f for f in self._figures.values() if f.passed]
        return max(passed, key=lambda f: f.steps_per_s).mode if passed else EXACT

    @property
    def chosen(self) -> str:
        """The mode that the user chose; "" where the gate does."""
        return self._fixed or self._chosen

    @property
    def fixed(self) -> bool:
        """Whether the mode of this run was set from outside, so that a choice has no effect."""
        return bool(self._fixed)

    def standings(self) -> list[Standing]:
        """Every mode that is made for this device, the exact one first."""
        return [
            Standing(m.name, m.label, self.precision(m.name), self._figures.get(m.name), self._reasons.get(m.name, ""))
            for m in self._modes
        ]

    def precision(self, mode: str) -> str:
        return precision(mode, self.weights)

    @property
    def held_bytes(self) -> int:
        """Memory of the copy of the weights that the mode in use has made."""
        made = None if self._made is None else self._made[0]
        return sum(copy_bytes(mode, self.weights) for mode in self._modes if mode.name == made)

    def choose(self, mode: str) -> None:
        """Uses that mode from now on, gate or no gate; "" for the gate's own choice. It is remembered."""
        self._chosen = mode
        self._write()

    def ready(self, wanted: str, beat: Beat) -> tuple[Steps, Sameness, str]:
        """Steps, what is proven of them, and their mode: of the wanted precision ("" for any) where this machine has
        it, else of the mode in use. One mode is kept at a time."""
        mode = next((m.name for m in self._modes if wanted == self.precision(m.name)), self.mode)
        while True:
            try:
                return *self._steps(mode, beat), mode
            except NotHere as error:
                log.info("no decoding in the mode %r: %s", mode, error)
                self._reasons[mode] = str(error)
                self._figures.pop(mode, None)
                self._fixed = "" if self._fixed == mode else self._fixed
                self._chosen = "" if self._chosen == mode else self._chosen
                mode = self.mode

    def _steps(self, mode: str, beat: Beat) -> tuple[Steps, Sameness]:
        """Raises NotHere."""
        if self._made is None or self._made[0] != mode:
            self._made = None  # first gives the memory of the other back
            steps = make(mode, self.weights, beat)
            self._made = (mode, steps, Sameness(steps, self.weights))
        return self._made[1], self._made[2]

    def measure(
        self, conditions: Sequence[Conditions], tick: Callable[[float, float], None], free_bytes: int | None
    ) -> None:
        """Takes the figures of every mode, on these weights and `conditions` (of one item each), and keeps them.

        Seconds for small models; tick counts modes. May be cancelled by it; then nothing is kept.
        """
        figures, reasons = dict[str, Figures](), dict[str, str]()
        courses: list[gate.Course] = []
        for place, mode in enumerate(self._modes):

            def beat(place: int = place) -> None:
                tick(place + 0.5, len(self._modes))

            tick(place, len(self._modes))
            needed = 1.2 * copy_bytes(mode, self.weights)
            if mode.name != EXACT and free_bytes is not None and needed > free_bytes:
                reasons[mode.name] = "There is not enough memory for its copy of the weights."
                continue
            started = time.perf_counter()
            try:
                steps, _ = self._steps(mode.name, beat)
            except NotHere as error:
                reasons[mode.name] = str(error)
                continue
            start_s = time.perf_counter() - started
            if mode.name == EXACT:
                courses, figures[EXACT] = gate.exact(steps, self.weights, conditions, start_s, beat)
            else:
                figures[mode.name] = gate.compared(mode.name, steps, courses, start_s, beat)
        self._figures, self._reasons = figures, reasons
        self._write()
        log.info("decoding %s: %s", self.mode, "; ".join(_said(f) for f in figures.values()))

    # -- what is kept ------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        if self._file is None or not self._file.is_file():
            return
        try:
            kept: dict[str, Any] = json.loads(self._file.read_text())
            self._figures = {name: Figures(**figures) for name, figures in kept["figures"].items()}
            self._reasons, self._chosen = dict(kept["reasons"]), str(kept["chosen"])
        except (OSError, ValueError, TypeError, KeyError) as error:
            log.warning("%s cannot be read (%s): the modes are measured again", self._file, error)

    def _write(self) -> None:
        if self._file is None:
            return
        kept = {
            "figures": {name: asdict(figures) for name, figures in self._figures.items()},
            "reasons": self._reasons,
            "chosen": self._chosen,
        }
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            unfinished = self._file.with_suffix(f".{os.getpid()}.part")
            unfinished.write_text(json.dumps(kept, indent=1))
            unfinished.replace(self._file)
        except OSError as error:
            log.warning("what was measured of the modes could not be kept: %s", error)


def _key(identity: str, device: str) -> str:
    """Names what the figures hold for: these weights, this decoder and torch, this processor, so many threads."""
    parts = (identity, VERSION, torch.__version__, device, platform.machine(), platform.processor())
    capability = torch.backends.cpu.get_cpu_capability() if device == "cpu" else torch.cuda.get_device_name()
    text = "\n".join((*parts, capability, str(torch.get_num_threads())))
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _said(figures: Figures) -> str:
    verdict = "passed" if figures.passed else "failed"
    return f"{figures.mode} {figures.steps_per_s:.1f} steps/s, error {figures.error:.2%}, {verdict}"
