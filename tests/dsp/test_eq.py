import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal
from signals import noise, tone

from audiocraft_studio.dsp.eq import Band, equalised, section

RATE = 48000


def analogue(band: Band, hz: np.ndarray) -> np.ndarray:
    """Magnitude of the cookbook's analogue prototype, on the axis that the bilinear transform bends."""
    w = np.tan(np.pi * hz / RATE) / np.tan(np.pi * band.frequency_hz / RATE)
    s, gain, q = 1j * w, 10 ** (band.gain_db / 40), band.q
    shelf = np.sqrt(gain) / q * s
    return np.abs({
        "bell": lambda: (s**2 + s * gain / q + 1) / (s**2 + s / (gain * q) + 1),
        "low shelf": lambda: gain * (s**2 + shelf + gain) / (gain * s**2 + shelf + 1),
        "high shelf": lambda: gain * (gain * s**2 + shelf + 1) / (s**2 + shelf + gain),
        "low pass": lambda: 1 / (s**2 + s / q + 1),
        "high pass": lambda: s**2 / (s**2 + s / q + 1),
    }[band.kind]())  # fmt: skip


bands = st.builds(
    Band, st.sampled_from(["bell", "low shelf", "high shelf", "high pass", "low pass"]), st.floats(20, 20000),
    st.floats(-24, 24), st.floats(0.2, 12),
)  # fmt: skip


@settings(deadline=None)
@given(bands)
def test_the_magnitude_is_that_of_the_formula(band):
    hz = np.geomspace(10, 23900, 200)
    _, response = signal.sosfreqz(section(band, RATE)[None], hz, fs=RATE)
    assert np.allclose(20 * np.log10(np.abs(response) + 1e-9), 20 * np.log10(analogue(band, hz) + 1e-9), atol=0.01)


@pytest.mark.parametrize(
    ("band", "hz", "change_db"),
    [
        (Band("bell", 1000, 6, 2), 1000, 6), (Band("bell", 1000, 6, 8), 8000, 0), (Band("low shelf", 300, -9), 30, -9),
        (Band("high shelf", 3000, 4), 20000, 4), (Band("high shelf", 3000, 4), 3000, 2),
        (Band("high pass", 500), 500, -3.01), (Band("low pass", 2000), 8000, -25.2),
    ],
)  # fmt: skip
def test_a_tone_is_raised_and_lowered_as_asked(band, hz, change_db):
    audio = tone(hz, 0.1, RATE, 1, channels=2)
    out = equalised(audio, [band]).samples[:, 12000:]
    change = 10 * np.log10(np.mean(out**2) / np.mean(audio.samples[:, 12000:] ** 2))
    assert change == pytest.approx(change_db, abs=0.5 if band.kind == "low pass" else 0.05)


def test_bands_work_one_after_another_and_none_change_nothing():
    audio = noise(4000, RATE, 2)
    a, b = Band("bell", 500, 5, 1), Band("high pass", 80)
    assert np.allclose(
        equalised(audio, [a, b]).samples, equalised(equalised(audio, [a]), [b]).samples, rtol=0, atol=1e-6
    )
    assert equalised(audio, []) is audio


@pytest.mark.parametrize("band", [Band("bell", 0), Band("low pass", 24000), Band("bell", 100, 0, 0)])
def test_what_no_filter_can_do_is_refused(band):
    with pytest.raises(ValueError, match=r"Hz|q must"):
        equalised(noise(100, RATE), [band])
