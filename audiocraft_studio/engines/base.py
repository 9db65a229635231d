"""What an engine is: text in, Audio out, behind two small protocols."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from audiocraft_studio.audio import Audio

ASSET_TYPES = ("music", "sfx", "ambience", "voice", "ui")

Tick = Callable[[float, float], None]
"""`tick(done, total)`: called by whoever works, at least twice a second. It raises Cancelled to stop the work, so it
must be called where stopping is clean. `total` is the true total of the whole call, not of a window."""

Hear = Callable[[int, int, Audio], None]
"""`hear(item, first_sample, piece)`: a piece of an item's sound that is final while the rest is still being made; each
item's pieces come in order, from its first sample on, and may all come once more when a batch had to be begun again."""

Say = Callable[[str], None]
"""`say(text)`: what is being done now, fit for the screen."""


def silent(_: str) -> None:
    """A Say for whom nobody listens."""


ParamValue = float | int | bool | str


@dataclass(frozen=True)
class Param:
    """One parameter of a model, as forms and range checks need it. `kind` is "float", "int", "bool" or "choice"."""

    name: str
    label: str
    default: ParamValue
    kind: str = "float"
    minimum: float = 0.0
    maximum: float = 0.0
    step: float = 0.0
    choices: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class ModelInfo:
    """What is known of a model before it is loaded.

    id: "sketch", a hub id ("facebook/musicgen-small") or "local/<folder>".
    types: the asset types it is meant for, best first.
    window_s: the longest sound of one pass; 0 for no window. fixed_s: the only duration it can make; 0 for any.
    max_duration_s: the longest sound it makes at all, past-window passes included.
    download_bytes: what a first load would fetch; 0 when nothing has to be fetched.
    melody, continuation, notes: what can guide it besides the prompt (see Request).
    """

    id: str
    engine: str
    name: str
    types: tuple[str, ...]
    sample_rate: int
    channels: int
    licence: str
    window_s: float = 0.0
    fixed_s: float = 0.0
    max_duration_s: float = 600.0
    download_bytes: int = 0
    parameters: int = 0
    melody: bool = False
    continuation: bool = False
    notes: bool = False
    procedural: bool = False
    params: tuple[Param, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class OnDisk:
    """Where a model's weights lie; `path` is None when they would have to be downloaded."""

    path: Path | None
    size_bytes: int = 0


@dataclass(frozen=True)
class Item:
    """One sound of a batch: its prompt and its own seed (0 .. 2**31 - 1)."""

    prompt: str
    seed: int


@dataclass(frozen=True)
class Request:
    """A batch that shares everything but prompt and seed.

    params: every parameter of the model, complete and in range (the services see to that).
    melody: guides pitch, for models with `melody`. continuation: the sound to be continued; the result begins with it.
    notes: a Standard MIDI File that is played, for models with `notes`.
    precision: that a record asks for, as LoadedModel.precision names it; "" for the model's own choice.
    duration_s: of the whole result, a continuation's prompt included.
    """

    items: tuple[Item, ...]
    duration_s: float
    params: Mapping[str, ParamValue]
    melody: Audio | None = None
    continuation: Audio | None = None
    notes: bytes | None = None
    precision: str = ""


@dataclass(frozen=True)
class Mode:
    """A way to compute the same model on this machine: the more exact, the slower.

    name: to choose it by. label: for people. precision: what a record says of it. steps_per_s: of one prompt; 0 where
    it cannot be used, and `reason` says why. Against the exact mode, on these weights: error, mean distance of logits
    over their spread; cosine; overlap, share of the ten likeliest tokens that agree; entropy_nats, mean distance.
    passed: whether that is near enough for the studio to choose it by itself.
    """

    name: str
    label: str
    precision: str
    steps_per_s: float = 0.0
    error: float = 0.0
    cosine: float = 1.0
    overlap: float = 1.0
    entropy_nats: float = 0.0
    passed: bool = True
    reason: str = ""


@dataclass(frozen=True)
class Take:
    """One generated sound, and what the engine says about it (understood, ignored, limited), fit for the screen."""

    audio: Audio
    notes: tuple[str, ...] = ()


class Modes(Protocol):
    """The ways to compute one loaded model, and the choice between them. May be asked while the model generates."""

    def standings(self) -> Sequence[Mode]:
        """The exact one first."""
        ...

    @property
    def used(self) -> str:
        """The name of the mode that the next sound is computed in."""
        ...

    @property
    def chosen(self) -> str:
        """The mode that the user asked for; "" while the studio chooses."""
        ...

    @property
    def fixed(self) -> bool:
        """Whether the mode was set when the studio was started, so that none can be chosen."""
        ...

    def choose(self, mode: str) -> None:
        """Uses that mode from now on, and remembers it; "" leaves the choice to the studio. Raises InputError."""
        ...


class LoadedModel(Protocol):
    """A model in memory. One `generate` at a time; the pool holds the lock."""

    @property
    def info(self) -> ModelInfo: ...

    @property
    def weights(self) -> str:
        """Revision or hash of the weights; "" for procedural engines."""
        ...

    @property
    def device(self) -> str:
        """ "cpu", "cuda" or "mps"."""
        ...

    @property
    def precision(self) -> str:
        """What the last sound was computed in, before the first what it will be: "float32", "bfloat16", "int8", …"""
        ...

    @property
    def modes(self) -> Modes | None:
        """None where there is but one way to compute it."""
        ...

    @property
    def memory_bytes(self) -> int: ...

    def generate(self, request: Request, tick: Tick, hear: Hear | None = None) -> list[Take]:
        """One take an item, in order. An item's sound depends on its prompt, seed and the shared values alone, never
        on its neighbours in the batch. hear: is told of the sound while it is made, by models that can.
        Raises ModelError, PromptNotUnderstood or Cancelled."""
        ...

    def unload(self) -> None:
        """Gives the memory back. The object is not used again."""
        ...


@dataclass(frozen=True)
class Notes:
    """What can be said of a MIDI file. first_s: when its first note begins. key: "" if the file does not say."""

    duration_s: float
    first_s: float
    count: int
    parts: tuple[str, ...]
    bpm: float
    metre: str
    key: str


class Notation(Protocol):
    """What an engine that plays from notes knows of them. MIDI is the bytes of a Standard MIDI File."""

    def written(
        self, item: Item, duration_s: float, params: Mapping[str, ParamValue], notes: bytes | None
    ) -> bytes | None:
        """The notes of the take that `generate` makes of the same arguments, as MIDI; None if it has none."""
        ...

    def described(self, midi: bytes) -> Notes:
        """Raises InputError, saying what to do, for what is no MIDI file or cannot be played."""
        ...

    def tune(self, midi: bytes) -> Audio:
        """The tune alone, one note at a time, mono and dry; silent if nothing has pitch. Raises InputError."""
        ...


@dataclass(frozen=True)
class Voice:
    """A voice of a speech program: how it is asked for, and what it is called."""

    id: str
    name: str


class Speech(Protocol):
    """A program that reads text aloud. It decides how long that takes, so it is no Engine."""

    def program(self) -> str:
        """Name and version, such as "espeak-ng 1.51". Raises ModelUnavailable, saying what to install."""
        ...

    def voices(self) -> Sequence[Voice]:
        """By name. Raises ModelUnavailable."""
        ...

    def spoken(self, text: str, voice: str, words_per_minute: int) -> Audio:
        """The text, mono. Raises ModelUnavailable, InputError where nothing in it can be spoken, GenerationFailed."""
        ...


class Engine(Protocol):
    """Finds and loads models of one family."""

    @property
    def version(self) -> str: ...

    def models(self) -> Sequence[ModelInfo]:
        """Everything this engine can offer, without importing anything heavy."""
        ...

    def find(self, model_id: str) -> ModelInfo | None:
        """The model with this id; None when it is not of this family. Raises UnknownModel with a hint for an id that
        reads like one of the family but was never published."""
        ...

    def on_disk(self, info: ModelInfo) -> OnDisk: ...

    def load(self, info: ModelInfo, device: str, tick: Tick, say: Say = silent) -> LoadedModel:
        """say: is told of what takes long besides reading the weights.

        Raises ModelUnavailable or OutOfMemory with a message that says what to do.
        """
        ...
