"""One window: from given codes, or none, to the codes of a whole pass, each codebook later than the one before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from audiocraft_studio.engines.decoding.sampling import Sampler
from audiocraft_studio.engines.decoding.steps import Conditions, Steps

_UNKNOWN = -1


class Window:
    """`frames` frames of B items, of which the first are given. Iterating decodes, a step at a time.

    delays: by how many steps each codebook is later (the "delay pattern" of MusicGen, Copet et al. 2023): frame t of
    codebook k is found at step t + 1 + delays[k]. special: the token that stands where there is no code.
    """

    def __init__(self, given: Tensor, frames: int, *, delays: Sequence[int], special: int) -> None:
        """given: int64 [B, K, 0 or more frames, fewer than `frames`], on the device that decodes."""
        items, codebooks = given.shape[:2]
        self._given = int(given.shape[2])
        self._delays = tuple(delays)
        self._last = frames + max(delays)
        self._sequence = torch.full((items, codebooks, self._last + 1), special, device=given.device)
        for k, delay in enumerate(delays):
            self._sequence[:, k, 1 + delay : 1 + delay + frames] = _UNKNOWN
            self._sequence[:, k, 1 + delay : 1 + delay + self._given] = given[:, k]

    def __len__(self) -> int:
        """Steps that decoding takes."""
        return self._last - self._given

    def decode(self, steps: Steps, conditions: Conditions, sampler: Sampler) -> Iterator[int]:
        """After each step, how many frames are finished. Stopping in between leaves nothing behind."""
        sequence, fed = self._sequence, 0
        steps.start(conditions, conditions.prefixed + self._last)
        for at in range(self._given + 1, self._last + 1):
            tokens = sampler(steps.feed(sequence[..., fed:at]))
            sequence[..., at] = torch.where(sequence[..., at] == _UNKNOWN, tokens, sequence[..., at])
            fed = at
            yield max(self._given, at - max(self._delays))

    def codes(self, start: int, stop: int) -> Tensor:
        """Finished frames start … stop, int64 [B, K, stop - start]."""
        rows = [self._sequence[:, k, 1 + d + start : 1 + d + stop] for k, d in enumerate(self._delays)]
        return torch.stack(rows, dim=1)
