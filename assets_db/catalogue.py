"""Catalogue: the assets and documents of one data folder, owned by one process."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Lock, RLock
from types import TracebackType

from assets_db.documents import Documents
from assets_db.errors import NoSuchRecord, RecordError, from_os_error
from assets_db.ids import IdMaker
from assets_db.lock import FolderLock
from assets_db.migrations import SCHEMA, migrate
from assets_db.query_language import parse
from assets_db.records import Asset
from assets_db.search import Facets, Page, Search, condition, count_facets, order
from assets_db.storage import JsonStorage, Record
from assets_db.table import RecordTable

KEPT_RESULTS = 8
_KIND = re.compile(r"[a-z][a-z0-9_]{0,31}")
_REMEDY = (
    "Open the catalogue again, it starts empty; then bring the assets back from the sidecars beside the audio files "
    "with assets_db.rebuild(catalogue, sidecar_folder), or restore the file from a backup."
)


class Catalogue:
    """All assets and documents of a data folder. Safe to use from several threads.

    A method that changes something returns when the change is on the disk; one that raises has changed nothing.
    Readers see whole states, and do not wait for writers. What goes in and comes out shares nothing with the store.

    assets: the assets as a TinyDB table, for queries beyond `search`; its document ids are the assets' ids.
    new_id: makes ids for new assets and documents.
    """

    def __init__(self, folder: Path) -> None:
        """Use `Catalogue.open`."""
        self.folder = folder
        self.new_id = IdMaker()
        self._lock = RLock()
        self._owned = FolderLock(folder)
        try:
            self._storage = JsonStorage(folder / "assets.json", schema=SCHEMA, upgrade=_upgraded, remedy=_REMEDY)
        except BaseException:
            self._owned.release()
            raise
        self.assets = RecordTable(self._storage, "assets", self._lock, _checked)
        self._documents: dict[str, Documents] = {}
        self._found_lock = Lock()
        self._found_in: Mapping[str, Record] = {}
        self._found: dict[tuple[str, str], list[Record]] = {}

    @classmethod
    def open(cls, folder: Path | str) -> Catalogue:
        """Opens the catalogue in `folder`, which is made where it is missing.

        Raises CatalogueLocked where another process has it open; CatalogueDamaged where assets.json is not what was
        written (it is kept aside, and the next opening starts empty); LaterSchema; FileTrouble.
        """
        folder = Path(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise from_os_error(folder, error) from error
        return cls(folder)

    def close(self) -> None:
        """Lets the next process in. Calling it again does nothing."""
        with self._lock:
            self._storage.close()
            for documents in self._documents.values():
                documents.close()
            self._owned.release()

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def insert(self, asset: Asset) -> None:
        """Adds a new asset. Raises RecordError where its id is taken, DiskFull, FileTrouble."""
        self.insert_many([asset])

    def insert_many(self, assets: Iterable[Asset]) -> None:
        """Adds new assets as one write: all of them or none. Raises as `insert`."""
        new: dict[str, Record] = {}
        for asset in assets:
            if asset.id in new:
                raise RecordError("id", f"{asset.id!r} occurs twice")
            new[asset.id] = asset.to_dict()
        with self._lock:
            for key in new.keys() & self.assets.records().keys():
                raise RecordError("id", f"{key!r} is in the catalogue already. Use update to replace the asset")
            if new:
                self.assets.apply(new)

    def update(self, asset: Asset) -> None:
        """Replaces the whole record of an asset. Raises NoSuchRecord, DiskFull, FileTrouble."""
        self.update_many([asset])

    def update_many(self, assets: Iterable[Asset]) -> None:
        """Replaces whole records as one write: all of them or none. Raises as `update`."""
        changed = {asset.id: asset.to_dict() for asset in assets}
        with self._lock:
            for key in changed:
                self._record(key)
            if changed:
                self.assets.apply(changed)

    def get(self, key: str) -> Asset:
        """The asset with the id `key`. Raises NoSuchRecord."""
        return Asset.from_dict(self._record(key))

    def remove(self, key: str) -> None:
        """Removes the record; the audio file is the caller's. Raises NoSuchRecord, DiskFull, FileTrouble."""
        with self._lock:
            self._record(key)
            self.assets.apply({}, remove=[key])

    def __contains__(self, key: object) -> bool:
        return key in self.assets.records()

    def ids(self) -> set[str]:
        """The ids of all assets, those in the trash included."""
        return set(self.assets.records())

    def count(self) -> int:
        """The number of all assets, those in the trash included."""
        return len(self.assets.records())

    def search(
        self, query: Search | str = "", *, limit: int | None = 50, offset: int = 0, sort: str = "-created_at"
    ) -> Page:
        """The assets that meet `query`, from `offset` on, at most `limit` (None: all).

        query: a Search, or what a user wrote in the search box. sort: created_at, rating, duration or name, with "-"
        before it for descending; ties by id. Raises QueryError.
        """
        wanted = parse(query) if isinstance(query, str) else query
        found = self._remembered((repr(wanted), sort), lambda: order(self._matching(wanted), sort))
        first = max(0, offset)
        last = None if limit is None else first + max(0, limit)
        return Page(len(found), [Asset.from_dict(record) for record in found[first:last]])

    def facets(self, query: Search | str = "") -> Facets:
        """How many of the assets that meet `query` have which type, status, tag, project and model."""
        return count_facets(self._matching(query))

    def documents(self, kind: str) -> Documents:
        """The documents of a kind (scenes, sounds, grids, projects, jobs, …), kept in documents-<kind>.json.

        Raises CatalogueDamaged, LaterSchema or FileTrouble when the kind is first asked for; ValueError for a kind
        that is not a lower-case word.
        """
        if not _KIND.fullmatch(kind):
            raise ValueError(f"a kind is a word in lower case, not {kind!r}")
        with self._lock:
            if kind not in self._documents:
                self._storage.read()  # raises where the catalogue was closed
                self._documents[kind] = Documents(self.folder, kind, self._lock)
            return self._documents[kind]

    def _record(self, key: str) -> Record:
        try:
            return self.assets.records()[key]
        except KeyError as error:
            raise NoSuchRecord("assets", key) from error

    def _matching(self, query: Search | str) -> list[Record]:
        search = parse(query) if isinstance(query, str) else query
        wanted = condition(search)
        return self._remembered(
            (repr(search), ""), lambda: [record for record in self.assets.records().values() if wanted(record)]
        )

    def _remembered(self, key: tuple[str, str], find: Callable[[], list[Record]]) -> list[Record]:
        """What `find` gives, kept until something changes: a list that is scrolled asks for page after page of it."""
        state = self.assets.records()
        with self._found_lock:
            if self._found_in is not state:
                self._found_in, self._found = state, {}
            known = self._found.get(key)
        if known is not None:
            return known
        found = find()
        with self._found_lock:
            # only what was found in this very state may be kept for it
            if self._found_in is state and self.assets.records() is state:
                while len(self._found) >= KEPT_RESULTS:
                    del self._found[next(iter(self._found))]
                self._found[key] = found
        return found


def _checked(record: Record) -> Record:
    return Asset.from_dict(record).to_dict()


def _upgraded(record: Record, schema: int) -> Record:
    return migrate(record, schema)
