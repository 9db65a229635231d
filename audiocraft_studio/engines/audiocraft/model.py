"""One AudioCraft model in memory."""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from audiocraft_studio.audio import Audio, Samples
from audiocraft_studio.engines.audiocraft import inputs
from audiocraft_studio.engines.audiocraft.catalogue import AUDIOGEN, MAGNET
from audiocraft_studio.engines.audiocraft.conditions import PairedConditions
from audiocraft_studio.engines.audiocraft.crossing import remembered
from audiocraft_studio.engines.audiocraft.faults import generating
from audiocraft_studio.engines.audiocraft.memory import free_bytes, held_bytes, is_out_of_memory, release
from audiocraft_studio.engines.audiocraft.progress import Progress, beating
from audiocraft_studio.engines.audiocraft.rows import FEWEST, RowProof, rows_that_fit
from audiocraft_studio.engines.audiocraft.sampling import RowSampler
from audiocraft_studio.engines.audiocraft.windows import Plan, plan
from audiocraft_studio.engines.base import Item, ModelInfo, Request, Take, Tick
from audiocraft_studio.errors import GenerationFailed, InputError

log = logging.getLogger(__name__)

_STRIDE_SHARE = {AUDIOGEN: 0.5}
_DEFAULT_STRIDE_SHARE = 0.6  # 18 s of MusicGen's 30 s

# Weights of the progress bar, in steps of the language model: about what each costs next to one.
_STEPS_TO_ENCODE = 2.0
_STEPS_TO_DECODE_ONE_S = 2.0


@dataclass(frozen=True)
class _Job:
    """One call of generate. context: codec tokens of the continued sound's end; given: that whole sound."""

    request: Request
    plan: Plan
    progress: Progress
    conditions: PairedConditions
    melody: Any = None
    context: Any = None
    given: Samples | None = None


