"""Loops of sounds of the library: what is told of them, what is kept, how they are made again."""

import io
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from assets_db import Parent
from audiocraft_studio import audiofile
from audiocraft_studio.audio import Audio
from audiocraft_studio.errors import InputError, NotFound


@pytest.fixture
def rain(studio):
    return studio.generation.generate("heavy rain on a tin roof", duration_s=4.0, seed=3, tags=["roof"])


def test_a_preview_tells_of_the_seam_and_keeps_nothing(studio, rain):
    told = studio.looping.preview(rain.id, 2.0, 0.5)
    assert told.duration_s == 2.0
    assert 0 <= told.start_s <= 4.0 - 2.0 - told.crossfade_s
    assert 0.01 <= told.crossfade_s <= 0.5
    assert (told.faint, told.heard, told.whole) == (False, False, True)
    assert told.level_db == pytest.approx(0, abs=3)
    assert (told.join_s, np.shape(told.join)) == (1.0, (3, 400))
    assert studio.library.count() == 1


def test_a_kept_loop_belongs_to_its_sound_and_is_made_again_bit_for_bit(studio, rain):
    loop = studio.looping.keep(rain.id, 2.0, 0.5, by="ann")
    assert (loop.name, loop.duration_s, loop.created_by) == (f"{rain.name}, loop", 2.0, "ann")
    assert loop.parents == (Parent(id=rain.id, how="loop"),)
    assert (loop.tags, loop.type, loop.licence) == (("roof", "loop"), rain.type, rain.licence)
    assert loop.recipe["post"][0].startswith("loop of 2.000 s from ")
    assert loop.notes[0].startswith("Seam: level ")
    studio.library.file(loop.id).unlink()
    assert studio.regenerations.regenerate(loop.id).verdict == "identical"
    assert studio.library.audio(loop.id).sha256() == loop.sha256


def test_what_is_heard_before_it_is_kept_is_the_same_loop_three_times(studio, rain):
    samples, rate = soundfile.read(io.BytesIO(studio.looping.wav(rain.id, 2.0)), dtype="float32", always_2d=True)
    kept = studio.library.audio(studio.looping.keep(rain.id, 2.0).id)
    assert (rate, np.array_equal(samples.T, np.tile(kept.samples, (1, 3)))) == (kept.sample_rate, True)


def test_of_a_long_loop_the_join_is_heard(studio):
    wind = studio.generation.generate("howling wind", duration_s=40.0, seed=1)
    assert not studio.looping.preview(wind.id).whole
    assert soundfile.info(io.BytesIO(studio.looping.wav(wind.id))).duration == 20.0


def test_a_loop_of_a_sound_that_dies_away_is_said_to_be_all_but_silent(studio):
    shot = studio.generation.generate("rifle shot", duration_s=10.0, seed=0)
    told = studio.looping.preview(shot.id, 7.0)
    assert told.faint
    assert told.level_db is None or told.level_db < -30


def test_what_cannot_be_looped_is_refused_with_the_field(studio, rain):
    for length, crossfade, field in (
        (9.0, 1.0, "Length"),
        ("x", 1.0, "Length"),
        (3.999, 1.0, "Length"),
        (2.0, 0, "Crossfade"),
    ):
        with pytest.raises(InputError) as refused:
            studio.looping.preview(rain.id, length, crossfade)
        assert refused.value.field == field
    with pytest.raises(NotFound):
        studio.looping.keep("nothing")
    studio.assets.change(rain.id, lambda asset: replace(asset, duration_s=601.0))
    with pytest.raises(InputError, match="up to 10 minutes"):
        studio.looping.preview(rain.id)


def test_a_loop_whose_sound_became_shorter_says_so(studio, rain):
    loop = studio.looping.keep(rain.id)
    audio = studio.library.audio(rain.id)
    short = Audio(audio.samples[:, :44100].copy(), audio.sample_rate)
    studio.library.file(rain.id).write_bytes(audiofile.to_wav(short))
    with pytest.raises(InputError, match="ends before this loop does"):
        studio.regenerations.regenerate(loop.id)
