"""Effects, moving pans and overlapping repeats in a mix."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signals import noise

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.effects import Echo, Filter, Reverb, through
from audiocraft_studio.dsp.eq import Band
from audiocraft_studio.dsp.mix import Track, mix, stems, summed
from audiocraft_studio.dsp.pan import panned
from audiocraft_studio.dsp.reverb import Plate, Room
from audiocraft_studio.dsp.true_peak import true_peak_db

RATE = 16000

effects = st.sampled_from([
    Filter(Band("low pass", 900.0), ((0.0, 300.0), (0.2, 6000.0))), Filter(Band("bell", 700, 9, 2)),
    Reverb(Room(0.2, 4), 0.5, 0.8), Reverb(Plate(0.15), 0.3, 1.0, ((0.0, 0.0), (0.2, 1.0))), Echo(0.02, 0.6, 0.5),
])  # fmt: skip
pans = st.lists(st.floats(-1, 1), max_size=3).map(lambda places: tuple((i * 0.1, p) for i, p in enumerate(places)))
points = st.lists(st.floats(0, 1), max_size=3).map(lambda found: tuple((i * 0.1, w) for i, w in enumerate(found)))
tracks = st.builds(
    lambda seed, channels, weight, pan, at_s, loop, weights, moving, fade, chain: Track(
        noise(RATE // 20, RATE, channels, 0.05, seed), weight, pan, at_s, 0.01, 0.02, loop, weights, moving, fade, chain
    ),
    st.integers(0, 5), st.sampled_from([1, 2]), st.floats(0, 1), st.floats(-1, 1), st.floats(0, 0.3), st.booleans(),
    points, pans, st.floats(0, 0.04), st.lists(effects, max_size=3),
)  # fmt: skip
some_tracks = st.lists(tracks, min_size=1, max_size=4)


@settings(deadline=None, max_examples=30)
@given(some_tracks)
def test_stems_sum_to_the_mix_in_any_order(layers):
    forth = summed(layers, duration_s=0.25).samples
    assert np.abs(forth - summed(layers[::-1], duration_s=0.25).samples).max() < 1e-6
    total = np.sum([s.samples.astype(np.float64) for s in stems(layers, duration_s=0.25)], axis=0)
    assert np.abs(forth - total).max() < 1e-6


@settings(deadline=None, max_examples=30)
@given(some_tracks, st.floats(0, 1))
def test_a_mix_is_linear_in_its_weights(layers, factor):
    softer = [
        replace(t, weight=t.weight * factor, weight_points=tuple((s, w * factor) for s, w in t.weight_points))
        for t in layers
    ]
    whole, part = summed(layers, duration_s=0.25).samples, summed(softer, duration_s=0.25).samples
    assert np.abs(whole * np.float32(factor) - part).max() < 1e-6


@settings(deadline=None, max_examples=30)
@given(some_tracks, st.floats(0.1, 1000), st.sampled_from([None, np.nan, np.inf]))
def test_a_mix_is_finite_and_never_over_the_ceiling(layers, gain, broken):
    loud = [replace(t, audio=Audio(t.audio.samples * np.float32(gain), RATE)) for t in layers]
    if broken is not None:
        loud[0].audio.samples[0, 100] = broken
    made = mix(loud, duration_s=0.25).audio
    assert np.isfinite(made.samples).all()
    assert true_peak_db(made) <= -1 + 1e-6


def test_effects_come_after_fades_and_points_and_before_weight_and_pan_and_ring_on_to_the_end():
    sound = noise(4000, RATE, 2)
    chain = (Echo(0.1, 0.5, 0.5), Reverb(Room(0.3, 4), 0.5))
    fades = Track(sound, offset_s=0.5, fade_in_s=0.1, fade_out_s=0.1)
    dry = summed([fades], duration_s=1.5).samples[:, 8000:]
    made = summed([replace(fades, effects=chain, weight=0.5, pan=-0.4)], duration_s=1.5).samples
    expected = panned(through(chain, dry, RATE, 8000) * np.float32(0.5), -0.4)
    assert not made[:, :8000].any()
    assert np.abs(made[:, 8000:] - expected).max() < 1e-6
    assert np.abs(made[:, 13000:]).max() > 1e-3
    moving = ((0.6, 0.2), (0.7, 1.0))
    before = summed([replace(fades, weight_points=moving)], duration_s=1.5).samples[:, 8000:]
    made = summed([replace(fades, weight_points=moving, weight=0.1, effects=chain)], duration_s=1.5).samples
    assert np.abs(made[:, 8000:] - through(chain, before, RATE, 8000)).max() < 1e-6


@pytest.mark.parametrize("chain", [(), (Filter(Band("low pass", 20000)),)])
def test_a_pan_that_moves_replaces_the_pan_and_follows_the_time_of_the_mix(chain):
    ones = Audio(np.ones((1, 100), np.float32), 100)
    track = Track(ones, pan=1.0, offset_s=1.0, pan_points=((1.0, -1.0), (1.5, 0.0)), effects=chain)
    left, right = summed([track], duration_s=2.0).samples
    assert (left[100], right[100]) == pytest.approx((2, 0), abs=1e-6)
    assert (left[125], right[125]) == pytest.approx((1 + np.sqrt(0.5), np.sqrt(0.5)), abs=1e-6)
    assert (left[160], right[160]) == pytest.approx((1, 1), abs=1e-6)


def test_a_layer_that_begins_after_the_end_has_nothing_to_ring():
    late = Track(noise(100, RATE), offset_s=5.0, effects=(Echo(0.1, 0.5),))
    assert not summed([late], duration_s=1.0).samples.any()
