"""rebuild: the catalogue from the sidecars beside the audio files."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from assets_db.catalogue import Catalogue
from assets_db.errors import FileTrouble, RecordError
from assets_db.records import Asset


@dataclass(frozen=True)
class Rebuilt:
    """added: assets that were missing. kept: sidecars whose asset was there. replaced: how many of those became what
    their sidecar says. errors: unusable sidecars, and why."""

    added: int
    kept: int
    replaced: int = 0
    errors: list[tuple[Path, str]] = field(default_factory=list)


def rebuild(catalogue: Catalogue, sidecar_folder: Path, *, replace: bool = False) -> Rebuilt:
    """Adds to `catalogue` what the sidecars in `sidecar_folder` and below know and it does not, as one write.

    A sidecar is a *.json file with an `Asset.to_dict()`. Records that are there already are left as they are, or with
    `replace` become what their sidecar says. The catalogue's own files are passed over. Raises FileTrouble where the
    folder is missing, DiskFull.
    """
    folder = Path(sidecar_folder)
    if not folder.is_dir():
        raise FileTrouble(folder, "there is no such folder")
    found: dict[str, Asset] = {}
    errors: list[tuple[Path, str]] = []
    for path in sorted(folder.rglob("*.json")):
        if _is_own(catalogue, path) or not path.is_file():
            continue
        try:
            asset = read_sidecar(path)
            if found.setdefault(asset.id, asset) != asset:
                raise RecordError("id", f"another sidecar has the id {asset.id!r} too, and was read first", path)
        except RecordError as error:
            errors.append((path, str(error)))
    missing = [asset for key, asset in found.items() if key not in catalogue]
    others = [asset for key, asset in found.items() if replace and key in catalogue and catalogue.get(key) != asset]
    catalogue.insert_many(missing)
    catalogue.update_many(others)
    return Rebuilt(len(missing), len(found) - len(missing), len(others), errors)


def read_sidecar(path: Path) -> Asset:
    """The asset that a sidecar describes, in the form of today. Raises RecordError, which names the file."""
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise RecordError("file", f"cannot be read: {error.strerror or error}", path) from error
    except (ValueError, RecursionError) as error:
        raise RecordError("file", f"is not JSON: {error}", path) from error
    try:
        return Asset.from_dict(data)
    except RecordError as error:
        raise RecordError(error.field, error.reason, path) from error


def _is_own(catalogue: Catalogue, path: Path) -> bool:
    own = path.name == "assets.json" or path.name.startswith("documents-")
    return own and path.parent.resolve() == catalogue.folder.resolve()
