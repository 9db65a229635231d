"""Axes: what varies in a grid, and the values it takes, checked against the models that will run."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from audiocraft_studio.engines.base import ModelInfo, Param, ParamValue
from audiocraft_studio.errors import AxisError
from audiocraft_studio.services import checks
from audiocraft_studio.services.grids.text import Item, Source, Stretch, items, numbers, stretches
from audiocraft_studio.services.plan import VARIABLE

PARAM, TEMPLATE = "param:", "variable:"
_ON = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}


@dataclass(frozen=True)
class Axis:
    """As it was asked for. what: `param:<name>`, seed, model, duration, replace or `variable:<name>`."""

    what: str
    values: str

    def to_dict(self) -> dict[str, str]:
        return {"what": self.what, "values": self.values}


@dataclass(frozen=True)
class Value:
    """One value of an axis and how it is shown."""

    label: str
    value: ParamValue


@dataclass(frozen=True)
class Span:
    """A range from which any value may be drawn, ends included. digits: after the point, to which draws are rounded."""

    low: float
    high: float
    whole: bool

    @property
    def digits(self) -> int:
        """A thousandth of the range can be told, and no more is written."""
        return 0 if self.whole else max(0, 3 - math.floor(math.log10(self.high - self.low)))


@dataclass(frozen=True)
class Numbers:
    """What numbers an axis may take."""

    name: str
    low: float
    high: float
    whole: bool
    unit: str = ""

    def value(self, source: Source, number: Fraction, stretch: Stretch) -> Value:
        """Raises AxisError when it is out of range."""
        value = int(number) if self.whole else float(number)
        if not self.low <= value <= self.high:
            span = f"{_shown(self.low)} to {_shown(self.high)}{self.unit}"
            raise source.error(f"{_shown(value)} is out of range. Use {span}.", stretch.at, stretch.end)
        return Value(_shown(value) + self.unit, value)


@dataclass(frozen=True)
class Named:
    """What named values an axis may take: by every lower-case name that means it, and in order."""

    name: str
    by_name: Mapping[str, Value]
    offered: Sequence[str]

    def value(self, source: Source, item: Item) -> Value:
        """Raises AxisError when it is none of them."""
        found = self.by_name.get(item.text.casefold())
        if found is None:
            raise source.error(f"“{item.text[:40]}” is none of {', '.join(self.offered)}.", item.at, item.end)
        return found


@dataclass(frozen=True)
class Texts:
    """Any text: words put into the prompt. sought: where the first is what is looked for in the prompt."""

    name: str
    prompt: str
    sought: bool = False

    def value(self, source: Source, item: Item, first: bool) -> Value:
        """Raises AxisError when it is looked for and not in the prompt."""
        if self.sought and first and (not item.text or item.text not in self.prompt):
            reason = f"“{item.text[:40]}” is not in the prompt. The first item is what is looked for there."
            raise source.error(reason, item.at, item.end)
        return Value(item.text or "(nothing)", item.text)


Kind = Numbers | Named | Texts


Placed = tuple[Value | Span, int, int]
"""A value or range, and where it stands in the text."""


def kind_of(source: Source, what: str, infos: Sequence[ModelInfo], prompt: str) -> Kind:
    """What an axis over `what` may take, for every one of the models that will run.

    Raises AxisError when it cannot be varied with them.
    """
    if what == "seed":
        return Numbers("Seed", 0, checks.MAX_SEED, True)
    if what == "duration":
        return _duration(source, infos)
    if what == "replace":
        return Texts("Words", prompt, sought=True)
    if what.startswith(TEMPLATE):
        return _variable(source, what.removeprefix(TEMPLATE).strip(), prompt)
    if what.startswith(PARAM):
        return _param(source, what.removeprefix(PARAM), infos)
    raise source.error(f"“{what[:40]}” cannot be varied.")


def models(infos: Sequence[ModelInfo]) -> Named:
    """The axis over the model: by id, the last part of it, or name."""
    by_name: dict[str, Value] = {}
    for info in reversed(infos):
        value = Value(info.name, info.id)
        by_name |= dict.fromkeys((info.id.rsplit("/", 1)[-1].casefold(), info.name.casefold()), value)
    by_name |= {info.id.casefold(): Value(info.name, info.id) for info in infos}
    return Named("Model", by_name, [info.name for info in infos])


def values_of(source: Source, kind: Kind) -> list[Value]:
    """Every value of the axis in its order. Raises AxisError, also for one that stands there twice."""
    return [option for option, _, _ in _options(source, kind, spans=False) if isinstance(option, Value)]


def options_of(source: Source, kind: Kind) -> list[Value | Span]:
    """What is drawn from: values, and ranges `a-b` without steps. Raises AxisError."""
    return [option for option, _, _ in _options(source, kind, spans=True)]


def _options(source: Source, kind: Kind, *, spans: bool) -> list[Placed]:
    found: list[Placed] = []
    if isinstance(kind, Numbers):
        for stretch in stretches(source):
            if spans and stretch.bare and stretch.first != stretch.last:
                found.append((_span(source, kind, stretch), stretch.at, stretch.end))
                continue
            taken = numbers(source, stretch, whole=kind.whole)
            found += [(kind.value(source, number, stretch), stretch.at, stretch.end) for number in taken]
    else:
        for i, item in enumerate(items(source)):
            value = kind.value(source, item, i == 0) if isinstance(kind, Texts) else kind.value(source, item)
            found.append((value, item.at, item.end))
    _no_repeats(source, found)
    return found


def _no_repeats(source: Source, found: Sequence[Placed]) -> None:
    seen = set()
    for option, at, end in found:
        key = option.value if isinstance(option, Value) else option
        if key in seen:
            told = f"{option.label} stands" if isinstance(option, Value) else "This range stands"
            raise source.error(f"{told} in the list already.", at, end)
        seen.add(key)


def _span(source: Source, kind: Numbers, stretch: Stretch) -> Span:
    if kind.whole and any(number.denominator != 1 for number in (stretch.first, stretch.last)):
        raise source.error("Only whole numbers can be used here.", stretch.at, stretch.end)
    ends = [kind.value(source, number, stretch).value for number in (stretch.first, stretch.last)]
    low, high = sorted(float(end) for end in ends)
    return Span(low, high, kind.whole)


def _duration(source: Source, infos: Sequence[ModelInfo]) -> Numbers:
    for info in infos:
        if info.fixed_s:
            raise source.error(f"{info.name} always makes {info.fixed_s:g} s. Vary something else, or pick a model.")
    low = max(checks.shortest_s(info) for info in infos)
    return Numbers("Duration", low, min(info.max_duration_s for info in infos), False, " s")


def _variable(source: Source, name: str, prompt: str) -> Texts:
    names = [found.strip() for found in VARIABLE.findall(prompt)]
    if name not in names:
        raise source.error(f"The prompt has no {{{name[:40]}}}. Write it there, where the values belong.")
    return Texts(name, prompt)


def _param(source: Source, name: str, infos: Sequence[ModelInfo]) -> Kind:
    found: list[Param] = []
    for info in infos:
        param = next((p for p in info.params if p.name == name), None)
        if param is None:
            offered = ", ".join(p.label for p in info.params) or "none"
            raise source.error(f"{info.name} has no “{name[:40]}”. It has: {offered}.")
        found.append(param)
    first = found[0]
    if any(param.kind != first.kind for param in found):
        raise source.error(f"{first.label} is not the same thing in all of these models.")
    if first.kind == "bool":
        values = {True: Value("on", True), False: Value("off", False)}
        return Named(first.label, {word: values[on] for word, on in _ON.items()}, ["on", "off"])
    if first.kind == "choice":
        shared = [choice for choice in first.choices if all(choice in param.choices for param in found)]
        return Named(first.label, {choice.casefold(): Value(choice, choice) for choice in shared}, shared)
    low, high = max(param.minimum for param in found), min(param.maximum for param in found)
    return Numbers(first.label, low, high, first.kind == "int")


def _shown(number: float) -> str:
    return str(number) if isinstance(number, int) else f"{number:.6g}"


def axis_from(field: str, data: Any) -> Axis:
    """Raises AxisError when `data` is no axis."""
    if not isinstance(data, Mapping):
        raise AxisError(field, "Say what varies, and its values.", 0, 0)
    what, values = data.get("what"), data.get("values")
    if not isinstance(what, str) or not isinstance(values, str):
        raise AxisError(field, "Say what varies, and its values, as text.", 0, 0)
    return Axis(what.strip(), values)
