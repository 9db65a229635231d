"""Loudness after ITU-R BS.1770-5 and EBU Tech 3341: integrated, momentary and short-term."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Audio

Floats = npt.NDArray[np.float64]

MOMENTARY_S = 0.4
SHORT_TERM_S = 3.0
STEP_S = 0.1
ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = 10.0
_OFFSET_DB = -0.691
_SILENT = 1e-7


def loudness_lufs(audio: Audio) -> float | None:
    """Integrated loudness in LUFS; None for silence.

    The standard measures blocks of 400 ms. A shorter sound is measured once, padded with silence to one block, which
    reads lower than a listener hears it: it serves for comparing short sounds with each other. Of more than two
    channels, the first two are measured.
    """
    if not np.abs(audio.samples).max(initial=0.0) > _SILENT:
        return None
    block = _length(MOMENTARY_S, audio.sample_rate)
    powers = _powers(audio, max(block, audio.n_samples), block)
    heard = powers[powers > _power(ABSOLUTE_GATE_LUFS)]
    if not len(heard):
        return None
    gate = heard.mean() * 10 ** (-RELATIVE_GATE_LU / 10)
    return float(_lufs(heard[heard > gate].mean()))


def momentary_lufs(audio: Audio) -> Floats:
    """Loudness of the last 400 ms, in LUFS, every 100 ms from the first whole block on; -inf where it is silent."""
    return _running(audio, MOMENTARY_S)


def short_term_lufs(audio: Audio) -> Floats:
    """Loudness of the last 3 s, in LUFS, every 100 ms from the first whole block on; -inf where it is silent."""
    return _running(audio, SHORT_TERM_S)


def _running(audio: Audio, block_s: float) -> Floats:
    with np.errstate(divide="ignore"):
        return _lufs(_powers(audio, audio.n_samples, _length(block_s, audio.sample_rate)))


def _length(seconds: float, sample_rate: int) -> int:
    return int(np.ceil(seconds * sample_rate))


def _powers(audio: Audio, n: int, block: int) -> Floats:
    """K-weighted power of each block, all channels together; the sound is padded to `n` samples."""
    if n < block:
        return np.zeros(0)
    weighted = k_weighted(audio)
    energy = np.concatenate([[0.0], np.cumsum(np.pad(np.square(weighted).sum(axis=0), (0, n - audio.n_samples)))])
    count = int((n - block) / (STEP_S * audio.sample_rate) + 1e-6) + 1
    starts = np.round(np.arange(count) * STEP_S * audio.sample_rate).astype(np.int64)
    made: Floats = np.maximum(energy[np.minimum(starts + block, n)] - energy[starts], 0.0) / block
    return made


def k_weighted(audio: Audio) -> Floats:
    """The first two channels through the standard's two filters, shape (channels, n).

    For other rates than 48 kHz, by the analogue filters that its coefficients stand for (B. De Man, Evaluation of
    implementations of the EBU R128 loudness measurement, AES 2018).
    """
    from scipy import signal

    sos = k_filter(audio.sample_rate)
    return np.asarray(signal.sosfilt(sos, audio.samples[:2].astype(np.float64), axis=1), np.float64)


def k_filter(sample_rate: int) -> Floats:
    """Shelf and high-pass as second-order sections, shape (2, 6)."""
    k, q, gain = np.tan(np.pi * 1681.974450955533 / sample_rate), 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    middle = gain**0.4996667741545416
    shelf = [gain + middle * k / q + k * k, 2 * (k * k - gain), gain - middle * k / q + k * k]
    poles = [1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k]
    k, q = np.tan(np.pi * 38.13547087602444 / sample_rate), 0.5003270373238773
    low = [1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k]
    return np.array([[*np.array(shelf) / poles[0], *np.array(poles) / poles[0]], [1, -2, 1, *np.array(low) / low[0]]])


def _lufs(power: Floats) -> Floats:
    made: Floats = _OFFSET_DB + 10 * np.log10(power)
    return made


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET_DB) / 10))
