"""From a request and a design to cells, and what a grid will cost before it runs."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from audiocraft_studio.errors import AxisError, InputError, StudioError, UnknownModel
from audiocraft_studio.services import checks
from audiocraft_studio.services.batches import batches
from audiocraft_studio.services.generation import GenerateRequest, Generation, short_name
from audiocraft_studio.services.grids.axes import Value
from audiocraft_studio.services.grids.designs import (
    MAX_CELLS,
    Design,
    Place,
    Resolved,
    change,
    counted,
    design_from,
    filled,
    limit,
    places,
    resolve,
    variant,
)
from audiocraft_studio.services.models import Models
from audiocraft_studio.services.pace import Pace


@dataclass(frozen=True)
class Laid:
    """A grid to be: the request of all its cells, their places, and what each has of its own."""

    request: GenerateRequest
    places: Sequence[Place]
    changes: Sequence[Mapping[str, Any]]
    columns: Sequence[Value] = ()
    rows: Sequence[Value] = ()
    pages: Sequence[Value] = ()
    names: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where. at, end: characters of an axis's values; None where it is no axis."""

    field: str
    message: str
    at: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Planned:
    """What a grid will be. passes: through models; estimate_s: None while too little is known."""

    cells: int
    columns: Sequence[str] = ()
    rows: Sequence[str] = ()
    pages: Sequence[str] = ()
    passes: int = 0
    estimate_s: float | None = None
    limit: int = MAX_CELLS
    problems: Sequence[Problem] = ()


class Layouts:
    """Lays out grids with the models there are."""

    def __init__(self, models: Models, generation: Generation, pace: Pace) -> None:
        self._models = models
        self._generation = generation
        self._pace = pace

    def lay_out(self, request: GenerateRequest, design: Design) -> Laid:
        """Raises AxisError, the first there is, InputError or UnknownModel."""
        if design.kind == "seeds":
            return Laid(replace(request, count=design.count), (), ())
        return self._laid(request, design, self._resolved(request, design))

    def plan(self, request: GenerateRequest, design: Any) -> Planned:
        """What the grid will be, whatever is still wrong with it: that is told as problems."""
        resolved, n = Resolved(()), 0
        try:
            wanted = design_from(design, request.count)
            resolved = self._resolved(request, wanted)
            n = counted(wanted, resolved)
            limit(wanted, n)
            if resolved.problems:
                return Planned(n, **_heads(resolved), problems=[_problem(error) for error in resolved.problems])
            unguided = replace(request, melody=None, continue_from=None, notes=None)
            laid = replace(unguided, count=wanted.count)
            if wanted.kind != "seeds":
                laid = self._laid(unguided, wanted, resolved).request
            return self._costed(self._generation.payload(laid), n, resolved)
        except (InputError, UnknownModel) as error:
            return Planned(n, **_heads(resolved), problems=[_problem(error)])

    def _costed(self, payload: Mapping[str, Any], n: int, resolved: Resolved) -> Planned:
        passes = batches(payload, range(n))
        times = [self._pace.estimate_s(one.model, one.sound_s) for one in passes]
        known = [time for time in times if time is not None]
        estimate_s = sum(known) if len(known) == len(times) else None
        return Planned(n, **_heads(resolved), passes=len(passes), estimate_s=estimate_s)

    def _resolved(self, request: GenerateRequest, design: Design) -> Resolved:
        tidy = replace(request, prompt=checks.clean_text("Prompt", request.prompt, checks.MAX_PROMPT))
        return resolve(design, tidy, [view.info for view in self._models.list()], self._models.info)

    def _laid(self, request: GenerateRequest, design: Design, resolved: Resolved) -> Laid:
        if resolved.problems:
            raise resolved.problems[0]
        request = replace(request, prompt=checks.prompt(request.prompt))
        title = checks.clean_text("Name", request.name, checks.MAX_NAME - 20) or short_name(request.prompt)
        base = secrets.randbelow(checks.MAX_SEED + 1) if request.seed is None else checks.seed(request.seed)
        found = places(design, resolved, base)
        sought = next((str(resolved.values(name)[0].value) for name, axis in design.axes.items()
                       if axis.what == "replace"), "")  # fmt: skip
        texts = [filled(request.prompt, place.chosen, sought) for place in found]
        changes = [change(request, place, text) for place, (text, _) in zip(found, texts, strict=True)]
        pages = resolved.values("page")
        variants = []
        for place, changed in zip(found, changes, strict=True):
            info = self._models.info(changed.get("model", request.model))
            page = f" {place.page + 1}" if pages else ""
            variants.append(variant(request, info, changed, f"{title},{page} {place.label}"))
        laid = replace(
            request, prompts=tuple(text for text, _ in texts), seeds=tuple(place.seed for place in found),
            values=tuple(values for _, values in texts), variants=tuple(variants),
            template=request.prompt if any(values for _, values in texts) else request.template,
        )  # fmt: skip
        columns, rows = (resolved.values(name) for name in ("x", "y"))
        return Laid(laid, found, changes, columns, rows, pages, resolved.names)


def _heads(resolved: Resolved) -> dict[str, Any]:
    named = {"columns": "x", "rows": "y", "pages": "page"}
    return {key: [value.label for value in resolved.values(name)] for key, name in named.items()}


def _problem(error: StudioError) -> Problem:
    if isinstance(error, AxisError):
        return Problem(error.field, str(error), error.at, error.end)
    return Problem(getattr(error, "field", "Model"), str(error))
