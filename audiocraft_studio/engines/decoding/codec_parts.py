"""What an EnCodec decoder consists of, read from the library's model: layers in order, and what each looks at.

The library runs two forms of the same network: its own (SEANet) and that of the transformers package. Both are told by
their class names, so that neither package needs to be imported here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from audiocraft_studio.engines.decoding.errors import Unsupported

_CONVOLUTIONS = {"StreamableConv1d", "EncodecConv1d"}
_TRANSPOSED = {"StreamableConvTranspose1d", "EncodecConvTranspose1d"}
_RESIDUAL = {"SEANetResnetBlock", "EncodecResnetBlock"}
_RECURRENT = {"StreamableLSTM", "EncodecLSTM"}
_POINTWISE = {"ELU", "Identity", "Tanh", "ReLU", "LeakyReLU"}
_NORMS = {"none", "weight_norm"}
_QUANTIZERS = {"ResidualVectorQuantizer", "EncodecResidualVectorQuantizer"}


@dataclass(frozen=True)
class Reach:
    """What a step's outputs, ratio of them, need besides the step: so many steps before and after it."""

    before: int = 0
    after: int = 0
    ratio: int = 1


@dataclass(frozen=True)
class Span:
    """Convolutions that follow each other. layers: called one after the other with [1, channels, steps]."""

    layers: tuple[Any, ...]
    reach: Reach


@dataclass(frozen=True)
class Recurrence:
    """An LSTM. skip: whether its input is added to what it puts out."""

    lstm: Any
    skip: bool


@dataclass(frozen=True)
class Parts:
    """sides: splits codes [1, K, n] into those of each channel; latent: codes of one channel to [1, dim, n]."""

    sides: Callable[[Any], Sequence[Any]]
    latent: Callable[[Any], Any]
    stages: tuple[Span | Recurrence, ...]

    @property
    def look_ahead(self) -> int:
        """Frames that must be known after a frame before its samples are final."""
        frames, steps_a_frame = 0, 1
        for stage in self.stages:
            if isinstance(stage, Span):
                frames += -(-stage.reach.after // steps_a_frame)
                steps_a_frame *= stage.reach.ratio
        return frames


def read(codec: Any) -> Parts:
    """The parts of a CompressionModel of the library. Raises Unsupported, saying what is of another form."""
    if type(codec).__name__ == "InterleaveStereoCompressionModel":
        if codec.per_timestep:
            raise Unsupported("its channels take turns in time")
        mono = read(codec.model)
        return Parts(codec.get_left_right_codes, mono.latent, mono.stages)
    kind = type(codec).__name__
    if kind == "EncodecModel":
        quantizer, layers = codec.quantizer, codec.decoder.model
    elif kind == "HFEncodecCompressionModel":
        if codec.model.config.chunk_length is not None:
            raise Unsupported("it decodes in pieces that overlap")
        quantizer, layers = codec.model.quantizer, codec.model.decoder.layers
    else:
        raise Unsupported(f"it is a {kind}")
    if type(quantizer).__name__ not in _QUANTIZERS:
        raise Unsupported(f"its quantizer is a {type(quantizer).__name__}")
    return Parts(lambda codes: (codes,), codec.decode_latent, tuple(_stages(layers)))


def _stages(layers: Iterable[Any]) -> Iterator[Span | Recurrence]:
    together: list[Any] = []
    for layer in layers:
        if type(layer).__name__ not in _RECURRENT:
            together.append(layer)
            continue
        if layer.lstm.bidirectional:
            raise Unsupported("its LSTM runs in both directions")
        if together:
            yield Span(tuple(together), _reach(together))
        yield Recurrence(layer.lstm, bool(getattr(layer, "skip", True)))
        together = []
    if together:
        yield Span(tuple(together), _reach(together))


def _reach(layers: Sequence[Any]) -> Reach:
    """Follows the outputs of one input step back through the layers."""
    ratio = 1
    for layer in layers:
        ratio *= _convolution(layer).stride[0] if type(layer).__name__ in _TRANSPOSED else 1
    first, last = 0, ratio - 1
    for layer in reversed(layers):
        first, last = _needed(layer, first, last)
    return Reach(-first, last, ratio)


def _needed(layer: Any, first: int, last: int) -> tuple[int, int]:
    """The first and the last input of a layer that its outputs at [first, last] depend on."""
    kind = type(layer).__name__
    if kind in _POINTWISE:
        return first, last
    if kind in _RESIDUAL:
        inner = (first, last)
        for part in reversed(layer.block):
            inner = _needed(part, *inner)
        outer = _needed(layer.shortcut, first, last)
        return min(inner[0], outer[0]), max(inner[1], outer[1])
    if kind not in _CONVOLUTIONS | _TRANSPOSED:
        raise Unsupported(f"it has a {kind}")
    norm = layer.norm_type if hasattr(layer, "norm_type") else _inner(layer).norm_type
    if norm not in _NORMS:
        raise Unsupported(f"its convolutions are normalised by {norm}")
    conv = _convolution(layer)
    size, stride = (int(conv.kernel_size[0]) - 1) * int(conv.dilation[0]) + 1, int(conv.stride[0])
    if kind in _CONVOLUTIONS:
        if stride != 1:
            raise Unsupported("its decoder makes its input shorter")
        after = 0 if layer.causal else (size - 1) // 2
        return first - (size - 1 - after), last + after
    trimmed = (size - stride) - _trimmed_right(layer, size - stride)
    return -((size - 1 - first - trimmed) // stride), (last + trimmed) // stride


def _trimmed_right(layer: Any, total: int) -> int:
    # -(-x // 1) is the ceiling, as the library takes it
    return int(-(-total * layer.trim_right_ratio // 1)) if layer.causal else total // 2


def _inner(layer: Any) -> Any:
    return layer.conv if hasattr(layer, "conv") else layer.convtr


def _convolution(layer: Any) -> Any:
    """torch's own module within the wrappers."""
    inner = _inner(layer)
    for name in ("conv", "convtr"):
        inner = getattr(inner, name, inner)
    return inner
