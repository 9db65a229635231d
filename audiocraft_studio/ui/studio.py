"""What the page needs of the studio: the services by name, all of them given by the composition root."""

from __future__ import annotations

from typing import Protocol

from audiocraft_studio.services.generation import Generation
from audiocraft_studio.services.library import Library
from audiocraft_studio.services.models import Models
from audiocraft_studio.services.plan import Plan
from audiocraft_studio.services.projects import Projects
from audiocraft_studio.services.scenes import Scenes
from audiocraft_studio.services.variations import Variations


class Studio(Protocol):
    """Every tab's `build` gets one and takes the services it needs from it."""

    @property
    def generation(self) -> Generation: ...

    @property
    def library(self) -> Library: ...

    @property
    def models(self) -> Models: ...

    @property
    def plan(self) -> Plan: ...

    @property
    def projects(self) -> Projects: ...

    @property
    def scenes(self) -> Scenes: ...

    @property
    def variations(self) -> Variations: ...
