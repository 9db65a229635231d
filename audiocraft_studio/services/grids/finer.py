"""A finer grid around one cell: the same request at that cell, its number axes in half the steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from audiocraft_studio.engines.base import ModelInfo
from audiocraft_studio.errors import InputError
from audiocraft_studio.services.grids.axes import Axis, Numbers, Span, kind_of, options_of
from audiocraft_studio.services.grids.cells import Cell, Grid
from audiocraft_studio.services.grids.designs import Design
from audiocraft_studio.services.grids.text import Source

KEPT = ("type", "project", "tags", "name", "melody", "continue_from", "notes")
NONE_LEFT = "No axis of this grid has numbers with something between them. Promote the cell to more like this instead."


def finer(grid: Grid, cell: Cell, info_of: Callable[[str], ModelInfo]) -> dict[str, Any]:
    """The body of a request for the finer grid: what is no number, and the seed, stays as it is at the cell.

    Raises InputError where no axis is left, UnknownModel.
    """
    at = {**grid.request, **cell.change, "params": {**grid.request.get("params", {}), **cell.change.get("params", {})}}
    info = info_of(str(at.get("model", "sketch")))
    narrowed: list[Axis] = []
    spread = 2 if len(grid.design.axes) < 3 else 1
    for axis in grid.design.axes.values():
        source = Source("", axis.values)
        if axis.what in ("seed", "model") or not axis.what.startswith(("param:", "duration")):
            continue
        kind = kind_of(source, axis.what, [info], "")
        if isinstance(kind, Numbers):
            value = float(cell.chosen[axis.what].value)
            random = grid.design.kind == "random"
            text = _narrower(source, kind, value) if random else _between(grid, axis.what, kind, value, spread)
            narrowed += [Axis(axis.what, text)] if text else []
    if not narrowed:
        raise InputError("Finer", NONE_LEFT)
    body = {name: at[name] for name in (*KEPT, "prompt", "model", "duration_s", "params", "seed") if name in at}
    if cell.asset is not None:
        body["parent"] = cell.asset.id
    return {**body, "design": _design(grid.design, narrowed).to_dict()}


def _design(before: Design, axes: Sequence[Axis]) -> Design:
    names = [f"draws.{i}" for i in range(len(axes))] if before.kind == "random" else ["x", "y", "page"]
    found: Mapping[str, Axis] = dict(zip(names, axes, strict=False))
    return Design(before.kind, before.count, found, before.seeds if before.kind == "random" else "same")


def _between(grid: Grid, what: str, kind: Numbers, value: float, spread: int) -> str:
    """The values of an axis in half its steps, `spread` of them to either side; "" where there is none between."""
    values = sorted({float(cell.chosen[what].value) for cell in grid.cells})
    place = values.index(value)
    below = value - values[place - 1] if place else None
    above = values[place + 1] - value if place + 1 < len(values) else None
    down, up = below or above, above or below
    if not down or not up:
        return ""
    steps = [_exact(value) - _exact(down) * i / 2 for i in range(spread, 0, -1)]
    steps += [_exact(value) + _exact(up) * i / 2 for i in range(spread + 1)]
    kept = dict.fromkeys(_text(kind, step) for step in steps if kind.low <= step <= kind.high)
    new = [text for text in kept if not any(abs(float(text) - old) < 1e-9 for old in values)]
    return ", ".join(kept) if new else ""


def _narrower(source: Source, kind: Numbers, value: float) -> str:
    """The range that a value was drawn from at half its width, around the value; "" where it came from a list."""
    spans = [option for option in options_of(source, kind) if isinstance(option, Span)]
    span = next((one for one in spans if one.low <= value <= one.high), None)
    if span is None:
        return ""
    quarter = (span.high - span.low) / 4
    low, high = (_text(kind, _exact(min(span.high, max(span.low, value + d)))) for d in (-quarter, quarter))
    return f"{low}-{high}" if low != high else ""


def _exact(value: float) -> Fraction:
    return Fraction(Decimal(str(value)))


def _text(kind: Numbers, value: Fraction) -> str:
    return str(round(value)) if kind.whole else f"{float(value):.6g}"
