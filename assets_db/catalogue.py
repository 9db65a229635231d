"""Catalogue: the assets and documents of one data folder, owned by one process."""

from __future__ import annotations

import re
from binascii import a2b_base64
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from types import TracebackType

from assets_db import unfinished
from assets_db.documents import Documents
from assets_db.errors import CatalogueError, NoSuchRecord, RecordError, from_os_error
from assets_db.fields import descriptor as checked_descriptor
from assets_db.ids import IdMaker
from assets_db.index import SearchIndex
from assets_db.lines import Record, decode, encode
from assets_db.lock import FolderLock
from assets_db.migrations import SCHEMA, migrate
from assets_db.query_language import parse
from assets_db.records import Asset
from assets_db.search import Facets, Page, Search, Similar
from assets_db.storage import Check, JournalStorage
from assets_db.table import RecordTable

_KIND = re.compile(r"[a-z][a-z0-9_]{0,31}")
_REMEDY = (
    "Bring the assets back from the sidecars beside the audio files with assets_db.rebuild(catalogue, sidecar_folder), "
    "or restore the file from a backup."
)


class Catalogue:
    """All assets and documents of a data folder. Safe to use from several threads.

    A method that changes something returns when the change is on the disk; one that raises has changed nothing.
    Readers see whole states, and do not wait for writers. What goes in and comes out shares nothing with the store.

    assets: the assets as a TinyDB table, for queries beyond `search`; its document ids are the assets' ids.
    new_id: makes ids for new assets and documents.
    recovery: what was damaged in the assets' files when they were read, None where nothing was; it was logged too.
    """

    def __init__(self, folder: Path) -> None:
        """Use `Catalogue.open`."""
        self.folder = folder
        self.new_id = IdMaker()
        self._lock = Lock()
        self._owned = FolderLock(folder)
        try:
            unfinished.refuse(folder)
            self._storage = JournalStorage(
                folder / "assets.json", "assets", schema=SCHEMA, upgrade=_upgraded, remedy=_REMEDY
            )
        except BaseException:
            self._owned.release()
            raise
        self.recovery = self._storage.recovery
        self.assets = RecordTable(self._storage, _checked)
        self._index = SearchIndex(self._storage)
        self._documents: dict[str, Documents] = {}
        self._closed = False

    @classmethod
    def open(cls, folder: Path | str) -> Catalogue:
        """Opens the catalogue in `folder`, which is made where it is missing.

        Raises CatalogueLocked where another process has it open; CatalogueDamaged where nothing whole can be told of
        assets.json (it is kept aside, and the next opening starts without it); LaterSchema; FileTrouble, also where a
        restore into the folder was cut off. Of damaged files what is whole is taken, and they are kept aside: see
        `recovery`.
        """
        folder = Path(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise from_os_error(folder, error) from error
        return cls(folder)

    def fold(self) -> None:
        """Folds the journals of assets and opened documents into their snapshots, as otherwise happens by itself.

        Raises DiskFull, FileTrouble; nothing is lost then.
        """
        for storage in self._opened():
            storage.fold()

    def _opened(self) -> list[JournalStorage]:
        with self._lock:
            return [self._storage, *(documents.storage for documents in self._documents.values())]

    def close(self) -> None:
        """Lets the next process in. Calling it again does nothing."""
        with self._lock:
            self._closed = True
        for storage in self._opened():
            storage.close()
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
        new: dict[str, bytes] = {}
        for asset in assets:
            if asset.id in new:
                raise RecordError("id", f"{asset.id!r} occurs twice")
            new[asset.id] = encode(asset.to_dict())

        def must_be_new(is_there: Callable[[str], bool]) -> None:
            for key in new:
                if is_there(key):
                    raise RecordError("id", f"{key!r} is in the catalogue already. Use update to replace the asset")

        self._storage.commit(new, check=must_be_new)

    def update(self, asset: Asset) -> None:
        """Replaces the whole record of an asset. Raises NoSuchRecord, DiskFull, FileTrouble."""
        self.update_many([asset])

    def update_many(self, assets: Iterable[Asset]) -> None:
        """Replaces whole records as one write: all of them or none. Raises as `update`."""
        changed = {asset.id: encode(asset.to_dict()) for asset in assets}
        self._storage.commit(changed, check=_must_be_there(changed))

    def get(self, key: str) -> Asset:
        """The asset with the id `key`. Raises NoSuchRecord."""
        return Asset.from_dict(decode(self._line(key)))

    def remove(self, key: str) -> None:
        """Removes the record; the audio file is the caller's. Raises NoSuchRecord, DiskFull, FileTrouble."""
        self.remove_many([key])

    def remove_many(self, keys: Iterable[str]) -> None:
        """Removes records as one write: all of them or none. Raises as `remove`."""
        removed = list(keys)
        self._storage.commit({}, removed, _must_be_there(removed))

    def __contains__(self, key: object) -> bool:
        return key in self._storage

    def ids(self) -> set[str]:
        """The ids of all assets, those in the trash included."""
        return set(self.assets.records())

    def count(self) -> int:
        """The number of all assets, those in the trash included."""
        return len(self._storage)

    def search(
        self, query: Search | str = "", *, limit: int | None = 50, offset: int = 0, sort: str = "-created_at"
    ) -> Page:
        """The assets that meet `query`, from `offset` on, at most `limit` (None: all).

        query: a Search, or what a user wrote in the search box. sort: created_at, rating, duration or name, with "-"
        before it for descending, ties by id; or relevance: the best first, ties newest first. Raises QueryError.
        """
        first = max(0, offset)
        last = None if limit is None else first + max(0, limit)
        total, lines = self._index.find(_wanted(query), sort, first, last)
        return Page(total, list(map(_asset, lines)))

    def search_ids(self, query: Search | str = "", *, sort: str = "-created_at") -> list[str]:
        """The ids of all assets that meet `query`, for those who need no records. See `search`."""
        return self._index.ids(_wanted(query), sort)

    def facets(self, query: Search | str = "") -> Facets:
        """How many of the assets that meet `query` have which type, status, tag, … Raises QueryError."""
        return self._index.facets(_wanted(query))

    def similar(self, key: str, query: Search | str = "", *, limit: int = 24) -> list[Similar]:
        """The assets most similar to the asset `key`, itself left out; see `similar_to`. Raises NoSuchRecord."""
        descriptor = decode(self._line(key))["descriptor"]
        return self._similar(descriptor, query, limit, without=key)

    def similar_to(self, descriptor: str, query: Search | str = "", *, limit: int = 24) -> list[Similar]:
        """The `limit` assets most similar to a descriptor in Base64 among those that meet `query`, nearest first.

        Only descriptors of the same kind and length are compared; ties newest first. An empty descriptor has nothing
        similar. Raises RecordError where it is not a descriptor, QueryError.
        """
        return self._similar(checked_descriptor(descriptor, "descriptor"), query, limit)

    def _similar(self, descriptor: str, query: Search | str, limit: int, without: str = "") -> list[Similar]:
        found = self._index.similar(a2b_base64(descriptor), _wanted(query), limit, without)
        return [Similar(_asset(line), score) for line, score in found]

    def children(self, key: str) -> list[str]:
        """The ids of all assets, those in the trash included, that name `key` as a parent; oldest first."""
        return self._index.children(key)

    def undescribed(self, limit: int) -> list[str]:
        """The ids of at most `limit` assets without a descriptor, those in the trash included; newest first."""
        return self._index.undescribed(limit)

    def warm(self) -> None:
        """Makes what searches need, in this thread, instead of when the first search needs it.

        Changes do not wait for it, and searches only for what they need themselves.
        """
        self._index.warm()

    def documents(self, kind: str) -> Documents:
        """The documents of a kind (scenes, sounds, grids, projects, jobs, …), kept in documents-<kind>.json.

        Raises CatalogueDamaged, LaterSchema or FileTrouble when the kind is first asked for; ValueError for a kind
        that is not a lower-case word.
        """
        if not _KIND.fullmatch(kind):
            raise ValueError(f"a kind is a word in lower case, not {kind!r}")
        with self._lock:
            if kind not in self._documents:
                if self._closed:
                    raise CatalogueError(f"{self.folder} was closed. Open the catalogue again.")
                self._documents[kind] = Documents(self.folder, kind)
            return self._documents[kind]

    def stores(self) -> list[JournalStorage]:
        """The storages of the assets and of all kinds of documents in the folder, for a backup. Raises as `documents`.

        Nothing but `backup` should need them.
        """
        names = (file.name.removeprefix("documents-").split(".")[0] for file in self.folder.glob("documents-*"))
        kinds = sorted({name for name in names if _KIND.fullmatch(name)})
        return [self._storage, *(self.documents(kind).storage for kind in kinds)]

    def _line(self, key: str) -> bytes:
        try:
            return self._storage.line(key)
        except KeyError as error:
            raise NoSuchRecord("assets", key) from error


def _wanted(query: Search | str) -> Search:
    return parse(query) if isinstance(query, str) else query


def _asset(line: bytes) -> Asset:
    return Asset.from_dict(decode(line))


def _checked(record: Record) -> Record:
    return Asset.from_dict(record).to_dict()


def _upgraded(record: Record, schema: int) -> Record:
    return migrate(record, schema)


def _must_be_there(keys: Iterable[str]) -> Check:
    def check(is_there: Callable[[str], bool]) -> None:
        for key in keys:
            if not is_there(key):
                raise NoSuchRecord("assets", key)

    return check
