"""Encodes the conditions of each item apart from its neighbours.

The library encodes a batch of prompts together, padded to the longest. The padding reaches the sound: cross-attention
does not mask it. Here each item is encoded together with its own empty condition alone, exactly as if it were the only
one; items may share a batch when their conditions have the same shapes (see `text_length`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any


class PairedConditions:
    """Takes the place of the two methods of a model's ConditioningProvider while `attached`.

    The library asks for n conditions followed by their n empty ones, window after window; equal pairs (the same prompt,
    the same melody) are encoded once.
    """

    def __init__(self, provider: Any) -> None:
        self._provider = provider
        self._known: dict[tuple[str, str], tuple[Any, Any]] = {}

    @contextmanager
    def attached(self) -> Iterator[None]:
        self._provider.tokenize, self._provider.forward = _as_they_are, self.encode
        try:
            yield
        finally:
            del self._provider.tokenize, self._provider.forward

    def text_length(self, prompt: str) -> int:
        """Tokens of the prompt, the end mark included: what must be equal within a batch."""
        tokenizers = (one.t5_tokenizer for one in self._conditioners(text=True).values())
        return max(len(tokenizer(prompt)["input_ids"]) for tokenizer in tokenizers)

    def _conditioners(self, *, text: bool) -> dict[str, Any]:
        names = self._provider.text_conditions if text else self._provider.wav_conditions
        return {name: self._provider.conditioners[name] for name in names}

    def encode(self, conditions: Sequence[Any]) -> dict[str, tuple[Any, Any]]:
        """conditions: n of the library's ConditioningAttributes, then their n empty ones; equal lengths throughout.

        Returns for each conditioner (values [2n, length, dim], mask [2n, length]).
        """
        import torch

        half = len(conditions) // 2
        pairs = [list(pair) for pair in zip(conditions[:half], conditions[half:], strict=True)]
        encoded = {}
        for name in (*self._conditioners(text=True), *self._conditioners(text=False)):
            each = [self._pair(name, pair) for pair in pairs]
            rows = [[value[row] for value in one] for row in (0, 1) for one in each]
            encoded[name] = (torch.stack([value for value, _ in rows]), torch.stack([mask for _, mask in rows]))
        return encoded

    def _pair(self, name: str, pair: list[Any]) -> tuple[Any, Any]:
        """(values, mask) of a condition and its empty one; shapes [2, length, dim] and [2, length]."""
        key = (name, _fingerprint(name, pair[0]))
        if key not in self._known:
            text = name in self._provider.text_conditions
            batch = (self._provider._collate_text if text else self._provider._collate_wavs)(pair)[name]
            conditioner = self._provider.conditioners[name]
            self._known[key] = conditioner(conditioner.tokenize(batch))
        return self._known[key]


def _as_they_are(conditions: Sequence[Any]) -> Sequence[Any]:
    return conditions


def _fingerprint(name: str, condition: Any) -> str:
    if name in condition.text:
        return str(condition.text[name])
    wave = condition.wav[name].wav.contiguous()
    return f"{tuple(wave.shape)} {hashlib.sha256(wave.cpu().numpy().tobytes()).hexdigest()}"
