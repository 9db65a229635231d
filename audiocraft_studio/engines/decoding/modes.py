"""The modes of decoding: what each is called, where it can be had, and making its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch

from audiocraft_studio.engines.decoding import linears
from audiocraft_studio.engines.decoding.compiled.binding import Native
from audiocraft_studio.engines.decoding.compiled.build import NoCompiler, library
from audiocraft_studio.engines.decoding.compiled.steps import CompiledSteps, Numbers
from audiocraft_studio.engines.decoding.errors import NotHere
from audiocraft_studio.engines.decoding.graph_steps import GraphSteps
from audiocraft_studio.engines.decoding.steps import Steps
from audiocraft_studio.engines.decoding.torch_steps import TorchSteps, copied
from audiocraft_studio.engines.decoding.weights import Weights, halves_say_all

EXACT = "exact"
_COMPILED: dict[str, Numbers] = {"compiled-exact": "floats", "compiled": "bytes"}


@dataclass(frozen=True)
class Mode:
    """name: of the mode. label: for people. bytes_a_number: of the copy of the weights that it makes; 0: it depends."""

    name: str
    label: str
    bytes_a_number: int = 0


MODES = (
    Mode(EXACT, "Exact, the library's arithmetic"),
    Mode("compiled-exact", "Exact, compiled for this processor"),
    Mode("half", "Half precision (bfloat16)", 2),
    Mode("int8", "8-bit weights", 1),
    Mode("compiled", "8-bit weights, compiled for this processor", 1),
)


def offered(device: str) -> tuple[Mode, ...]:
    """The modes that are made for a device, the exact one first. GPUs compute in the library's own half precision."""
    return MODES if device == "cpu" else MODES[:1]


def copy_bytes(mode: Mode, weights: Weights) -> int:
    """Memory of the copy of the weights that it computes from."""
    if mode.name == EXACT:
        return 4 * weights.read_a_step if copied(weights) else 0
    one = weights.layers[0].out  # stands for all: every matrix is looked at when it is packed
    return (mode.bytes_a_number or (2 if halves_say_all(one) else 4)) * weights.read_a_step


def precision(mode: str, weights: Weights) -> str:
    """What a record says of a mode: the type that it computes in."""
    own = str(weights.heads.dtype).removeprefix("torch.")
    compiled = {"compiled-exact": "float32 compiled", "compiled": "int8 compiled"}
    return {EXACT: own, "half": "bfloat16", "int8": "int8", **compiled}[mode]


def make(mode: str, weights: Weights, beat: Callable[[], None]) -> Steps:
    """Steps of that mode; seconds for large models. beat: called now and then, may raise to stop. Raises NotHere."""
    if mode == "half" and not linears.has_half():
        raise NotHere("This processor computes bfloat16 no faster than float32.")
    if mode == "int8" and not linears.has_int8():
        raise NotHere("This build of torch has no products with 8-bit weights.")
    if mode not in _COMPILED:
        with torch.inference_mode():
            return GraphSteps(weights, mode) if weights.heads.is_cuda else TorchSteps(weights, mode)
    try:
        native = library(beat)
    except NoCompiler as error:
        raise NotHere(str(error)) from error
    if _COMPILED[mode] == "floats" and Native(native).kernels() == ["plain"]:
        raise NotHere("This processor has no vectors that it would be compiled for.")
    return CompiledSteps(weights, native, _COMPILED[mode])
