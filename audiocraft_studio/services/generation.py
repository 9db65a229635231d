"""From a prompt to assets: what can be asked for, the checks, the jobs."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from assets_db import Asset, Parent
from audiocraft_studio.engines.base import ModelInfo
from audiocraft_studio.errors import InputError
from audiocraft_studio.jobs.queue import JobQueue
from audiocraft_studio.jobs.states import Job
from audiocraft_studio.recipe import Conditioning
from audiocraft_studio.services import checks
from audiocraft_studio.services.assets import Assets
from audiocraft_studio.services.batches import own
from audiocraft_studio.services.guides import AudioSource, Guides, expect
from audiocraft_studio.services.models import SKETCH, Models, lane
from audiocraft_studio.services.regeneration import Regeneration, Regenerations
from audiocraft_studio.services.scores import NotesSource


@dataclass(frozen=True)
class Variant:
    """What one of several sounds has of its own, where a request makes them otherwise than its fields say."""

    name: str
    model: str
    duration_s: float
    params: Mapping[str, Any]


@dataclass(frozen=True)
class GenerateRequest:
    """What a user asks for. `count` sounds of one prompt, or one sound for each of `prompts`.

    seed: of the first sound, the others count up from it; None draws one for each. seeds: one for each sound.
    params: of the model; missing ones take their default. melody, continue_from: audio that guides (see AudioSource).
    notes: a MIDI file, or the notes of a take, to be played (see NotesSource).
    kept: what guided an earlier recipe, as that keeps it. parents: the assets this descends from, and how.
    values: for each prompt, the template variables it was filled from. variants: for each prompt, what is its own.
    """

    prompt: str = ""
    type: str = "sfx"
    model: str = SKETCH
    duration_s: float = 5.0
    seed: int | None = None
    count: int = 1
    prompts: tuple[str, ...] = ()
    seeds: tuple[int, ...] = ()
    project: str = "default"
    tags: tuple[str, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    melody: AudioSource | None = None
    continue_from: AudioSource | None = None
    notes: NotesSource | None = None
    name: str = ""
    category: str = ""
    subcategory: str = ""
    sound: str | None = None
    template: str = ""
    values: tuple[Mapping[str, str], ...] = ()
    parents: tuple[Parent, ...] = ()
    variants: tuple[Variant, ...] = ()
    kept: tuple[Conditioning, ...] = ()


class Generation:
    """Makes sounds. Everything goes through the job queue; the plain calls wait for their job."""

    def __init__(
        self,
        jobs: JobQueue,
        models: Models,
        assets: Assets,
        guides: Guides,
        regenerations: Regenerations,
        new_id: Callable[[], str],
    ) -> None:
        self._jobs = jobs
        self._models = models
        self._assets = assets
        self._guides = guides
        self._regenerations = regenerations
        self._new_id = new_id

    def generate(
        self,
        prompt: str,
        type: str = "sfx",
        model: str = SKETCH,
        duration_s: float = 5.0,
        seed: int | None = None,
        project: str = "default",
        tags: Sequence[str] = (),
        *,
        melody: AudioSource | None = None,
        continue_from: AudioSource | None = None,
        notes: NotesSource | None = None,
        owner: str = "script",
        **params: Any,
    ) -> Asset:
        """One sound. Blocks until it is saved. Raises InputError, ModelError, PromptNotUnderstood, StorageError."""
        request = GenerateRequest(
            prompt, type, model, duration_s, seed, project=project, tags=tuple(tags), params=params, melody=melody,
            continue_from=continue_from, notes=notes,
        )  # fmt: skip
        return self._wait(self.submit(request, owner=owner))[0]

    def generate_many(
        self,
        prompts: str | Sequence[str],
        *,
        seeds: Sequence[int] = (),
        count: int = 1,
        owner: str = "script",
        tags: Sequence[str] = (),
        type: str = "sfx",
        model: str = SKETCH,
        duration_s: float = 5.0,
        project: str = "default",
        **params: Any,
    ) -> list[Asset]:
        """One sound for each of several prompts, or several of one prompt: for each of `seeds`, or `count` random ones.

        An item that fails is left out; only when all fail is the first error raised.
        """
        shared = GenerateRequest(
            type=type, model=model, duration_s=duration_s, project=project, tags=tuple(tags), params=params
        )
        if isinstance(prompts, str):
            request = replace(shared, prompt=prompts, seeds=tuple(seeds), count=len(seeds) or count)
        else:
            request = replace(shared, prompts=tuple(prompts), seeds=tuple(seeds))
        return self._wait(self.submit(request, owner=owner))

    def regenerate(self, asset_id: str, *, owner: str = "script") -> Regeneration:
        """Makes an asset again from its record and compares the samples; see Regenerations."""
        return self._regenerations.regenerate(asset_id, owner=owner)

    def submit(
        self, request: GenerateRequest, *, owner: str, context: Mapping[str, str] | None = None, kind: str = "generate"
    ) -> Job:
        """Checks everything now (InputError, UnknownModel), queues the work, returns at once."""
        return self.queue(
            self.payload(request), owner=owner, project=checks.name("Project", request.project), context=context,
            kind=kind,
        )  # fmt: skip

    def queue(
        self,
        payload: Mapping[str, Any],
        *,
        owner: str,
        project: str,
        context: Mapping[str, str] | None = None,
        kind: str = "generate",
        title: str = "",
        only: tuple[int, ...] | None = None,
    ) -> Job:
        """Queues what `payload` gave, now or earlier. Items that exist are not made again, nor any not in `only`."""
        items = payload["items"]
        infos = [self._models.info(model) for model in dict.fromkeys(own(payload, item, "model") for item in items)]
        slowest = next((info for info in infos if not info.procedural), infos[0])
        return self._jobs.submit(
            kind, title=title or items[0]["name"], owner=owner, project=project, lane=lane(slowest), payload=payload,
            total=len(items), context=context, only=only,
        )  # fmt: skip

    def payload(self, request: GenerateRequest) -> dict[str, Any]:
        """What the job works from, with every field checked (InputError, UnknownModel), as plain JSON data."""
        info = self._models.info(request.model)
        models = [one.model for one in request.variants] or [info.id]
        for model in dict.fromkeys(models):
            conditioning = self._guided(request, self._models.info(model))
        return {
            "items": self._items(request),
            "type": checks.asset_type(request.type),
            "model": info.id,
            "duration_s": checks.duration(info, request.duration_s),
            "params": checks.params(info, request.params),
            "tags": list(checks.tags(request.tags)),
            "category": checks.clean_text("Category", request.category, checks.MAX_NAME),
            "subcategory": checks.clean_text("Subcategory", request.subcategory, checks.MAX_NAME),
            "sound": request.sound,
            "template": request.template,
            "conditioning": [asdict(c) for c in conditioning],
            "parents": [p.to_dict() for p in (*request.parents, *_guides(conditioning))],
        }

    def _guided(self, request: GenerateRequest, info: ModelInfo) -> list[Conditioning]:
        for one in request.kept:
            expect(info, one.role)
        return [*self._guides.keep(info, request.melody, request.continue_from, request.notes), *request.kept]

    def _items(self, request: GenerateRequest) -> list[dict[str, Any]]:
        n = len(request.prompts) or checks.whole("Takes", request.count, 1, checks.MAX_COUNT)
        texts = [checks.prompt(p) for p in (request.prompts or (request.prompt,) * n)]
        if request.seeds and len(request.seeds) != n:
            raise InputError("Seed", f"There are {len(request.seeds)} seeds for {n} sounds. Give one for each.")
        start = None if request.seed is None else checks.seed(request.seed)
        items = []
        for i, text in enumerate(texts):
            drawn = secrets.randbelow(checks.MAX_SEED + 1) if start is None else (start + i) % (checks.MAX_SEED + 1)
            seed = checks.seed(request.seeds[i]) if request.seeds else drawn
            title = checks.clean_text("Name", request.name, checks.MAX_NAME) or short_name(text)
            items.append({
                "id": self._new_id(), "prompt": text, "seed": seed,
                "name": f"{title}, take {i + 1}" if n > 1 and not request.prompts else title,
                "values": dict(request.values[i]) if request.values else {},
                **(self._own(request.variants[i]) if request.variants else {}),
            })  # fmt: skip
        return items

    def _own(self, variant: Variant) -> dict[str, Any]:
        info = self._models.info(variant.model)
        return {
            "name": checks.clean_text("Name", variant.name, checks.MAX_NAME), "model": info.id,
            "duration_s": checks.duration(info, variant.duration_s), "params": checks.params(info, variant.params),
        }  # fmt: skip

    def _wait(self, job: Job) -> list[Asset]:
        return [self._assets.get(asset_id) for asset_id in self._jobs.wait(job.id).assets]


def short_name(text: str) -> str:
    """A title from a prompt: its start, cut at a word, with a capital."""
    head = text if len(text) <= 48 else text[:48].rsplit(" ", 1)[0]
    return head[:1].upper() + head[1:]


def _guides(conditioning: Sequence[Conditioning]) -> tuple[Parent, ...]:
    return tuple(Parent(id=c.asset_id, how=c.role) for c in conditioning if c.asset_id)
