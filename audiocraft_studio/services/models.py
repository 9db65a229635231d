"""What models exist, in which state they are, and loading them as jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from audiocraft_studio.engines.base import Engine, Mode, ModelInfo, Modes
from audiocraft_studio.engines.pool import Pool
from audiocraft_studio.errors import InputError, UnknownModel
from audiocraft_studio.jobs.queue import JobQueue
from audiocraft_studio.jobs.states import Job
from audiocraft_studio.jobs.work import Work

SKETCH = "sketch"
AUTO = "auto"


@dataclass(frozen=True)
class ModesView:
    """The ways to compute a loaded model: see engines.base.Modes."""

    standings: tuple[Mode, ...]
    used: str
    chosen: str
    fixed: bool


@dataclass(frozen=True)
class ModelView:
    """A model and its state: "built in", "loaded", "loading", "on disk" or "needs download". modes: of a loaded one
    that can be computed in several ways, else None."""

    info: ModelInfo
    state: str
    size_bytes: int
    memory_bytes: int
    device: str
    modes: ModesView | None = None


class Models:
    """Everything about models that is not generating."""

    def __init__(self, engines: Mapping[str, Engine], pool: Pool) -> None:
        self._engines = engines
        self._pool = pool

    def info(self, model_id: str) -> ModelInfo:
        """Raises UnknownModel, with a hint where the name is a common mistake."""
        for engine in dict.fromkeys(self._engines.values()):
            found = engine.find(model_id)
            if found is not None:
                return found
        raise UnknownModel(model_id, f"There is no model {model_id!r}. Pick one from the model list.")

    def engine_version(self, info: ModelInfo) -> str:
        return self._engines[info.engine].version

    def list(self) -> list[ModelView]:
        """Sketch first, then the engines' models in their order."""
        loaded, loading = self._pool.loaded(), self._pool.loading()
        views = []
        for engine in dict.fromkeys(self._engines.values()):
            for info in engine.models():
                disk = engine.on_disk(info)
                model = loaded.get(info.id)
                state = (
                    "built in" if info.procedural
                    else "loading" if info.id in loading
                    else "loaded" if model
                    else "on disk" if disk.path
                    else "needs download"
                )  # fmt: skip
                memory = model.memory_bytes if model else 0
                device = model.device if model else ""
                modes = _modes(model.modes) if model and model.modes else None
                views.append(ModelView(info, state, disk.size_bytes, memory, device, modes))
        return views

    def device(self, wanted: str) -> str:
        """Where the loaded models are; `wanted` (which may be "auto") while none is."""
        return next((model.device for model in self._pool.loaded().values() if not model.info.procedural), wanted)

    @property
    def memory_bytes(self) -> int:
        return self._pool.memory_bytes()

    @property
    def memory_limit_bytes(self) -> int:
        return self._pool.limit_bytes

    def unload(self, model_id: str) -> None:
        self._pool.unload(self.info(model_id).id)

    def choose(self, model_id: str, mode: object) -> None:
        """Computes a loaded model in that mode from now on; "auto" for the studio's own choice. Raises InputError."""
        info = self.info(model_id)
        model = self._pool.loaded().get(info.id)
        if model is None:
            raise InputError("Precision", f"{info.name} is not loaded. Load it, then choose.")
        modes = model.modes
        if modes is None:
            raise InputError("Precision", f"There is but one way to compute {info.name}.")
        if not isinstance(mode, str) or not mode:
            names = ", ".join(one.name for one in modes.standings())
            raise InputError("Precision", f"Give {AUTO} or the name of a mode: {names}.")
        modes.choose("" if mode == AUTO else mode)
        self._pool.on_change()

    def load(self, jobs: JobQueue, model_id: str, owner: str) -> Job:
        """Queues the loading, downloading included if that is what it takes."""
        info = self.info(model_id)
        return jobs.submit(
            "load",
            title=f"Load {info.name}",
            owner=owner,
            project="",
            lane=lane(info),
            payload={"model": info.id},
            context={"model": info.id},
        )

    def run_load(self, work: Work) -> None:
        info = self.info(work.payload["model"])
        work.message(f"Loading {info.name}")
        with self._pool.use(info, work.tick, work.message):
            work.tick(1, 1)


def _modes(modes: Modes) -> ModesView:
    return ModesView(tuple(modes.standings()), modes.used, modes.chosen, modes.fixed)


def lane(info: ModelInfo) -> str:
    """Procedural sound never waits behind a model."""
    return SKETCH if info.procedural else "models"
