"""Sketch: procedural sound from a prompt, with no weights, no GPU and no wait."""

from audiocraft_studio.engines.sketch.engine import SketchEngine

__all__ = ["SketchEngine"]
