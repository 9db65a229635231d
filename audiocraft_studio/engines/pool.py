"""Loaded models: a lock each, and the least recently used goes first when memory gets short."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from audiocraft_studio.engines.base import Engine, LoadedModel, ModelInfo, Say, Tick, silent
from audiocraft_studio.errors import InputError, OutOfMemory

log = logging.getLogger(__name__)


class Pool:
    """Loads on first use, keeps, and evicts idle models so that all together stay under `limit_bytes`.

    engines: by the name that ModelInfo.engine carries. on_change is called, from any thread, whenever a model comes or
    goes.
    """

    def __init__(self, engines: Mapping[str, Engine], *, device: str, limit_bytes: int) -> None:
        self._engines = engines
        self._device = device
        self.limit_bytes = limit_bytes
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._loaded: OrderedDict[str, LoadedModel] = OrderedDict()
        self._loading: set[str] = set()
        self.on_change: Callable[[], None] = lambda: None

    @contextmanager
    def use(self, info: ModelInfo, tick: Tick, say: Say = silent) -> Iterator[LoadedModel]:
        """The model, loaded, for this thread alone. `tick` and `say` report the loading, and `tick` may cancel it."""
        with self._lock_of(info.id):
            model = self._loaded.get(info.id) or self._load(info, tick, say)
            with self._guard:
                self._loaded.move_to_end(info.id)
            yield model

    def unload(self, model_id: str) -> None:
        """Gives the memory back; refuses while the model generates. An unloaded model stays unloaded."""
        lock = self._lock_of(model_id)
        if not lock.acquire(blocking=False):
            raise InputError("Model", "It is at work. Cancel its job or wait for it, then unload.")
        try:
            self._drop(model_id)
        finally:
            lock.release()

    def loaded(self) -> dict[str, LoadedModel]:
        """By id, least recently used first."""
        with self._guard:
            return dict(self._loaded)

    def loading(self) -> set[str]:
        with self._guard:
            return set(self._loading)

    def memory_bytes(self) -> int:
        return sum(model.memory_bytes for model in self.loaded().values())

    def close(self) -> None:
        for model_id in list(self.loaded()):
            with self._lock_of(model_id):
                self._drop(model_id)

    def _lock_of(self, model_id: str) -> threading.Lock:
        with self._guard:
            return self._locks.setdefault(model_id, threading.Lock())

    def _load(self, info: ModelInfo, tick: Tick, say: Say) -> LoadedModel:
        engine = self._engines[info.engine]
        with self._guard:
            self._loading.add(info.id)
        self.on_change()
        try:
            self._make_room(engine.on_disk(info).size_bytes, keep=info.id)
            try:
                model = engine.load(info, self._device, tick, say)
            except OutOfMemory:
                if not self._make_room(self.limit_bytes, keep=info.id):
                    raise
                log.info("memory ran out while loading %s: idle models were unloaded, trying again", info.id)
                model = engine.load(info, self._device, tick, say)
            with self._guard:
                self._loaded[info.id] = model
            self._make_room(0, keep=info.id)
            return model
        finally:
            with self._guard:
                self._loading.discard(info.id)
            self.on_change()

    def _make_room(self, n_bytes: int, *, keep: str) -> bool:
        """Unloads idle models, the least recently used first, until `n_bytes` more fit. Whether any was unloaded."""
        dropped = False
        for model_id in [i for i in self.loaded() if i != keep]:
            if self.memory_bytes() + n_bytes <= self.limit_bytes:
                break
            lock = self._lock_of(model_id)
            if lock.acquire(blocking=False):
                try:
                    dropped = self._drop(model_id) or dropped
                finally:
                    lock.release()
        return dropped

    def _drop(self, model_id: str) -> bool:
        with self._guard:
            model = self._loaded.pop(model_id, None)
        if model is None:
            return False
        model.unload()
        self.on_change()
        return True
