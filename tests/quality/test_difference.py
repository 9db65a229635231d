"""Where and how much two sounds differ, on differences made on purpose."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocraft_studio.audio import Audio
from audiocraft_studio.quality.difference import FLOOR_DB, compare

RATE = 8000


def noise(seconds=5.0, channels=2, rate=RATE, seed=1):
    rng = np.random.default_rng(seed)
    return Audio((0.1 * rng.standard_normal((channels, round(seconds * rate)))).astype(np.float32), rate)


def with_samples(audio, change):
    samples = audio.samples.copy()
    change(samples)
    return Audio(samples, audio.sample_rate)


def test_the_same_samples_do_not_differ():
    found = compare(noise(), noise())
    assert (found.difference_db, found.share, found.level_db, found.length_s) == (FLOOR_DB, 0.0, 0.0, 0.0)
    assert (found.first_s, found.last_s, found.worst_s) == (None, None, None)
    assert found.parts_db == [None] * 200
    assert not found.other_format


def test_a_changed_second_in_the_middle_is_found_where_it_is():
    def change(samples):
        samples[:, 2 * RATE : 3 * RATE] = noise(1.0, seed=2).samples

    found = compare(noise(), with_samples(noise(), change))
    assert (found.first_s, found.last_s) == (2.0, 3.0)
    assert 2.0 <= found.worst_s < 3.0
    assert found.share == 0.2
    assert found.difference_db == pytest.approx(10 * np.log10(2 * 0.2), abs=0.3)  # two noises, a fifth of the time
    assert found.level_db == pytest.approx(0, abs=0.1)
    assert [value is None for value in found.parts_db] == [not 80 <= i < 120 for i in range(200)]
    assert found.parts_db[100] == pytest.approx(3.0, abs=1.0)


def test_another_gain_differs_everywhere_and_is_told_as_a_level():
    found = compare(noise(), with_samples(noise(), lambda samples: np.multiply(samples, 0.5, out=samples)))
    assert found.level_db == pytest.approx(-6.02, abs=0.01)
    assert found.difference_db == pytest.approx(-6.02, abs=0.01)
    assert (found.first_s, found.last_s, found.share) == (0.0, 5.0, 1.0)


def test_a_shift_by_some_samples_differs_everywhere_at_the_same_level():
    shifted = Audio(np.roll(noise().samples, 7, axis=1), RATE)
    found = compare(noise(), shifted)
    assert found.share == 1.0
    assert found.level_db == pytest.approx(0, abs=0.01)
    assert found.difference_db == pytest.approx(3.0, abs=0.3)


def test_a_longer_end_counts_against_silence_and_a_shorter_one_too():
    short = Audio(noise().samples[:, : 4 * RATE], RATE)
    longer, shorter = compare(short, noise()), compare(noise(), short)
    assert (longer.length_s, shorter.length_s) == (1.0, -1.0)
    for found in (longer, shorter):
        assert (found.first_s, found.last_s) == (4.0, 5.0)
        assert found.share == 0.2
        assert found.parts_db[:160] == [None] * 160


def test_another_rate_or_channel_count_is_told_and_not_compared():
    for other in (noise(rate=16000), noise(channels=1)):
        found = compare(noise(), other)
        assert found.other_format
        assert (found.difference_db, found.share, found.parts_db) == (0.0, 1.0, [])
        assert found.level_db == pytest.approx(0, abs=0.1)
    assert compare(noise(), noise(seconds=7.0, rate=16000)).length_s == 2.0


def test_a_faint_trace_everywhere_does_not_hide_where_the_rest_is():
    def change(samples):
        samples += np.float32(1e-6) * noise(seed=3).samples
        samples[:, 3 * RATE :] = noise(2.0, seed=2).samples

    found = compare(noise(), with_samples(noise(), change))
    assert (found.first_s, found.last_s) == (3.0, 5.0)
    faint = compare(noise(), with_samples(noise(), lambda s: np.add(s, 1e-5 * noise(seed=3).samples, out=s)))
    assert (faint.first_s, faint.share) == (0.0, 1.0)
    assert faint.difference_db == pytest.approx(-100, abs=2)


def test_against_silence_the_other_sound_is_the_measure():
    silence = Audio(np.zeros((2, 5 * RATE), np.float32), RATE)
    for pair in ((silence, noise()), (noise(), silence)):
        found = compare(*pair)
        assert found.level_db is None
        assert found.difference_db == pytest.approx(0.0, abs=0.01)
    assert compare(silence, silence).difference_db == FLOOR_DB


@settings(deadline=None, max_examples=80)
@given(
    n_before=st.integers(0, 3000),
    n_after=st.integers(0, 3000),
    rate=st.sampled_from([1, 50, 8000, 48000]),
    gain=st.sampled_from([0.0, 1e-12, 1.0, 1e3]),
)
def test_any_two_sounds_can_be_compared_and_the_answer_is_json(n_before, n_after, rate, gain):
    before = noise(n_before / rate, 1, rate)
    after = Audio(np.float32(gain) * noise(n_after / rate, 1, rate, seed=2).samples, rate)
    found = compare(before, after)
    json.dumps(found.to_dict(), allow_nan=False)
    assert 0 <= found.share <= 1
    assert len(found.parts_db) <= 200
    if found.first_s is not None:
        assert 0 <= found.first_s <= found.worst_s <= found.last_s <= max(before.duration_s, after.duration_s) + 0.0005
