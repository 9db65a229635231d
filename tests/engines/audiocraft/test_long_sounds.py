"""Sounds beyond a model's window."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from engines.audiocraft.asking import Ticks, alone, ask, no_tick, same

from audiocraft_studio.engines.audiocraft.model import AudioCraftModel

Load = Callable[[str], AudioCraftModel]


def assert_exact_and_smooth(ticks: Ticks) -> None:
    ticks.assert_exact()
    total = ticks[0][1]
    jumps = [(b - a) / total for (a, _), (b, _) in itertools.pairwise(ticks)]
    assert max(jumps) < 0.1, "the bar moves with the work, not in one leap"


@pytest.mark.parametrize(
    "duration_s", [pytest.param(10.0, marks=pytest.mark.slow), 10.02, pytest.param(15.0, marks=pytest.mark.slow)]
)
def test_audiogen_goes_past_its_ten_seconds(load: Load, duration_s: float) -> None:
    ticks = Ticks()
    take = load("audiogen").generate(ask("rain", duration_s=duration_s), ticks)[0]

    assert take.audio.n_samples == round(duration_s * 16_000)
    assert_exact_and_smooth(ticks)


@pytest.mark.slow
def test_a_long_sound_is_the_same_alone_and_in_a_batch(load: Load) -> None:
    model = load("audiogen")
    batch = ask("rain", "rain", duration_s=11.0)
    takes = model.generate(batch, no_tick)
    assert all(same(take, model.generate(alone(batch, i), no_tick)[0]) for i, take in enumerate(takes))


@pytest.mark.slow
def test_musicgen_makes_forty_seconds(load: Load) -> None:
    ticks = Ticks()
    take = load("musicgen").generate(ask("calm piano loop", duration_s=40.0), ticks)[0]

    assert take.audio.n_samples == 40 * 32_000
    assert_exact_and_smooth(ticks)


@pytest.mark.slow
def test_a_length_that_the_library_itself_fails_at_works(load: Load) -> None:
    """33.34 s is 1667 frames, which the library's own arithmetic in seconds rounds down in its last window."""
    take = load("musicgen").generate(ask("calm piano loop", duration_s=33.34), no_tick)[0]
    assert take.audio.n_samples == round(33.34 * 32_000)
