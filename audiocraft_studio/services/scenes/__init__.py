"""Scenes: places made of layers of sound, kept, filled, mixed, taken elsewhere."""

from audiocraft_studio.services.scenes.mixing import MIXER
from audiocraft_studio.services.scenes.model import Layer, Scatter, Scene, Transition
from audiocraft_studio.services.scenes.service import LANE, Scenes

__all__ = ["LANE", "MIXER", "Layer", "Scatter", "Scene", "Scenes", "Transition"]
