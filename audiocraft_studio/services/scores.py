"""The notes behind sounds: those of takes, those of MIDI files that were sent, and the tune in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assets_db import Asset
from audiocraft_studio.audio import Audio
from audiocraft_studio.engines.base import Item, Notation, Notes
from audiocraft_studio.errors import InputError, NotFound
from audiocraft_studio.recipe import NOTES, Recipe
from audiocraft_studio.services import checks
from audiocraft_studio.services.assets import Assets
from audiocraft_studio.services.inputs import Inputs
from audiocraft_studio.services.models import SKETCH, Models

MAX_BYTES = 4_000_000
SHORTEST_TUNE_S = 0.5
NotesSource = str | Path | bytes
"""An asset id, what `Scores.keep` gave, a MIDI file, or one in memory."""

_KEPT = re.compile(r"([0-9a-f]{64})/(.*)", re.DOTALL)
_NOTED = "Music: "


@dataclass(frozen=True)
class Score:
    """midi: bytes of a Standard MIDI File. name: of the take or file. asset_id: of the take, if it is one."""

    midi: bytes
    name: str = ""
    asset_id: str | None = None


class Scores:
    """notation: the engine that plays from notes, asked for when notes are."""

    def __init__(self, assets: Assets, inputs: Inputs, models: Models, notation: Callable[[], Notation]) -> None:
        self._assets = assets
        self._inputs = inputs
        self._models = models
        self._notation = notation

    def midi(self, asset_id: str) -> bytes:
        """The notes of exactly that take as a MIDI file. Raises NotFound, and InputError for one without notes, or by
        a version whose notes would be others now."""
        asset = self._assets.get(asset_id)
        recipe = Recipe.from_dict(asset.recipe)
        if not has_notes(asset):
            raise InputError("MIDI", f"“{asset.name}” has no notes. Music that Sketch made has.")
        now = self._models.engine_version(self._models.info(SKETCH))
        if recipe.engine_version != now:
            raise InputError(
                "MIDI",
                f"“{asset.name}” was made by version {recipe.engine_version} of Sketch, whose notes version {now} no "
                "longer plays. Use all of its recipe and generate it anew; the new take has its notes.",
            )
        given = next((self._inputs.notes(c.sha256) for c in recipe.conditioning if c.role == NOTES), None)
        written = self._notation().written(Item(recipe.prompt, recipe.seed), recipe.duration_s, recipe.params, given)
        if written is None:
            raise InputError("MIDI", f"“{asset.name}” is too short for a note.")
        return written

    def keep(self, midi: bytes, name: str) -> str:
        """Keeps a MIDI file; what is given back stands for it wherever notes are asked for. Raises InputError."""
        self._described(midi)
        return f"{self._inputs.keep_notes(midi)}/{checks.clean_text('Name', name, 1000)[: checks.MAX_NAME]}"

    def find(self, source: NotesSource) -> Score:
        """Raises NotFound, InputError."""
        match source:
            case bytes():
                return Score(source)
            case Path():
                return Score(_read(source), source.name)
        if kept := _KEPT.fullmatch(source):
            return Score(self._inputs.notes(kept[1]), checks.clean_text("Name", kept[2], checks.MAX_NAME))
        return Score(self.midi(source), self._assets.get(source).name, source)

    def describe(self, score: Score) -> Notes:
        """Raises InputError for what is no MIDI file or cannot be played."""
        return self._described(score.midi)

    def tune(self, score: Score) -> Audio:
        """The tune alone, mono and dry: what a model that follows melodies hears best. Raises InputError."""
        if self._described(score.midi).duration_s < SHORTEST_TUNE_S:
            raise InputError("Melody", f"its notes last less than {SHORTEST_TUNE_S} s. Choose a longer one.")
        audio = self._notation().tune(score.midi)
        if not audio.samples.any():
            raise InputError("Melody", "nothing in it has pitch. Choose notes with a tune.")
        return audio

    def _described(self, midi: bytes) -> Notes:
        if len(midi) > MAX_BYTES:
            raise InputError("MIDI file", "is larger than 4 MB. Export fewer tracks.")
        return self._notation().described(midi)


def has_notes(asset: Asset) -> bool:
    """Whether the engine said that there are notes behind the sound."""
    return asset.recipe.get("engine") == SKETCH and any(note.startswith(_NOTED) for note in asset.notes)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise NotFound("MIDI file", str(path)) from error
