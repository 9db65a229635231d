import numpy as np
import pytest

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.peaks import peaks
from audiocraft_studio.dsp.spectrogram import LOWEST_HZ, spectrogram


def test_a_column_holds_the_extremes_and_the_energy_of_its_share_of_time():
    audio = Audio(np.array([[0, 1, -0.5, 0, 0.25, 0.25, -0.25, -0.25]], np.float32), 8)
    low, high, rms = peaks(audio, 2)
    assert low.tolist() == [-0.5, -0.25]
    assert high.tolist() == [1, 0.25]
    assert rms == pytest.approx([np.sqrt((1 + 0.25) / 4), 0.25])


@pytest.mark.parametrize("n", [0, 1, 3, 1000])
def test_any_length_fills_any_number_of_columns(n):
    out = peaks(Audio(np.full((2, n), 0.5, np.float32), 44100), 240)
    assert out.shape == (3, 240)
    assert np.isfinite(out).all()


@pytest.mark.parametrize("hz", [100, 440, 3000, 15000])
def test_a_tone_lights_the_row_of_its_frequency(hz):
    rate, height = 44100, 200
    t = np.arange(rate) / rate
    picture = spectrogram(Audio((0.5 * np.sin(2 * np.pi * hz * t)).astype(np.float32)[None], rate), 50, height)
    row = int(np.argmax(picture[:, 25]))
    found = LOWEST_HZ * (rate / 2 / LOWEST_HZ) ** ((height - row - 0.5) / height)
    assert found == pytest.approx(hz, rel=0.12)


def test_a_click_lights_the_column_of_its_time():
    samples = np.zeros((1, 44100), np.float32)
    samples[0, 22050] = 1
    assert abs(int(np.argmax(spectrogram(Audio(samples, 44100), 100, 50).sum(axis=0))) - 50) <= 1


def test_silence_is_dark():
    assert not spectrogram(Audio(np.zeros((1, 4000), np.float32), 16000), 20, 20).any()
