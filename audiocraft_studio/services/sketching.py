"""Sketching: what the procedural engine reads in a prompt, and how that sounds, at once and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Protocol

from audiocraft_studio import audiofile
from audiocraft_studio.engines.base import Item, ModelInfo, ParamValue, Request, Take, Tick
from audiocraft_studio.errors import InputError
from audiocraft_studio.services import checks

LONGEST_S = 30.0
"""A sketch that is only heard is cut there; what is generated may be longer."""


class Sketcher(Protocol):
    """A procedural model, as far as it is needed here."""

    @property
    def info(self) -> ModelInfo: ...

    def understood(self, prompt: str, params: Mapping[str, ParamValue], asset_type: str = "") -> dict[str, Any]: ...

    def generate(self, request: Request, tick: Tick) -> list[Take]: ...


class Sketching:
    """Answers while the user still types: nothing is queued, nothing is stored."""

    def __init__(self, load: Callable[[], Sketcher]) -> None:
        self._load = load

    @cached_property
    def _sketcher(self) -> Sketcher:
        return self._load()

    def reading(self, prompt: object, params: Mapping[str, object], asset_type: object = "") -> dict[str, Any]:
        """What was understood of a prompt, and what can be turned; an empty one is understood as nothing.

        Raises InputError for a prompt that is too long, for a param out of range.
        """
        text = checks.clean_text("Prompt", prompt, checks.MAX_PROMPT)
        wanted = asset_type if isinstance(asset_type, str) else ""
        return self._sketcher.understood(text, checks.params(self._sketcher.info, params), wanted)

    def wav(self, prompt: object, params: Mapping[str, object], duration_s: object, seed: object) -> bytes:
        """The sound of a prompt, as a WAV file; the samples are those of a take of the same values.

        Raises InputError for values out of range or a duration above LONGEST_S, PromptNotUnderstood.
        """
        info = self._sketcher.info
        seconds = checks.duration(info, duration_s)
        if seconds > LONGEST_S:
            raise InputError("Duration", f"choose at most {LONGEST_S:g} s to hear a sketch.")
        item = Item(checks.prompt(prompt), checks.seed(seed))
        take = self._sketcher.generate(Request((item,), seconds, checks.params(info, params)), lambda *_: None)[0]
        return audiofile.to_wav(take.audio)
