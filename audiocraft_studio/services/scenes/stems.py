"""A render with stems as a ZIP: the mix, a WAV for each layer that begins and ends with it, and a manifest."""

from __future__ import annotations

from pathlib import Path

from assets_db import Asset
from audiocraft_studio.errors import InputError, NotFound
from audiocraft_studio.jobs.queue import JobQueue
from audiocraft_studio.jobs.states import State
from audiocraft_studio.quality.report import number
from audiocraft_studio.services.archives import sound_archive
from audiocraft_studio.services.assets import Assets, slug
from audiocraft_studio.services.scenes import manifest
from audiocraft_studio.services.scenes.model import Scene, scene_from

MIX = "mix.wav"
MANIFEST = "manifest.md"


class Stems:
    """Packs what a render job made."""

    def __init__(self, assets: Assets, jobs: JobQueue) -> None:
        self._assets = assets
        self._jobs = jobs

    def export(self, scene_id: str, job_id: str, path: Path) -> Scene:
        """Writes the ZIP `path` and gives the scene as it was rendered.

        Raises NotFound (the job, or a sound that is gone), InputError (no finished render of this scene with stems),
        DamagedFile, DiskFull.
        """
        job = self._jobs.get(job_id)
        if job.kind != "render" or job.context.get("scene") != scene_id or job.state is not State.DONE or job.total < 2:
            raise InputError("Job", "is no finished render of this scene with stems. Render with stems first.")
        scene = scene_from(job.payload["scene"])
        mix, *stems = (self._assets.get(key) for key in job.assets)
        files = {MIX: mix} | {_name(place, stem): stem for place, stem in enumerate(stems, 1)}
        with sound_archive(path, self._assets) as archive:
            for name, asset in files.items():
                archive.add(asset, name)
            archive.add_text(self._told(scene, files), MANIFEST)
        return scene

    def _told(self, scene: Scene, files: dict[str, Asset]) -> str:
        sounds = {}
        for key in (key for layer in scene.layers for key in layer.assets):
            try:
                sounds[key] = self._assets.get(key)
            except NotFound:
                continue
        rows = ([name, *_row(asset)] for name, asset in files.items())
        heads = ("File", "Sound", "Length", "True peak", "Notes", "SHA-256")
        return f"{manifest.text(scene, sounds)}\n## Files\n\n{manifest.table(heads, rows)}\n"


def _name(place: int, stem: Asset) -> str:
    return f"stems/{place:02}_{slug(str(stem.recipe['inputs'][0]['name']) or stem.name)}.wav"


def _row(asset: Asset) -> list[str]:
    peak_db = asset.quality.get("true_peak_db")
    peak = "silent" if peak_db is None else number(peak_db, "dBTP")
    return [asset.name, f"{asset.duration_s:.3f} s", peak, "; ".join(asset.notes), asset.sha256[:12]]
