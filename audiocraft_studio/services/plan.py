"""The project plan: sounds defined before they are made, and how many are there and approved."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from assets_db import Asset, Catalogue, Search
from audiocraft_studio.errors import InputError
from audiocraft_studio.jobs.states import Job
from audiocraft_studio.services import checks
from audiocraft_studio.services.generation import GenerateRequest, Generation
from audiocraft_studio.services.guard import Documents
from audiocraft_studio.services.models import SKETCH

VARIABLE = re.compile(r"\{([^{}]*)\}")
MAX_PROMPTS = 500
FREE_TEXT = ("category", "subcategory", "purpose", "area", "event")
FILE_NAME = "{area}_{sound}_{n:02}"


@dataclass(frozen=True)
class Sound:
    """A definition: everything of row M9. `template` holds {variables}; `options` their values."""

    name: str
    type: str = "sfx"
    category: str = ""
    subcategory: str = ""
    purpose: str = ""
    area: str = ""
    event: str = ""
    template: str = ""
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    model: str = SKETCH
    duration_s: float = 3.0
    params: Mapping[str, Any] = field(default_factory=dict)
    file_name: str = FILE_NAME
    required: int = 3
    project: str = "default"
    id: str = ""


@dataclass(frozen=True)
class Coverage:
    """A sound with what exists of it: its assets (not trashed, not rejected), and counts against `required`."""

    sound: Sound
    assets: tuple[Asset, ...]

    @property
    def generated(self) -> int:
        return len(self.assets)

    @property
    def approved(self) -> int:
        return sum(a.review.status in ("approved", "delivered") for a in self.assets)

    @property
    def missing(self) -> int:
        return max(0, self.sound.required - self.generated)


class Plan:
    """Sound definitions of all projects, and making what they ask for."""

    def __init__(self, catalogue: Catalogue, generation: Generation, new_id: Callable[[], str]) -> None:
        self._catalogue = catalogue
        self._documents = Documents(catalogue, "sounds")
        self._generation = generation
        self._new_id = new_id

    def define(self, sound: Sound) -> Sound:
        """Stores a definition, new (without id) or changed. Raises InputError that names the field."""
        kept = replace(checked(sound), id=sound.id or self._new_id())
        self._documents.put(kept.id, asdict(kept))
        return kept

    def get(self, sound_id: str) -> Sound:
        return _from_record(self._documents.get(sound_id))

    def remove(self, sound_id: str) -> None:
        """Forgets the definition; sounds made from it stay in the library."""
        self._documents.remove(sound_id)

    def coverage(self, project: str) -> list[Coverage]:
        """Every sound of a project with what exists, by area and name."""
        sounds = [_from_record(d) for d in self._documents.all() if d["project"] == project]
        sounds.sort(key=lambda s: (s.area.casefold(), s.name.casefold()))
        return [self._covered(sound) for sound in sounds]

    def of(self, sound_id: str) -> Coverage:
        """One sound with what exists of it. Raises NotFound."""
        return self._covered(self.get(sound_id))

    def generate(self, sound_id: str, count: int | None = None, *, owner: str) -> Job:
        """Queues `count` new variants (what is missing when not given, at least one), going on through the prompts."""
        covered = self.of(sound_id)
        sound = covered.sound
        n = checks.whole("Takes", count if count is not None else max(1, covered.missing), 1, checks.MAX_COUNT)
        filled = prompts(sound)
        turns = [filled[(covered.generated + i) % len(filled)] for i in range(n)]
        request = GenerateRequest(
            prompts=tuple(text for text, _ in turns), values=tuple(values for _, values in turns), type=sound.type,
            model=sound.model, duration_s=sound.duration_s, project=sound.project, tags=sound.tags, params=sound.params,
            name=sound.name, category=sound.category, subcategory=sound.subcategory, sound=sound.id,
            template=sound.template,
        )  # fmt: skip
        return self._generation.submit(request, owner=owner, context={"sound": sound.id})

    def markdown(self, project: str) -> str:
        """The plan as a document: a table an area, with coverage."""
        rows = self.coverage(project)
        required = sum(c.sound.required for c in rows)
        lines = [
            f"# {project}: sounds",
            "",
            f"{len(rows)} sounds, {required} variants required, {sum(min(c.generated, c.sound.required) for c in rows)}"
            f" generated, {sum(min(c.approved, c.sound.required) for c in rows)} approved.",
        ]
        for area, group in itertools.groupby(rows, key=lambda c: c.sound.area):
            lines += ["", f"## {_cell(area) or 'No area'}", "",
                      "| Sound | Type | Event | Prompt template | Options | Required | Generated | Approved |",
                      "|---|---|---|---|---|---:|---:|---:|"]  # fmt: skip
            for c in group:
                s = c.sound
                options = "; ".join(f"{k}: {', '.join(v)}" for k, v in s.options.items())
                cells = (s.name, s.type, s.event, s.template, options, s.required, c.generated, c.approved)
                lines.append("| " + " | ".join(_cell(v) for v in cells) + " |")
        return "\n".join(lines) + "\n"

    def _covered(self, sound: Sound) -> Coverage:
        made = self._catalogue.search(Search(sound=sound.id), limit=None, sort="created_at").assets
        return Coverage(sound, tuple(asset for asset in made if asset.review.status != "rejected"))


def prompts(sound: Sound) -> list[tuple[str, dict[str, str]]]:
    """Every prompt of the template with the values it was filled from; variables vary slowest from the left."""
    names = list(sound.options)
    combinations = itertools.product(*(sound.options[n] for n in names))
    filled = []
    for values in itertools.islice(combinations, MAX_PROMPTS):
        chosen = dict(zip(names, values, strict=True))
        filled.append((VARIABLE.sub(lambda m, c=chosen: c[m[1].strip()], sound.template), chosen))  # type: ignore[misc]
    return filled


def checked(sound: Sound) -> Sound:
    """The definition with everything cleaned. Raises InputError that names the field."""
    template = checks.prompt(sound.template)
    used = [m.strip() for m in VARIABLE.findall(template)]
    options = {
        checks.clean_text("Options", k, checks.MAX_NAME): tuple(
            v for v in (checks.clean_text("Options", o, checks.MAX_PROMPT) for o in values) if v
        )
        for k, values in sound.options.items()
    }
    for variable in used:
        if not options.get(variable):
            raise InputError(
                "Options", f"{{{variable}}} stands in the template but has no values. Give it at least one."
            )
    cleaned: dict[str, Any] = {k: checks.clean_text(k.capitalize(), getattr(sound, k), 200) for k in FREE_TEXT}
    return replace(
        sound,
        name=checks.name("Sound", sound.name),
        type=checks.asset_type(sound.type),
        template=template,
        options={k: v for k, v in options.items() if k in used},
        tags=checks.tags(sound.tags),
        project=checks.name("Project", sound.project),
        duration_s=checks.number("Duration", sound.duration_s, 0.05, 600, "s"),
        required=checks.whole("Required", sound.required, 0, 1000),
        file_name=checks.clean_text("File name", sound.file_name, 200) or FILE_NAME,
        **cleaned,
    )


def _from_record(data: Mapping[str, Any]) -> Sound:
    known = {f.name for f in fields(Sound)}
    values = {k: v for k, v in data.items() if k in known}
    values["options"] = {k: tuple(v) for k, v in values["options"].items()}
    values["tags"] = tuple(values["tags"])
    return Sound(**values)


def _cell(value: object) -> str:
    return str(value).replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
