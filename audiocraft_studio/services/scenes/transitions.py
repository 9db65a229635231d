"""One scene going over into another, as a sound."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from assets_db import Parent
from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.crossfade import STRANGERS, crossfade
from audiocraft_studio.dsp.limiter import limit
from audiocraft_studio.dsp.mix import CEILING_DB
from audiocraft_studio.dsp.resample import resample
from audiocraft_studio.errors import InputError
from audiocraft_studio.jobs.queue import JobQueue
from audiocraft_studio.jobs.states import Job
from audiocraft_studio.jobs.work import Work
from audiocraft_studio.recipe import Recipe
from audiocraft_studio.services import checks
from audiocraft_studio.services.assets import Assets, Draft
from audiocraft_studio.services.scenes import checking
from audiocraft_studio.services.scenes.mixing import MIXER, VERSION, Mixing, licence
from audiocraft_studio.services.scenes.model import Scene, audible, scene_from, without
from audiocraft_studio.services.scenes.rendering import LANE
from audiocraft_studio.services.scenes.shelf import Shelf

_SAME = 1.0
_TOLERANCE_S = 0.001
_ALIKE = {"equal_power": STRANGERS, "linear": _SAME}


class Transitions:
    """Renders the end of one scene, the crossfade, and the beginning of the other."""

    def __init__(self, shelf: Shelf, mixing: Mixing, assets: Assets, jobs: JobQueue, new_id: Callable[[], str]) -> None:
        self._shelf = shelf
        self._mixing = mixing
        self._assets = assets
        self._jobs = jobs
        self._new_id = new_id

    def submit(self, start: str, to: str, told: Mapping[str, Any], *, owner: str) -> Job:
        """Queues it. told: seconds, curve, tail_s (of the first scene alone), head_s (of the other alone).

        Of a scene that does not repeat and is too short, less is heard alone, and the asset's notes say so. Raises
        InputError (names the field), also where the crossfade itself is longer than such a scene; NotFound.
        """
        scenes = [self._shelf.get(key) for key in (start, to)]
        for scene in scenes:
            if not audible(scene.layers):
                raise InputError("Layers", f"No layer of “{scene.name}” can be heard.")
        params: dict[str, Any] = {
            "transition": checking.seconds(told.get("seconds", 4.0)),
            "curve": checking.curve(told.get("curve", "equal_power")),
            "tail_s": checks.number("Before", told.get("tail_s", 6.0), 0, 600, "s"),
            "head_s": checks.number("After", told.get("head_s", 6.0), 0, 600, "s"),
        }
        for scene in scenes:
            self._check_fits(scene, params["transition"])
        payload = {"scenes": [asdict(scene) for scene in scenes], "params": params, "new_id": self._new_id()}
        return self._jobs.submit(
            "transition", title=f"{scenes[0].name} to {scenes[1].name}", owner=owner, project=scenes[0].project,
            lane=LANE, payload=payload, context={"scene": start, "to": to},
        )  # fmt: skip

    def run(self, work: Work) -> None:
        """The handler of "transition" jobs."""
        new_id, params = work.payload["new_id"], work.payload["params"]
        if not self._assets.knows(new_id):
            work.tick(0, 1)
            scenes = [scene_from(data) for data in work.payload["scenes"]]
            audio = self.made(scenes, params)
            recipe = Recipe(
                MIXER, VERSION, "", "", "ambience", 0, audio.duration_s, params=params,
                inputs=tuple(work.payload["scenes"]),
            )  # fmt: skip
            used = [self._assets.get(a) for s in scenes for layer in audible(s.layers) for a in layer.assets]
            draft = Draft(
                id=new_id, type="ambience", project=work.job.project, name=f"{work.job.title}, transition",
                recipe=recipe, licence=licence(used), created_by=work.job.owner, tags=("transition",),
                parents=tuple(dict.fromkeys(Parent(id=a.id, how="layer") for a in used)),
                notes=(*filter(None, (without(scene.layers) for scene in scenes)), *self._cut(scenes, params)),
            )  # fmt: skip
            self._assets.save(draft, audio)
        work.made(0, new_id)

    def again(self, recipe: Recipe) -> Audio:
        """The transition that a stored recipe describes."""
        return self.made([scene_from(data) for data in recipe.inputs], recipe.params)

    def made(self, scenes: list[Scene], params: Mapping[str, Any]) -> Audio:
        """Limited where its peaks ask for it. A scene that repeats goes on for as long as it is needed."""
        mixes = [self._mixing.plan(scene.layers, scene.duration_s).summed() for scene in scenes]
        rate = max(m.sample_rate for m in mixes)
        seconds = params["transition"]
        first = _last(resample(mixes[0], rate), params["tail_s"] + seconds, scenes[0].loop)
        second = _first(resample(mixes[1], rate), seconds + params["head_s"], scenes[1].loop)
        return limit(crossfade(first, second, seconds, _ALIKE[params["curve"]]), CEILING_DB).audio

    def _check_fits(self, scene: Scene, seconds: float) -> None:
        long_s = self._mixing.length_s(scene)
        if not scene.loop and seconds > long_s + _TOLERANCE_S:
            raise InputError(
                "Transition",
                f"“{scene.name}” is over after {long_s:.3g} s, so it cannot fade for {seconds:.3g} s. Take at most "
                f"{long_s:.3g} s, or let the scene loop or last longer.",
            )

    def _cut(self, scenes: list[Scene], params: Mapping[str, Any]) -> list[str]:
        """What is said where a scene is too short for what was asked of it alone."""
        said = []
        for scene, where, wanted_s in zip(
            scenes, ("Before", "After"), (params["tail_s"], params["head_s"]), strict=True
        ):
            there_s = max(0.0, self._mixing.length_s(scene) - params["transition"])
            if not scene.loop and wanted_s > there_s + _TOLERANCE_S:
                said.append(
                    f"{where} the transition {there_s:.3g} s instead of {wanted_s:.3g} s: “{scene.name}” is no longer "
                    "and does not loop"
                )
        return said


def _last(audio: Audio, seconds: float, loop: bool) -> Audio:
    n = _length(audio, seconds, loop)
    return Audio(audio.samples[:, np.arange(-n, 0) % audio.n_samples], audio.sample_rate)


def _first(audio: Audio, seconds: float, loop: bool) -> Audio:
    n = _length(audio, seconds, loop)
    return Audio(audio.samples[:, np.arange(n) % audio.n_samples], audio.sample_rate)


def _length(audio: Audio, seconds: float, loop: bool) -> int:
    wanted = round(seconds * audio.sample_rate)
    return wanted if loop else min(wanted, audio.n_samples)
