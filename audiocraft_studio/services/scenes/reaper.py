"""A scene as a REAPER project: one track a layer, with its media beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assets_db import Asset
from audiocraft_studio.dsp.decibels import from_db
from audiocraft_studio.services.archives import sound_archive
from audiocraft_studio.services.assets import Assets, slug
from audiocraft_studio.services.scenes import printing
from audiocraft_studio.services.scenes.effects import tail_s
from audiocraft_studio.services.scenes.events import events
from audiocraft_studio.services.scenes.mixing import Mixing
from audiocraft_studio.services.scenes.model import Layer, Scene
from audiocraft_studio.services.scenes.shelf import Shelf

PROJECT = "project.rpp"
_PROJECT_LAW = -1
_MINUS_3_DB = math.sqrt(0.5)
"""REAPER writes a pan law as the gain in the middle."""
_PRINTED = "Effects, moving pans and overlapping repeats are in the sounds of these tracks, made from others in media:"
_COLORS = {"ambience": 0x4F8A5B, "music": 0x7A5BA6, "sfx": 0xC07A35, "voice": 0x3B7EA6, "ui": 0x8A8A8A}


@dataclass(frozen=True)
class Media:
    """A sound as the project names it. file: path in the ZIP."""

    file: str
    name: str
    duration_s: float


@dataclass(frozen=True)
class _Item:
    media: Media
    at_s: float
    length_s: float
    loop: bool = False
    fade_in_s: float = 0.0
    fade_out_s: float = 0.0
    gain: float = 1.0
    pan: float = 0.0
    rate: float = 1.0


class Reaper:
    """Writes projects with everything that they need."""

    def __init__(self, shelf: Shelf, assets: Assets, mixing: Mixing) -> None:
        self._shelf = shelf
        self._assets = assets
        self._mixing = mixing

    def export(self, scene_id: str, path: Path) -> Scene:
        """Writes the ZIP `path`: the project and the WAVs of all layers. Raises NotFound, where a sound is gone.

        A layer with effects, a moving pan or overlapping repeats plays one sound with all that in it (printing.py).
        """
        scene = self._shelf.get(scene_id)
        assets = {key: self._assets.get(key) for layer in scene.layers for key in layer.assets}
        media = {
            key: Media(f"media/{slug(asset.name)}-{key[-6:]}.wav", asset.name, asset.duration_s)
            for key, asset in assets.items()
        }
        rate, length_s = _rate(list(assets.values())), _length_s(scene, media)
        prints = [layer for layer in scene.layers if printing.needed(layer) and layer.offset_s < length_s]
        with sound_archive(path, self._assets) as archive:
            for key, asset in assets.items():
                archive.add(asset, media[key].file)
            for layer in prints:
                audio = printing.printed(self._mixing, layer, length_s, rate)
                media[layer.id] = Media(f"media/{slug(layer.name)}-{layer.id[-6:]}.wav", layer.name, audio.duration_s)
                archive.add_audio(audio, media[layer.id].file)
            layers = tuple(printing.plain(la, la.id) if la in prints else la for la in scene.layers)
            told = replace(scene, layers=layers, duration_s=length_s)
            archive.add_text(project(told, media, rate, [la.name for la in prints]), PROJECT)
        return scene


def project(scene: Scene, media: Mapping[str, Media], sample_rate: int, printed: Sequence[str] = ()) -> str:
    """The project file. media: every sound of the layers, by asset id. printed: names of layers for the notes.

    Pans sound as in the mixer where both channels of a sound are the same (see `_panned`). Fades of a scattered layer
    are left out: they would be fades of each repeat.
    """
    length_s = _length_s(scene, media)
    lines = [
        '<REAPER_PROJECT 0.1 "7.0" 0', f"  SAMPLERATE {sample_rate} 1 0", "  TEMPO 120 4 4",
        "  PANLAW 1", "  PANMODE 3", "  PANLAWFLAGS 0",
        f"  LOOP {int(scene.loop)}", f"  SELECTION 0 {_number(length_s)}",
    ]  # fmt: skip
    if printed:
        lines += ["  <NOTES 0 2", *(f"    |{line}" for line in (_PRINTED, *printed)), "  >"]
    for layer in scene.layers:
        lines += [f"  {line}" for line in _track(layer, media, length_s)]
    return "\n".join([*lines, ">"]) + "\n"


def quoted(text: str) -> str:
    """REAPER knows three quotation marks and no escapes: the first that the text does not hold."""
    mark = next((m for m in "\"'`" if m not in text), None)
    return f"{mark}{text}{mark}" if mark else f"`{text.replace('`', chr(39))}`"


def _track(layer: Layer, media: Mapping[str, Media], length_s: float) -> Iterator[str]:
    gain, law = _panned(1.0 if layer.weight_points else layer.weight, layer.pan)
    yield "<TRACK"
    yield f"  NAME {quoted(layer.name)}"
    yield f"  PEAKCOL {_color(layer.type)}"
    yield "  PANLAWFLAGS 0"
    yield f"  VOLPAN {_number(gain)} {_number(layer.pan)} {_number(law)} -1 1"
    yield f"  MUTESOLO {int(layer.mute)} {int(layer.solo)} 0"
    yield "  NCHAN 2"
    if layer.weight_points:
        yield from ("  <VOLENV2", "    ACT 1 -1", "    VIS 1 1 1", "    VOLTYPE 0")
        yield from (f"    PT {_number(at_s)} {_number(value)} 0" for at_s, value in layer.weight_points)
        yield "  >"
    for item in _items(layer, media, length_s):
        yield from (f"  {line}" for line in _written(item))
    yield ">"


def _items(layer: Layer, media: Mapping[str, Media], length_s: float) -> Iterator[_Item]:
    """What plays on the track of a layer, cut at the end of the scene."""
    room_s = length_s - layer.offset_s
    if not isinstance(layer.asset, str) or room_s <= 0:
        return
    if layer.scatter:
        for event in events(layer, length_s):
            sound = media[event.asset]
            part_s = min(sound.duration_s / event.rate, length_s - event.at_s)
            yield _Item(sound, event.at_s, part_s, gain=from_db(event.gain_db), pan=event.pan, rate=event.rate)
        return
    own = media[layer.asset]
    part_s = room_s if layer.loop else min(own.duration_s, room_s)
    yield _Item(own, layer.offset_s, part_s, layer.loop, min(part_s, layer.fade_in_s), min(part_s, layer.fade_out_s))


def _panned(gain: float, pan: float) -> tuple[float, float]:
    """The gain and the pan law with which REAPER's balance sounds like our pan (dsp.pan).

    With a law of -3 dB and the sine taper (PANLAWFLAGS 0) its balance turns the channels by cos t and sin t with
    t = (1 + pan) · 45°, and leaves each on its side. Ours folds the far channel into the near one. Where the two are
    the same, that is 2 cos((1 - |pan|) · 45°) times as much. What only the near channel has is louder than ours,
    up to 6 dB at the very side; what only the far one has fades there instead of moving. The middle is left alone.
    """
    return (gain * 2 * math.cos((1 - abs(pan)) * math.pi / 4), _MINUS_3_DB) if pan else (gain, _PROJECT_LAW)


def _written(item: _Item) -> Iterator[str]:
    gain, law = _panned(item.gain, item.pan)
    yield "<ITEM"
    yield f"  POSITION {_number(item.at_s)}"
    yield f"  LENGTH {_number(item.length_s)}"
    yield f"  LOOP {int(item.loop)}"
    yield f"  FADEIN 0 {_number(item.fade_in_s)} 0 0 0 0 0"
    yield f"  FADEOUT 0 {_number(item.fade_out_s)} 0 0 0 0 0"
    yield f"  NAME {quoted(item.media.name)}"
    yield f"  VOLPAN {_number(gain)} {_number(item.pan)} 1 {_number(law)}"
    yield "  SOFFS 0"
    yield f"  PLAYRATE {_number(item.rate)} 0 0 -1 0 0.0025"
    yield "  <SOURCE WAVE"
    yield f"    FILE {quoted(item.media.file)}"
    yield "  >"
    yield ">"


def _number(value: float) -> str:
    return f"{value:.8f}".rstrip("0").rstrip(".")


def _color(kind: str) -> int:
    """A color as REAPER holds it: blue, green, red from the top, and a bit that says that there is one."""
    rgb = _COLORS[kind]
    return 1 << 24 | (rgb & 0xFF) << 16 | (rgb & 0xFF00) | rgb >> 16


def _length_s(scene: Scene, media: Mapping[str, Media]) -> float:
    ends = (la.offset_s + media[str(la.asset)].duration_s + tail_s(la.effects) for la in scene.layers if la.asset)
    return scene.duration_s or max(ends, default=0.0)


def _rate(assets: Sequence[Asset]) -> int:
    return max((asset.sample_rate for asset in assets), default=44100)
