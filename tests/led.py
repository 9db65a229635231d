"""Decoding that is led along tokens which another decoder chose."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from audiocraft_studio.engines.decoding.sampling import Choice, Sampler


class Led(Sampler):
    """Takes the tokens `codes` [B, K, frames], of which the first `given` are given, and notes in `gaps` by how much
    the likeliest tokens were likelier than these, as differences of logits: 0 where they are the same. The frames from
    `compared` on are left out of that."""

    def __init__(self, codes: torch.Tensor, given: int, delays: Sequence[int], compared: int) -> None:
        super().__init__(Choice(), [])
        self._codes, self._given, self._compared = codes, given, compared
        self._delays, self._at = delays, given + 1
        self.gaps: list[float] = []

    def __call__(self, logits: torch.Tensor) -> torch.Tensor:
        tokens = torch.zeros(logits.shape[:2], dtype=torch.long)
        for k, delay in enumerate(self._delays):
            frame = self._at - 1 - delay
            if self._given <= frame < self._codes.shape[-1]:
                tokens[:, k] = self._codes[:, k, frame]
                chosen = logits[:, k].gather(1, tokens[:, k : k + 1])[:, 0]
                self.gaps += (logits[:, k].amax(-1) - chosen).tolist() if frame < self._compared else []
        self._at += 1
        return tokens
