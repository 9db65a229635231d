"""From a template and its sliders to a scene."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from audiocraft_studio.errors import InputError
from audiocraft_studio.services import checks
from audiocraft_studio.services.scenes.effects import checked
from audiocraft_studio.services.scenes.environments.template import TIMES, Course, Element, Template
from audiocraft_studio.services.scenes.events import events
from audiocraft_studio.services.scenes.model import Layer, Scatter, Scene
from audiocraft_studio.services.scenes.points import Points, product

LENGTH_S = 60.0
LOOP_FADE_S = 0.5
_QUIETEST = 0.35
"""Of an element's weight, where its slider is almost at nothing."""
_SWELL_EVERY_S = 7.5
_PITCH_CENTS = 80.0
_GAIN_DB = 6.0
_SPREAD = 0.8
_SEEDS_TRIED = 200


def built(template: Template, values: Mapping[str, object], *, time: object, name: str, project: str) -> Scene:
    """The scene, not stored, its layers still to be generated.

    values: of sliders by name; missing ones take their default. time: day or night. The same values give the same
    scene. Raises InputError that names the slider.
    """
    if time not in TIMES:
        raise InputError("Time", f"{time!r} is none of {', '.join(TIMES)}.")
    known = {one.name: one for one in template.sliders}
    for key in values:
        if key not in known:
            raise InputError(str(key), f"{template.name} has no such slider. It has: {', '.join(known)}.")
    amounts = {
        one.name: checks.number(one.label, values.get(one.name, one.value), one.minimum, one.maximum)
        for one in template.sliders
    }
    present = [e for e in template.elements if e.time in ("", time) and (not e.by or amounts[e.by] > e.above)]
    layers = tuple(_layer(template, element, amounts) for element in present)
    if not layers:
        raise InputError("Values", "Nothing is left of it. Turn something up.")
    told = ", ".join(f"{one.label} {amounts[one.name]:g}" for one in template.sliders)
    return Scene(
        name or f"{template.name}, {time}", layers, project, f"{template.name} by {time}: {told}",
        (template.id, str(time)), LENGTH_S, loop=not template.evolves,
    )  # fmt: skip


def _layer(template: Template, element: Element, amounts: Mapping[str, float]) -> Layer:
    amount = amounts[element.by] if element.by else 1.0
    seed = zlib.crc32(f"{template.id}/{element.name}".encode()) % checks.MAX_SEED
    weight = round(element.weight * (_QUIETEST + (1 - _QUIETEST) * amount), 3)
    shared = Layer(
        element.name, weight=weight, type=element.type, prompt=_prompt(element, amounts), duration_s=element.duration_s
    )
    if element.per_minute:
        made = _repeated(shared, element, max(1.0, element.per_minute * amount), seed)
    else:
        made = _bed(shared, element, amounts["change"], seed)
    return _led(made, element.course) if element.course else made


def _repeated(layer: Layer, element: Element, per_minute: float, seed: int) -> Layer:
    """Repeats by chance, but with a seed that lets about as many come as were asked for, and one at least."""
    scatter = Scatter(round(per_minute, 2), _SPREAD, (), _PITCH_CENTS, _GAIN_DB, element.width, seed)
    least = max(1, int(0.7 * per_minute * LENGTH_S / 60))
    until_s = LENGTH_S - element.duration_s
    tried = (replace(scatter, seed=(seed + i) % checks.MAX_SEED) for i in range(_SEEDS_TRIED))
    fits = (one for one in tried if len(events(replace(layer, asset="?", scatter=one), until_s)) >= least)
    return replace(layer, scatter=next(fits, scatter))


def _bed(layer: Layer, element: Element, change: float, seed: int) -> Layer:
    """A bed that swells and sinks by up to `change` of its weight, and ends as it began, since the scene repeats."""
    points: Sequence[tuple[float, float]] = ()
    if change > 0:
        times = np.arange(0, LENGTH_S + 1e-9, _SWELL_EVERY_S)
        drawn = np.random.Generator(np.random.PCG64(seed)).random(len(times))
        drawn[-1] = drawn[0]
        points = [
            (float(t), round(float(layer.weight * (1 - 0.7 * change * u)), 3))
            for t, u in zip(times, drawn, strict=True)
        ]
    fade_s = 0.0 if element.type == "music" else min(LOOP_FADE_S, element.duration_s / 4)
    return replace(layer, loop=True, loop_fade_s=fade_s, pan=element.width, weight_points=tuple(points))


def _led(layer: Layer, course: Course) -> Layer:
    """The layer on its course through the scene."""
    effects = list[Mapping[str, object]]()
    if course.low_pass_hz:
        effects.append({"kind": "low_pass", "points": {"frequency_hz": _spread_out(course.low_pass_hz)}})
    if course.wet:
        effects.append({"kind": "reverb", "decay_s": 2.5, "size_m": 30, "points": {"wet": _spread_out(course.wet)}})
    weights = layer.weight_points
    if course.weights:
        weights = product(weights or ((0.0, layer.weight),), _spread_out(course.weights))
    return replace(layer, effects=checked(effects), weight_points=weights, pan_points=_spread_out(course.pan))


def _spread_out(values: Sequence[float]) -> Points:
    """Points over the whole scene."""
    return tuple(zip((float(t) for t in np.linspace(0, LENGTH_S, len(values))), values, strict=True))


def _prompt(element: Element, amounts: Mapping[str, float]) -> str:
    key = element.chosen_by or element.by
    amount = amounts[key] if key else 0.0
    return element.prompts[min(len(element.prompts) - 1, int(amount * len(element.prompts)))]
