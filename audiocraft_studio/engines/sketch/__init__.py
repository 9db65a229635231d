"""Sketch: procedural sound from a prompt, with no weights, no GPU and no wait."""

from audiocraft_studio.engines.sketch.engine import SketchEngine, SketchModel, suggest_prompts

__all__ = ["SketchEngine", "SketchModel", "suggest_prompts"]
