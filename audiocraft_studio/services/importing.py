"""Importing: sounds that the studio did not make become assets."""

from __future__ import annotations

import base64
import hashlib
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from assets_db import Asset, Catalogue
from audiocraft_studio.errors import DamagedFile, InputError, StudioError
from audiocraft_studio.jobs.queue import JobQueue
from audiocraft_studio.jobs.states import Job
from audiocraft_studio.jobs.work import Work
from audiocraft_studio.services import contents, inspecting, intake
from audiocraft_studio.services.assets import Assets
from audiocraft_studio.services.folders import Folders, Found
from audiocraft_studio.services.inspecting import Inspection
from audiocraft_studio.services.intake import Wanted
from audiocraft_studio.services.ucs import Ucs

LANE = "import"
MOST_LISTED = 1000
MOST_SHOWN = 100
"""So many assets and failures are listed in the job itself, which is stored again with each."""
FILE_COST = 200_000
"""What a file takes besides its bytes, in bytes: so short files count in the time that is left."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Imported:
    """known: the samples were in the library already, as `asset`; nothing was added then."""

    asset: Asset
    known: bool


@dataclass
class _Tally:
    """What has become of the files of a folder."""

    imported: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    assets: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return {
            "imported": self.imported,
            "skipped": [list(pair) for pair in self.skipped[:MOST_LISTED]],
            "failed": [list(pair) for pair in self.failed[:MOST_LISTED]],
            "n_skipped": len(self.skipped),
            "n_failed": len(self.failed),
            "assets": self.assets,
        }


class Importing:
    """Reads audio files of the user's and keeps those whose samples are not in the library yet."""

    def __init__(
        self, assets: Assets, catalogue: Catalogue, jobs: JobQueue, folders: Folders, new_id: Callable[[], str]
    ) -> None:
        self._assets = assets
        self._catalogue = catalogue
        self._jobs = jobs
        self.folders = folders
        self.ucs = Ucs(assets.folder)
        self._new_id = new_id
        self._saving = threading.Lock()

    def add(self, path: Path, *, name: str = "", wanted: Wanted | None = None, by: str = "script") -> Imported:
        """An asset from an audio file; `name` is what the user calls the file. Raises DamagedFile, InputError."""
        name = name or path.name
        return self._take(path, name, wanted or Wanted(), self._new_id, by)

    def inspect(self, path: Path, name: str) -> Inspection:
        """What is in a file, audio or a sidecar; nothing is kept. Raises DamagedFile, InputError."""
        return inspecting.inspect(path, name, self._catalogue)

    def submit(self, folder: object, wanted: Wanted, *, owner: str) -> Job:
        """Queues the import of all audio files below a folder. Raises InputError."""
        path = self.folders.checked(folder)
        return self._jobs.submit(
            "import", title=f"Import of {path.name or path}", owner=owner, project=wanted.project, lane=LANE,
            payload={"folder": str(path), "wanted": asdict(wanted)},
        )  # fmt: skip

    def run(self, work: Work) -> None:
        """The handler of "import" jobs. Ids come from the job and the file's name, so that one that runs again knows
        what it has made; the files that failed are tried again."""
        folder, wanted, tally = self.folders.checked(work.payload["folder"]), Wanted(**work.payload["wanted"]), _Tally()
        try:
            files = list(_counted(work, self.folders.files(folder)))
            if not files:
                raise InputError("Folder", f"{folder.name} holds no audio files (WAV, FLAC, OGG, MP3, AIFF).")
            costs = [FILE_COST + file.n_bytes for file in files]
            done, before, total = 0, self._made_before(work, files, costs), sum(costs)
            for index, (file, cost) in enumerate(zip(files, costs, strict=True)):
                work.tick(done, total, min(before, done))
                work.count(tally.imported + len(tally.skipped), len(files))
                work.message(file.name)
                self._one(work, index, file, wanted, tally)
                done += cost
            work.count(tally.imported + len(tally.skipped), len(files))
        finally:
            work.result(tally.to_dict())

    def _made_before(self, work: Work, files: list[Found], costs: list[int]) -> int:
        return sum(c for f, c in zip(files, costs, strict=True) if self._assets.knows(_id_of(work.job.id, f.name)))

    def _one(self, work: Work, index: int, file: Found, wanted: Wanted, tally: _Tally) -> None:
        asset_id = _id_of(work.job.id, file.name)
        try:
            if file.trouble:
                raise DamagedFile(file.path, f"{file.name} {file.trouble}", file.trouble)
            if not self._assets.knows(asset_id):
                taken = self._take(file.path, file.name, wanted, lambda: asset_id, work.job.owner)
                if taken.known:
                    tally.skipped.append((file.name, _same_as(taken.asset, tally)))
                    return
        except (DamagedFile, InputError) as error:
            _failed(work, index, tally, file.name, error.reason)
        except StudioError:
            raise
        except Exception as error:  # one strange file must not keep the others out
            log.exception("%s could not be imported", file.path)
            _failed(work, index, tally, file.name, f"could not be taken in ({type(error).__name__}).")
        else:
            tally.imported += 1
            tally.names[asset_id] = file.name
            if len(tally.assets) < MOST_SHOWN:
                work.made(index, asset_id)
                tally.assets.append(asset_id)

    def _take(self, path: Path, name: str, wanted: Wanted, new_id: Callable[[], str], by: str) -> Imported:
        found = contents.read(path, name)
        with self._saving:  # two that send the same sound at once get one asset
            twin = contents.twin(self._catalogue, found.sha256, found.file.audio.sample_rate, found.file.audio.channels)
            if twin:
                return Imported(twin, known=True)
            draft = intake.draft(found, name, wanted, self.ucs, asset_id=new_id(), by=by)
            return Imported(self._assets.save(draft, found.file.audio), known=False)


def _id_of(job_id: str, name: str) -> str:
    """The id of the asset that a job makes of a file: the job's time, and in the place of chance a hash."""
    digest = hashlib.sha256(f"{job_id} {name}".encode()).digest()
    return job_id[:10] + base64.b32hexencode(digest[:10]).decode().lower()


def _counted(work: Work, files: Iterator[Found]) -> Iterator[Found]:
    """A large folder takes a while to walk: it can be cancelled all along."""
    for n, file in enumerate(files):
        if n % 500 == 0:
            work.tick(0, 1)
            work.message(f"Looking for audio files: {n:,}")
        yield file


def _same_as(twin: Asset, tally: _Tally) -> str:
    if twin.id in tally.names:
        return f"is the same sound as {tally.names[twin.id]}."
    return f"is in the library already, as “{twin.name}”."


def _failed(work: Work, index: int, tally: _Tally, name: str, reason: str) -> None:
    if len(tally.failed) < MOST_SHOWN:
        work.failed(index, f"{name} {reason}")
    tally.failed.append((name, reason))
