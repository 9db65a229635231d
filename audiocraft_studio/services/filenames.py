"""What a file's name and folders say about its sound."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from audiocraft_studio.services import checks
from audiocraft_studio.services.ucs import Ucs

AMBIENCE_FROM_S = 20.0

_WORDS = {
    "music": "music song theme melody bpm cue score soundtrack track stem jingle musicloop underscore",
    "ambience": "amb ambience ambiences ambient atmo atmos atmosphere background bg roomtone soundscape walla",
    "voice": "voice voices vox vo dialog dialogue speech narration narrator spoken speak",
    "ui": "ui gui hud menu button click interface notification cursor",
    "sfx": "sfx fx foley impact hit whoosh swoosh footstep footsteps explosion gunshot",
}
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_TYPE_OF = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_TYPE_OF_UCS = {"AMB": "ambience", "MUSC": "music", "VOX": "voice", "UI": "ui"}


@dataclass(frozen=True)
class Said:
    """What a path says: `name` is fit for the screen; `ucs` and `category` are "" where the name does not follow the
    UCS; `tags` are the names of the folders, the outermost first."""

    name: str
    tags: tuple[str, ...] = ()
    ucs: str = ""
    category: str = ""
    subcategory: str = ""
    creator: str = ""
    source: str = ""


def read(path: str, ucs: Ucs) -> Said:
    """`path` from the imported folder on, with forward slashes."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    stem = PurePosixPath(parts[-1]).stem if parts else ""
    folders = (" ".join(re.sub(r"[_\W]+", " ", part).split()) for part in parts[:-1])
    tags = tuple(dict.fromkeys(f[: checks.MAX_NAME].lower() for f in folders if f))[-checks.MAX_TAGS :]
    found = ucs.file_name(stem)
    if found is None:
        return Said(_title(stem), tags)
    return Said(
        _title(found.name), tags, found.cat_id, found.category.name, found.category.subcategory,
        _title(found.creator), _title(found.source),
    )  # fmt: skip


def guess_type(path: str, duration_s: float, cat_id: str = "") -> str:
    """Of what type a sound is: by its CatID, by the words of its path from the file's name outwards, by its length."""
    short = re.match(r"[A-Z]+(?![a-z])", cat_id)
    if short and short[0] in _TYPE_OF_UCS:
        return _TYPE_OF_UCS[short[0]]
    if not cat_id:
        for part in reversed(PurePosixPath(path.replace("\\", "/")).parts):
            words = re.findall(r"[a-z]+", _HUMP.sub(" ", part).lower())
            kinds = [_TYPE_OF[word] for word in words if word in _TYPE_OF]
            if kinds:
                return kinds[0]
    return "ambience" if duration_s >= AMBIENCE_FROM_S else "sfx"


def _title(text: str) -> str:
    kept = checks.clean_text("Name", re.sub(r"[/\\:]", " ", text), len(text))
    return kept.strip(". ")[: checks.MAX_NAME].strip()
