"""Designs: which cells a grid has, and what each cell has otherwise than the request it belongs to."""

from __future__ import annotations

import math
import random
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from audiocraft_studio.engines.base import ModelInfo
from audiocraft_studio.errors import AxisError, InputError
from audiocraft_studio.services import checks
from audiocraft_studio.services.generation import GenerateRequest, Variant
from audiocraft_studio.services.grids.axes import (
    PARAM,
    TEMPLATE,
    Axis,
    Kind,
    Span,
    Value,
    axis_from,
    kind_of,
    models,
    options_of,
    values_of,
)
from audiocraft_studio.services.grids.text import Source
from audiocraft_studio.services.plan import VARIABLE

MAX_CELLS = 100
KINDS = ("seeds", "axes", "random")
SEEDS = ("same", "different")
MAX_DRAWS = 8
_TRIES = 200

Chosen = Mapping[str, Value]
"""The value of each axis in one cell, by what it varies."""


@dataclass(frozen=True)
class Design:
    """What a grid varies. seeds: whether all cells share the request's seed, or count up from it.

    count: cells, for the kinds seeds and random. axes: by field, in the order x, y, page, or draws.0, draws.1 …
    """

    kind: str = "seeds"
    count: int = 0
    axes: Mapping[str, Axis] = field(default_factory=dict)
    seeds: str = "same"

    def to_dict(self) -> dict[str, Any]:
        """As `design_from` reads it."""
        if self.kind == "seeds":
            return {"kind": "seeds", "count": self.count}
        shown = {name: axis.to_dict() for name, axis in self.axes.items()}
        if self.kind == "random":
            return {"kind": "random", "count": self.count, "draws": list(shown.values()), "seeds": self.seeds}
        return {"kind": "axes", "seeds": self.seeds, **{name: shown.get(name) for name in ("x", "y", "page")}}


@dataclass(frozen=True)
class Place:
    """One cell to be: where it stands, the values of its axes, and its seed."""

    label: str
    chosen: Chosen
    seed: int
    x: int = 0
    y: int = 0
    page: int = 0


@dataclass(frozen=True)
class Resolved:
    """A design's axes against the models that run. names: how each is called; problems: what is wrong with them."""

    infos: Sequence[ModelInfo]
    names: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Sequence[Value | Span]] = field(default_factory=dict)
    problems: Sequence[AxisError] = ()

    def values(self, name: str) -> list[Value]:
        return [option for option in self.options.get(name, ()) if isinstance(option, Value)]


def design_from(data: Any, count: object) -> Design:
    """The design as it was sent; None gives `count` seeds. Raises AxisError for what is no axis, or InputError."""
    if data is None:
        return Design(count=checks.whole("Takes", count, 1, checks.MAX_COUNT))
    if not isinstance(data, Mapping) or data.get("kind") not in KINDS:
        raise InputError("What varies", f"is one of {', '.join(KINDS)}.")
    kind = data["kind"]
    if kind == "seeds":
        return Design(count=checks.whole("Takes", data.get("count", count), 1, checks.MAX_COUNT))
    seeds = data.get("seeds", SEEDS[kind == "random"])
    if seeds not in SEEDS:
        raise InputError("Seeds", f"are one of {', '.join(SEEDS)}.")
    if kind == "random":
        draws = checks.sequence("Draws", data.get("draws", ()))
        if not 1 <= len(draws) <= MAX_DRAWS:
            raise InputError("Draws", f"There are {len(draws)}. Give 1 to {MAX_DRAWS}.")
        axes = {f"draws.{i}": axis_from(f"draws.{i}", one) for i, one in enumerate(draws)}
        return Design("random", checks.whole("Cells", data.get("count", 24), 1, MAX_CELLS), axes, seeds)
    given = {name: data.get(name) for name in ("x", "y", "page")}
    return Design("axes", 0, {k: axis_from(k, one) for k, one in given.items() if one is not None or k == "x"}, seeds)


def resolve(
    design: Design, request: GenerateRequest, offered: Sequence[ModelInfo], info_of: Callable[[str], ModelInfo]
) -> Resolved:
    """Every axis read and checked; what is wrong is gathered, not raised. Raises UnknownModel for the request's own.

    offered: the models that an axis may name.
    """
    infos, problems = [info_of(request.model)], list[AxisError]()
    names, options = dict[str, str](), dict[str, Sequence[Value | Span]]()
    taken = set[str]()
    for name, axis in sorted(design.axes.items(), key=lambda pair: pair[1].what != "model"):
        source = Source(name, axis.values)
        try:
            if axis.what in taken:
                raise source.error("Another axis varies this already.")
            taken.add(axis.what)
            kind: Kind
            kind = models(offered) if axis.what == "model" else kind_of(source, axis.what, infos, request.prompt)
            names[name] = kind.name
            options[name] = options_of(source, kind) if design.kind == "random" else values_of(source, kind)
        except AxisError as error:
            problems.append(error)
            continue
        if axis.what == "model":
            infos = [info_of(str(option.value)) for option in options[name] if isinstance(option, Value)]
    order = list(design.axes)
    return Resolved(infos, names, options, sorted(problems, key=lambda problem: order.index(problem.field)))


