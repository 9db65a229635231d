"""What an environment is: elements with prompts for Sketch, and sliders that say how much there is of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

DAY, NIGHT = "day", "night"
TIMES = (DAY, NIGHT)


@dataclass(frozen=True)
class Slider:
    """A parameter of a template, 0 (none) to 1 (most)."""

    name: str
    label: str
    value: float = 0.5
    minimum: float = 0.0
    maximum: float = 1.0


@dataclass(frozen=True)
class Course:
    """How an element changes from the beginning of the scene to its end; its values are passed at equal times.

    weights: factors on its weight. low_pass_hz: where a low pass stands. wet: how much reverb of a wide open place.
    pan: -1 left .. 1 right.
    """

    weights: Sequence[float] = ()
    low_pass_hz: Sequence[float] = ()
    wet: Sequence[float] = ()
    pan: Sequence[float] = ()


@dataclass(frozen=True)
class Element:
    """One layer of an environment.

    prompts: from little to much; which one is taken goes by the slider `chosen_by`, or else `by`. by: the slider that
    says how much there is of it; "" for always. above: it is left out up to this much. weight: linear, at the full
    slider. per_minute: how often it comes at the full slider, 0 for a bed that sounds all the time. time: when it is
    there; "" for always. width: how far its repeats come from the sides, or its place for a bed. course: how it changes
    for good, besides its swells.
    """

    name: str
    prompts: Sequence[str]
    by: str = ""
    weight: float = 0.6
    per_minute: float = 0.0
    type: str = "ambience"
    time: str = ""
    above: float = 0.05
    chosen_by: str = ""
    duration_s: float = 12.0
    width: float = 0.0
    course: Course | None = None


@dataclass(frozen=True)
class Template:
    """text: one line about it. tags: of the scenes that are built."""

    id: str
    name: str
    text: str
    sliders: Sequence[Slider]
    elements: Sequence[Element]

    @property
    def day_night(self) -> bool:
        """Whether day and night differ."""
        return any(element.time for element in self.elements)

    @property
    def evolves(self) -> bool:
        """Whether it ends as another place than it began, so that it does not repeat."""
        return any(element.course for element in self.elements)


CHANGE = Slider("change", "Change over time", 0.4)
"""Every template has it: how far beds swell and sink while the scene lasts."""


def event(
    name: str, prompts: Sequence[str], by: str, per_minute: float, weight: float, *, duration_s: float = 1.5,
    time: str = "", above: float = 0.05, width: float = 0.7, course: Course | None = None,
) -> Element:  # fmt: skip
    """An element that comes again and again."""
    return Element(
        name, prompts, by, weight, per_minute, "sfx", time, above, duration_s=duration_s, width=width,
        course=course,
    )  # fmt: skip
