"""Engines, hums, interfaces, games and clocks."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engines.sketch.hearing import (
    RATE,
    centroid_hz,
    decay_s,
    envelope,
    onsets_s,
    power,
    rms_db,
    seeds,
    share,
    sound,
)

SEEDS = seeds(3)


def pulse_rate_hz(prompt: str, seed: int) -> float:
    """The strongest rate in the level of a sound."""
    e = envelope(sound(prompt, 4.0, seed), 0.002)
    spectrum = np.abs(np.fft.rfft((e - e.mean()) * np.hanning(len(e))))
    rates = np.fft.rfftfreq(len(e), 0.002)
    low = rates > 4
    return float(rates[low][spectrum[low].argmax()])


@pytest.mark.parametrize("seed", SEEDS)
def test_an_engine_turns_faster_when_told_to(seed: int) -> None:
    slow, fast = sound("slow car engine", 3.0, seed), sound("fast car engine", 3.0, seed)
    # nothing lies below the rate of the explosions: 25 a second at idle, some 110 at speed
    assert share(slow, 15, 60) > 10 * share(fast, 15, 60)
    assert 5 < pulse_rate_hz("idling engine", seed) < 60


@pytest.mark.parametrize("seed", SEEDS)
def test_a_truck_is_lower_than_a_motorcycle(seed: int) -> None:
    assert share(sound("truck", 3.0, seed), 15, 60) > 3 * share(sound("motorcycle", 3.0, seed), 15, 60)


@pytest.mark.parametrize("seed", SEEDS)
def test_mains_hum_lies_on_the_harmonics_of_50_hz(seed: int) -> None:
    f, p = power(sound("electric hum", 4.0, seed))
    on = sum(p[np.abs(f - 50.0 * k) < 12].sum() for k in range(1, 15))
    assert on / p.sum() > 0.8
    assert share(sound("ventilation fan", 3.0, seed), 150, 6000) > share(sound("electric hum", 3.0, seed), 150, 6000)


@pytest.mark.parametrize("seed", SEEDS)
def test_interface_sounds_are_short_and_their_notes_tell_yes_from_no(seed: int) -> None:
    assert decay_s(sound("button click", 1.0, seed), 40) < 0.25
    for prompt, up in (("confirmation", True), ("error", False)):
        x = sound(prompt, 1.5, seed)
        loudest = []
        for part in (x[:, 1000:3500], x[:, int(0.17 * RATE) : int(0.17 * RATE) + 4000]):
            spectrum = np.abs(np.fft.rfft(part.mean(axis=0) * np.hanning(part.shape[1]), 1 << 16))
            loudest.append(float(spectrum.argmax()))
        if up:
            assert loudest[1] > loudest[0], prompt
        else:
            assert loudest[1] < loudest[0], prompt


@pytest.mark.parametrize("seed", SEEDS)
def test_a_laser_falls_and_a_jump_rises(seed: int) -> None:
    laser, jump = sound("laser", 0.5, seed), sound("jump", 0.5, seed)
    for x, falls in ((laser, True), (jump, False)):
        n = int(decay_s(x, 12) * RATE)
        early, late = centroid_hz(x[:, : n // 3]), centroid_hz(x[:, 2 * n // 3 : n])
        assert (late < early) is falls


@pytest.mark.parametrize("seed", SEEDS)
def test_a_clock_ticks_twice_a_second_and_a_heart_seventy_times_a_minute(seed: int) -> None:
    ticks = onsets_s(sound("clock ticking", 8.0, seed), apart_s=0.2)
    assert len(ticks) in (15, 16, 17)
    assert np.allclose(np.diff(ticks), 0.5, atol=0.011)
    e = envelope(sound("heartbeat", 10.0, seed), 0.02)
    assert 15 <= len(onsets_s(sound("heartbeat", 10.0, seed), 3.0, 0.15)) <= 26
    assert e.max() > 10 * np.median(e)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_car_comes_from_one_side_and_leaves_on_the_other(seed: int) -> None:
    x = sound("car passing by", 6.0, seed)
    e = envelope(x, 0.1)
    assert abs(int(e.argmax()) - 30) < 6
    assert e.max() > 4 * max(e[2], e[-3])
    lean = [np.log(np.sum(p[1] ** 2) / np.sum(p[0] ** 2)) for p in (x[:, RATE : 2 * RATE], x[:, 4 * RATE : 5 * RATE])]
    assert lean[0] * lean[1] < 0


@pytest.mark.parametrize("seed", SEEDS)
def test_a_creak_is_a_row_of_slips(seed: int) -> None:
    x = sound("slow door creak", 2.5, seed)
    e = envelope(np.diff(x, axis=1), 0.002)
    loud = e > 0.2 * e.max()
    assert np.count_nonzero(loud[1:] & ~loud[:-1]) > 15
    assert centroid_hz(sound("squeak", 1.0, seed)) > centroid_hz(x)


@pytest.mark.parametrize("seed", SEEDS)
def test_loud_is_louder_than_quiet(seed: int) -> None:
    for prompt in ("engine", "hum", "click", "laser", "clock"):
        assert rms_db(sound(f"loud {prompt}", 1.5, seed)) > rms_db(sound(f"quiet {prompt}", 1.5, seed)) + 3, prompt
