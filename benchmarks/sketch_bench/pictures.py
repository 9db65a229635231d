"""Small spectrograms for the documentation."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from audiocraft_studio.audio import Samples
from benchmarks.sketch_bench.takes import RATE

WIDTH, HEIGHT = 240, 90
_LOW_HZ, _HIGH_HZ = 40.0, 18_000.0
_RANGE_DB = 75.0
_COLOURS = ((12, 14, 24), (44, 32, 92), (128, 42, 112), (220, 84, 72), (250, 170, 70), (255, 246, 200))
_LEVELS = 16


def spectrogram(x: Samples, path: Path) -> None:
    """Writes float32 (2, n) as a PNG of 240 by 90: time to the right, 40 Hz to 18 kHz upwards in octaves, 75 dB."""
    mono = np.pad(x.mean(axis=0), (2048, 2048))
    hop = max(1, (len(mono) - 4096) // WIDTH)
    window = np.hanning(4096).astype(np.float32)
    edges_hz = np.geomspace(_LOW_HZ, _HIGH_HZ, HEIGHT + 1)
    f = np.fft.rfftfreq(4096, 1 / RATE)
    columns = []
    for k in range(WIDTH):
        p = np.abs(np.fft.rfft(mono[k * hop : k * hop + 4096] * window)) ** 2
        total = np.concatenate([[0.0], np.cumsum(p)])
        # power up to each edge, between bins too, so that low rows are not all the same bin
        upto = np.interp(edges_hz, f, total[:-1])
        columns.append(np.diff(upto)[::-1])
    level = 10 * np.log10(np.array(columns).T + 1e-12)
    parts = np.clip((level - level.max() + _RANGE_DB) / _RANGE_DB, 0, 1)
    image = Image.fromarray(np.round(parts * (_LEVELS - 1)).astype(np.uint8), mode="P")
    stops = np.linspace(0, 1, len(_COLOURS))
    palette = [np.interp(np.linspace(0, 1, _LEVELS), stops, [c[k] for c in _COLOURS]) for k in range(3)]
    image.putpalette(np.round(np.array(palette).T).astype(np.uint8).ravel().tolist())
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, optimize=True, bits=4)
