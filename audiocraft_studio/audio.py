"""Audio: samples and their rate, nothing else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

_BLOCK = 1 << 18


@dataclass(frozen=True, eq=False)
class Audio:
    """Sound in memory.

    samples: float32, shape (channels, n), full scale is -1..1 (values beyond are kept: 32-bit headroom).
    sample_rate: in Hz, above 0.

    Raises ValueError for any other shape or dtype, so that a wrong axis order is found where it is made.
    """

    samples: Samples
    sample_rate: int

    def __post_init__(self) -> None:
        if self.samples.ndim != 2 or self.samples.dtype != np.float32:
            raise ValueError(f"samples must be float32 (channels, n), not {self.samples.dtype} {self.samples.shape}")
        if self.sample_rate <= 0:
            raise ValueError(f"sample_rate must be above 0 Hz, not {self.sample_rate}")

    @property
    def channels(self) -> int:
        return int(self.samples.shape[0])

    @property
    def n_samples(self) -> int:
        return int(self.samples.shape[1])

    @property
    def duration_s(self) -> float:
        return self.n_samples / self.sample_rate

    def sha256(self) -> str:
        """Hash of the samples alone (little-endian float32, frame by frame): the identity of a sound."""
        digest = hashlib.sha256()
        for start in range(0, self.n_samples, _BLOCK):  # a long sound is not copied as a whole
            digest.update(self.samples[:, start : start + _BLOCK].T.astype("<f4").tobytes())
        return digest.hexdigest()
