"""Several models at work at once, and none left in memory afterwards."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from engines.audiocraft.asking import ask, info_of, no_tick, same

from audiocraft_studio.engines.audiocraft import AudioCraftEngine
from audiocraft_studio.engines.audiocraft.model import AudioCraftModel

Load = Callable[[str], AudioCraftModel]


def test_models_at_work_at_once_do_not_disturb_each_other(load: Load) -> None:
    magnet = ask("rain", duration_s=10.0, params={"first_steps": 3, "later_steps": 2})
    work = [
        (load("magnet"), magnet),
        (load("musicgen"), ask("calm piano loop", "rain", duration_s=2.0)),
        (load("audiogen"), ask("dog barking", duration_s=2.0)),
        (load("musicgen"), ask("calm piano loop", "rain", duration_s=2.0)),
    ]
    in_turn = [model.generate(request, no_tick) for model, request in work]
    with ThreadPoolExecutor(len(work)) as pool:
        at_once = list(pool.map(lambda job: job[0].generate(job[1], no_tick), work))

    for one, other in zip(in_turn, at_once, strict=True):
        assert all(same(a, b) for a, b in zip(one, other, strict=True))


def test_an_unloaded_model_leaves_nothing_behind(load: Load, engine: AudioCraftEngine) -> None:
    load("melody")
    model = engine.load(info_of(engine, "local/melody"), "cpu", no_tick)
    model.generate(ask("rain", "rain"), no_tick)
    parts = [weakref.ref(model._model.lm), weakref.ref(model._model.compression_model)]
    model.unload()
    gc.collect()
    assert [part() for part in parts] == [None, None]
