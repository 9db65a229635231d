"""Levels in decibels and as factors."""

from __future__ import annotations

import numpy as np

FLOOR_DB = -120.0


def to_db(linear: float) -> float:
    """Amplitude to dB full scale, never below -120."""
    return max(FLOOR_DB, 20.0 * float(np.log10(max(linear, 1e-12))))


def from_db(level_db: float) -> float:
    """dB to the factor on the amplitude."""
    return float(10.0 ** (level_db / 20))
