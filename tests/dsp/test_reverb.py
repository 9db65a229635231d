import numpy as np
import pytest
from scipy import signal
from signals import noise

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.eq import Band, equalised
from audiocraft_studio.dsp.reverb import Plate, Room, response, reverberated

RATE = 44100


def decay_s(samples, rate=RATE):
    """T30 after ISO 3382: Schroeder's backward integral from -5 to -35 dB, as a straight line, to -60 dB."""
    energy = np.cumsum(np.square(samples.astype(np.float64)).sum(axis=0)[::-1])[::-1]
    level_db = 10 * np.log10(energy / energy[0] + 1e-12)
    part = np.flatnonzero((level_db <= -5) & (level_db >= -35))
    slope, _ = np.polyfit(part / rate, level_db[part], 1)
    return -60 / slope


def octave(samples, hz, rate=RATE):
    sos = signal.butter(4, [hz / 2**0.5, hz * 2**0.5], "bandpass", fs=rate, output="sos")
    return signal.sosfilt(sos, samples, axis=1)


@pytest.mark.parametrize("kind", [Room, Plate])
@pytest.mark.parametrize(("asked_s", "rate"), [(0.3, 44100), (1.0, 16000), (1.0, 48000), (4.0, 44100)])
def test_the_decay_is_as_asked(kind, asked_s, rate):
    for seed in range(3):
        made = response(kind(decay_s=asked_s, seed=seed), rate)
        for hz in (500, 1000):
            assert decay_s(octave(made, hz, rate), rate) == pytest.approx(asked_s, rel=0.1)
        assert decay_s(response(kind(decay_s=asked_s, treble=1.0, seed=seed), rate), rate) == pytest.approx(
            asked_s, rel=0.1
        )


@pytest.mark.parametrize("treble", [0.3, 0.7])
def test_the_treble_decays_sooner_by_what_was_asked(treble):
    made = response(Room(decay_s=2.0, treble=treble), RATE)
    assert decay_s(octave(made, 8000)) == pytest.approx(2.0 * treble, rel=0.15)


def test_a_seed_is_a_room_and_both_sides_are_strangers():
    first = response(Room(seed=5), RATE)
    assert np.array_equal(first, response(Room(seed=5), RATE))
    assert not np.array_equal(first, response(Room(seed=6), RATE))
    assert abs(np.corrcoef(first)[0, 1]) < 0.1
    assert np.mean(np.sum(first**2, axis=1)) == pytest.approx(1, rel=1e-3)


def test_a_large_room_answers_later_than_a_small_one_and_a_plate_at_once():
    def half_of_20_ms(place):
        early = np.cumsum(np.square(response(place, RATE)[:, :8820]).sum(axis=0))
        return np.searchsorted(early, early[-1] * 0.05)

    assert half_of_20_ms(Room(size_m=30)) > 2 * half_of_20_ms(Room(size_m=4)) > 0
    assert half_of_20_ms(Plate()) < half_of_20_ms(Room(size_m=15))


def test_the_high_notes_of_a_plate_are_ahead_of_the_low_ones():
    made = response(Plate(spread_s=0.02, treble=1.0), RATE)
    level = [np.square(octave(made, hz)).sum(axis=0) for hz in (250, 8000)]
    starts = [np.searchsorted(np.cumsum(x), 0.01 * x.sum()) for x in level]
    assert starts[0] > starts[1] + 0.005 * RATE


def test_the_sound_is_convolved_and_the_dry_part_is_what_it_was():
    audio, place = noise(5000), Room(decay_s=0.1)
    out = reverberated(audio, place, wet=0.5)
    answer = response(place, RATE)
    expected = np.stack([0.5 * np.convolve(audio.samples[0].astype(float), side) for side in answer])
    expected[:, :5000] += audio.samples
    assert np.abs(out.samples - expected).max() < 1e-5
    assert (
        reverberated(audio, place, wet=0, tail=False).samples.tolist() == np.repeat(audio.samples, 2, axis=0).tolist()
    )


def test_wet_and_dry_are_alike_in_level_and_nothing_rings_from_nothing():
    audio = equalised(noise(RATE * 6, channels=2), [Band("low pass", 4000)])
    wet = reverberated(audio, Room(decay_s=0.8), wet=1, dry=0, tail=False).samples[:, RATE * 2 :]
    assert 10 * np.log10(np.mean(wet**2) / np.mean(audio.samples**2)) == pytest.approx(0, abs=3)
    assert not reverberated(Audio(np.zeros((1, 100), np.float32), RATE), Plate()).samples.any()
    assert reverberated(Audio(np.zeros((1, 0), np.float32), RATE), Plate()).n_samples == 0


@pytest.mark.parametrize("decay", [0, 0.01, 100])
def test_a_decay_out_of_reach_is_refused(decay):
    with pytest.raises(ValueError, match=r"0\.05 and 30"):
        response(Room(decay_s=decay), RATE)
