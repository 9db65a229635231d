"""The arithmetic of windows."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from audiocraft_studio.engines.audiocraft.windows import Window, plan


def _plan(duration_s: float, kept_s: float = 0.0, window_s: float = 30.0, stride_s: float = 18.0):
    return plan(
        round(duration_s * 32_000),
        round(kept_s * 32_000),
        sample_rate=32_000,
        frame_rate=50.0,
        window_s=window_s,
        stride_s=stride_s,
    )


def test_forty_seconds_are_two_windows() -> None:
    assert _plan(40.0).windows == (Window(0, 1500), Window(600, 1100))


def test_up_to_the_window_there_is_one() -> None:
    assert _plan(30.0).windows == (Window(0, 1500),)
    assert _plan(30.02).windows == (Window(0, 1500), Window(600, 601))


def test_a_part_of_a_frame_needs_a_whole_one() -> None:
    assert _plan(0.501).n_frames == 26


def test_a_short_given_sound_is_heard_whole_and_a_long_one_at_its_end() -> None:
    assert _plan(20.0, kept_s=10.0).context_frames == 500
    assert _plan(60.0, kept_s=50.0).context_frames == 600


@given(
    duration_s=st.floats(0.02, 600),
    kept_share=st.floats(0, 0.99),
    window_s=st.sampled_from([10.0, 30.0]),
    stride_share=st.floats(0.05, 0.95),
)
def test_the_library_goes_through_exactly_these_windows(
    duration_s: float, kept_share: float, window_s: float, stride_share: float
) -> None:
    kept_s = kept_share * duration_s if kept_share * duration_s > 0.02 else 0.0
    layout = _plan(duration_s, kept_s, window_s, window_s * stride_share)
    if layout.n_samples <= layout.kept_samples:
        return

    assert list(layout.windows) == _as_the_library_does(layout)
    made = layout.n_frames - layout.context_frames
    assert made * 640 >= layout.n_samples - layout.kept_samples
    assert all(0 <= window.prompt_frames < window.end_frames for window in layout.windows)
    assert layout.windows[-1].end_frames - layout.windows[-1].prompt_frames > 0


def _as_the_library_does(layout) -> list[Window]:
    """What BaseGenModel._generate_tokens of audiocraft 1.3.0 computes, in seconds and floating point."""
    duration, rate, longest = layout.library_duration_s, layout.frame_rate, layout.window_s
    if duration <= longest:
        return [Window(layout.context_frames, int(duration * rate))]
    windows, offset, prompt = [], 0, layout.context_frames
    stride = int(rate * layout.stride_s)
    while offset + prompt < int(duration * rate):
        end = int(min(duration - offset / rate, longest) * rate)
        windows.append(Window(prompt, end))
        prompt = end - stride
        offset += stride
    assert not math.isnan(duration)
    return windows
