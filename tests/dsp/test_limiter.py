import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signals import noise, tone

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.limiter import limit
from audiocraft_studio.dsp.true_peak import true_peak_db

RATE = 44100


def test_what_stays_below_the_ceiling_is_the_same_object():
    audio = noise(20000, level=0.05)
    out = limit(audio)
    assert out.audio is audio
    assert (out.reduction_db, out.share) == (0, 0)


@settings(deadline=None, max_examples=40)
@given(
    st.integers(1, 30_000), st.integers(1, 2), st.floats(0.001, 100), st.floats(-20, 0), st.floats(0, 0.02),
    st.floats(0, 0.5), st.sampled_from([8000, 16000, 44100, 48000]), st.integers(0, 99), st.booleans(),
)  # fmt: skip
def test_no_true_peak_ever_passes_the_ceiling(n, channels, level, ceiling_db, ahead_s, release_s, rate, seed, steps):
    samples = noise(n, rate, channels, level, seed).samples
    audio = Audio(np.sign(samples) * np.float32(level) if steps else samples, rate)
    out = limit(audio, ceiling_db, lookahead_s=ahead_s, release_s=release_s)
    assert true_peak_db(out.audio) <= ceiling_db + 1e-6
    assert np.isfinite(out.audio.samples).all()
    assert np.all(np.abs(out.audio.samples) <= np.abs(audio.samples))


def test_a_release_of_next_to_no_time_leaves_numbers():
    audio = Audio(np.float32([[1.0, -1.0, 1.0]]), 8000)
    assert np.isfinite(limit(audio, -3.0, lookahead_s=0.0, release_s=5e-324).audio.samples).all()


def test_one_peak_is_lowered_by_what_it_is_over_and_far_from_it_nothing_changes():
    audio = noise(RATE * 2, level=0.01)
    audio.samples[0, RATE // 2 : RATE // 2 + 200] = tone(500, 2.0, RATE, 1).samples[0, :200]
    over_db = true_peak_db(audio) + 1
    out = limit(audio, -1.0, lookahead_s=0.004, release_s=0.05)
    assert out.reduction_db == pytest.approx(over_db, abs=0.1)
    changed = np.flatnonzero(out.audio.samples[0] != audio.samples[0])
    assert RATE // 2 - 0.009 * RATE < changed[0] < RATE // 2
    assert changed[-1] < RATE * 1.2
    assert out.share == pytest.approx(len(changed) / audio.n_samples, abs=0.01)


def test_the_gain_has_no_steps():
    audio = Audio(np.full((1, RATE), 0.5, np.float32), RATE)
    audio.samples[0, 20000:20400] = 2.0
    gain_db = 20 * np.log10(limit(audio, lookahead_s=0.004).audio.samples[0] / audio.samples[0])
    assert np.abs(np.diff(gain_db)).max() < 0.2


def test_both_sides_are_lowered_together_so_that_nothing_moves():
    audio = noise(RATE, channels=2, level=0.2)
    audio.samples[0] *= 4
    out = limit(audio).audio.samples
    assert np.allclose(out[0] * audio.samples[1], out[1] * audio.samples[0], atol=1e-6)
