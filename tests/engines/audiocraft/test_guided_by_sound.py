"""Melodies and continuations."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from engines.audiocraft.asking import Ticks, alone, ask, no_tick, same, tone

from audiocraft_studio.audio import Audio
from audiocraft_studio.engines.audiocraft.model import AudioCraftModel
from audiocraft_studio.engines.base import Item
from audiocraft_studio.engines.sketch.engine import SketchEngine
from audiocraft_studio.engines.sketch.music import from_midi
from audiocraft_studio.engines.sketch.music.performance import melody
from audiocraft_studio.errors import InputError

Load = Callable[[str], AudioCraftModel]


def test_a_melody_changes_the_sound_and_another_melody_changes_it_again(load: Load) -> None:
    model = load("melody")
    without, low, high = (
        model.generate(ask("calm piano", melody=melody), no_tick)[0] for melody in (None, tone(220, 2), tone(311, 2))
    )
    assert not same(without, low)
    assert not same(low, high)


def test_the_same_melody_guides_alike_every_time_and_in_every_batch(load: Load) -> None:
    model = load("melody")
    batch = ask("calm piano loop", "rain", "calm piano loop", melody=tone(220, 2, channels=2))
    takes = model.generate(batch, no_tick)
    assert all(same(take, model.generate(alone(batch, i), no_tick)[0]) for i, take in enumerate(takes))


@pytest.mark.parametrize(("sample_rate", "channels"), [(8_000, 1), (32_000, 2), (48_000, 2), (96_000, 6)])
def test_a_melody_may_have_any_rate_and_any_channels(load: Load, sample_rate: int, channels: int) -> None:
    ticks = Ticks()
    take = load("melody").generate(ask("rain", melody=tone(220, 1.0, sample_rate, channels)), ticks)[0]
    assert take.audio.n_samples == 16_000
    ticks.assert_exact()


def test_a_melody_is_heard_at_its_true_rate(load: Load) -> None:
    """The same samples said to be at half the rate are a melody an octave lower and twice as long."""
    model = load("melody")
    melody = tone(220, 2)
    slower = Audio(melody.samples, melody.sample_rate // 2)
    takes = [model.generate(ask("calm piano", melody=one), no_tick)[0] for one in (melody, slower)]
    assert not same(*takes)


@pytest.mark.parametrize("kind", ["musicgen", "stereo", "audiogen", "melody"])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_continuation_begins_with_the_given_sound(load: Load, kind: str, channels: int) -> None:
    model = load(kind)
    rate = model.info.sample_rate
    given = tone(220, 1.003, rate, channels)
    ticks = Ticks()
    take = model.generate(ask("rain", continuation=given, duration_s=1.5), ticks)[0]

    assert take.audio.samples.shape == (model.info.channels, round(1.5 * rate))
    exact = given.n_samples - round(0.02 * rate)
    expected = given.samples if channels == model.info.channels else given.samples[:1]
    np.testing.assert_allclose(
        take.audio.samples[:, :exact],
        np.broadcast_to(expected, (model.info.channels, given.n_samples))[:, :exact],
        atol=1e-6,
    )
    ticks.assert_exact()


def test_what_follows_depends_on_what_was_given(load: Load) -> None:
    model = load("musicgen")
    takes = [
        model.generate(ask("rain", continuation=tone(hz, 1.0, 32_000), duration_s=1.5), no_tick)[0] for hz in (220, 900)
    ]
    assert not np.array_equal(*(take.audio.samples[:, 32_000:] for take in takes))


def test_a_continuation_is_the_same_alone_and_in_a_batch(load: Load) -> None:
    model = load("musicgen")
    batch = ask("calm piano loop", "rain", "rain", continuation=tone(220, 1.0), duration_s=1.5)
    takes = model.generate(batch, no_tick)
    assert all(same(take, model.generate(alone(batch, i), no_tick)[0]) for i, take in enumerate(takes))


def test_the_seam_of_a_continuation_has_no_step(load: Load) -> None:
    """At the seam the wave moves no further from sample to sample than it does elsewhere."""
    given = tone(220, 1.0, 32_000)
    samples = load("musicgen").generate(ask("rain", continuation=given, duration_s=2.0), no_tick)[0].audio.samples[0]
    steps = np.abs(np.diff(samples))
    assert steps[31_300:32_100].max() <= max(steps[:31_000].max(), steps[32_200:].max()) * 1.5


def test_a_sound_longer_than_the_window_is_continued_from_its_end(load: Load) -> None:
    given = tone(220, 12.0, 16_000)
    take = load("audiogen").generate(ask("rain", continuation=given, duration_s=14.0), no_tick)[0]
    assert take.audio.n_samples == 14 * 16_000
    assert np.array_equal(take.audio.samples[:, : 11 * 16_000], given.samples[:, : 11 * 16_000])
    assert "last 5.0 s" in take.notes[0]


def test_melody_and_continuation_together(load: Load) -> None:
    given = tone(220, 1.0, 32_000)
    one, other = (
        load("melody").generate(ask("rain", continuation=given, melody=m, duration_s=1.5), no_tick)[0]
        for m in (tone(220, 3), tone(311, 3))
    )
    assert not same(one, other)
    assert np.array_equal(one.audio.samples[:, :31_000], given.samples[:, :31_000])


def test_what_a_model_cannot_do_is_said_before_anything_runs(load: Load) -> None:
    sound = tone(220, 1.0)
    with pytest.raises(InputError, match="melody model"):
        load("musicgen").generate(ask("rain", melody=sound), no_tick)
    with pytest.raises(InputError, match="cannot continue"):
        load("magnet").generate(ask("rain", continuation=sound, duration_s=10.0), no_tick)
    with pytest.raises(InputError, match="whole result"):
        load("musicgen").generate(ask("rain", continuation=sound, duration_s=1.0), no_tick)
    with pytest.raises(InputError, match="too short"):
        load("musicgen").generate(ask("rain", continuation=tone(220, 0.01), duration_s=1.0), no_tick)
    with pytest.raises(InputError, match="empty"):
        load("melody").generate(ask("rain", melody=Audio(np.zeros((1, 0), np.float32), 44_100)), no_tick)


def test_the_tune_of_a_midi_file_leads_by_exactly_its_notes(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """What AudioCraft makes of the tune is, while a note sounds, that note and nothing else."""
    import torch

    model, notation = load("melody"), SketchEngine().notation()
    midi = notation.written(Item("violin melody in G minor at 90 bpm", 4), 12.0, {}, None)
    assert midi is not None
    conditioner = model._model.lm.condition_provider.conditioners["self_wav"]
    # a Demucs with random weights leaves noise; of a tune alone, one with true weights leaves the tune
    monkeypatch.setattr(conditioner, "_get_stemmed_wav", lambda wav, rate: wav)
    # the window of the analysis is among the weights, and so is random here
    window = torch.hann_window(conditioner.chroma.winlen)
    monkeypatch.setitem(conditioner.chroma.spec._buffers, "window", window)
    extract, heard = conditioner._extract_chroma, []
    monkeypatch.setattr(conditioner, "_extract_chroma", lambda wav: heard.append(extract(wav)) or heard[-1])
    model.generate(ask("calm piano", melody=notation.tune(midi)), no_tick)

    piece = from_midi(midi)
    frame_s = conditioner.chroma.winhop / conditioner.sample_rate
    classes = heard[0][0].argmax(-1).tolist()
    assert len(classes) > 5
    checked = set()
    for note in melody(piece):
        start_s, end_s = piece.seconds(note.start), piece.seconds(note.start + note.length)
        inside = [k for k in range(len(classes)) if start_s + 0.1 < k * frame_s < end_s - 0.1]
        assert {classes[k] for k in inside} <= {note.pitch % 12}
        checked |= set(inside)
    assert len(checked) > 0.5 * len(classes)