def counted(design: Design, resolved: Resolved) -> int:
    """How many cells the design has; 0 while an axis is wrong."""
    if resolved.problems:
        return 0
    if design.kind != "axes":
        return design.count
    return math.prod(len(options) for options in resolved.options.values())


def limit(design: Design, n: int) -> None:
    """Raises InputError where `n` cells are too many."""
    if design.kind == "axes" and n > MAX_CELLS:
        raise InputError("Cells", f"There are {n:,}; at most {MAX_CELLS} fit. Take fewer values.")


def places(design: Design, resolved: Resolved, seed: int) -> list[Place]:
    """Every cell of axes, page by page and row by row, or every draw. seed: of the first cell.

    Raises InputError where there are too many, or not so many different draws.
    """
    n = counted(design, resolved)
    limit(design, n)
    if design.kind == "random":
        draws = _draws(design, resolved, seed, n)
        return [Place(f"A{i + 1}", one, _seed(design, one, seed, i)) for i, one in enumerate(draws)]
    order = [name for name in ("page", "y", "x") if name in design.axes]
    found = []
    for i, indices in enumerate(product(*(range(len(resolved.options[name])) for name in order))):
        at = dict(zip(order, indices, strict=True))
        chosen = {design.axes[name].what: resolved.values(name)[index] for name, index in at.items()}
        x, y = at["x"], at.get("y", 0)
        label = f"{column(x)}{y + 1}"
        found.append(Place(label, chosen, _seed(design, chosen, seed, i), x, y, at.get("page", 0)))
    return found


def column(x: int) -> str:
    """The letters of a column: 0 gives A, 25 Z, 26 AA."""
    letters = string.ascii_uppercase
    return (column(x // 26 - 1) if x >= 26 else "") + letters[x % 26]


def filled(prompt: str, chosen: Chosen, sought: str) -> tuple[str, dict[str, str]]:
    """The prompt of a cell and the template variables it was filled from. sought: the words that `replace` replaces.

    Raises InputError when a {variable} is left without a value.
    """
    text = prompt.replace(sought, str(chosen["replace"].value)) if "replace" in chosen else prompt
    values = {w.removeprefix(TEMPLATE): str(v.value) for w, v in chosen.items() if w.startswith(TEMPLATE)}
    if not values:
        return text, {}
    left = [name.strip() for name in VARIABLE.findall(text) if name.strip() not in values]
    if left:
        raise InputError("Prompt", f"{{{left[0]}}} has no values. Vary it too, or write what it stands for.")
    return VARIABLE.sub(lambda found: values[found[1].strip()], text), values


def change(request: GenerateRequest, place: Place, text: str) -> dict[str, Any]:
    """What a cell has otherwise than the request: any of prompt, model, duration_s, params, and always its seed."""
    chosen = place.chosen
    changed: dict[str, Any] = {"prompt": text} if text != request.prompt else {}
    if "model" in chosen:
        changed["model"] = chosen["model"].value
    if "duration" in chosen:
        changed["duration_s"] = chosen["duration"].value
    params = {what.removeprefix(PARAM): v.value for what, v in chosen.items() if what.startswith(PARAM)}
    return {**changed, **({"params": params} if params else {}), "seed": place.seed}


def variant(request: GenerateRequest, info: ModelInfo, changed: Mapping[str, Any], name: str) -> Variant:
    """A cell's own name, model, duration and parameters; those that another model does not know are left out."""
    known = {param.name for param in info.params}
    other = info.id != request.model
    params = {key: value for key, value in request.params.items() if not other or key in known}
    duration_s = changed.get("duration_s", request.duration_s)
    return Variant(name, info.id, duration_s, {**params, **changed.get("params", {})})


def _seed(design: Design, chosen: Chosen, first: int, i: int) -> int:
    if "seed" in chosen:
        return int(chosen["seed"].value)
    return (first + i) % (checks.MAX_SEED + 1) if design.seeds == "different" else first


def _draws(design: Design, resolved: Resolved, seed: int, n: int) -> list[Chosen]:
    """`n` draws, all different while there are so many. `random()` alone gives the same in every Python version."""
    source = random.Random(seed)
    found: list[Chosen] = []
    seen = set[tuple[Any, ...]]()
    for _ in range(n):
        for _ in range(_TRIES):
            one = {axis.what: _drawn(source, resolved.options[name]) for name, axis in design.axes.items()}
            key = tuple(value.value for value in one.values())
            if key not in seen:
                break
        else:
            if design.seeds == "same":
                reason = f"Only {len(found)} different cells were found for {n}. Draw from more, or vary the seeds."
                raise InputError("Cells", reason)
        seen.add(key)
        found.append(one)
    return found


def _drawn(source: random.Random, options: Sequence[Value | Span]) -> Value:
    option = options[int(source.random() * len(options))]
    if isinstance(option, Value):
        return option
    if option.whole:
        whole = int(option.low + int(source.random() * (option.high - option.low + 1)))
        return Value(str(whole), whole)
    value = round(option.low + source.random() * (option.high - option.low), option.digits)
    return Value(f"{value:.6g}", min(option.high, max(option.low, value)))
