"""How a sound is cut into the windows of a model, in whole frames (50 a second for every published model).

Past its window, a model goes on from the tail of what it made: it keeps window - stride frames and makes stride new
ones. The library computes this in seconds and in floating point, where some lengths lose a frame or fail an assertion;
`library_duration_s` is a duration that takes it through exactly the windows listed here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Window:
    """One pass: it is given `prompt_frames` of what is there and fills up to `end_frames`."""

    prompt_frames: int
    end_frames: int


@dataclass(frozen=True)
class Plan:
    """All passes for one sound.

    n_samples: of the whole result. kept_samples: of the continued sound, at its beginning.
    context_frames: how much of the continued sound's end the model hears; 0 without one.
    n_frames: what the model holds at the end, context included.
    """

    n_samples: int
    kept_samples: int
    context_frames: int
    n_frames: int
    frame_rate: float
    window_s: float
    stride_frames: int
    windows: tuple[Window, ...]

    @property
    def library_duration_s(self) -> float:
        """`duration` for set_generation_params: a quarter frame above n_frames, so that truncation is harmless."""
        if self.n_frames == math.floor(self.window_s * self.frame_rate):
            return self.window_s
        return (self.n_frames + 0.25) / self.frame_rate

    @property
    def longest_frames(self) -> int:
        """Frames of the longest pass."""
        return max(window.end_frames for window in self.windows)

    @property
    def stride_s(self) -> float:
        return (self.stride_frames + 0.25) / self.frame_rate


def plan(
    n_samples: int, kept_samples: int, *, sample_rate: int, frame_rate: float, window_s: float, stride_s: float
) -> Plan:
    """The passes for a sound of n_samples, of which the first kept_samples are given (0: none; else a frame or more).

    window_s, stride_s: of the model, stride_s below window_s.
    """
    hop = round(sample_rate / frame_rate)
    window = math.floor(window_s * frame_rate)
    stride = max(1, min(math.floor(stride_s * frame_rate), window - 1))
    new = math.ceil((n_samples - kept_samples) / hop)
    context = kept_samples // hop
    if context + new > window:
        context = min(context, window - stride)
    total = context + new
    return Plan(
        n_samples, kept_samples, context, total, frame_rate, window_s, stride, _windows(total, context, window, stride)
    )


def _windows(total: int, context: int, window: int, stride: int) -> tuple[Window, ...]:
    windows, offset, prompt = [], 0, context
    while offset + prompt < total:
        end = min(total - offset, window)
        windows.append(Window(prompt, end))
        prompt = end - stride
        offset += stride
    return tuple(windows)
