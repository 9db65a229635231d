"""How a gain reduction comes and goes: shared by compressor, limiter and ducking.

All work on a reduction in dB (0 and more), sample by sample, in double precision.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Reduction = npt.NDArray[np.float64]

NOTHING_DB = 0.01
"""Less than this is no reduction: what an exponential release leaves in the end."""


_AT_ONCE = 0.01
"""A release of so few samples leaves nothing to the next one."""


def time_constant(seconds: float, sample_rate: int) -> float:
    """What is left after one sample of something that falls to 1/e in `seconds`; 0 for 0 s."""
    return float(np.exp(-1.0 / (seconds * sample_rate))) if seconds > 0 else 0.0


def released(reduction_db: Reduction, release_s: float, sample_rate: int) -> Reduction:
    """Rises at once and falls to 1/e in `release_s`: y[n] = max(x[n], c · y[n − 1]), shape (n,).

    D. Giannoulis, M. Massberg, J. D. Reiss, Digital Dynamic Range Compressor Design, JAES 60 (2012), the decoupled
    peak detector. A maximum that decays by a constant factor is a running maximum of logarithms on a slope.
    """
    if release_s * sample_rate < _AT_ONCE:
        return reduction_db.copy()
    slope = np.arange(len(reduction_db)) / (release_s * sample_rate)
    with np.errstate(divide="ignore"):
        climbed = np.maximum.accumulate(np.log(reduction_db) + slope)
    made: Reduction = np.exp(climbed - slope)
    made[made < NOTHING_DB] = 0.0
    return made


def attacked(reduction_db: Reduction, attack_s: float, sample_rate: int) -> Reduction:
    """Follows with a lag of `attack_s` (to 1 − 1/e of a step), shape (n,): y[n] = c · y[n − 1] + (1 − c) · x[n]."""
    from scipy import signal

    left = time_constant(attack_s, sample_rate)
    return np.asarray(signal.lfilter([1 - left], [1, -left], reduction_db), np.float64)


def held(reduction_db: Reduction, hold_n: int, ahead_n: int = 0) -> Reduction:
    """The most of the last `hold_n` samples, the present one and the next `ahead_n`, shape (n,)."""
    from scipy import ndimage

    size = hold_n + 1 + ahead_n
    origin = hold_n - size // 2
    found = ndimage.maximum_filter1d(reduction_db, size, mode="constant", cval=0.0, origin=origin)
    return np.asarray(found, np.float64)


def averaged(reduction_db: Reduction, n: int) -> Reduction:
    """The mean of the present sample and the `n` before it, shape (n,); before the first one, it repeats."""
    from scipy import ndimage

    found: Reduction = ndimage.uniform_filter1d(reduction_db, n + 1, mode="nearest", origin=n - (n + 1) // 2)
    found[found < 1e-9] = 0.0  # what a running sum leaves behind
    return found


def applied(samples: npt.NDArray[np.float32], reduction_db: Reduction) -> npt.NDArray[np.float32]:
    """(channels, n) lowered by the reduction; where it is 0, sample for sample what it was."""
    gains: npt.NDArray[np.float32] = np.exp(reduction_db * (-np.log(10) / 20)).astype(np.float32)
    return samples * gains
