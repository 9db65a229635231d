"""Sketch behind the engine protocol."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocraft_studio.audio import Audio
from audiocraft_studio.engines.base import Engine, Item, LoadedModel, Request
from audiocraft_studio.engines.sketch import SketchEngine
from audiocraft_studio.engines.sketch.families import FAMILIES
from audiocraft_studio.engines.sketch.lexicon import build_lexicon
from audiocraft_studio.engines.sketch.suggest import suggestions
from audiocraft_studio.errors import Cancelled, InputError, PromptNotUnderstood
from tests.engines.sketch.hearing import RATE, rms_db, sound, take

seeds = st.integers(0, 2**31 - 1)
PROMPT = "heavy rain on a tin roof with distant thunder"


@pytest.fixture
def model() -> LoadedModel:
    engine: Engine = SketchEngine()
    return engine.load(engine.models()[0], "cpu", silent)


def silent(done: float, total: float) -> None:
    pass


def test_it_needs_no_download_and_says_that_it_is_procedural() -> None:
    engine = SketchEngine()
    (info,) = engine.models()
    assert info.id == "sketch"
    assert info.procedural
    assert set(info.types) == {"music", "sfx", "ambience", "voice", "ui"}
    assert info.download_bytes == 0
    assert engine.on_disk(info).path is not None
    assert "procedural" in info.licence


def test_the_take_says_what_was_understood_and_that_no_model_made_it() -> None:
    notes = take("heavy rain on metal in 1967 with distant thunder", 0.5).notes
    assert notes[0] == "Understood: rain (heavy, on metal), thunder (distant)"
    assert notes[1] == "Ignored: 1967"
    assert notes[-1] == "Procedural sound: made by Sketch, not by a model"


def test_the_take_says_when_a_short_event_leaves_silence_behind() -> None:
    assert any(note.startswith("The sound is over after") for note in take("button click", 3.0).notes)
    assert not any(note.startswith("The sound is over") for note in take("rain", 3.0).notes)


@pytest.mark.parametrize("duration_s", [0.05, 0.3, 1.0, 7.31])
def test_the_duration_is_exact(duration_s: float) -> None:
    audio = take(PROMPT, duration_s).audio
    assert (audio.sample_rate, audio.channels, audio.n_samples) == (RATE, 2, round(duration_s * RATE))


def test_the_same_seed_gives_the_same_samples_and_another_seed_others() -> None:
    first, again, other = sound(PROMPT, 1, 5), sound(PROMPT, 1, 5), sound(PROMPT, 1, 6)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_another_process_with_another_hash_seed_gives_the_same_samples() -> None:
    script = f"from tests.engines.sketch.hearing import take;print(take({PROMPT!r}, 1.0, 77).audio.sha256())"
    seen = {take(PROMPT, 1.0, 77).audio.sha256()}
    for hash_seed in ("0", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        root = Path(__file__).parents[3]
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=root, env=environment, capture_output=True, text=True, check=True
        )
        seen.add(done.stdout.strip())
    assert len(seen) == 1


def test_an_item_does_not_depend_on_its_neighbours(model: LoadedModel) -> None:
    alone = model.generate(Request((Item("wind", 3),), 1.0, {}), silent)[0]
    among = model.generate(Request((Item("rain", 1), Item("wind", 3), Item("thunder", 9)), 1.0, {}), silent)[1]
    assert alone.audio.sha256() == among.audio.sha256()


def test_a_prompt_without_a_known_sound_is_refused_with_suggestions_that_work(model: LoadedModel) -> None:
    for prompt in ("the sound of anxiety", "😀", "", "   ", "of the and", "1967"):
        with pytest.raises(PromptNotUnderstood) as refusal:
            model.generate(Request((Item(prompt, 1),), 1.0, {}), silent)
        assert len(refusal.value.suggestions) >= 3
        for suggestion in refusal.value.suggestions:
            assert model.generate(Request((Item(suggestion, 1),), 0.1, {}), silent)


def test_a_refused_prompt_stops_the_batch_before_anything_is_played(model: LoadedModel) -> None:
    told: list[float] = []
    with pytest.raises(PromptNotUnderstood):
        model.generate(Request((Item("rain", 1), Item("anxiety", 1)), 1.0, {}), lambda done, total: told.append(done))
    assert told == []


def test_suggestions_lie_near_the_prompt_or_suit_the_asset_type() -> None:
    def suggested(prompt: str, asset_type: str = "") -> list[str]:
        return suggestions(prompt, FAMILIES, build_lexicon(FAMILIES), asset_type)

    assert any("thunder" in s for s in suggested("a thundr")[:2])
    assert suggested("anxiety", "music") != suggested("anxiety", "ui")
    assert any("pad" in s for s in suggested("anxiety", "music"))
    assert any("click" in s for s in suggested("anxiety", "ui"))


def test_a_melody_or_a_continuation_is_refused_in_words_that_help(model: LoadedModel) -> None:
    hum = Audio(np.zeros((1, 100), np.float32), RATE)
    for request in (
        Request((Item("rain", 1),), 1.0, {}, melody=hum),
        Request((Item("rain", 1),), 1.0, {}, continuation=hum),
    ):
        with pytest.raises(InputError, match="pick"):
            model.generate(request, silent)


@pytest.mark.parametrize("duration_s", [0.0, 0.04, 600.1, float("nan")])
def test_a_duration_out_of_range_is_refused(model: LoadedModel, duration_s: float) -> None:
    with pytest.raises(InputError):
        model.generate(Request((Item("rain", 1),), duration_s, {}), silent)


def test_progress_rises_to_the_true_total_of_the_whole_call(model: LoadedModel) -> None:
    told: list[tuple[float, float]] = []
    items = (Item(PROMPT, 1), Item("wind", 2))
    model.generate(Request(items, 2.0, {}), lambda done, total: told.append((done, total)))
    done = [d for d, _ in told]
    assert done == sorted(done)
    assert {t for _, t in told} == {6.0}
    assert done[-1] == 6.0
    assert len(told) >= 6


def test_cancelling_stops_at_the_next_piece(model: LoadedModel) -> None:
    calls = 0

    def stop(done: float, total: float) -> None:
        nonlocal calls
        calls += 1
        raise Cancelled

    with pytest.raises(Cancelled):
        model.generate(Request((Item("rain", 1),), 300.0, {}), stop)
    assert calls == 1


def test_width_zero_is_mono_and_intensity_is_louder() -> None:
    mono = sound("rain", 1, width=0.0)
    assert np.allclose(mono[0], mono[1], atol=1e-6)
    assert rms_db(sound("rain", 2, intensity=0.8)) > rms_db(sound("rain", 2, intensity=-0.8)) + 6


@settings(max_examples=40, deadline=None)
@given(prompt=st.text(max_size=60) | st.sampled_from(["a rain", "Am", "no rain", "bell\x00", "💥 boom"]), seed=seeds)
def test_any_prompt_gives_sound_or_a_refusal(prompt: str, seed: int) -> None:
    try:
        samples = sound(prompt, 0.05, seed)
    except PromptNotUnderstood:
        return
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() > 1e-4


@pytest.mark.slow
def test_a_long_sound_needs_little_more_memory_than_itself(model: LoadedModel) -> None:
    import tracemalloc

    tracemalloc.start()
    take_60 = model.generate(Request((Item(PROMPT, 1),), 60.0, {}), silent)[0]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * take_60.audio.samples.nbytes + 120e6
