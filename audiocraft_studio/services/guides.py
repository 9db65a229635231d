"""What guides a generation besides its prompt, taken from wherever it is and kept by its hash."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from audiocraft_studio import audiofile
from audiocraft_studio.audio import Audio
from audiocraft_studio.engines.base import ModelInfo
from audiocraft_studio.errors import InputError
from audiocraft_studio.recipe import CONTINUATION, MELODY, NOTES, Conditioning
from audiocraft_studio.services.assets import Assets
from audiocraft_studio.services.inputs import Inputs
from audiocraft_studio.services.scores import NotesSource, Scores

AudioSource = str | Path | Audio
"""An asset id, a file, or sound in memory. For a melody also TUNE and what `Scores.find` takes."""

TUNE = "tune:"
"""Before an asset id or a kept MIDI file: only the tune in its notes."""


class Guides:
    """Turns what a request names into what a recipe keeps, and that into what an engine takes."""

    def __init__(self, assets: Assets, inputs: Inputs, scores: Scores) -> None:
        self._assets = assets
        self._inputs = inputs
        self._scores = scores

    def keep(
        self,
        info: ModelInfo,
        melody: AudioSource | None,
        continue_from: AudioSource | None,
        notes: NotesSource | None,
    ) -> list[Conditioning]:
        """Raises InputError for what the model cannot use or what cannot be read, NotFound for what is gone."""
        kept = []
        if melody is not None:
            expect(info, MELODY)
            kept.append(self._tune(melody) if _is_tune(melody) else self._sound(MELODY, melody))
        if continue_from is not None:
            expect(info, CONTINUATION)
            kept.append(self._sound(CONTINUATION, continue_from))
        if notes is not None:
            expect(info, NOTES)
            kept.append(self._notes(notes))
        return kept

    def given(self, conditioning: tuple[Conditioning, ...]) -> dict[str, Any]:
        """Role → what a Request takes for it. Raises NotFound when a kept file is gone."""
        return {
            c.role: self._inputs.notes(c.sha256) if c.role == NOTES else self._inputs.get(c.sha256)
            for c in conditioning
        }

    def _sound(self, role: str, source: AudioSource) -> Conditioning:
        match source:
            case Audio():
                return Conditioning(role, self._inputs.keep(source))
            case Path():
                return Conditioning(role, self._inputs.keep(audiofile.read(source)), None, source.name)
        asset = self._assets.get(source)
        return Conditioning(role, self._inputs.keep(self._assets.audio(asset.id)), asset.id, asset.name, source)

    def _tune(self, source: AudioSource) -> Conditioning:
        score = self._scores.find(str(source).removeprefix(TUNE))
        key = self._inputs.keep(self._scores.tune(score))
        return Conditioning(MELODY, key, score.asset_id, f"the tune of {score.name}", str(source))

    def _notes(self, source: NotesSource) -> Conditioning:
        score = self._scores.find(source)
        self._scores.describe(score)
        said = source if isinstance(source, str) else ""
        return Conditioning(NOTES, self._inputs.keep_notes(score.midi), score.asset_id, score.name, said)


def _is_tune(source: AudioSource) -> bool:
    return isinstance(source, str) and source.startswith(TUNE)


def expect(info: ModelInfo, role: str) -> None:
    """Raises InputError when the model cannot be guided so. role: MELODY, CONTINUATION or NOTES."""
    if not getattr(info, role):
        raise InputError(role.capitalize(), f"{info.name} cannot use one. Pick a model that can, or remove it.")
