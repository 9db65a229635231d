"""One item's sound, decoded from its codes while they come."""

from __future__ import annotations

from typing import Any

import numpy as np

from audiocraft_studio.audio import Audio, Samples
from audiocraft_studio.engines.base import Hear


class Sounding:
    """Fed with codes in order; says what is final to `hear`, and has the whole at the end."""

    def __init__(self, stream: Any, sample_rate: int, item: int, hear: Hear | None) -> None:
        """stream: of the codec (see decoding/codec.py). item: its place in the request."""
        self._stream = stream
        self._sample_rate = sample_rate
        self._item = item
        self._hear = hear
        self._pieces: list[Samples] = []
        self._n_samples = 0

    def feed(self, codes: Any) -> None:
        """codes: int64 [1, K, n]."""
        self._add(self._stream.feed(codes))

    def finish(self) -> Samples:
        """The whole sound, float32 [channels, samples]."""
        self._add(self._stream.finish())
        return np.concatenate(self._pieces, axis=1)

    def _add(self, decoded: Any) -> None:
        if decoded is None or not decoded.shape[-1]:
            return
        piece: Samples = decoded.float().cpu().numpy()
        if self._hear is not None and np.isfinite(piece).all():
            self._hear(self._item, self._n_samples, Audio(piece, self._sample_rate))
        self._pieces.append(piece)
        self._n_samples += piece.shape[1]
