"""Language models of the library with tiny random weights, and their conditions as the decoder takes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import checkpoints
import torch

from audiocraft_studio.engines.audiocraft import loader
from audiocraft_studio.engines.audiocraft.checkpoint import read_checkpoint
from audiocraft_studio.engines.audiocraft.conditions import PairedConditions
from audiocraft_studio.engines.audiocraft.decoder_path import conditions_of, joined
from audiocraft_studio.engines.base import Item
from audiocraft_studio.engines.decoding.sampling import Choice, Sampler
from audiocraft_studio.engines.decoding.steps import Conditions, Steps
from audiocraft_studio.engines.decoding.weights import Weights
from audiocraft_studio.engines.decoding.window import Window

PROMPTS = ("calm piano loop", "piano loop calm", "loop calm piano", "calm loop piano")
"""All of one length: the library pads shorter ones, and hears the padding."""

GREEDY = Choice(temperature=0.0)


def load(folder: Path, kind: str) -> Any:
    """The library's model."""
    with checkpoints.hub(folder):
        made = checkpoints.make(folder, kind)
        return loader.load_model(made, read_checkpoint(made), "cpu")


def melody_of(model: Any) -> torch.Tensor | None:
    """Two seconds for a model that takes a melody."""
    if "self_wav" not in model.lm.condition_provider.conditioners:
        return None
    return torch.sin(torch.arange(64_000) * 0.05)[None]


def conditions(model: Any, prompts: tuple[str, ...], guidance: float) -> Conditions:
    provider = PairedConditions(model.lm.condition_provider)
    with torch.no_grad():
        each = [conditions_of(model, provider, Item(text, 0), melody_of(model), guidance) for text in prompts]
    return joined(each)


def decoded(
    steps: Steps,
    weights: Weights,
    given: Conditions,
    frames: int,
    prompt: torch.Tensor | None = None,
    seeds: Any = None,
) -> torch.Tensor:
    """Codes [B, K, frames]: the likeliest, or with seeds drawn ones."""
    nothing = torch.zeros(given.items, weights.codebooks, 0, dtype=torch.long)
    window = Window(nothing if prompt is None else prompt, frames, delays=weights.delays, special=weights.card)
    sampler = Sampler(Choice(), seeds) if seeds else Sampler(GREEDY, [0] * given.items)
    for done in window.decode(steps, given, sampler):
        assert done <= frames
    return window.codes(0, frames)
