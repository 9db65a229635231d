import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signals import noise, tone

from audiocraft_studio.dsp.stretch import stretched


def pitch_hz(audio):
    wave = audio.samples[0] * np.hanning(audio.n_samples)
    return np.argmax(np.abs(np.fft.rfft(wave))) * audio.sample_rate / audio.n_samples


@pytest.mark.parametrize(("speed", "semitones"), [(1, 12), (0.5, 0), (2, 0), (1, -7), (0.8, 3), (0.2, 0), (6, -2)])
@pytest.mark.parametrize("rate", [16000, 44100])
def test_time_and_pitch_move_each_by_what_was_asked(speed, semitones, rate):
    audio = tone(440, 0.5, rate, 2, channels=2)
    out = stretched(audio, speed=speed, semitones=semitones)
    assert out.n_samples == round(audio.n_samples / speed)
    assert pitch_hz(out) == pytest.approx(440 * 2 ** (semitones / 12), rel=0.01, abs=2 * rate / out.n_samples)
    middle = out.samples[:, out.n_samples // 4 : -out.n_samples // 4]
    assert np.sqrt(2 * np.mean(middle**2)) == pytest.approx(0.5, rel=0.25)


def test_a_click_comes_where_it_belongs():
    audio = noise(88200, level=1e-4)
    audio.samples[0, 22050:22150] = 0.9
    for speed in (0.6, 0.9, 1.5):
        out = stretched(audio, speed=speed)
        assert np.argmax(np.abs(out.samples[0])) / 44100 == pytest.approx(0.5 / speed, abs=0.02)


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 20000), st.floats(0.1, 10), st.floats(-24, 24), st.integers(1, 2))
def test_any_sound_gives_the_same_samples_every_time_and_never_nonsense(n, speed, semitones, channels):
    audio = noise(n, 16000, channels)
    out = stretched(audio, speed=speed, semitones=semitones)
    assert out.samples.shape == (channels, round(n / speed))
    assert np.isfinite(out.samples).all()
    assert np.abs(out.samples).max(initial=0) < 4
    assert np.array_equal(out.samples, stretched(audio, speed=speed, semitones=semitones).samples)


def test_nothing_asked_is_nothing_done_and_what_cannot_be_is_refused():
    audio = noise(1000)
    assert stretched(audio) is audio
    for wrong in ({"speed": 0.0}, {"speed": 11}, {"semitones": 30}, {"semitones": float("nan")}):
        with pytest.raises(ValueError, match=r"speed|semitones"):
            stretched(audio, **wrong)