class AudioCraftModel:
    """Implements LoadedModel. `model`: a MusicGen, AudioGen or MAGNeT of the library, in evaluation mode."""

    def __init__(
        self, info: ModelInfo, family: str, model: Any, *, device: str, weights: str, sampler: RowSampler
    ) -> None:
        self._info = info
        self._family = family
        self._model = model
        self._device = device
        self._weights = weights
        self._sampler = sampler
        self._proof = RowProof(model)
        self._lock = threading.Lock()
        self._precision = str(next(iter(model.lm.parameters())).dtype).removeprefix("torch.")
        self._memory_bytes = held_bytes(_networks(model))

    @property
    def info(self) -> ModelInfo:
        return self._info

    @property
    def weights(self) -> str:
        """The hub's commit, or "sha256:" and the hash of both files of a local folder."""
        return self._weights

    @property
    def device(self) -> str:
        return self._device

    @property
    def precision(self) -> str:
        return self._precision

    @property
    def memory_bytes(self) -> int:
        """Weights and buffers of everything loaded; generating takes more for a while."""
        return self._memory_bytes

    def generate(self, request: Request, tick: Tick) -> list[Take]:
        """One take an item, in order; see LoadedModel.

        An item is the same, bit for bit, alone and at any place of a batch, on the same machine with the same number
        of threads. A continuation begins with the given sound itself (its last 20 ms fade over).

        Raises InputError, GenerationFailed, OutOfMemory or Cancelled; the model is usable after each of them.
        """
        inputs.check(self._info, request)
        if not request.items:
            return []
        with self._lock, generating(self._info.id), _no_grad():
            given = self._given(request)
            layout = self._plan(request, 0 if given is None else given.shape[-1])
            self._set_parameters(request, layout)
            progress = Progress(tick, len(request.items) * self._work(layout))
            progress.advance(0.0)
            with beating(_layers(self._model), progress):
                job = _Job(
                    request,
                    layout,
                    progress,
                    PairedConditions(self._model.lm.condition_provider),
                    melody=self._melody(request, layout),
                    context=None if given is None else self._context(given, layout),
                    given=None if given is None else given.numpy(),
                )
                with job.conditions.attached(), remembered(self._model.lm):
                    tokens = self._all_tokens(job)
                takes = [self._take(job, row) for row in tokens]
            progress.finish()
        return takes

    def unload(self) -> None:
        """Waits for a running `generate`, then drops everything."""
        with self._lock:
            del self._model, self._proof
        release(self._device)

    # -- before the first step ---------------------------------------------------------------------------------------

    def _given(self, request: Request) -> Any:
        """The sound to be continued, at the model's rate: [channels, samples]; None without one."""
        if request.continuation is None:
            return None
        return inputs.as_tensor(request.continuation, self._info.sample_rate, self._info.channels)

    def _plan(self, request: Request, kept_samples: int) -> Plan:
        rate, frame_rate = self._info.sample_rate, float(self._model.frame_rate)
        n_samples = round(request.duration_s * rate)
        if kept_samples >= n_samples:
            raise InputError(
                "Duration",
                f"is of the whole result: write more than the {kept_samples / rate:.2f} s that are continued.",
            )
        if 0 < kept_samples < round(rate / frame_rate):
            raise InputError("Continuation", "the sound is too short to be continued. Choose one of 0.1 s or more.")
        if self._family == MAGNET:
            n_samples = math.floor(self._info.fixed_s * rate)
        window = float(self._model.max_duration)
        stride = window * _STRIDE_SHARE.get(self._family, _DEFAULT_STRIDE_SHARE)
        return plan(n_samples, kept_samples, sample_rate=rate, frame_rate=frame_rate, window_s=window, stride_s=stride)

    def _set_parameters(self, request: Request, layout: Plan) -> None:
        # set_generation_params resets whatever it isn't given: everything is.
        values = dict(inputs.parameters(self._info, request))
        lm = self._model.lm
        shared = {
            "use_sampling": True,
            "top_k": min(int(values["top_k"]), int(lm.card)),  # above the vocabulary the library fails
            "top_p": float(values["top_p"]),
            "temperature": float(values["temperature"]),
        }
        if self._family == MAGNET:
            steps = [int(values["first_steps"])] + [int(values["later_steps"])] * (int(lm.n_q) - 1)
            self._model.set_generation_params(
                **shared,
                max_cfg_coef=float(values["max_cfg_coef"]),
                min_cfg_coef=float(values["min_cfg_coef"]),
                decoding_steps=steps,
                span_arrangement=str(values["span_arrangement"]),
            )
            return
        self._model.set_generation_params(
            **shared,
            cfg_coef=float(values["cfg_coef"]),
            two_step_cfg=False,
            duration=layout.library_duration_s,
            extend_stride=layout.stride_s,
        )

    def _work(self, layout: Plan) -> float:
        """All work for one sound, in steps of the language model."""
        if self._family == MAGNET:
            steps = int(sum(self._model.generation_params["decoding_steps"]))
        else:
            steps = sum(end - start for start, end in self._sequences(layout))
        return _STEPS_TO_ENCODE + steps + _STEPS_TO_DECODE_ONE_S * layout.n_frames / layout.frame_rate

    def _sequences(self, layout: Plan) -> list[tuple[int, int]]:
        """For each window, the first step that is computed and the end, as the model's codebook pattern lays them."""
        patterns = [(self._model.lm.pattern_provider.get_pattern(w.end_frames), w) for w in layout.windows]
        return [(p.get_first_step_with_timesteps(w.prompt_frames), len(p.layout)) for p, w in patterns]

    def _melody(self, request: Request, layout: Plan) -> Any:
        """The melody as the model hears it, [channels, samples], aligned with the first frame the model holds."""
        if request.melody is None:
            return None
        melody = inputs.as_tensor(request.melody, self._info.sample_rate, self._info.channels)
        hop = round(self._info.sample_rate / layout.frame_rate)
        unheard = layout.kept_samples - layout.context_frames * hop
        melody = melody.roll(-unheard, dims=-1)
        return melody[:, : max(layout.n_frames, math.floor(layout.window_s * layout.frame_rate)) * hop]

    def _context(self, given: Any, layout: Plan) -> Any:
        """Codec tokens of the last context_frames of `given`, [1, codebooks, frames]."""
        hop = round(self._info.sample_rate / layout.frame_rate)
        codec = self._model.compression_model
        heard = given[:, -layout.context_frames * hop :]
        tokens, _ = codec.encode(heard[None].to(_device_of(codec)))
        return tokens.to(self._model.device)

    # -- tokens ------------------------------------------------------------------------------------------------------

    def _all_tokens(self, job: _Job) -> list[Any]:
        """Tokens of each item in order, each [1, codebooks, frames]. Only items of equal text length share a batch."""
        items = job.request.items
        lengths = [job.conditions.text_length(item.prompt) for item in items]
        found: dict[int, Any] = {}
        for _, group in groupby(sorted(range(len(items)), key=lambda i: (lengths[i], i)), key=lambda i: lengths[i]):
            places = list(group)
            for size in self._batch_sizes(job, [items[i] for i in places]):
                batch, places = places[:size], places[size:]
                tokens = self._tokens([items[i] for i in batch], job)
                found.update(zip(batch, tokens.split(1), strict=True))
        return [found[i] for i in range(len(items))]

    def _batch_sizes(self, job: _Job, items: Sequence[Item]) -> list[int]:
        from audiocraft.modules.conditioners import ClassifierFreeGuidanceDropout

        first = self._attributes(items[:1], job)
        conditions = job.conditions.encode(first + ClassifierFreeGuidanceDropout(p=1.0)(first))
        job.progress.advance(_STEPS_TO_ENCODE * len(items))
        if len(items) == 1:
            return [1]
        prefills = [1] if self._family == MAGNET else [start for start, _ in self._sequences(job.plan)]
        window = min(job.plan.n_frames, math.floor(job.plan.window_s * job.plan.frame_rate))
        at_most = rows_that_fit(self._model, window, free_bytes(self._device))
        return self._proof.sizes(len(items), conditions, prefills, at_most)

    def _tokens(self, items: Sequence[Item], job: _Job) -> Any:
        """Tokens [items, codebooks, frames]. When memory runs out, the batch is halved and made again."""
        before = job.progress.done
        try:
            return self._one_batch(items, job)
        except Exception as error:
            if len(items) == 1 or not is_out_of_memory(error):
                raise
            log.warning("No memory for %d sounds at once with %s: trying half", len(items), self._info.id)
        # Out of the except block, so that the traceback no longer holds the failed batch's tensors.
        release(self._device)
        job.progress.rewind(before)
        import torch

        half = len(items) // 2
        return torch.cat([self._tokens(items[:half], job), self._tokens(items[half:], job)])

    def _one_batch(self, items: Sequence[Item], job: _Job) -> Any:
        def stepped(*_: object) -> None:
            job.progress.advance(len(items))

        self._model.set_custom_progress_callback(stepped)
        computed = [*items, *[items[-1]] * (FEWEST - len(items))]
        context = None if job.context is None else job.context.expand(len(computed), -1, -1)
        try:
            with self._sampler.rows([item.seed for item in computed]):
                tokens = self._model._generate_tokens(self._attributes(computed, job), context, progress=True)
                return tokens[: len(items)]
        finally:
            self._model.set_custom_progress_callback(None)

    def _attributes(self, items: Sequence[Item], job: _Job) -> list[Any]:
        prompts = [item.prompt for item in items]
        melodies = () if job.melody is None else ([job.melody] * len(items),)
        attributes, _ = self._model._prepare_tokens_and_attributes(prompts, None, *melodies)
        return list(attributes)

    # -- sound -------------------------------------------------------------------------------------------------------

    def _take(self, job: _Job, tokens: Any) -> Take:
        """Decodes one row by itself: a batch of another size may round differently."""
        codec = self._model.compression_model
        made: Samples = codec.decode(tokens.to(_device_of(codec)), None)[0].float().cpu().numpy()
        job.progress.advance(_STEPS_TO_DECODE_ONE_S * job.plan.n_frames / job.plan.frame_rate)
        if not np.isfinite(made).all():
            raise GenerationFailed(
                self._info.id, f"{self._info.id} made samples that are not numbers. Try another seed or lower guidance."
            )
        if job.given is not None:
            made = inputs.splice(job.given, made, job.plan, self._info.sample_rate)
        wanted = round(job.request.duration_s * self._info.sample_rate)
        samples = np.ascontiguousarray(made[:, :wanted], dtype=np.float32)
        return Take(Audio(samples, self._info.sample_rate), self._notes(job, samples.shape[1]))

    def _notes(self, job: _Job, n_samples: int) -> tuple[str, ...]:
        notes = []
        made_s = n_samples / self._info.sample_rate
        if job.request.duration_s - made_s > 0.1:
            notes.append(f"{self._info.name} makes {made_s:.2f} s, not {job.request.duration_s:g} s.")
        heard_s = job.plan.context_frames / job.plan.frame_rate
        if job.given is not None and job.plan.kept_samples / self._info.sample_rate - heard_s > 0.1:
            notes.append(f"The model heard the last {heard_s:.1f} s of the sound it continues.")
        return tuple(notes)


def _no_grad() -> Any:
    import torch

    return torch.no_grad()


def _device_of(module: Any) -> Any:
    return next(iter(module.parameters())).device


def _networks(model: Any) -> list[Any]:
    """Every network that a model consists of; T5 and Demucs are hidden in the conditioners' __dict__."""
    hidden = [
        conditioner.__dict__[name]
        for conditioner in model.lm.condition_provider.conditioners.values()
        for name in ("t5", "demucs")
        if name in conditioner.__dict__
    ]
    return [model.lm, model.compression_model, *hidden]


def _layers(model: Any) -> list[Any]:
    """The parts of a model that are short enough to be waited for when the user cancels."""
    lm, *others = _networks(model)
    leaves = [m for network in others for m in network.modules() if not any(True for _ in m.children())]
    return [*lm.transformer.layers, *leaves]
