"""The composition root: the only place that knows every part and wires them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil

from assets_db import Catalogue, CatalogueDamaged, IdMaker
from audiocraft_studio.engines.audiocraft.engine import AudioCraftEngine
from audiocraft_studio.engines.base import Engine
from audiocraft_studio.engines.pool import Pool
from audiocraft_studio.engines.sketch import SketchEngine
from audiocraft_studio.engines.speech import Espeak
from audiocraft_studio.jobs.queue import JobQueue
from audiocraft_studio.recipe import Recipe
from audiocraft_studio.services.assets import Assets
from audiocraft_studio.services.background import Background
from audiocraft_studio.services.backup import Backups
from audiocraft_studio.services.bulk import Bulk
from audiocraft_studio.services.clock import utc_now
from audiocraft_studio.services.early import Early
from audiocraft_studio.services.folders import Folders
from audiocraft_studio.services.generation import Generation
from audiocraft_studio.services.grids.layout import Layouts
from audiocraft_studio.services.guard import Documents, guarded
from audiocraft_studio.services.guides import Guides
from audiocraft_studio.services.importing import Importing
from audiocraft_studio.services.inputs import Inputs
from audiocraft_studio.services.library import Library
from audiocraft_studio.services.lineage import Lineage
from audiocraft_studio.services.looping import LOOP, Looping
from audiocraft_studio.services.models import Models, lane
from audiocraft_studio.services.pace import Pace
from audiocraft_studio.services.plan import Plan
from audiocraft_studio.services.production import Producer
from audiocraft_studio.services.projects import Projects
from audiocraft_studio.services.regeneration import Regenerations
from audiocraft_studio.services.scenes import LANE, MIXER, Scenes
from audiocraft_studio.services.scores import Scores
from audiocraft_studio.services.similarity import Similarity
from audiocraft_studio.services.sketching import Sketcher, Sketching
from audiocraft_studio.services.speaking import SPEECH, Speaking
from audiocraft_studio.services.starter import Starter
from audiocraft_studio.services.trash import Trash
from audiocraft_studio.services.variations import Variations
from audiocraft_studio.settings import Settings
from audiocraft_studio.studio import Studio

log = logging.getLogger(__name__)

AUDIOCRAFT = ("musicgen", "audiogen", "magnet")


def build(settings: Settings) -> Studio:
    """Opens the data folder (made if missing) and wires the studio. Nothing heavy is imported, no model is loaded.

    Raises FolderInUse when another studio owns the folder, DamagedFile, StorageError.
    """
    folder = settings.data_dir
    with guarded(folder):
        (folder / "models").mkdir(parents=True, exist_ok=True)
        catalogue = _opened(folder)
    try:
        return _wired(settings, catalogue)
    except BaseException:
        catalogue.close()
        raise


def _opened(folder: Path) -> Catalogue:
    """The catalogue. A damaged one is kept aside, and `Assets.recover` fills the new one from the sidecars."""
    try:
        return Catalogue.open(folder)
    except CatalogueDamaged as error:
        log.error("%s", error)
        return Catalogue.open(folder)


def _wired(settings: Settings, catalogue: Catalogue) -> Studio:
    folder, new_id = settings.data_dir, IdMaker()
    audiocraft: Engine = AudioCraftEngine(
        folders=(folder / "models", *settings.model_dirs),
        cache=folder / "decoding",
        mode="" if settings.precision == "auto" else settings.precision,
    )
    sketch = SketchEngine()
    engines: Mapping[str, Engine] = {"sketch": sketch, **dict.fromkeys(AUDIOCRAFT, audiocraft)}
    limit_bytes = int(settings.memory_limit_gb * 1e9) or psutil.virtual_memory().total * 3 // 4
    pool = Pool(engines, device=settings.device, limit_bytes=limit_bytes)
    models = Models(engines, pool)
    assets = Assets(folder, catalogue)
    assets.recover()
    inputs = Inputs(folder / "inputs")
    scores = Scores(assets, inputs, models, sketch.notation)
    guides = Guides(assets, inputs, scores)
    pace = Pace(Documents(catalogue, "pace"))
    early = Early(assets)
    producer = Producer(models, pool, assets, guides, pace, early)

    handlers: dict[str, Any] = {"generate": producer.run, "load": models.run_load}
    jobs = JobQueue(Documents(catalogue, "jobs"), handlers, limit=settings.queue_limit, new_id=new_id, now=utc_now)
    jobs.on_change(early.hear)
    makers: dict[str, Any] = dict.fromkeys(engines, producer.again)
    regenerations = Regenerations(jobs, assets, makers, lambda recipe: _lane(models, recipe), new_id)
    generation = Generation(jobs, models, assets, guides, regenerations, new_id)
    scenes = Scenes(catalogue, assets, generation, producer, jobs, new_id)
    plan = Plan(catalogue, generation, new_id)
    library = Library(assets, catalogue)
    trash = Trash(assets, catalogue, jobs)
    similarity = Similarity(assets, catalogue)
    bulk = Bulk(assets, catalogue, jobs, new_id)
    looping = Looping(assets, new_id)
    speaking = Speaking(Espeak(), assets, new_id)
    makers.update({MIXER: scenes.again, LOOP: looping.again, SPEECH: speaking.again})
    importing = Importing(assets, catalogue, jobs, _folders(settings), new_id)
    handlers["import"] = importing.run
    handlers.update({"regenerate": regenerations.run, "render": scenes.run_render})
    handlers.update({"layers": scenes.run_layers, "transition": scenes.run_transition})
    handlers.update({"bulk": bulk.run, "empty": trash.run})
    jobs.start()
    return Studio(
        settings=settings,
        generation=generation,
        regenerations=regenerations,
        library=library,
        bulk=bulk,
        trash=trash,
        lineage=Lineage(assets, catalogue, scenes),
        similarity=similarity,
        variations=Variations(
            catalogue, assets, generation, regenerations, jobs, Layouts(models, generation, pace), models, new_id
        ),
        looping=looping,
        scenes=scenes,
        plan=plan,
        scores=scores,
        projects=Projects(catalogue),
        models=models,
        jobs=jobs,
        early=early,
        assets=assets,
        importing=importing,
        inputs=inputs,
        backups=Backups(folder, catalogue),
        starter=Starter(library, generation, plan, scenes),
        sketching=Sketching(_sketcher),
        speaking=speaking,
        background=Background([lambda _: catalogue.warm(), similarity.describe_older]),
        new_id=new_id,
        pool=pool,
        catalogue=catalogue,
    )


def _sketcher() -> Sketcher:
    engine = SketchEngine()
    return engine.load(engine.models()[0], "cpu", lambda *_: None)


def _folders(settings: Settings) -> Folders:
    """Whoever reaches a server on loopback without sign-in sits at this computer, and may read its files anyway."""
    at_home = settings.loopback and not settings.asks_sign_in
    return Folders(settings.data_dir, settings.import_dirs, anywhere=at_home)


def _lane(models: Models, recipe: Recipe) -> str:
    return LANE if recipe.engine in (MIXER, LOOP, SPEECH) else lane(models.info(recipe.model))
