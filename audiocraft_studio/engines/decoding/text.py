"""Encoded prompts, kept: a prompt that comes again, in the same batch or later, is not encoded again."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

MAX_BYTES = 32 * 2**20  # some hundred prompts of ordinary length

# A product of very few rows takes another kernel than one of twice as many, and rounds otherwise; and reading the
# encoder's weights takes longer than the arithmetic, so that a second row is free.
_FEW_TOKENS = 8


class Texts:
    """The encodings of one model's text conditioners, the least recently used dropped first. One thread at a time."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._known: OrderedDict[tuple[str, str], tuple[Any, Any]] = OrderedDict()
        self._held_bytes = 0

    @property
    def held_bytes(self) -> int:
        """Never more than max_bytes."""
        return self._held_bytes

    def encoded(self, name: str, conditioner: Any, prompt: str) -> tuple[Any, Any]:
        """(values [length, dim], mask [length]) of a prompt, on the conditioner's device; not to be written to.

        name: of the conditioner within the model. The values are those that the prompt has beside an empty one.
        """
        key = (name, prompt)
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        made = _encode(conditioner, prompt)
        size = sum(int(tensor.nbytes) for tensor in made)
        if size <= self._max_bytes:
            self._known[key] = made
            self._held_bytes += size
            while self._held_bytes > self._max_bytes:
                _, dropped = self._known.popitem(last=False)
                self._held_bytes -= sum(int(tensor.nbytes) for tensor in dropped)
        return made


def _encode(conditioner: Any, prompt: str) -> tuple[Any, Any]:
    tokens = conditioner.tokenize([prompt])
    if tokens["attention_mask"].shape[-1] < _FEW_TOKENS:
        tokens = conditioner.tokenize([prompt, ""])
    values, mask = conditioner(tokens)
    return values[0].clone(), mask[0].clone()
