"""Tokens by the studio's own decoder, which hands them over while it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import torch

from audiocraft_studio.engines.audiocraft.attributes import attributes_of
from audiocraft_studio.engines.audiocraft.conditions import PairedConditions
from audiocraft_studio.engines.audiocraft.job import STEPS_TO_ENCODE, Fed, Job
from audiocraft_studio.engines.audiocraft.memory import free_bytes
from audiocraft_studio.engines.audiocraft.rows import rows_that_fit
from audiocraft_studio.engines.base import Item
from audiocraft_studio.engines.decoding.errors import Unsupported
from audiocraft_studio.engines.decoding.sameness import Sameness
from audiocraft_studio.engines.decoding.sampling import Choice, Sampler
from audiocraft_studio.engines.decoding.steps import Conditions, Steps
from audiocraft_studio.engines.decoding.weights import Weights
from audiocraft_studio.engines.decoding.window import Window

_FED_FRAMES = 10


class DecoderPath:
    """Implements Path. `model`: of the library, whose conditions and codec are used."""

    def __init__(self, model: Any, weights: Weights, steps: Steps, sameness: Sameness, *, device: str) -> None:
        self._model = model
        self._weights = weights
        self._steps = steps
        self._sameness = sameness
        self._device = device

    def work(self, job: Job) -> int:
        return sum(w.end_frames + max(self._weights.delays) - w.prompt_frames for w in job.plan.windows)

    def groups(self, job: Job, items: Sequence[Item]) -> list[list[int]]:
        """Items of any text length share a batch, unless the text is prepended: then it moves what follows."""
        conditions = [self._conditions(job, item, 0) for item in items]
        job.progress.advance(STEPS_TO_ENCODE * len(items))
        order = sorted(range(len(items)), key=lambda i: (conditions[i].prefixed, i))
        found = []
        for _, group in groupby(order, key=lambda i: conditions[i].prefixed):
            places = list(group)
            at_most = rows_that_fit(self._model, job.plan.longest_frames, free_bytes(self._device))
            for size in self._sameness.sizes(joined([conditions[i] for i in places]), at_most):
                found.append(places[:size])
                places = places[size:]
        return found

    def run(self, job: Job, items: Sequence[Item], fed: Fed) -> None:
        values = job.values
        choice = Choice(float(values["temperature"]), int(values["top_k"]), float(values["top_p"]))
        sampler = Sampler(choice, [item.seed for item in items])
        device = self._weights.heads.device
        if job.context is None:
            held = torch.zeros(len(items), self._weights.codebooks, 0, dtype=torch.long, device=device)
        else:
            held = job.context.to(device).expand(len(items), -1, -1)
            _hand_over(held, 0, held.shape[-1], fed)
        for number, part in enumerate(job.plan.windows):
            prompt = held[..., held.shape[-1] - part.prompt_frames :]
            window = Window(prompt, part.end_frames, delays=self._weights.delays, special=self._weights.card)
            conditions = joined([self._conditions(job, item, number) for item in items])
            passed = part.prompt_frames
            for done in window.decode(self._steps, conditions, sampler):
                job.progress.advance(len(items))
                if done - passed >= _FED_FRAMES or done == part.end_frames > passed:
                    _hand_over(window.codes(passed, done), 0, done - passed, fed)
                    passed = done
            held = torch.cat([held, window.codes(part.prompt_frames, part.end_frames)], dim=-1)

    def _conditions(self, job: Job, item: Item, window: int) -> Conditions:
        melody = _melody_of(job, window, self._model.sample_rate)
        return conditions_of(self._model, job.conditions, item, melody, float(job.values["cfg_coef"]))


def conditions_of(model: Any, provider: PairedConditions, item: Item, melody: Any, guidance: float) -> Conditions:
    """The conditions of one item, as the model's layers take them. Raises Unsupported."""
    from audiocraft.modules.conditioners import ClassifierFreeGuidanceDropout

    lm = model.lm
    attributes = attributes_of(model, [item], melody)
    encoded = provider.encode(attributes + ClassifierFreeGuidanceDropout(p=1.0)(attributes))
    prefix, cross = lm.fuser(torch.zeros(2, 0, lm.dim, device=lm.emb[0].weight.device), encoded)
    if cross is not None and bool(cross[1].any()):
        raise Unsupported("its empty prompt is not silent")
    return Conditions(None if cross is None else (cross[0],), prefix[:, None] if prefix.shape[1] else None, guidance)


def joined(conditions: Sequence[Conditions]) -> Conditions:
    """Several items' conditions as those of one batch."""
    crosses = [one.cross for one in conditions if one.cross is not None]
    prefixes = [one.prefix for one in conditions if one.prefix is not None]
    return Conditions(
        tuple(text for cross in crosses for text in cross) if crosses else None,
        torch.cat(prefixes, dim=1) if prefixes else None,
        conditions[0].guidance,
    )


def _hand_over(codes: torch.Tensor, start: int, stop: int, fed: Fed) -> None:
    for row in range(len(codes)):
        fed(row, codes[row : row + 1, :, start:stop])


def _melody_of(job: Job, window: int, sample_rate: int) -> Any:
    """The melody from where a window begins, as long as a window, again and again if it is shorter: as the library
    has it when a sound takes several windows. With one window, the melody as it is."""
    melody, plan = job.melody, job.plan
    if melody is None or len(plan.windows) == 1:
        return melody
    start = round(window * plan.stride_frames * sample_rate / plan.frame_rate)
    positions = torch.arange(start, start + int(plan.window_s * sample_rate))
    return melody[..., positions % melody.shape[-1]]
