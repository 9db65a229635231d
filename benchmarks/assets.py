"""Made-up assets in the size and with the variety of real ones, the same for the same seed."""

from __future__ import annotations

import base64
import hashlib
import random
from typing import Any

from assets_db import Asset, Parent, Review

COMMON = ["rain", "roof", "wind", "steps", "gravel", "sword", "choir", "drone", "bird", "market", "engine", "night"]
N_WORDS = 5_000
N_FEATURES = 64
_SYLLABLES = ["ba", "cor", "dil", "fen", "gra", "hol", "jun", "kes", "lum", "mor", "nis", "pel", "ros", "tam", "vek"]


class Maker:
    """Makes assets. Words are as unevenly frequent as in any language: the first of COMMON is in most prompts."""

    def __init__(self, seed: int = 1) -> None:
        self.rng = random.Random(seed)
        rare = {"".join(self.rng.choices(_SYLLABLES, k=self.rng.randint(2, 4))) for _ in range(2 * N_WORDS)}
        self._words = [*COMMON, *sorted(rare)[: N_WORDS - len(COMMON)]]
        self._weights = [1 / (rank + 2) for rank in range(len(self._words))]
        self._ids: list[str] = []

    def words(self, n_words: int) -> str:
        return " ".join(self.rng.choices(self._words, self._weights, k=n_words))

    def asset(self, key: str) -> Asset:
        """A new asset; a third of them were made from earlier ones."""
        rng = self.rng
        parent = [Parent(id=rng.choice(self._ids), how="variation")] if self._ids and rng.random() < 1 / 3 else []
        self._ids.append(key)
        return Asset(
            id=key,
            type=rng.choice(["music", "sfx", "ambience", "voice", "ui"]),
            project=rng.choice(["Night Market", "Harbour", "Deep"]),
            name=f"{self.words(4)} {len(self._ids)}",
            category=rng.choice(["", "Natural", "Urban", "Machines"]),
            ucs=rng.choice(["", "RAINVege", "RAINConc", "WINDTurb", "FOOTGrvl"]),
            tags=tuple(rng.sample(COMMON, 3)) + tuple({self.words(1)} - set(COMMON)),
            collections=rng.choice([(), (), ("First act",), ("First act", "Trailer")]),
            description=self.words(12) if rng.random() < 0.5 else "",
            path=f"audio/{key[:4]}/{key}.wav",
            sha256=hashlib.sha256(key.encode()).hexdigest(),
            sample_rate=32000,
            channels=1,
            duration_s=rng.uniform(0.2, 60.0),
            recipe=self._recipe(),
            parents=tuple(parent),
            quality=self._quality(),
            loudness_lufs=rng.uniform(-40, -10),
            descriptor=base64.b64encode(b"\1" + rng.randbytes(N_FEATURES)).decode(),
            licence="CC-BY-NC-4.0",
            review=Review(rating=rng.choice([None, 1, 2, 3, 4, 5])),
            created_at=f"2026-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}T12:00:00.{rng.randrange(1000):03}Z",
            created_by=rng.choice(["Mia", "Ben", "Ana", "Jo"]),
        )

    def _recipe(self) -> dict[str, Any]:
        return {
            "engine": "musicgen",
            "model": "facebook/musicgen-small",
            "prompt": self.words(14),
            "seed": self.rng.randrange(2**31),
            "params": {"temperature": self.rng.uniform(0.5, 1.5), "top_k": 250, "top_p": 0.0, "cfg_coef": 3.0},
        }

    def _quality(self) -> dict[str, Any]:
        """As long as the reports of audiocraft_studio/quality."""
        rng = self.rng
        badges = ["Loudness", "True peak", "Clipping", "Silence", "Bandwidth", "Ending", "DC offset"]
        return {
            "peak_db": rng.uniform(-12, 0),
            "true_peak_db": rng.uniform(-12, 1),
            "clipped_samples": rng.choice([0, 0, 0, 0, 5, 80]),
            "silent": rng.random() < 0.02,
            "silence_fraction": rng.random(),
            "bandwidth_hz": rng.uniform(2000, 16000),
            "dc_offset": 0.0,
            "abrupt_end": rng.random() < 0.1,
            "badges": [{"name": name, "state": "ok", "value": "none", "text": ""} for name in badges],
        }
