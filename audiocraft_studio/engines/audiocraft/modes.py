"""The modes of a loaded model's decoder: measured when they are first needed, chosen by the gate or by the user."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import torch

from audiocraft_studio.engines.audiocraft.conditions import PairedConditions
from audiocraft_studio.engines.audiocraft.decoder_path import conditions_of
from audiocraft_studio.engines.audiocraft.memory import free_bytes
from audiocraft_studio.engines.base import Item, Mode, Tick
from audiocraft_studio.engines.decoding.decoder import Decoder
from audiocraft_studio.errors import InputError

log = logging.getLogger(__name__)

_PROMPTS = ("a calm piano over soft strings", "heavy rain on a tin roof, distant thunder")
_GUIDANCE = 3.0


class DecoderModes:
    """Implements Modes for one Decoder."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder

    def standings(self) -> Sequence[Mode]:
        found = []
        for one in self._decoder.standings():
            known = {} if one.figures is None else asdict(one.figures)
            figures = {
                name: known[name] for name in ("steps_per_s", "error", "cosine", "overlap", "entropy_nats") if known
            }
            passed = one.figures is not None and one.figures.passed
            found.append(Mode(one.mode, one.label, one.precision, **figures, passed=passed, reason=one.reason))
        return found

    @property
    def used(self) -> str:
        return self._decoder.mode

    @property
    def chosen(self) -> str:
        return self._decoder.chosen

    @property
    def fixed(self) -> bool:
        return self._decoder.fixed

    def choose(self, mode: str) -> None:
        if self.fixed:
            raise InputError(
                "Precision", f"The studio was started with --precision {self.used}. Start it without, then choose."
            )
        known = {one.mode: one for one in self._decoder.standings()}
        if mode and (mode not in known or known[mode].reason):
            why = known[mode].reason if mode in known else f"There is no {mode!r}."
            raise InputError(
                "Precision", f"{why} Choose one of {', '.join(n for n, o in known.items() if not o.reason)}."
            )
        self._decoder.choose(mode)


def measure(model: Any, decoder: Decoder, device: str, tick: Tick) -> None:
    """Takes the figures of every mode on two prompts of the kind that such models are trained on."""
    with torch.no_grad():
        provider = PairedConditions(model.lm.condition_provider)
        given = [conditions_of(model, provider, Item(prompt, 0), None, _GUIDANCE) for prompt in _PROMPTS]
        decoder.measure(given, tick, free_bytes(device))
