"""What can be turned on a sketch: each knob is neutral by default, and does what it says."""

from __future__ import annotations

import numpy as np
import pytest

from audiocraft_studio.engines.sketch.info import AS_SAID, PARAMS, ROOM_CHOICES, VERSION
from tests.engines.sketch.hearing import RATE, centroid_hz, envelope, rms_db, share, sound

BEFORE_THE_KNOBS = {
    "heavy rain on a tin roof with distant thunder": (
        0.00069, 0.06472, -0.04532, -0.04683, -0.03583, 0.05230, 0.00149, 0.06235, 0.07105, -0.00668,
    ),
    "slow footsteps on wood in a house": (
        0.00934, 0.00251, 0.00005, 0.00000, -0.01878, -0.02331, -0.00243, 0.00016, 0.00000, 0.06020,
    ),
    "synthwave in A minor, 100 bpm": (
        0.09746, -0.13586, 0.00707, -0.05596, -0.03750, 0.16124, -0.00482, -0.01648, -0.01837, -0.02953,
    ),
    "big dog barking in a courtyard": (
        -0.01461, -0.03182, 0.00246, 0.02277, -0.00129, 0.00655, 0.05262, 0.00664, 0.06521, 0.00120,
    ),
    "crowd approaching": (
        0.00045, 0.02484, -0.02623, -0.05033, 0.03440, 0.00653, -0.00581, -0.01732, -0.03573, -0.01027,
    ),
}  # fmt: skip
"""Every 9,000th sample from 5,000 on, of 1 s with seed 7, left and right, as this version gives them."""


@pytest.mark.parametrize("prompt", BEFORE_THE_KNOBS)
def test_a_recipe_from_before_a_knob_gives_the_samples_it_gave(prompt: str) -> None:
    assert VERSION == "3", "new samples: write them down anew"
    samples = sound(prompt, 1.0, 7)
    assert samples[:, 5000::9000].ravel() == pytest.approx(BEFORE_THE_KNOBS[prompt], abs=2e-5)
    neutral = {param.name: param.default for param in PARAMS}
    assert np.array_equal(samples, sound(prompt, 1.0, 7, **neutral))  # type: ignore[arg-type]


def test_size_makes_it_low_and_speed_makes_it_frequent() -> None:
    small, large = sound("metal impact", 2.0, 3, size=-0.8), sound("metal impact", 2.0, 3, size=0.8)
    assert centroid_hz(small) > 1.5 * centroid_hz(large)
    slow, fast = (envelope(sound("footsteps on wood", 6.0, 3, speed=v), 0.03) for v in (-0.8, 0.8))
    assert steps(fast) > 1.5 * steps(slow)


def steps(level: np.ndarray) -> int:
    loud = level > 0.3 * level.max()
    return int(np.count_nonzero(loud[1:] & ~loud[:-1]))


def test_wetness_is_heard_under_the_feet() -> None:
    dry, wet = sound("footsteps on stone", 3.0, 3), sound("footsteps on stone", 3.0, 3, wetness=1.0)
    assert not np.array_equal(dry, wet)


def test_balance_sets_the_first_source_over_or_under_the_others() -> None:
    def rain_over_thunder_db(balance: float) -> float:
        x = sound("rain with thunder", 6.0, 2, balance=balance)
        return float(10 * np.log10(share(x, 4000, 16_000) / share(x, 30, 120)))

    under, even, over = (rain_over_thunder_db(balance) for balance in (-1.0, 0.0, 1.0))
    assert over - even == pytest.approx(12, abs=1.5), "rain has the highs, thunder the lows"
    assert even - under == pytest.approx(12, abs=1.5)
    assert np.array_equal(sound("rain", 1.0, 2, balance=1.0), sound("rain", 1.0, 2))


def test_balance_works_within_a_band() -> None:
    lows = [share(sound("synth bass and violin in C minor", 5.0, 2, balance=b), 30, 200) for b in (-1.0, 1.0)]
    assert lows[1] > 1.1 * lows[0]


def test_a_room_takes_the_place_of_what_the_prompt_says() -> None:
    late = slice(int(0.8 * RATE), int(1.6 * RATE))

    def tail_db(room: str) -> float:
        x = sound("metal tap in a cave", 3.0, 5, room=room)
        return rms_db(x[:, late]) - rms_db(x)

    assert tail_db(AS_SAID) == tail_db("cave") > tail_db("room") + 6
    assert tail_db("none") < tail_db("bathroom")
    assert share(sound("rain in a cave", 1.0, room="underwater"), 0, 700) > 0.9
    assert all(np.isfinite(sound("distant dog barking", 0.5, room=room)).all() for room in ROOM_CHOICES)
