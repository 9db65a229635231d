"""A voice over a scene: music and ambience make room for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.decibels import from_db
from audiocraft_studio.errors import InputError
from audiocraft_studio.services import checks
from audiocraft_studio.services.scenes.model import Layer, Scene
from audiocraft_studio.services.scenes.points import LONGEST_S, product

DUCKED = ("ambience", "music")
_FRAME_S = 0.02
_SPEECH_DB = -30.0
"""Against the loudest 5 % of the voice's frames: breath and room are below, words above."""
_PAUSE_S = 0.35
"""Shorter gaps between words are no pauses."""

Curve = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Ducking:
    """duck_db: how much the others come down while somebody speaks. attack_s: on the way down, which ends where the
    speech begins. release_s: on the way up."""

    duck_db: float = 10.0
    attack_s: float = 0.25
    release_s: float = 0.8


def ducking_from(data: Mapping[str, Any]) -> Ducking:
    """Raises InputError that names the field."""
    usual = Ducking()
    return Ducking(
        checks.number("Duck", data.get("duck_db", usual.duck_db), 0, 40, "dB"),
        checks.number("Attack", data.get("attack_s", usual.attack_s), 0.01, 5, "s"),
        checks.number("Release", data.get("release_s", usual.release_s), 0.01, 10, "s"),
    )


def narrated(scene: Scene, voice: Layer, audio: Audio, ducking: Ducking) -> Scene:
    """The scene with the layer `voice`, whose sound is `audio`, and its ambience and music lowered while it speaks.

    The lowering is in their weight points, for everybody to see and change. A scene that is too short for the voice
    becomes longer. Raises InputError where nobody speaks.
    """
    spoken = speech(audio)
    if not spoken:
        raise InputError("Voice", "It is silent, so there is nothing to make room for.")
    curve = duck_curve([(voice.offset_s + a, voice.offset_s + b) for a, b in spoken], ducking)
    layers = tuple(_ducked(la, curve) if la.type in DUCKED else la for la in scene.layers)
    ends_s = min(LONGEST_S, voice.offset_s + audio.duration_s + ducking.release_s)
    duration_s = max(scene.duration_s, round(ends_s, 3)) if scene.duration_s else 0.0
    return replace(scene, layers=(*layers, voice), duration_s=duration_s)


def speech(audio: Audio) -> list[tuple[float, float]]:
    """From when to when somebody speaks, in seconds, rising."""
    n = max(1, round(_FRAME_S * audio.sample_rate))
    frames = audio.samples[:, : audio.n_samples // n * n].reshape(audio.channels, -1, n)
    levels = np.sqrt(np.mean(np.square(frames, dtype=np.float64), axis=(0, 2)))
    if not len(levels) or float(levels.max()) < from_db(-80):
        return []
    loud = levels > np.percentile(levels[levels > 0], 95) * from_db(_SPEECH_DB)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(np.int8)))
    found = list[tuple[float, float]]()
    for first, last in zip(edges[::2] * n / audio.sample_rate, edges[1::2] * n / audio.sample_rate, strict=True):
        if found and first - found[-1][1] < _PAUSE_S:
            found[-1] = (found[-1][0], float(last))
        else:
            found.append((float(first), float(last)))
    return found


def duck_curve(spoken: Sequence[tuple[float, float]], ducking: Ducking) -> Curve:
    """Gains by time: 1 where nobody speaks, down on a straight line before the first word, up after the last.

    Where a pause is too short to come up and down again, it stays down.
    """
    low, reach = from_db(-ducking.duck_db), ducking.attack_s + ducking.release_s
    joined = list[tuple[float, float]]()
    for first, last in spoken:
        if joined and first - joined[-1][1] <= reach:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    points = [
        point
        for first, last in joined
        for point in ((first - ducking.attack_s, 1.0), (first, low), (last, low), (last + ducking.release_s, 1.0))
    ]
    at_start = float(_at(points, [0.0])[0])
    kept = [(t, g) for t, g in points if t > 0]
    return [(0.0, at_start), *kept]


def _ducked(layer: Layer, curve: Curve) -> Layer:
    """The layer with the curve over its weight: at each time of one or the other the product of both."""
    return replace(layer, weight_points=product(layer.weight_points or ((0.0, layer.weight),), tuple(curve)))


def _at(curve: Curve, times: Sequence[float]) -> npt.NDArray[np.float64]:
    """The curve at each of `times`."""
    return np.interp(times, [t for t, _ in curve], [value for _, value in curve])
