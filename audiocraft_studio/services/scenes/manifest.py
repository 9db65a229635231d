"""What stands in a scene, in Markdown, for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assets_db import Asset
from audiocraft_studio.dsp.decibels import to_db
from audiocraft_studio.services.scenes.model import Layer, Scene
from audiocraft_studio.services.scenes.points import Points

_OF_EFFECT = ("kind", "bypass", "points")
_UNITS = {"hz": "Hz", "db": "dB", "s": "s", "m": "m"}


def text(scene: Scene, sounds: Mapping[str, Asset]) -> str:
    """The manifest of a scene. sounds: those of its layers that still exist, by id."""
    length = f"{scene.duration_s:g} s" if scene.duration_s else "as long as its layers"
    parts = [f"# {scene.name}", scene.description, f"{length}{', repeats' if scene.loop else ''}"]
    if scene.tags:
        parts.append(f"Tags: {', '.join(scene.tags)}")
    parts += [
        "## Layers",
        table(
            ("Layer", "Type", "Sound", "Weight", "Pan", "From", "Fades in, out", "Plays", "Effects"),
            (_layer_row(layer, sounds) for layer in scene.layers),
        ),
        "## Sounds",
        table(
            ("Sound", "Made with", "Prompt", "Seed", "Length", "Licence", "SHA-256"),
            (_sound_row(sound) for sound in sounds.values()),
        ),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def tree(scenes: Sequence[Scene], transitions: Iterable[tuple[str, str, float, str]]) -> str:
    """All scenes as a list in which those that belong to another stand below it; `→` says what a scene goes over to.

    transitions: start, end, seconds, curve.
    """
    names = {scene.id: scene.name for scene in scenes}
    steps = dict[str, list[str]]()
    for start, to, seconds, curve in transitions:
        steps.setdefault(start, []).append(f"→ {names[to]}, {seconds:g} s, {curve.replace('_', ' ')}")
    lines = ["# Scenes", ""]

    def add(scene: Scene, depth: int) -> None:
        length = f", {scene.duration_s:g} s" if scene.duration_s else ""
        lines.append(f"{'  ' * depth}- {scene.name} ({len(scene.layers)} layers{length})")
        lines.extend(f"{'  ' * (depth + 1)}- {step}" for step in steps.get(scene.id, ()))
        for child in scenes:
            if child.parent == scene.id:
                add(child, depth + 1)

    for scene in scenes:
        if scene.parent not in names:
            add(scene, 0)
    return "\n".join(lines) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; what would end a cell is written so that it does not."""
    cells = ((cell.replace("\\", "\\\\").replace("|", "\\|") for cell in row) for row in rows)
    lines = [heads, ["---"] * len(heads), *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def level(weight: float) -> str:
    """ "0.50 (−6.0 dB)" """
    return f"{weight:.2f} ({to_db(weight):.1f} dB)".replace("-", "−") if weight > 0 else "0 (silent)"


def _weight(layer: Layer) -> str:
    weights = [weight for _, weight in layer.weight_points]
    if not weights:
        return level(layer.weight)
    return f"{level(min(weights))} to {level(max(weights))}, {len(weights)} points"


def _pan(pan: float) -> str:
    return f"{abs(pan) * 100:.0f} % {'left' if pan < 0 else 'right'}" if pan else "center"


def _place(layer: Layer) -> str:
    places = [pan for _, pan in layer.pan_points]
    return f"{_pan(min(places))} to {_pan(max(places))}, {len(places)} points" if places else _pan(layer.pan)


def _effect(one: Mapping[str, Any]) -> str:
    """ "low pass (frequency 400 to 8000 Hz, q 0.7071)", what it moves between and all that stays."""
    told = (_told(name, value, one["points"].get(name, ())) for name, value in one.items() if name not in _OF_EFFECT)
    return f"{one['kind'].replace('_', ' ')} ({', '.join(told)}){', bypassed' if one['bypass'] else ''}"


def _told(name: str, value: float | str, points: Points) -> str:
    label, _, unit = name.partition("_")
    values = [v for _, v in points]
    text = f"{min(values):g} to {max(values):g}" if values else value if isinstance(value, str) else f"{value:g}"
    return f"{label} {text} {_UNITS.get(unit, '')}".strip().replace("-", "−")


def _plays(layer: Layer) -> str:
    how = "repeats" if layer.loop else "once"
    if layer.loop and layer.loop_fade_s:
        how = f"repeats, {layer.loop_fade_s:g} s crossfade"
    if layer.scatter:
        count = len(layer.assets)
        how = f"about {layer.scatter.per_minute:g} a minute, {count} sound{'s' if count != 1 else ''}"
    return f"{how}{', muted' if layer.mute else ''}{', solo' if layer.solo else ''}"


def _layer_row(layer: Layer, sounds: Mapping[str, Asset]) -> list[str]:
    sound = sounds.get(str(layer.asset))
    to_come = f"{'gone, ' if layer.lost else ''}to be made: {layer.prompt}" if layer.prompt else "gone"
    return [
        layer.name, layer.type, sound.name if sound else to_come, _weight(layer), _place(layer),
        f"{layer.offset_s:g} s", f"{layer.fade_in_s:g} s, {layer.fade_out_s:g} s", _plays(layer),
        "; ".join(_effect(one) for one in layer.effects),
    ]  # fmt: skip


def _sound_row(sound: Asset) -> list[str]:
    recipe = sound.recipe
    made_with = " ".join(str(recipe.get(name) or "") for name in ("model", "engine_version")).strip()
    return [
        sound.name, made_with or str(recipe.get("engine", "")), str(recipe.get("prompt") or ""),
        str(recipe.get("seed", "")), f"{sound.duration_s:.2f} s", sound.licence, sound.sha256[:12],
    ]  # fmt: skip
