"""The models that Meta published and that audiocraft 1.3.0 can run, and what their parameters are.

MusicGen-Style and JASCO need a later AudioCraft than the published package; they are left out. All weights are
CC BY-NC 4.0. Parameter counts are those of the language model.
"""

from __future__ import annotations

from dataclasses import dataclass

from audiocraft_studio.engines.base import ModelInfo, Param
from audiocraft_studio.errors import UnknownModel

LICENCE = "CC-BY-NC-4.0"

MUSICGEN, AUDIOGEN, MAGNET = "musicgen", "audiogen", "magnet"
"""The three families: each has its own class in the library and its own parameters."""

MAX_DURATION_S = 600.0

_CODEC_BYTES = 236_000_000
_DEMUCS_BYTES = 85_000_000
TEXT_ENCODER_BYTES = {"t5-base": 892_000_000, "t5-large": 2_950_000_000}


def autoregressive_params(card: int = 2048) -> tuple[Param, ...]:
    """Parameters of MusicGen and AudioGen. card: how many different tokens the model knows."""
    return (
        Param("temperature", "Temperature", 1.0, "float", 0.1, 2.0, 0.05, hint="Higher: more surprise, less order."),
        Param("top_k", "Top k", min(250, card), "int", 0, card, 1, hint="Draws from the k likeliest tokens; 0: all."),
        Param("top_p", "Top p", 0.0, "float", 0.0, 1.0, 0.01, hint="Above 0: replaces top k by a share of likelihood."),
        Param(
            "cfg_coef", "Guidance", 3.0, "float", 1.0, 10.0, 0.1, hint="How closely the prompt is followed; 3 is usual."
        ),
    )


def magnet_params(card: int = 2048) -> tuple[Param, ...]:
    """Parameters of MAGNeT, which refines the whole sound in steps, one codebook after the other."""
    return (
        Param("temperature", "Temperature", 3.0, "float", 0.1, 5.0, 0.05, hint="At the first step; falls to 0."),
        Param("top_k", "Top k", 0, "int", 0, card, 1, hint="Used where top p is 0; 0: all tokens."),
        Param("top_p", "Top p", 0.9, "float", 0.0, 1.0, 0.01, hint="Draws from this share of likelihood."),
        Param("max_cfg_coef", "Guidance at first", 10.0, "float", 1.0, 20.0, 0.5, hint="While most is undecided."),
        Param("min_cfg_coef", "Guidance at last", 1.0, "float", 1.0, 20.0, 0.5, hint="When nearly all is decided."),
        Param("first_steps", "Steps, first codebook", 20, "int", 1, 100, 1, hint="More: slower, more coherent."),
        Param("later_steps", "Steps, other codebooks", 10, "int", 1, 100, 1, hint="More: slower, finer detail."),
        Param(
            "span_arrangement",
            "Spans",
            "nonoverlap",
            "choice",
            choices=("nonoverlap", "stride1"),
            hint="How masked spans lie; stride1 lets them overlap.",
        ),
    )


@dataclass(frozen=True)
class _Published:
    id: str
    name: str
    family: str
    parameters: int
    window_s: float
    sample_rate: int = 32_000
    channels: int = 1
    melody: bool = False
    text_encoder: str = "t5-base"

    def info(self) -> ModelInfo:
        magnet = self.family == MAGNET
        return ModelInfo(
            id=self.id,
            engine=self.family,
            name=self.name,
            types=types_of(self.sample_rate),
            sample_rate=self.sample_rate,
            channels=self.channels,
            licence=LICENCE,
            window_s=self.window_s,
            fixed_s=self.window_s if magnet else 0.0,
            max_duration_s=self.window_s if magnet else MAX_DURATION_S,
            download_bytes=self.download_bytes(),
            parameters=self.parameters,
            melody=self.melody,
            continuation=not magnet,
            params=magnet_params() if magnet else autoregressive_params(),
            note=note(self.family, self.sample_rate),
        )

    def download_bytes(self) -> int:
        """Approximate: half-precision weights, the codec, the text encoder and, for melodies, Demucs."""
        extra = _DEMUCS_BYTES if self.melody else 0
        return 2 * self.parameters + _CODEC_BYTES + TEXT_ENCODER_BYTES[self.text_encoder] + extra


def types_of(sample_rate: int) -> tuple[str, ...]:
    """Asset types, best first. Meta's 16 kHz models were trained on sounds, the 32 kHz ones on music."""
    return ("music",) if sample_rate >= 32_000 else ("sfx", "ambience", "ui", "voice")


def note(family: str, sample_rate: int, first: str = "") -> str:
    """What a user should know before choosing the model; begins with `first`."""
    notes = [first] if first else []
    if sample_rate == 16_000:
        notes.append("Made at 16 kHz: nothing above 8 kHz, whatever rate it is delivered at.")
    if family == MAGNET:
        notes.append("One length only; faster than MusicGen and AudioGen.")
    return " ".join(notes)


def _musicgen(suffix: str, parameters: int) -> list[_Published]:
    melody = suffix.startswith("melody")
    mono = _Published(f"facebook/musicgen-{suffix}", f"MusicGen {suffix}", MUSICGEN, parameters, 30.0, melody=melody)
    stereo = _Published(
        f"facebook/musicgen-stereo-{suffix}",
        f"MusicGen stereo {suffix}",
        MUSICGEN,
        parameters,
        30.0,
        channels=2,
        melody=melody,
    )
    return [mono, stereo]


def _magnet(size: str, parameters: int) -> list[_Published]:
    music = [
        _Published(f"facebook/magnet-{size}-{s}secs", f"MAGNeT {size} {s} s", MAGNET, parameters, float(s))
        for s in (10, 30)
    ]
    sound = _Published(
        f"facebook/audio-magnet-{size}", f"Audio MAGNeT {size}", MAGNET, parameters, 10.0, 16_000, 1, False, "t5-large"
    )
    return [*music, sound]


def _all() -> list[_Published]:
    audiogen = _Published(
        "facebook/audiogen-medium", "AudioGen medium", AUDIOGEN, 1_840_000_000, 10.0, 16_000, 1, False, "t5-large"
    )
    return [
        *_musicgen("small", 420_000_000),
        *_musicgen("medium", 1_840_000_000),
        *_musicgen("large", 3_300_000_000),
        *_musicgen("melody", 1_390_000_000),
        *_musicgen("melody-large", 3_300_000_000),
        audiogen,
        *_magnet("small", 300_000_000),
        *_magnet("medium", 1_500_000_000),
    ]


def published() -> tuple[ModelInfo, ...]:
    """Every published model, MusicGen first. `download_bytes` are approximate, within about a tenth."""
    return tuple(model.info() for model in _all())


def family_of(model_id: str) -> str:
    """The family of a published model. Raises UnknownModel, with what was meant if that can be told."""
    for model in _all():
        if model.id == model_id:
            return model.family
    raise UnknownModel(model_id, _never_published(model_id))


def _never_published(model_id: str) -> str:
    name = model_id.removeprefix("facebook/").lower()
    if name.startswith("audiogen"):
        return f"There is no {model_id}: AudioGen was published in one size only, facebook/audiogen-medium."
    if name.startswith(("musicgen-style", "jasco")):
        return f"{model_id} needs a later AudioCraft than 1.3.0, the last published package. Choose another model."
    if name.startswith("local/"):
        return f"There is no model {model_id}: its folder was moved or deleted. Look at the model folders in Settings."
    near = [model.id for model in _all() if name.split("-")[0] in model.id] or [model.id for model in _all()]
    return f"There is no AudioCraft model {model_id}. Those that were published: {', '.join(near)}."
