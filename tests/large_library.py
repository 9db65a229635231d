"""A library of many assets, made at once: many records over few audio files."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from assets_db import Asset, Catalogue, Parent, Review
from audiocraft_studio import audiofile
from audiocraft_studio.audio import Audio
from audiocraft_studio.quality.descriptor import describe
from audiocraft_studio.quality.report import measure

PROJECT = "Harbour"
RATE = 16_000
SOURCES = ["rain", "wind", "steps", "gate", "engine", "bell", "gulls", "crowd", "chain", "door", "wave", "fire"]
PLACES = ["tin roof", "harbour", "cellar", "gravel", "forest", "market", "tunnel", "ship deck", "attic", "square"]
WAYS = ["heavy", "soft", "distant", "close", "slow", "sudden", "wet", "hollow", "bright", "dull"]
TYPES = ["sfx", "sfx", "ambience", "music", "ui", "voice"]
STATUSES = ["take", "take", "take", "approved", "rejected", "delivered"]
ENGINES = [("sketch", "sketch"), ("musicgen", "facebook/musicgen-small"), ("audiogen", "facebook/audiogen-medium")]
COLLECTIONS = {"Trailer": 200, "To clean": 40}
"""Of so many assets one is in the collection."""
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
N_FILES = 24
FEW_BADGES = 1  # most of a record's making is copying those


def furnish(folder: Path, n_assets: int, *, seed: int = 1) -> list[str]:
    """Fills a new data folder with `n_assets` assets of the project PROJECT. Their ids, oldest first."""
    with Catalogue.open(folder) as catalogue:
        made = list(_assets(catalogue, folder, n_assets, random.Random(seed)))
        catalogue.insert_many(made)
        catalogue.fold()
    return [asset.id for asset in made]


def _assets(catalogue: Catalogue, folder: Path, n_assets: int, rng: random.Random) -> Iterator[Asset]:
    ids = [catalogue.new_id() for _ in range(n_assets)]
    files = [_write(folder, ids[i % n_assets], i) for i in range(min(N_FILES, n_assets))]
    for i, key in enumerate(ids):
        path, duration_s, quality, descriptor = files[i % len(files)]
        source, place, way = rng.choice(SOURCES), rng.choice(PLACES), rng.choice(WAYS)
        engine, model = rng.choice(ENGINES)
        prompt = f"{way} {source} on a {place}, {rng.choice(WAYS)} {rng.choice(SOURCES)} behind it"
        yield Asset(
            id=key, type=rng.choice(TYPES), project=PROJECT, name=f"{way.title()} {source}, {place} {i + 1}",
            category=source.upper(), tags=(source, way, place.split()[-1]),
            collections=tuple(name for name, one_of in COLLECTIONS.items() if i % one_of == 0),
            path=path, sha256=f"{i:064x}", sample_rate=RATE, channels=1, duration_s=duration_s,
            recipe={"engine": engine, "engine_version": "1", "model": model, "prompt": prompt, "type": "sfx",
                    "seed": rng.randrange(2**31), "duration_s": duration_s,
                    "params": {"temperature": round(rng.uniform(0.7, 1.3), 2), "top_k": 250, "cfg_coef": 3.0}},
            parents=(Parent(id=ids[i - 1], how="variation"),) if i and i % 50 == 0 else (), quality=quality,
            descriptor=descriptor,
            loudness_lufs=round(rng.uniform(-32, -14), 1), licence="CC-BY-NC-4.0",
            review=Review(rating=rng.choice([None, None, 1, 2, 3, 4, 5]), status=rng.choice(STATUSES)),
            created_at=(FIRST + timedelta(minutes=3 * i)).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            created_by=rng.choice(["Ann", "Bo", "you"]),
        )  # fmt: skip


def _write(folder: Path, key: str, number: int) -> tuple[str, float, dict[str, object], str]:
    """A decaying noise, each a little longer and duller: path, duration, quality report, descriptor."""
    rng = np.random.default_rng(number)
    n_samples = RATE // 2 + number * RATE // 8
    noise = np.convolve(rng.standard_normal(n_samples), np.ones(1 + number) / (1 + number), mode="same")
    decay = np.exp(-4 * np.linspace(0, 1, n_samples))
    audio = Audio((0.5 * decay * noise / np.abs(noise).max()).astype(np.float32)[None, :], RATE)
    path = f"audio/2026-01/{key}_file.wav"
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(audiofile.to_wav(audio))
    quality = measure(audio).to_dict()
    quality["badges"] = quality["badges"][:FEW_BADGES]
    return path, audio.duration_s, quality, describe(audio)
