"""EnCodec decoding while the tokens still come.

The sound is made in windows of a fixed number of frames: the state of the LSTM is carried from one to the next, and the
convolutions, which look a few steps ahead and back, are computed with as many steps more at either side. At the true
ends the library's own layers pad as they always do. A window is also less memory than a long sound, and faster: what
one layer makes is still in the processor's cache when the next one reads it.

The windows lie where they lie however the tokens come, so the samples depend on the tokens alone. They differ from the
library's decode of the whole by rounding: about 1e-7 of full scale.
"""

from __future__ import annotations

import logging
from typing import Any, Protocol

import torch
from torch.nn.utils import parametrize, remove_weight_norm

from audiocraft_studio.engines.decoding import codec_parts
from audiocraft_studio.engines.decoding.codec_parts import Parts, Recurrence, Span
from audiocraft_studio.engines.decoding.errors import Unsupported

log = logging.getLogger(__name__)

FRAMES_A_WINDOW = 50  # one second; at half of it the fixed costs of a window show


class Stream(Protocol):
    """One sound, decoded while its codes come."""

    def feed(self, codes: Any) -> Any:
        """codes: int64 [1, K, n], n of any size. Returns the samples that are now final, [channels, samples], on the
        codec's device; None if there are none."""
        ...

    def finish(self) -> Any:
        """The rest of the samples, or None; the stream is not used again. Nothing fed, nothing made."""
        ...


class Codec:
    """Makes streams of a CompressionModel of the library. One that is built in another way is decoded at the end."""

    def __init__(self, compression_model: Any, frames_a_window: int = FRAMES_A_WINDOW) -> None:
        self._model = compression_model
        self._frames = frames_a_window
        self._parts: Parts | None = None
        try:
            self._parts = codec_parts.read(compression_model)
        except (Unsupported, AttributeError) as error:
            log.warning("The codec cannot be decoded piece by piece (%s): sounds are decoded when complete", error)

    @property
    def streams(self) -> bool:
        """Whether samples come before the last code."""
        return self._parts is not None

    @property
    def delay_frames(self) -> int | None:
        """The most frames that were fed and whose samples are still to come; None when all of them wait for the end."""
        return None if self._parts is None else self._frames - 1 + self._parts.look_ahead

    def stream(self) -> Stream:
        return _Whole(self._model) if self._parts is None else _Windows(self._model, self._parts, self._frames)

    def decode(self, codes: Any) -> Any:
        """codes [1, K, n], n ≥ 1, to samples [channels, n * hop]: bit for bit what a stream makes of them."""
        stream = self.stream()
        pieces = [piece for piece in (stream.feed(codes), stream.finish()) if piece is not None]
        return torch.cat(pieces, dim=-1)


class _Whole:
    """Keeps the codes and has the library decode them at the end."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._codes: list[Any] = []

    def feed(self, codes: Any) -> Any:
        self._codes.append(codes)

    def finish(self) -> Any:
        if not sum(codes.shape[-1] for codes in self._codes):
            return None
        codes = torch.cat(self._codes, dim=-1).to(_device_of(self._model))
        with torch.no_grad():
            return self._model.decode(codes, None)[0]


class _Windows:
    """Cuts what comes into windows and sends each channel's through all stages."""

    def __init__(self, model: Any, parts: Parts, frames: int) -> None:
        self._parts = parts
        self._frames = frames
        self._device = _device_of(model)
        self._waiting: Any = None
        self._channels: list[list[_SpanState | _RecurrenceState]] = []

    def feed(self, codes: Any) -> Any:
        codes = codes.to(self._device)
        self._waiting = codes if self._waiting is None else torch.cat([self._waiting, codes], dim=-1)
        made = []
        while self._waiting.shape[-1] >= self._frames:
            window, self._waiting = self._waiting[..., : self._frames], self._waiting[..., self._frames :]
            made.append(self._through(window, last=False))
        final = [samples for samples in made if samples is not None]
        return torch.cat(final, dim=-1) if final else None

    def finish(self) -> Any:
        return None if self._waiting is None else self._through(self._waiting, last=True)

    def _through(self, codes: Any, *, last: bool) -> Any:
        """codes [1, K, n] to the samples that become final by them, [channels, samples]."""
        sides = self._parts.sides(codes)
        self._channels = self._channels or [[_state(stage) for stage in self._parts.stages] for _ in sides]
        made: list[Any] = []
        with torch.no_grad():
            for side, stages in zip(sides, self._channels, strict=True):
                steps = self._parts.latent(side) if side.shape[-1] else None
                for stage in stages:
                    steps = stage.advance(steps, last=last)
                made.append(steps)
        return None if made[0] is None else torch.cat([steps[0] for steps in made])


class _SpanState:
    """Convolutions with the end of what they have seen. Steps are numbered from the beginning of the sound."""

    def __init__(self, span: Span) -> None:
        self._span = span
        self._seen: Any = None  # [1, channels, steps], from step self._from on
        self._from = 0
        self._done = 0

    def advance(self, steps: Any, *, last: bool) -> Any:
        """steps [1, channels, n] or None; returns the outputs that are now final, or None."""
        if steps is not None:
            self._seen = steps if self._seen is None else torch.cat([self._seen, steps], dim=-1)
        if self._seen is None:
            return None
        reach, end = self._span.reach, self._from + self._seen.shape[-1]
        final = end if last else end - reach.after
        if final <= self._done:
            return None
        computed = self._seen
        for layer in self._span.layers:
            computed = layer(computed)
        made = computed[..., (self._done - self._from) * reach.ratio : (final - self._from) * reach.ratio]
        kept = max(self._from, final - reach.before)
        self._seen, self._from, self._done = self._seen[..., kept - self._from :], kept, final
        return made


class _RecurrenceState:
    """An LSTM and where it stands."""

    def __init__(self, recurrence: Recurrence) -> None:
        self._recurrence = recurrence
        self._state: Any = None

    def advance(self, steps: Any, **_: bool) -> Any:
        """steps [1, channels, n] or None; returns as many: there is no end to wait for."""
        if steps is None:
            return None
        by_time = steps.permute(2, 0, 1)
        made, self._state = self._recurrence.lstm(by_time, self._state)
        if self._recurrence.skip:
            made = made + by_time
        return made.permute(1, 2, 0)


def _state(stage: Span | Recurrence) -> _SpanState | _RecurrenceState:
    return _SpanState(stage) if isinstance(stage, Span) else _RecurrenceState(stage)


def fuse_weights(codec: Any) -> int:
    """Computes the normalised weights of all convolutions once, instead of at every call; returns of how many.

    The library keeps direction and length of each weight, as for training. What comes out is the same bit for bit.
    """
    fused = 0
    for module in codec.modules():
        if parametrize.is_parametrized(module, "weight"):
            parametrize.remove_parametrizations(module, "weight", leave_parametrized=True)
        elif hasattr(module, "weight_g"):
            remove_weight_norm(module)
        else:
            continue
        fused += 1
    return fused


def _device_of(module: Any) -> Any:
    return next(iter(module.parameters())).device
