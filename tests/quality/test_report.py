import numpy as np
import pytest

from audiocraft_studio.audio import Audio
from audiocraft_studio.quality import bandwidth, levels, silence
from audiocraft_studio.quality.report import measure


def tone(hz=997.0, level=1.0, rate=48000, seconds=3.0, channels=2):
    t = np.arange(round(rate * seconds)) / rate
    return Audio(np.tile((level * np.sin(2 * np.pi * hz * t)).astype(np.float32), (channels, 1)), rate)


def badge(audio, name):
    return next(b for b in measure(audio).badges if b.name == name)


def test_only_runs_at_full_scale_count_as_clipping():
    samples = np.zeros((1, 100), np.float32)
    samples[0, 10] = 1.0
    assert levels.clipped_samples(Audio(samples, 8000)) == 0
    samples[0, 20:25] = -1.0
    assert levels.clipped_samples(Audio(samples, 8000)) == 5
    assert badge(Audio(samples, 8000), "Clipping").state == "bad"


def test_bandwidth_ends_where_the_sound_ends():
    rng = np.random.default_rng(0)
    wide = rng.standard_normal(48000).astype(np.float32)
    spectrum = np.fft.rfft(wide)
    spectrum[6000:] = 0
    narrow = np.fft.irfft(spectrum).astype(np.float32)
    assert bandwidth.bandwidth_hz(Audio(wide[None] * 0.1, 48000)) > 23000
    assert bandwidth.bandwidth_hz(Audio(narrow[None] * 0.1, 48000)) == pytest.approx(6000, rel=0.1)


def test_16_khz_sound_never_passes_as_full_bandwidth():
    assert badge(tone(rate=16000), "Bandwidth").state == "info"
    assert "8 kHz" in badge(tone(rate=16000), "Bandwidth").text
    assert badge(tone(rate=44100), "Bandwidth").state == "ok"


def test_a_cut_off_sound_is_told_from_one_that_ends():
    audio = tone()
    faded = Audio(audio.samples * np.linspace(1, 0, audio.n_samples, dtype=np.float32), audio.sample_rate)
    assert silence.abrupt_end(audio)
    assert not silence.abrupt_end(faded)


def test_silence_and_offset_are_told():
    assert measure(Audio(np.zeros((1, 8000), np.float32), 8000)).silent
    assert badge(Audio(np.full((1, 8000), 0.1, np.float32), 8000), "DC offset").state == "warn"


@pytest.mark.parametrize("n", [1, 5, 15, 100, 900])
def test_the_shortest_sounds_have_a_report(n):
    report = measure(Audio(np.full((1, n), 0.1, np.float32), 16000))
    assert np.isfinite([report.peak_db, report.true_peak_db, report.bandwidth_hz]).all()
