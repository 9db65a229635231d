"""What becomes of a file that comes in: the draft of an asset, from what its name, its texts and the user say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from assets_db import Asset
from audiocraft_studio.recipe import Recipe
from audiocraft_studio.services import checks, filenames
from audiocraft_studio.services.assets import Draft, slug
from audiocraft_studio.services.contents import Contents
from audiocraft_studio.services.filenames import Said
from audiocraft_studio.services.ucs import Ucs

AUTO = "auto"
OWN_LICENCE = "own recording"
MAX_PATH = 1000


@dataclass(frozen=True)
class Wanted:
    """What the user wants of the sounds. Raises InputError for what cannot be used.

    type: one of the asset types, or "auto" for what each file's name and length suggest. folder_tags: whether the names
    of the folders in a file's path become tags. collection: the one that they go into, "" for none.
    """

    project: str = "default"
    type: str = "sfx"
    folder_tags: bool = False
    collection: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "project", checks.name("Project", self.project))
        if self.type != AUTO:
            checks.asset_type(self.type)
        checks.flag("Folder tags", self.folder_tags)
        if self.collection != "":
            object.__setattr__(self, "collection", checks.name("Collection", self.collection))


def draft(contents: Contents, path: str, wanted: Wanted, ucs: Ucs, *, asset_id: str, by: str) -> Draft:
    """`path`: what the user calls the file, from the folder on that was picked, with forward slashes."""
    audio, record = contents.file.audio, contents.record
    said = filenames.read(path, ucs)
    known = record if contents.unchanged else None
    cat_id, category, subcategory = _category(said, known, contents, ucs)
    kind = wanted.type
    if kind == AUTO:
        kind = known.type if known else filenames.guess_type(path, audio.duration_s, cat_id)
    tags = (*(said.tags if wanted.folder_tags else ()), *(known.tags if known else ()))
    return Draft(
        id=asset_id, type=kind, project=wanted.project, name=_name(said, path, known), ucs=cat_id, category=category,
        subcategory=subcategory, tags=checks.tags(tuple(dict.fromkeys(tags))[: checks.MAX_TAGS]),
        collections=(wanted.collection,) if wanted.collection else (), description=_text(contents.description),
        recipe=Recipe("import", "1", "", "", kind, 0, audio.duration_s, params=_origin(contents, path, said)),
        licence=_text(record.licence if record else OWN_LICENCE), created_by=by, notes=_notes(contents),
    )  # fmt: skip


def _category(said: Said, known: Asset | None, contents: Contents, ucs: Ucs) -> tuple[str, str, str]:
    """CatID, category and subcategory: the file's name says it first, then its record, then its own texts."""
    if said.ucs:
        return said.ucs, said.category, said.subcategory
    if known:
        return known.ucs, known.category, known.subcategory
    cat_id = contents.metadata.get("catid", "")
    found = ucs.category(cat_id)
    return (cat_id, found.name, found.subcategory) if found else ("", "", "")


def _name(said: Said, path: str, known: Asset | None) -> str:
    """A download is called after its sound in plain letters: then the sound's own name is the better one."""
    if known and slug(known.name) == slug(PurePosixPath(path).stem):
        return known.name
    return said.name or "Import"


def _origin(contents: Contents, path: str, said: Said) -> dict[str, str]:
    record = contents.record
    origin = {
        "file": _text(path)[:MAX_PATH], "format": contents.file.format, "subtype": contents.file.subtype,
        "creator": said.creator, "source": said.source, "made_as": record.id if record else "",
    }  # fmt: skip
    return {key: value for key, value in origin.items() if value}


def _notes(contents: Contents) -> tuple[str, ...]:
    n_channels, record = contents.file.audio.channels, contents.record
    notes = []
    if n_channels > 2:
        notes.append(f"All {n_channels} channels are kept; scenes play the first two.")
    if record:
        changed = "" if contents.unchanged else ", and was changed since"
        notes.append(f"The file says that a studio made it as “{record.name}”{changed}.")
    return tuple(notes)


def _text(text: str) -> str:
    return checks.clean_text("Description", text, len(text))
