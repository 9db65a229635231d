"""What a WAV file of the studio says about itself: its record and recipe, in an iXML chunk."""

from __future__ import annotations

import json
from collections.abc import Mapping

from assets_db import Asset, CatalogueError
from audiocraft_studio.audiofile import ixml

BLOCK = "AUDIOCRAFT_STUDIO"
NOT_SAID = ("review", "quality", "descriptor", "created_by", "collections", "trashed_at", "sound")
"""What concerns those who work on the sound, or can be found out from it."""


def written(asset: Asset) -> bytes:
    """The iXML document of an asset: fields that other programs read, and the record in a block of our own."""
    recipe = asset.recipe
    prompt, seed = str(recipe.get("prompt", "")), recipe.get("seed")
    known = {key: value for key, value in asset.to_dict().items() if key not in NOT_SAID}
    tracks = [{"CHANNEL_INDEX": str(i + 1), "INTERLEAVE_INDEX": str(i + 1)} for i in range(asset.channels)]
    return ixml.build({
        "PROJECT": asset.project,
        "NOTE": prompt,
        "TRACK_LIST": {"TRACK_COUNT": str(asset.channels), "TRACK": tracks},  # without it some readers crash
        "USER": {
            "FXNAME": asset.name, "DESCRIPTION": asset.description or prompt, "CATEGORY": asset.category.upper(),
            "SUBCATEGORY": asset.subcategory.upper(), "CATID": asset.ucs, "KEYWORDS": ", ".join(asset.tags),
        },
        BLOCK: {
            "NAME": asset.name, "PROMPT": prompt, "SEED": "" if seed is None else str(seed),
            "MODEL": str(recipe.get("model", "")), "LICENCE": asset.licence,
            "RECORD": json.dumps(known, allow_nan=False),
        },
    })  # fmt: skip


def read(texts: Mapping[str, str]) -> Asset | None:
    """The record in the texts of an iXML chunk; None where there is none, or what is there is no record."""
    return record(texts.get(f"{BLOCK}/RECORD", ""))


def record(text: str | bytes) -> Asset | None:
    """The record that a text (a sidecar, or the one in a file) writes down; None where it is none."""
    try:
        return Asset.from_dict(json.loads(text))
    except (CatalogueError, ValueError, RecursionError):
        return None
