"""How fast models are here: how long the latest passes took for a second of sound."""

from __future__ import annotations

import logging
import threading
from collections import deque

from audiocraft_studio.errors import StudioError
from audiocraft_studio.services.guard import Documents

log = logging.getLogger(__name__)

REMEMBERED = 12

Pass = tuple[float, float]
"""Seconds of sound, and seconds that it took."""


class Pace:
    """The latest passes of each model, kept over restarts."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._guard = threading.Lock()
        self._passes: dict[str, deque[Pass]] = {
            str(d["model"]): deque(((float(s), float(t)) for s, t in d["passes"]), REMEMBERED) for d in documents.all()
        }

    def add(self, model: str, sound_s: float, took_s: float) -> None:
        """One more pass: `sound_s` seconds of sound, all its items together, in `took_s` seconds, saving included."""
        with self._guard:
            self._passes.setdefault(model, deque(maxlen=REMEMBERED)).append((sound_s, took_s))

    def estimate_s(self, model: str, sound_s: float) -> float | None:
        """How long `sound_s` seconds of sound will take; None where the model never made any."""
        with self._guard:
            passes = list(self._passes.get(model, ()))
        made_s = sum(sound for sound, _ in passes)
        return sound_s * sum(took for _, took in passes) / made_s if made_s else None

    def keep(self, model: str) -> None:
        """Stores what is known of a model. That this fails is no reason for a job to fail."""
        with self._guard:
            passes = list(self._passes.get(model, ()))
        try:
            self._documents.put(model, {"model": model, "passes": passes})
        except StudioError:
            log.warning("the pace of %s could not be stored", model, exc_info=True)
