"""Text read aloud by the real espeak-ng, and what happens where there is none."""

import shutil

import numpy as np
import pytest

from audiocraft_studio.errors import InputError, ModelUnavailable
from audiocraft_studio.services.scenes import Layer, Scene
from audiocraft_studio.services.scenes.narration import Ducking

TEXT = "The rain has stopped. Somebody opens a window."
spoken = pytest.mark.skipif(not shutil.which("espeak-ng"), reason="needs espeak-ng, which scripts/speech.sh installs")


@spoken
def test_a_text_becomes_a_voice_with_a_recipe_that_gives_it_again(studio):
    said = studio.speaking.say(TEXT, voice="en-gb", words_per_minute=150, by="Ana")
    program = studio.speaking.speakers().program
    assert program.startswith("espeak-ng 1.")
    assert (said.type, said.name, said.created_by, said.channels) == ("voice", TEXT.rstrip("."), "Ana", 1)
    assert said.recipe["engine_version"] == program
    assert said.recipe["params"] == {"voice": "en-gb", "words_per_minute": 150}
    assert said.notes == (f"Synthetic voice: English (Great Britain), read by {program}, by no person and no model",)
    assert 2 < said.duration_s < 5
    assert studio.generation.regenerate(said.id).verdict == "identical"


@spoken
def test_speed_and_voice_are_heard(studio):
    slow, fast, german = (
        studio.library.audio(studio.speaking.say(TEXT, voice=voice, words_per_minute=speed).id)
        for voice, speed in (("en-gb", 120), ("en-gb", 240), ("de", 240))
    )
    assert slow.duration_s > 1.6 * fast.duration_s
    assert fast.sha256() != german.sha256()


@spoken
def test_it_narrates_a_scene_and_the_rest_makes_room(studio):
    rain = studio.generation.generate("steady rain", duration_s=1, seed=1)
    scene = studio.scenes.save(Scene("Yard", (Layer("Rain", rain.id, loop=True),), duration_s=6))
    said = studio.speaking.say(TEXT)
    bed, voice = studio.scenes.narrate(scene.id, said.id, at_s=1, ducking=Ducking()).layers
    assert (voice.type, voice.asset) == ("voice", said.id)
    assert min(weight for _, weight in bed.weight_points) == pytest.approx(10 ** (-10 / 20), abs=1e-3)
    assert np.abs(studio.library.audio(said.id).samples).max() > 0.1


@spoken
def test_every_voice_that_is_offered_speaks_and_text_is_never_taken_for_an_option(studio):
    voices = studio.speaking.speakers().voices
    assert {"en-gb", "de", "ja"} <= {voice.id for voice in voices}
    for voice in voices[:: len(voices) // 6]:
        assert studio.speaking.say("1, 2", voice=voice.id).duration_s > 0.3
    assert studio.speaking.say("--version").recipe["prompt"] == "--version"


@spoken
@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"text": " "}, "Text"), ({"text": "…"}, "Text"), ({"text": "x" * 5001}, "Text"), ({"voice": "nobody"}, "Voice"),
     ({"voice": ["en-gb"]}, "Voice"), ({"words_per_minute": 20}, "Speed"), ({"words_per_minute": "fast"}, "Speed")],
)  # fmt: skip
def test_what_cannot_be_spoken_is_refused_and_leaves_nothing(studio, wrong, field):
    with pytest.raises(InputError) as refused:
        studio.speaking.say(**{"text": TEXT, **wrong})
    assert refused.value.field == field
    assert studio.library.search().total == 0


def test_without_a_speech_program_it_says_what_to_install(studio, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert studio.speaking.speakers().voices == ()
    assert "apt-get install espeak-ng" in studio.speaking.speakers().missing
    with pytest.raises(ModelUnavailable, match="Install espeak-ng"):
        studio.speaking.say(TEXT)


@spoken
def test_a_voice_stays_where_the_program_is_gone_and_regenerating_says_why(studio, monkeypatch):
    said = studio.speaking.say(TEXT)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ModelUnavailable, match="Install espeak-ng"):
        studio.generation.regenerate(said.id)
    assert studio.library.audio(said.id).duration_s == said.duration_s
