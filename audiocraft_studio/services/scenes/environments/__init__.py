"""Environments: places to begin with, as layers with prompts for Sketch."""

from audiocraft_studio.services.scenes.environments.building import built
from audiocraft_studio.services.scenes.environments.nature import CAVE, FOREST, NIGHTFALL, OCEAN, SPACE
from audiocraft_studio.services.scenes.environments.places import CITY, OLD_HOUSE, RAIN_STREET, SPACESHIP, TAVERN
from audiocraft_studio.services.scenes.environments.template import DAY, NIGHT, Slider, Template

TEMPLATES = {
    one.id: one for one in (FOREST, NIGHTFALL, OCEAN, CITY, SPACE, CAVE, TAVERN, RAIN_STREET, SPACESHIP, OLD_HOUSE)
}  # fmt: skip

__all__ = ["DAY", "NIGHT", "TEMPLATES", "Slider", "Template", "built"]
