"""The reports of the commands, in plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from assets_db import Asset, BackedUp, Catalogue, Rebuilt
from audiocraft_studio.services.upkeep import SET_ASIDE, Findings, Mended, can_be_made_again

SHOWN = 20


def counted(n: int, thing: str) -> str:
    """ "1 sound", "1,204 sounds"."""
    return f"{n:,} {thing}{'' if n == 1 else 's'}"


def named(asset: Asset) -> str:
    trashed = ", in the trash" if asset.trashed_at else ""
    return f"“{asset.name}” ({asset.project}{trashed}; {asset.id})"


def saved(path: Path, found: BackedUp) -> str:
    size = f"{found.n_bytes / 1e6:,.1f} MB"
    told = f"Saved {counted(found.n_assets, 'record')} and {counted(found.n_files, 'file')} to {path}: {size}."
    return "\n".join([told, *_listed("Left out, gone meanwhile or with a name that is no text", found.left_out)])


def findings(found: Findings, catalogue: Catalogue) -> Iterator[str]:
    """What an examination found, kind by kind."""
    checked = found.checked
    yield f"{counted(checked.n_assets, 'sound')} in the catalogue, the trash included."
    if found.is_fine:
        yield "All is well: every sound is there, with the samples it was saved with, and its sidecar."
        return

    def assets(keys: Iterable[str]) -> list[str]:
        return [named(catalogue.get(key)) for key in keys]

    yield from _listed("Sounds whose file is missing", assets(checked.missing))
    yield from _listed("Sounds whose file has other samples than it was saved with", assets(checked.different))
    unreadable = [f"{named(catalogue.get(key))}: {reason}" for key, reason in checked.unreadable.items()]
    yield from _listed("Sounds whose file cannot be read", unreadable)
    yield from _listed("Sounds that guided others and are lost; those others cannot be made again", found.inputs)
    yield from _listed("Sounds that the catalogue does not know, whole and with a sidecar", map(named, found.adoptable))
    yield from _listed("Sidecars that are missing", assets(checked.without_sidecar))
    yield from _listed("Sidecars that say something else than the catalogue", assets(checked.stale))
    yield from _listed("Files that belong to no sound", checked.orphans)
    yield from _listed("Files that were being written when the program stopped", found.torn)
    yield from _listed("Damaged files of the catalogue, kept aside", found.damaged)
    if found.undecided:
        yield (
            "The catalogue was damaged, so the sidecars may know later changes than it does. To take what they say: "
            "rebuild --all. To stay with the catalogue: move its damaged files away. Then check again."
        )


def lost(assets: Sequence[Asset]) -> Iterator[str]:
    """Which lost sounds can be made again, and how."""
    again = [named(asset) for asset in assets if can_be_made_again(asset)]
    never = [named(asset) for asset in assets if not can_be_made_again(asset)]
    yield from _listed("Lost, can be made again by their recipe: select them in the Library, press Regenerate", again)
    yield from _listed("Lost, were imported: only a backup, or where they came from, has them", never)


def mended(done: Mended, folder: Path) -> str:
    """What was put right."""
    return (
        f"Mended: {counted(len(done.adopted), 'sound')} taken into the catalogue, {counted(done.written, 'sidecar')} "
        f"written, {counted(len(done.set_aside), 'file')} moved to {folder / SET_ASIDE}."
    )


def rebuilt(found: Rebuilt) -> Iterator[str]:
    """What the sidecars gave."""
    yield f"{counted(found.added, 'sound')} taken into the catalogue, {found.kept:,} were there already."
    if found.replaced:
        yield f"{counted(found.replaced, 'record')} became what the sidecar says."
    yield from _listed("Sidecars that cannot be used", [f"{path}: {reason}" for path, reason in found.errors])


def _listed(title: str, things: Iterable[object]) -> Iterator[str]:
    lines = [str(thing) for thing in things]
    if lines:
        yield f"{title}: {len(lines):,}"
        yield from (f"  {line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield f"  … and {len(lines) - SHOWN:,} more"
