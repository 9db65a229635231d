"""Projects: names under which sounds, scenes and plans belong together."""

from __future__ import annotations

from assets_db import Catalogue
from audiocraft_studio.services import checks
from audiocraft_studio.services.clock import utc_now
from audiocraft_studio.services.guard import Documents

DEFAULT = "default"


class Projects:
    """A project exists once it was made here or an asset names it. Names are data: none of them ever becomes a path."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._made = Documents(catalogue, "projects")

    def add(self, name: str) -> str:
        """Makes a project; one that is there already stays as it is. The cleaned name."""
        kept = checks.name("Project", name)
        if kept not in self.names():
            self._made.put(kept, {"name": kept, "created_at": utc_now()})
        return kept

    def names(self) -> list[str]:
        """By name, "default" among them."""
        return sorted({DEFAULT, *(d["name"] for d in self._made.all()), *self.counts()}, key=str.casefold)

    def counts(self) -> dict[str, int]:
        """Assets a project, the trash left out."""
        return dict(self._catalogue.facets("").project)
