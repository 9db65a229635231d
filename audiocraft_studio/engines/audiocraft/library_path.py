"""Tokens by the library's own loop: for MAGNeT, and for whatever the studio's decoder does not know."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from audiocraft_studio.engines.audiocraft.attributes import attributes_of
from audiocraft_studio.engines.audiocraft.crossing import remembered
from audiocraft_studio.engines.audiocraft.job import STEPS_TO_ENCODE, Fed, Job
from audiocraft_studio.engines.audiocraft.memory import free_bytes
from audiocraft_studio.engines.audiocraft.rows import FEWEST, RowProof, rows_that_fit
from audiocraft_studio.engines.audiocraft.sampling import RowSampler
from audiocraft_studio.engines.base import Item


class LibraryPath:
    """Implements Path. `model`: of the library; magnet: whether it is one."""

    def __init__(self, model: Any, sampler: RowSampler, *, magnet: bool, device: str) -> None:
        self._model = model
        self._sampler = sampler
        self._magnet = magnet
        self._device = device
        self._proof = RowProof(model)

    def work(self, job: Job) -> int:
        if self._magnet:
            return int(job.values["first_steps"]) + int(job.values["later_steps"]) * (int(self._model.lm.n_q) - 1)
        return sum(end - start for start, end in self._sequences(job))

    def groups(self, job: Job, items: Sequence[Item]) -> list[list[int]]:
        """Only items of equal text length share a batch: the library pads the others, and hears the padding."""
        lengths = [job.conditions.text_length(item.prompt) for item in items]
        found = []
        for _, group in groupby(sorted(range(len(items)), key=lambda i: (lengths[i], i)), key=lambda i: lengths[i]):
            places = list(group)
            for size in self._sizes(job, [items[i] for i in places]):
                found.append(places[:size])
                places = places[size:]
        return found

    def run(self, job: Job, items: Sequence[Item], fed: Fed) -> None:
        computed = [*items, *[items[-1]] * (FEWEST - len(items))]
        context = None if job.context is None else job.context.expand(len(computed), -1, -1)
        self._set_parameters(job)
        self._model.set_custom_progress_callback(lambda *_: job.progress.advance(len(items)))
        try:
            seeds = [item.seed for item in computed]
            with job.conditions.attached(), remembered(self._model.lm), self._sampler.rows(seeds):
                attributes = attributes_of(self._model, computed, job.melody)
                tokens = self._model._generate_tokens(attributes, context, progress=True)
        finally:
            self._model.set_custom_progress_callback(None)
        for row in range(len(items)):
            fed(row, tokens[row : row + 1])

    def _set_parameters(self, job: Job) -> None:
        # set_generation_params resets whatever it isn't given: everything is.
        values, lm = job.values, self._model.lm
        shared = {
            "use_sampling": True,
            "top_k": min(int(values["top_k"]), int(lm.card)),  # above the vocabulary the library fails
            "top_p": float(values["top_p"]),
            "temperature": float(values["temperature"]),
        }
        if self._magnet:
            self._model.set_generation_params(
                **shared,
                max_cfg_coef=float(values["max_cfg_coef"]),
                min_cfg_coef=float(values["min_cfg_coef"]),
                decoding_steps=[int(values["first_steps"])] + [int(values["later_steps"])] * (int(lm.n_q) - 1),
                span_arrangement=str(values["span_arrangement"]),
            )
            return
        self._model.set_generation_params(
            **shared,
            cfg_coef=float(values["cfg_coef"]),
            two_step_cfg=False,
            duration=job.plan.library_duration_s,
            extend_stride=job.plan.stride_s,
        )

    def _sequences(self, job: Job) -> list[tuple[int, int]]:
        """For each window, the first step that is computed and the end, as the model's codebook pattern lays them."""
        patterns = [(self._model.lm.pattern_provider.get_pattern(w.end_frames), w) for w in job.plan.windows]
        return [(p.get_first_step_with_timesteps(w.prompt_frames), len(p.layout)) for p, w in patterns]

    def _sizes(self, job: Job, items: Sequence[Item]) -> list[int]:
        from audiocraft.modules.conditioners import ClassifierFreeGuidanceDropout

        first = attributes_of(self._model, items[:1], job.melody)
        conditions = job.conditions.encode(first + ClassifierFreeGuidanceDropout(p=1.0)(first))
        job.progress.advance(STEPS_TO_ENCODE * len(items))
        if len(items) == 1:
            return [1]
        prefills = [1] if self._magnet else [start for start, _ in self._sequences(job)]
        at_most = rows_that_fit(self._model, job.plan.longest_frames, free_bytes(self._device))
        return self._proof.sizes(len(items), conditions, prefills, at_most)
