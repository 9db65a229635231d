"""The text of an axis: items between commas, numbers and ranges, and where in the text each of them stands.

0.7-1.3 (+0.2)      from 0.7 in steps of 0.2, as far as 1.3
1-10 [5]            five values evenly spread, both ends included
1-5                 whole steps of one
rain, "rain, hail"  items; quotes hold those with commas
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from audiocraft_studio.errors import AxisError

MAX_TEXT = 2000
MAX_VALUES = 100
MAX_DIGITS = 15

_NUMBER = re.compile(r"[+\-−]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DASH = re.compile(r"\s*[-–—−]\s*")
_STEPS = re.compile(r"\s*\(\s*(?P<step>[+\-−]\s*(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))\s*\)\s*")
_SPREAD = re.compile(r"\s*\[\s*(?P<n>[0-9]+)\s*\]\s*")
_QUOTES = {'"': '"', "“": "”"}


@dataclass(frozen=True)
class Source:
    """The text of one axis and the field it was typed into, as AxisError names it."""

    field: str
    text: str

    def error(self, reason: str, at: int = 0, end: int | None = None) -> AxisError:
        """Points at the characters from `at` to before `end`; without them at the whole text."""
        return AxisError(self.field, reason, at, len(self.text) if end is None else end)


@dataclass(frozen=True)
class Item:
    """What stands between two commas, without white space and quotes around it: text[at:end], quotes included."""

    text: str
    at: int
    end: int


@dataclass(frozen=True)
class Stretch:
    """One number (first = last, neither step nor n) or a range: stepped, of `n` values, or bare."""

    first: Fraction
    last: Fraction
    at: int
    end: int
    step: Fraction | None = None
    n: int | None = None
    single: bool = False

    @property
    def bare(self) -> bool:
        """`a-b` alone."""
        return not self.single and self.step is None and self.n is None


def items(source: Source) -> list[Item]:
    """The items in their order, at least one. Raises AxisError; a comma at the end is let pass, as people type."""
    text = source.text
    if len(text) > MAX_TEXT:
        raise source.error(f"There are {len(text):,} characters; at most {MAX_TEXT:,} fit.", MAX_TEXT)
    found: list[Item] = []
    place = 0
    while place <= len(text):
        item = _quoted(source, place) or _plain(text, place)
        after = _after(text, item.end)
        if item.at < item.end:
            found.append(item)
        elif after < len(text):
            raise source.error("A value is missing before this comma.", after, after + 1)
        place = after + 1
    if not found:
        raise source.error("Write at least one value.")
    return found


def stretches(source: Source) -> list[Stretch]:
    """The items as numbers and ranges. Raises AxisError that points at what is neither."""
    return [_stretch(source, item) for item in items(source)]


def numbers(source: Source, stretch: Stretch, *, whole: bool) -> list[Fraction]:
    """Every value of a stretch, exactly: first + i·step while not past last, or first + i·(last - first)/(n - 1).

    whole: takes whole numbers only; the values of an even spread are then rounded to the nearest (halves to even).
    """
    count = _count(source, stretch, whole)
    if count > MAX_VALUES:
        reason = f"This gives {count:,} values; a grid holds {MAX_VALUES} cells at most. Take larger steps."
        raise source.error(reason, stretch.at, stretch.end)
    step = _step(stretch, count)
    values = [stretch.first + i * step for i in range(count)]
    if stretch.n and whole:
        return [Fraction(round(value)) for value in values]
    if whole and any(value.denominator != 1 for value in values):
        raise source.error("Only whole numbers can be used here.", stretch.at, stretch.end)
    return values


def _plain(text: str, place: int) -> Item:
    comma = text.find(",", place)
    end = len(text) if comma < 0 else comma
    inner = text[place:end]
    at = place + len(inner) - len(inner.lstrip())
    kept = inner.strip()
    return Item(kept, at, at + len(kept))


def _quoted(source: Source, place: int) -> Item | None:
    """The quoted item that begins after `place`, if one does; a doubled quote in it stands for one."""
    text = source.text
    at = place + len(text[place:]) - len(text[place:].lstrip())
    closing = _QUOTES.get(text[at : at + 1])
    if closing is None:
        return None
    kept, i = "", at + 1
    while i < len(text):
        if text[i] == closing and text[i + 1 : i + 2] != closing:
            after = _after(text, i + 1)
            if text[i + 1 : after].strip():
                raise source.error("This stands after the closing quote. Put a comma between.", i + 1, after)
            return Item(kept, at, i + 1)
        kept += text[i]
        i += 2 if text[i] == closing else 1
    raise source.error(f"This quote is not closed. Add {closing} where the item ends.", at)


def _after(text: str, place: int) -> int:
    comma = text.find(",", place)
    return len(text) if comma < 0 else comma


def _stretch(source: Source, item: Item) -> Stretch:
    text, end = source.text, item.end
    first, place = _number(source, item.at, end, item)
    dash = _DASH.match(text, place, end)
    if dash is None:
        if place < end:
            raise source.error(f"“{text[place:end].strip()}” is not understood after a number.", place, end)
        return Stretch(first, first, item.at, end, single=True)
    last, place = _number(source, dash.end(), end, item)
    steps, spread = _STEPS.fullmatch(text, place, end), _SPREAD.fullmatch(text, place, end)
    if steps:
        step = _exact(steps["step"].replace(" ", ""))
        _check_step(source, first, last, step, (steps.start("step"), steps.end("step")))
        return Stretch(first, last, item.at, end, step=step)
    if spread:
        n = int(spread["n"][:MAX_DIGITS])
        if n < 2:
            raise source.error("Both ends are included, so write 2 or more.", spread.start("n"), spread.end("n"))
        return Stretch(first, last, item.at, end, n=n)
    if text[place:end].strip():
        raise source.error(
            "This is not understood. After a range write (+0.1) for steps or [5] for five values.", place, end
        )
    return Stretch(first, last, item.at, end)


def _number(source: Source, place: int, end: int, item: Item) -> tuple[Fraction, int]:
    found = _NUMBER.match(source.text, place, end)
    if found is None:
        if place > item.at:
            raise source.error("A number is missing after the dash.", item.at, end)
        raise source.error(f"“{item.text[:40]}” is not a number.", item.at, end)
    if len(found[0]) > MAX_DIGITS:
        raise source.error(f"At most {MAX_DIGITS} digits fit.", found.start(), found.end())
    return _exact(found[0]), found.end()


def _exact(digits: str) -> Fraction:
    return Fraction(Decimal(digits.replace("−", "-")))


def _check_step(source: Source, first: Fraction, last: Fraction, step: Fraction, place: tuple[int, int]) -> None:
    if step == 0:
        raise source.error("A step of 0 leads nowhere.", *place)
    if first != last and (last > first) != (step > 0):
        way, sign = ("up", "+") if last > first else ("down", "-")
        raise source.error(f"The range goes {way}, so its step begins with {sign}.", *place)


def _count(source: Source, stretch: Stretch, whole: bool) -> int:
    first, last = stretch.first, stretch.last
    if stretch.single or (first == last and not stretch.n):
        return 1
    if stretch.step is not None:
        return int((last - first) / stretch.step) + 1
    if stretch.n is None:
        if first.denominator != 1 or last.denominator != 1:
            reason = "Say how to go through it: (+0.1) after it for steps, or [5] for five values."
            raise source.error(reason, stretch.at, stretch.end)
        return int(abs(last - first)) + 1
    if whole and (first.denominator != 1 or last.denominator != 1):
        raise source.error("Only whole numbers can be used here.", stretch.at, stretch.end)
    if first == last or (whole and stretch.n > abs(last - first) + 1):
        has = int(abs(last - first)) + 1
        raise source.error(f"There are no {stretch.n} different values in it, only {has}.", stretch.at, stretch.end)
    return stretch.n


def _step(stretch: Stretch, count: int) -> Fraction:
    if stretch.step is not None:
        return stretch.step
    return (stretch.last - stretch.first) / (count - 1) if count > 1 else Fraction(0)
