"""What the page, scripts and notebooks hold in their hands: one object with every service."""

from __future__ import annotations

from dataclasses import dataclass

from assets_db import Catalogue, IdMaker
from audiocraft_studio.engines.pool import Pool
from audiocraft_studio.jobs.queue import JobQueue
from audiocraft_studio.services.assets import Assets
from audiocraft_studio.services.background import Background
from audiocraft_studio.services.backup import Backups
from audiocraft_studio.services.bulk import Bulk
from audiocraft_studio.services.early import Early
from audiocraft_studio.services.generation import Generation
from audiocraft_studio.services.importing import Importing
from audiocraft_studio.services.inputs import Inputs
from audiocraft_studio.services.library import Library
from audiocraft_studio.services.lineage import Lineage
from audiocraft_studio.services.looping import Looping
from audiocraft_studio.services.models import Models
from audiocraft_studio.services.plan import Plan
from audiocraft_studio.services.projects import Projects
from audiocraft_studio.services.regeneration import Regenerations
from audiocraft_studio.services.scenes import Scenes
from audiocraft_studio.services.scores import Scores
from audiocraft_studio.services.similarity import Similarity
from audiocraft_studio.services.sketching import Sketching
from audiocraft_studio.services.speaking import Speaking
from audiocraft_studio.services.starter import Starter
from audiocraft_studio.services.trash import Trash
from audiocraft_studio.services.variations import Variations
from audiocraft_studio.settings import Settings


@dataclass(frozen=True)
class Studio:
    """Everything the studio can do, for scripts, notebooks and the page alike. A context manager; closing stops the
    workers (what runs goes on at the next start), unloads the models and lets go of the data folder."""

    settings: Settings
    generation: Generation
    regenerations: Regenerations
    library: Library
    bulk: Bulk
    trash: Trash
    lineage: Lineage
    similarity: Similarity
    variations: Variations
    looping: Looping
    scenes: Scenes
    plan: Plan
    scores: Scores
    projects: Projects
    models: Models
    jobs: JobQueue
    early: Early
    assets: Assets
    importing: Importing
    inputs: Inputs
    backups: Backups
    starter: Starter
    sketching: Sketching
    speaking: Speaking
    background: Background
    new_id: IdMaker
    pool: Pool
    catalogue: Catalogue

    def __enter__(self) -> Studio:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.background.close()
        self.jobs.close()
        self.pool.close()
        self.catalogue.close()
