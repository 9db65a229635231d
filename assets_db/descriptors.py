"""Descriptors: what similar sounds are found by.

A descriptor is a few bytes. The first says which kind of descriptor it is; each of the others is a feature of the sound
on a scale from 0 to 255. Two of the same kind and length can be compared: their distance is the Euclidean one of their
features.
"""

from __future__ import annotations

import math
from binascii import a2b_base64
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from assets_db.columns import Column, Mask, Rows

Squares = NDArray[np.float32]
_ALIKE = 32.0
_BLOCK = 4096  # rows of which the differences stay in the processor's cache
_NONE = 0


def score(square: float, n_features: int) -> float:
    """How similar two sounds are whose descriptors lie the root of `square` apart: 1 is the same, 0 far away.

    It is exp(-r / 32), where r is the root mean square of the features' differences, 0 to 255.
    """
    return math.exp(-math.sqrt(square / max(1, n_features)) / _ALIKE)


class Descriptors:
    """The features of all rows in one matrix that grows, as wide as the longest."""

    def __init__(self) -> None:
        self._kinds = Column(np.int32)
        self._features: NDArray[np.uint8] = np.zeros((0, 0), np.uint8)

    def extend(self, texts: Iterable[str]) -> None:
        """Adds a row for each descriptor in Base64; an empty one is none."""
        new = [a2b_base64(text) for text in texts]
        before = len(self._kinds.values())
        self._kinds.extend([_kind(descriptor) for descriptor in new])
        width = max(self._features.shape[1], max(map(len, new), default=0) - 1)
        self._make_room(before + len(new), width)
        padded = b"".join(descriptor[1:].ljust(width, b"\0") for descriptor in new)
        self._features[before : before + len(new)] = np.frombuffer(padded, np.uint8).reshape(len(new), width)

    def _make_room(self, n_rows: int, width: int) -> None:
        rows, columns = self._features.shape
        if n_rows > rows or width > columns:
            room = np.zeros((max(n_rows, 2 * rows) if n_rows > rows else rows, width), np.uint8)
            room[:rows, :columns] = self._features
            self._features = room

    def missing(self) -> Mask:
        """The rows without a descriptor."""
        found: Mask = self._kinds.values() == _NONE
        return found

    def comparable(self, descriptor: bytes) -> Mask:
        """The rows whose descriptor is of the same kind and length."""
        found: Mask = self._kinds.values() == (_kind(descriptor) or -1)
        return found

    def squares(self, rows: Rows, descriptor: bytes) -> Squares:
        """The squares of the distances of comparable `rows` to `descriptor`. They are exact."""
        wanted = np.frombuffer(descriptor, np.uint8)[1:].astype(np.float32)
        found = np.empty(len(rows), np.float32)
        for start in range(0, len(rows), _BLOCK):
            block = self._features[rows[start : start + _BLOCK], : len(wanted)] - wanted
            np.einsum("ij,ij->i", block, block, out=found[start : start + _BLOCK])
        return found


def _kind(descriptor: bytes) -> int:
    return (len(descriptor) << 8) + descriptor[0] if descriptor else _NONE


def nearest(squares: Squares, limit: int) -> list[int]:
    """The places of the `limit` smallest squares, ascending; the first place comes first where they are the same."""
    if limit <= 0:
        return []
    places = np.arange(len(squares))
    if limit < len(squares):
        furthest = np.partition(squares, limit - 1)[limit - 1]
        places = np.flatnonzero(squares <= furthest)
    found: list[int] = places[np.argsort(squares[places], kind="stable")[:limit]].tolist()
    return found
