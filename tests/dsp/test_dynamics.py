import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signals import noise, tone

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.compressor import Compression, compressed, reduction_db
from audiocraft_studio.dsp.ducking import ducked
from audiocraft_studio.dsp.envelope import attacked, held, released

RATE = 44100


def steady(level_db, seconds=2.0):
    return Audio(np.full((1, round(seconds * RATE)), 10 ** (level_db / 20), np.float32), RATE)


def settled_db(audio):
    return 20 * np.log10(np.abs(audio.samples[0, -1]))


settings_of = st.builds(
    Compression,
    st.floats(-60, 0),
    st.floats(1, 100),
    st.floats(0, 24),
    st.just(0.001),
    st.just(0.01),
    st.floats(-6, 12),
)


@settings(deadline=None, max_examples=30)
@given(settings_of, st.floats(-80, 0))
def test_in_the_long_run_the_static_curve_holds_exactly(how, level_db):
    over, half = level_db - how.threshold_db, how.knee_db / 2
    if over <= -half:
        expected = level_db
    elif over >= half:
        expected = how.threshold_db + over / how.ratio
    else:
        expected = level_db + (1 / how.ratio - 1) * (over + half) ** 2 / (2 * how.knee_db)
    assert settled_db(compressed(steady(level_db, 0.5), how).audio) == pytest.approx(expected + how.makeup_db, abs=0.01)


def test_the_curve_has_no_corner_with_a_knee_and_never_turns_back():
    level_db = np.linspace(-60, 0, 6001)
    out_db = level_db - reduction_db(level_db, Compression(-20, 8, 12))
    assert np.all(np.diff(out_db) > 0)
    assert np.abs(np.diff(out_db, 2)).max() < 1e-5


def test_attack_and_release_take_their_time_constants():
    loud = Audio(np.concatenate([steady(-40, 0.5).samples, steady(0, 1).samples, steady(-40, 1).samples], axis=1), RATE)
    out = compressed(loud, Compression(-20, 1e6, 0, attack_s=0.02, release_s=0.2)).audio
    gain_db = 20 * np.log10(np.abs(out.samples[0]) / np.abs(loud.samples[0]))
    assert gain_db[round(0.52 * RATE)] == pytest.approx(-20 * (1 - np.exp(-1)), abs=0.05)
    # the way back: the detector falls with the release, and the gain follows it with the lag of the attack
    left = (0.2 * np.exp(-0.22 / 0.2) - 0.02 * np.exp(-0.22 / 0.02)) / 0.18
    assert gain_db[round(1.72 * RATE)] == pytest.approx(-20 * left, abs=0.02)


@given(
    st.lists(st.floats(0, 40), min_size=1, max_size=50), st.floats(0.0005, 0.5), st.integers(0, 20), st.integers(0, 9)
)
def test_the_vectors_are_the_recursions_they_stand_for(values, seconds, hold, ahead):
    x = np.array(values)
    kept = np.exp(-1 / (seconds * 1000))
    y, z = np.zeros(len(x)), np.zeros(len(x))
    for n, value in enumerate(x):
        y[n] = max(value, kept * y[n - 1] if n else 0.0)
        z[n] = kept * (z[n - 1] if n else 0.0) + (1 - kept) * value
    assert np.abs(released(x, seconds, 1000) - np.where(y < 0.01, 0, y)).max() < 0.0101
    assert np.allclose(attacked(x, seconds, 1000), z)
    assert held(x, hold, ahead).tolist() == [max(x[max(0, n - hold) : n + ahead + 1]) for n in range(len(x))]


def test_what_is_below_the_threshold_is_untouched_and_both_sides_move_together():
    quiet = noise(RATE, level=0.001)
    assert np.array_equal(compressed(quiet, Compression(-20, 4, 6)).audio.samples, quiet.samples)
    wide = noise(RATE, channels=2, level=0.2)
    wide.samples[1] *= 0.1
    out = compressed(wide, Compression(-30, 4)).audio.samples
    assert np.allclose(out[0] * wide.samples[1], out[1] * wide.samples[0], atol=1e-7)
    with pytest.raises(ValueError, match="ratio"):
        compressed(wide, Compression(ratio=0.5))


def test_music_is_lowered_under_a_voice_holds_and_comes_back():
    music, voice = steady(-12, 6), tone(200, 0.5, 16000, 1)
    out = ducked(music, voice, depth_db=12, attack_s=0.02, hold_s=0.5, release_s=0.3, key_offset_s=2)
    gain_db = 20 * np.log10(out.audio.samples[0] / music.samples[0])
    at = {s: gain_db[round(s * RATE)] for s in (1.99, 2.02, 2.5, 3.45, 3.8, 5.9)}
    assert at[1.99] == 0
    assert at[2.02] == pytest.approx(-12 * (1 - np.exp(-1)), abs=0.3)
    assert at[2.5] == pytest.approx(-12, abs=0.01)
    assert at[3.45] == pytest.approx(-12, abs=0.1)
    assert at[3.8] == pytest.approx(-12 * np.exp(-0.28 / 0.3), abs=0.3)
    assert at[5.9] == pytest.approx(0, abs=0.02)
    assert out.reduction_db == pytest.approx(12, abs=0.01)


@pytest.mark.parametrize("offset_s", [-5.0, 10.0])
def test_a_voice_outside_the_music_or_too_soft_changes_nothing(offset_s):
    music = steady(-12, 2)
    assert ducked(music, tone(200, 0.5, 16000, 1), key_offset_s=offset_s).audio is music
    assert ducked(music, tone(200, 0.001, 16000, 1)).audio is music
