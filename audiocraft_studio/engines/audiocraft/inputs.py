"""Checks a request against its model and turns its audio into what the library takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from audiocraft_studio.audio import Audio, Samples
from audiocraft_studio.engines.audiocraft.windows import Plan
from audiocraft_studio.engines.base import ModelInfo, ParamValue, Request
from audiocraft_studio.errors import InputError

_CROSSFADE_S = 0.02


def check(info: ModelInfo, request: Request) -> None:
    """Raises InputError for what this model cannot do."""
    if request.melody is not None and not info.melody:
        raise InputError("Melody", f"{info.name} does not follow melodies. Choose a melody model of MusicGen.")
    if request.continuation is not None and not info.continuation:
        raise InputError("Continuation", f"{info.name} cannot continue a sound. Choose MusicGen or AudioGen.")
    if request.melody is not None and request.melody.n_samples == 0:
        raise InputError("Melody", "the recording is empty. Choose another one.")
    if not 0 < request.duration_s <= info.max_duration_s:
        raise InputError("Duration", f"{info.name} makes sounds of up to {info.max_duration_s:g} s.")
    unknown = set(request.params) - {param.name for param in info.params}
    if unknown:
        raise InputError("Parameters", f"{info.name} has no {', '.join(sorted(unknown))}.")


def parameters(info: ModelInfo, request: Request) -> Mapping[str, ParamValue]:
    """All parameters of the model, the request's in place of the defaults."""
    return {**{param.name: param.default for param in info.params}, **request.params}


def as_tensor(audio: Audio, sample_rate: int, channels: int) -> Any:
    """`audio` at the model's rate and channels: float32, shape [channels, samples], on the CPU."""
    import torch
    from audiocraft.data.audio_utils import convert_audio

    samples = torch.from_numpy(np.ascontiguousarray(audio.samples))
    return convert_audio(samples, audio.sample_rate, sample_rate, channels)


def splice(given: Samples, made: Samples, plan: Plan, sample_rate: int) -> Samples:
    """The continued sound followed by what was made.

    given: shape (channels, plan.kept_samples); made: (channels, n), decoded from the end of `given` on and so beginning
    with its last context_frames. The result begins with `given` sample for sample, but for its last 20 ms, which fade
    over to the decoded sound: a codec changes the waveform a little, and a hard cut would click.
    """
    heard = plan.context_frames * round(sample_rate / plan.frame_rate)
    fade = min(round(_CROSSFADE_S * sample_rate), heard)
    ramp = np.linspace(0.0, 1.0, fade, endpoint=False, dtype=np.float32)
    kept = given.copy()
    kept[:, -fade:] += (made[:, heard - fade : heard] - kept[:, -fade:]) * ramp
    return np.concatenate([kept, made[:, heard:]], axis=1)
