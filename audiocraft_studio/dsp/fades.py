"""Fades at the ends of a sound."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Audio

FadeShape = Literal["linear", "equal-power"]


def rising(n: int, shape: FadeShape = "linear", first: int = 0, last: int | None = None) -> npt.NDArray[np.float32]:
    """Gains of a fade over `n` samples, from 0 on: float32, those from `first` until before `last`.

    linear is i / n, what the page's mixer plays (a ramp of the Web Audio API). equal-power is sin(π i / 2n).
    """
    part = np.arange(first, n if last is None else last) / n
    return (np.sin(part * (np.pi / 2)) if shape == "equal-power" else part).astype(np.float32)


def falling(n: int, shape: FadeShape = "linear", first: int = 0, last: int | None = None) -> npt.NDArray[np.float32]:
    """The complement of `rising`, from 1 on: 1 − i / n, or cos(π i / 2n)."""
    part = np.arange(first, n if last is None else last) / n
    return (np.cos(part * (np.pi / 2)) if shape == "equal-power" else 1 - part).astype(np.float32)


def fade(audio: Audio, *, fade_in_s: float = 0.0, fade_out_s: float = 0.0, shape: FadeShape = "linear") -> Audio:
    """`audio` with both fades (seconds, 0 and more); one longer than the sound takes all of it."""
    samples = audio.samples.copy()
    n_in, n_out = (min(audio.n_samples, round(s * audio.sample_rate)) for s in (fade_in_s, fade_out_s))
    if n_in:
        samples[:, :n_in] *= rising(n_in, shape)
    if n_out:
        samples[:, audio.n_samples - n_out :] *= falling(n_out, shape)
    return Audio(samples, audio.sample_rate)
