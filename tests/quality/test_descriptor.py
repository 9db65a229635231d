"""What similar sounds are found by: tested on real sounds of the Sketch engine."""

from __future__ import annotations

import base64
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from audiocraft_studio.audio import Audio
from audiocraft_studio.engines.base import Item, Request
from audiocraft_studio.engines.sketch import SketchEngine
from audiocraft_studio.engines.sketch.families import FAMILIES
from audiocraft_studio.quality.descriptor import KIND, SCALES, describe

SEEDS = range(5, 10)  # none of them had a part in choosing the weights


def places(audio):
    return np.frombuffer(base64.b64decode(describe(audio)), np.uint8)[1:].astype(float)


def distance(one, other):
    """Root mean square of the differences, 0..255."""
    return float(np.sqrt(np.mean(np.square(places(one) - places(other)))))


@pytest.fixture(scope="module")
def sketch():
    engine = SketchEngine()
    model = engine.load(engine.models()[0], "cpu", lambda done, total: None)

    def make(prompt, seed=1, duration_s=2.0):
        return model.generate(Request((Item(prompt, seed),), duration_s, {}), lambda done, total: None)[0].audio

    return make


@pytest.mark.slow
def test_the_nearest_of_all_families_are_mostly_of_the_same_family(sketch):
    names, found = [], []
    lengths = random.Random(1)
    for family in FAMILIES[::2]:
        for prompt, _ in family.examples[:2]:
            for seed in SEEDS:
                duration_s = lengths.choice((1.0, 1.5) if family.sustained else (0.5, 0.8))
                names.append(family.name)
                found.append(places(sketch(prompt, seed, duration_s)))
    assert len(set(names)) >= 12
    squares = np.square(np.array(found)[:, None] - np.array(found)[None]).sum(axis=-1)
    np.fill_diagonal(squares, np.inf)
    nearest = np.argsort(squares, axis=1)[:, :5]
    same = np.array(names)[nearest] == np.array(names)[:, None]
    assert same.mean() > 0.75  # one in 13 by chance
    assert same[:, 0].mean() > 0.9


def test_level_does_not_matter(sketch):
    for prompt in ("heavy rain on a tin roof", "metal impact", "slow pad in D minor"):
        audio = sketch(prompt)
        for gain_db in (-20, -60, 12):
            changed = Audio(audio.samples * np.float32(10 ** (gain_db / 20)), audio.sample_rate)
            assert distance(audio, changed) < 0.5


def test_another_sample_rate_matters_little(sketch):
    other_family = distance(sketch("heavy rain on a tin roof"), sketch("metal impact"))
    for prompt in ("heavy rain on a tin roof", "metal impact", "birds in a forest", "slow pad in D minor"):
        audio = sketch(prompt)
        for rate, limit in ((48000, 3.0), (22050, 15.0)):
            samples = signal.resample_poly(audio.samples, rate // 50, audio.sample_rate // 50, axis=1)
            assert distance(audio, Audio(samples.astype(np.float32), rate)) < min(limit, other_family / 2)


def test_silence_around_a_sound_matters_little(sketch):
    audio = sketch("metal impact", duration_s=1.0)
    padded = np.pad(audio.samples, ((0, 0), (audio.sample_rate, 2 * audio.sample_rate)))
    assert distance(audio, Audio(padded, audio.sample_rate)) < 4.0


def test_one_channel_or_two_or_two_that_cancel_are_the_same_sound(sketch):
    mono = sketch("birds in a forest").samples[:1]
    stereo, cancelling = (Audio(np.concatenate([mono, sign * mono]), 44100) for sign in (1, -1))
    assert distance(Audio(mono, 44100), stereo) < 0.5
    assert distance(Audio(mono, 44100), cancelling) < 0.5


def test_a_long_sound_is_like_a_part_of_it(sketch):
    rain = sketch("heavy rain on a tin roof", duration_s=30.0)
    assert distance(rain, Audio(rain.samples[:, : 8 * 44100], 44100)) < 12.0


def test_silence_is_like_silence_and_like_nothing_else(sketch):
    silence = Audio(np.zeros((2, 48000), np.float32), 48000)
    assert describe(silence) == describe(Audio(np.zeros((1, 10), np.float32), 8000))
    assert distance(silence, sketch("heavy rain")) > 80.0


@settings(deadline=None, max_examples=60)
@given(
    n=st.integers(0, 5000),
    channels=st.integers(1, 3),
    rate=st.sampled_from([1, 60, 1000, 4000, 8000, 11025, 16000, 44100, 48000, 96000, 192000]),
    kind=st.sampled_from(["noise", "click", "offset", "steps", "loud"]),
    seed=st.integers(0, 3),
)
def test_any_sound_has_a_descriptor_of_the_same_length(n, channels, rate, kind, seed):
    rng = np.random.default_rng(seed)
    samples = {
        "noise": lambda: rng.standard_normal((channels, n)),
        "click": lambda: np.eye(channels, n, min(7, n)),
        "offset": lambda: np.full((channels, n), 0.5),
        "steps": lambda: np.sign(np.sin(np.arange(channels * n).reshape(channels, n) / 9)),
        "loud": lambda: 1e4 * rng.standard_normal((channels, n)),
    }[kind]()
    with np.errstate(all="raise", under="ignore"):
        found = base64.b64decode(describe(Audio(samples.astype(np.float32), rate)))
    assert (found[0], len(found)) == (KIND, 1 + len(SCALES))
