import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from audiocraft_studio import audiofile
from audiocraft_studio.audio import Audio


@pytest.mark.parametrize("samples", [np.zeros(10, np.float32), np.zeros((1, 10), np.float64)])
def test_a_wrong_shape_or_type_is_refused_where_it_is_made(samples):
    with pytest.raises(ValueError, match="float32"):
        Audio(samples, 44100)


def test_a_rate_of_zero_is_refused():
    with pytest.raises(ValueError, match="sample_rate"):
        Audio(np.zeros((1, 1), np.float32), 0)


@given(
    hnp.arrays(
        np.float32,
        st.tuples(st.integers(1, 2), st.integers(1, 50)),
        elements=st.floats(-4, 4, width=32),
    )
)
def test_a_wav_gives_back_exactly_the_samples_it_was_made_from(tmp_path_factory, samples):
    path = tmp_path_factory.mktemp("wav") / "a.wav"
    audio = Audio(samples, 44100)
    path.write_bytes(audiofile.to_wav(audio))
    again = audiofile.read(path)
    assert np.array_equal(again.samples, samples)
    assert again.sha256() == audio.sha256()


def test_the_hash_tells_left_from_right():
    left = Audio(np.array([[1, 2], [3, 4]], np.float32), 8000)
    right = Audio(np.array([[3, 4], [1, 2]], np.float32), 8000)
    assert left.sha256() != right.sha256()


@pytest.mark.parametrize("n_samples", [0, 1, 2**18, 2**18 + 1, 600_000])
def test_the_hash_is_that_of_all_samples_frame_by_frame(n_samples):
    samples = np.random.default_rng(0).standard_normal((2, n_samples), np.float32)
    assert Audio(samples, 8000).sha256() == hashlib.sha256(samples.T.tobytes()).hexdigest()
