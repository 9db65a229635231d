"""Effective bandwidth: how far up a sound really reaches, whatever its sample rate says."""

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Audio

N_FFT = 4096
DROP_DB = 70.0


def bandwidth_hz(audio: Audio) -> float:
    """Highest frequency whose long-term power lies within 70 dB of the strongest band, in Hz; 0 for silence.

    The power spectrum is averaged over up to 200 Hann windows (Welch) and smoothed over a fortieth of its width, so
    that a single bin does not decide.
    """
    mono = audio.samples.mean(axis=0)
    if len(mono) < N_FFT:
        mono = np.pad(mono, (0, N_FFT - len(mono)))
    starts = np.linspace(0, len(mono) - N_FFT, min(200, 1 + (len(mono) - N_FFT) // (N_FFT // 2))).astype(int)
    window = np.hanning(N_FFT)
    power = np.zeros(N_FFT // 2 + 1)
    for start in starts:
        power += np.abs(np.fft.rfft(mono[start : start + N_FFT] * window)) ** 2
    if power.max() <= 1e-12:
        return 0.0
    width = len(power) // 40
    smooth = np.convolve(power, np.ones(width) / width, mode="same")
    above = np.flatnonzero(smooth > smooth.max() * 10 ** (-DROP_DB / 10))
    return float(above[-1] * audio.sample_rate / N_FFT)
