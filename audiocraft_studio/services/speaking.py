"""Text to a voice of the library, by a speech program of this machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assets_db import Asset
from audiocraft_studio.audio import Audio
from audiocraft_studio.engines.base import Speech, Take, Voice
from audiocraft_studio.errors import InputError, ModelUnavailable
from audiocraft_studio.jobs.work import Work
from audiocraft_studio.recipe import Recipe
from audiocraft_studio.services import checks
from audiocraft_studio.services.assets import Assets, Draft
from audiocraft_studio.services.generation import short_name

SPEECH = "speech"
SLOWEST, FASTEST = 80, 450
MAX_TEXT = 5000
_LICENCE = "synthetic voice, free to use"


@dataclass(frozen=True)
class Speakers:
    """Who can read. program: name and version; "" where there is none, and then `missing` says what to install."""

    program: str
    voices: Sequence[Voice]
    missing: str = ""


class Speaking:
    """Voices out of text. The recipe names program, version, voice and speed, so that it can be run again."""

    def __init__(self, speech: Speech, assets: Assets, new_id: Callable[[], str]) -> None:
        self._speech = speech
        self._assets = assets
        self._new_id = new_id

    def speakers(self) -> Speakers:
        try:
            return Speakers(self._speech.program(), self._speech.voices())
        except ModelUnavailable as error:
            return Speakers("", (), str(error))

    def say(
        self, text: object, *, voice: object = "en-gb", words_per_minute: object = 160, project: str = "default",
        by: str = "script",
    ) -> Asset:  # fmt: skip
        """The text as an asset of type voice. words_per_minute: 80 to 450.

        Raises InputError (names the field), ModelUnavailable (says what to install), GenerationFailed.
        """
        words = checks.clean_text("Text", text, MAX_TEXT)
        if not words:
            raise InputError("Text", "is empty. Write what is to be said.")
        speed = checks.whole("Speed", words_per_minute, SLOWEST, FASTEST)
        project = checks.name("Project", project)
        voices = {one.id: one.name for one in self._speech.voices()}
        if not isinstance(voice, str) or voice not in voices:
            raise InputError("Voice", f"{voice!r} is none of the {len(voices)} voices of {self._speech.program()}.")
        audio, program = self._spoken(words, voice, speed)
        recipe = Recipe(
            SPEECH, program, "", words, "voice", 0, audio.duration_s,
            params={"voice": voice, "words_per_minute": speed},
        )  # fmt: skip
        draft = Draft(
            id=self._new_id(), type="voice", project=project, name=short_name(words.rstrip(" .,;")), recipe=recipe,
            licence=_LICENCE, created_by=by, tags=("synthetic voice",),
            notes=(f"Synthetic voice: {voices[voice]}, read by {program}, by no person and no model",),
        )  # fmt: skip
        return self._assets.save(draft, audio)

    def again(self, work: Work, recipe: Recipe) -> tuple[Take, Recipe]:
        """What a stored recipe describes, by the program that is there now."""
        work.tick(0, 1)
        audio, program = self._spoken(recipe.prompt, recipe.params["voice"], recipe.params["words_per_minute"])
        return Take(audio), replace(recipe, engine_version=program, duration_s=audio.duration_s)

    def _spoken(self, text: str, voice: str, words_per_minute: int) -> tuple[Audio, str]:
        return self._speech.spoken(text, voice, words_per_minute), self._speech.program()
