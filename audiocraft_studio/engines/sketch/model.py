"""Sketch at work: prompts in, Audio out, at once, on any machine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from audiocraft_studio.audio import Audio
from audiocraft_studio.engines.base import Hear, Item, ModelInfo, Notes, ParamValue, Request, Take, Tick
from audiocraft_studio.engines.sketch import given
from audiocraft_studio.engines.sketch.effects import Effects
from audiocraft_studio.engines.sketch.families import FAMILIES
from audiocraft_studio.engines.sketch.grammar import normalised, read
from audiocraft_studio.engines.sketch.info import INFO, LONGEST_S, PARAMS, SAMPLE_RATE, SHORTEST_S
from audiocraft_studio.engines.sketch.lexicon import build_lexicon
from audiocraft_studio.engines.sketch.music import Composition, from_midi, melody_audio, to_midi
from audiocraft_studio.engines.sketch.notation import composition_of, piece_notes
from audiocraft_studio.engines.sketch.reading import Reading
from audiocraft_studio.engines.sketch.render import Controls, render
from audiocraft_studio.engines.sketch.suggest import suggestions
from audiocraft_studio.engines.sketch.understanding import understood
from audiocraft_studio.errors import InputError, PromptNotUnderstood

_DISCLOSURE = "Procedural sound: made by Sketch, not by a model"


class SketchModel:
    """Sketch, ready to play. Holds nothing that a call changes."""

    def __init__(self) -> None:
        self._lexicon = build_lexicon(FAMILIES)
        self._effects = Effects(FAMILIES)

    @property
    def info(self) -> ModelInfo:
        return INFO

    @property
    def weights(self) -> str:
        return ""

    @property
    def device(self) -> str:
        return "cpu"

    @property
    def precision(self) -> str:
        return "float32"

    @property
    def memory_bytes(self) -> int:
        return 0

    @property
    def modes(self) -> None:
        return None

    def generate(self, request: Request, tick: Tick, hear: Hear | None = None) -> list[Take]:  # noqa: ARG002
        """One take an item; the same prompt, seed, duration and params give the same samples on every run.

        Raises InputError for a duration outside 0.05..600 s, a melody or a continuation, and notes that cannot be read
        or begin too late; PromptNotUnderstood, before anything is played, if a prompt names no sound that Sketch has.
        """
        _check(request)
        piece = None if request.notes is None else _piece(request.notes, request.duration_s)
        readings = [(item, *self._read(item, piece, request.duration_s)) for item in request.items]
        total_s = sum(len(reading.sources) for _, reading, _ in readings) * request.duration_s
        controls = _controls(request.params)
        takes, before_s = [], 0.0
        for item, reading, composition in readings:
            music = piece_notes(reading, request.duration_s, _seed(item), controls)
            if composition is not None:
                music = (given.told(composition),)

            def advance(seconds: float, before_s: float = before_s) -> None:
                tick(before_s + seconds, total_s)

            audio = render(reading, request.duration_s, _seed(item), controls, sample_rate=SAMPLE_RATE, tick=advance)
            takes.append(Take(audio, (*reading.notes(), *music, *_silence(audio), _DISCLOSURE)))
            before_s += len(reading.sources) * request.duration_s
        return takes

    def composition(
        self, item: Item, duration_s: float, params: Mapping[str, ParamValue], notes: bytes | None = None
    ) -> Composition | None:
        """The notes of the take that `generate` makes of the same arguments; None if its prompt has no music."""
        reading = read(item.prompt, self._lexicon)
        if notes is not None:
            return given.arrangement(reading, _piece(notes, duration_s), duration_s)
        return composition_of(reading, duration_s, _seed(item), _controls(params))

    def written(
        self, item: Item, duration_s: float, params: Mapping[str, ParamValue], notes: bytes | None
    ) -> bytes | None:
        """`composition` as a MIDI file."""
        composition = self.composition(item, duration_s, params, notes)
        return to_midi(composition) if composition is not None and composition.notes else None

    def described(self, midi: bytes) -> Notes:
        """What is known of a MIDI file without playing it. Raises InputError."""
        return given.described(from_midi(midi))

    def tune(self, midi: bytes) -> Audio:
        """The tune of a MIDI file alone, mono at 44.1 kHz, at most ten minutes. Raises InputError."""
        return melody_audio(from_midi(midi), np.random.Generator(np.random.PCG64(0)), SAMPLE_RATE)

    def _read(self, item: Item, piece: Composition | None, duration_s: float) -> tuple[Reading, Composition | None]:
        """What is played for an item, and the notes of `piece` as they are given to its band."""
        reading = read(item.prompt, self._lexicon)
        if piece is not None:
            composition = given.arrangement(reading, piece, duration_s)
            return given.with_notes(item.prompt, reading, composition), composition
        if not reading.sources:
            raise PromptNotUnderstood(item.prompt, suggestions(item.prompt, FAMILIES, self._lexicon))
        return reading, None

    def understood(self, prompt: str, params: Mapping[str, ParamValue], asset_type: str = "") -> dict[str, Any]:
        """What `generate` would make of a prompt, as plain JSON data (see POST /studio/sketch/reading).

        suggestions: prompts that would work, where this one names no sound; of `asset_type` where none is near.
        """
        reading = read(prompt, self._lexicon)
        return {
            "sources": [one.to_dict() for one in understood(reading, params, self._effects)],
            "ignored": list(reading.ignored),
            "left_out": list(reading.left_out),
            "beyond": list(reading.beyond),
            "suggestions": [] if reading.sources else suggestions(prompt, FAMILIES, self._lexicon, asset_type),
        }

    def unload(self) -> None:
        """Nothing to give back."""


def _controls(params: Mapping[str, ParamValue]) -> Controls:
    return Controls(**{p.name: params.get(p.name, p.default) for p in PARAMS})  # type: ignore[arg-type]


def _check(request: Request) -> None:
    if request.melody is not None:
        raise InputError("Melody", "Sketch cannot follow a melody. Remove it, or pick MusicGen Melody.")
    if request.continuation is not None:
        raise InputError(
            "Continuation", "Sketch cannot continue a sound. Remove it, or pick a MusicGen or AudioGen model."
        )
    if not SHORTEST_S <= request.duration_s <= LONGEST_S:
        raise InputError("Duration", f"choose {SHORTEST_S} to {LONGEST_S:g} seconds.")


def _piece(notes: bytes, duration_s: float) -> Composition:
    piece = from_midi(notes)
    first_s = piece.seconds(min(note.start for note in piece.notes))
    if first_s >= duration_s:
        raise InputError("Notes", f"the first one comes after {first_s:.1f} s. Choose a longer duration.")
    return piece


def _silence(audio: Audio) -> tuple[str, ...]:
    """A note if the sound is over well before its duration, as short events are."""
    level = np.abs(audio.samples).max(axis=0)
    audible = np.flatnonzero(level > 1e-3 * level.max())
    ends_s = (float(audible[-1]) + 1) / audio.sample_rate if len(audible) else 0.0
    if ends_s > 0.75 * audio.duration_s or audio.duration_s - ends_s < 0.25:
        return ()
    return (f"The sound is over after {ends_s:.1f} s; silence follows",)


def _seed(item: Item) -> np.random.SeedSequence:
    """The randomness of an item: its seed and its prompt.

    Params are left out on purpose, so that turning one changes nothing else: the same drops fall, only brighter.
    """
    digest = hashlib.sha256(normalised(item.prompt).encode("utf-8", "surrogatepass")).digest()
    return np.random.SeedSequence([item.seed, *np.frombuffer(digest, "<u4").tolist()])
