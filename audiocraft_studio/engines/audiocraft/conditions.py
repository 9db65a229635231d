"""Encodes the conditions of each item apart from its neighbours.

The library encodes a batch of prompts together, padded to the longest. The padding reaches the sound: cross-attention
does not mask it. Here each item is encoded apart, as if it were the only one; items may share a batch when their
conditions have the same shapes (see `text_length`). The empty prompt beside each is all zeros, masked: it is not
computed at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from audiocraft_studio.engines.decoding.text import Texts


class PairedConditions:
    """Takes the place of the two methods of a model's ConditioningProvider while `attached`.

    The library asks for n conditions followed by their n empty ones, window after window; equal melodies are encoded
    once, equal prompts once for as long as `texts` keeps them.
    """

    def __init__(self, provider: Any, texts: Texts | None = None) -> None:
        """texts: of this model, to know prompts from call to call."""
        self._provider = provider
        self._texts = Texts() if texts is None else texts
        self._melodies: dict[tuple[str, str], tuple[Any, Any]] = {}

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
        conditioner = self._provider.conditioners[name]
        if name in self._provider.text_conditions:
            return _beside_nothing(*self._texts.encoded(name, conditioner, pair[0].text[name] or ""))
        key = (name, _fingerprint(pair[0].wav[name].wav))
        if key not in self._melodies:
            waves = self._provider._collate_wavs(pair)[name]
            self._melodies[key] = conditioner(conditioner.tokenize(waves))
        return self._melodies[key]


def _as_they_are(conditions: Sequence[Any]) -> Sequence[Any]:
    return conditions


def _beside_nothing(values: Any, mask: Any) -> tuple[Any, Any]:
    """A prompt's values and mask with those of the empty prompt, padded to its length."""
    import torch

    return torch.stack([values, torch.zeros_like(values)]), torch.stack([mask, torch.zeros_like(mask)])


def _fingerprint(wave: Any) -> str:
    return f"{tuple(wave.shape)} {hashlib.sha256(wave.contiguous().cpu().numpy().tobytes()).hexdigest()}"
