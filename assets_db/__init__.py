"""assets_db: the TinyDB store of sounds and everything known about them.

with Catalogue.open(folder) as catalogue:
    catalogue.insert(asset)
    page = catalogue.search('type:sfx rating:>=4 "tin roof" -tag:draft')
"""

from __future__ import annotations

from assets_db.backup import BackedUp, backup
from assets_db.catalogue import Catalogue
from assets_db.check import Checked, check
from assets_db.damage import Recovery
from assets_db.documents import Documents
from assets_db.errors import (
    CatalogueDamaged,
    CatalogueError,
    CatalogueLocked,
    DiskFull,
    FileTrouble,
    LaterSchema,
    NoSuchRecord,
    QueryError,
    RecordError,
)
from assets_db.fields import STATUSES, TYPES
from assets_db.files import write_aside, write_many_aside
from assets_db.ids import IdMaker
from assets_db.progress import Tick, silent
from assets_db.query_language import parse
from assets_db.rebuild import Rebuilt, read_sidecar, rebuild
from assets_db.records import Asset, Comment, Parent, Review
from assets_db.restoring import Restored, restore
from assets_db.search import Facets, Page, Search, Similar

__all__ = [
    "STATUSES",
    "TYPES",
    "Asset",
    "BackedUp",
    "Catalogue",
    "CatalogueDamaged",
    "CatalogueError",
    "CatalogueLocked",
    "Checked",
    "Comment",
    "DiskFull",
    "Documents",
    "Facets",
    "FileTrouble",
    "IdMaker",
    "LaterSchema",
    "NoSuchRecord",
    "Page",
    "Parent",
    "QueryError",
    "Rebuilt",
    "RecordError",
    "Recovery",
    "Restored",
    "Review",
    "Search",
    "Similar",
    "Tick",
    "backup",
    "check",
    "parse",
    "read_sidecar",
    "rebuild",
    "restore",
    "silent",
    "write_aside",
    "write_many_aside",
]
