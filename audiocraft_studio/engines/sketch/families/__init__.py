"""The sound families, one a file, and the list of them."""

from __future__ import annotations

from audiocraft_studio.engines.sketch.families.impact import IMPACT
from audiocraft_studio.engines.sketch.families.pad import PAD
from audiocraft_studio.engines.sketch.families.rain import RAIN
from audiocraft_studio.engines.sketch.families.thunder import THUNDER
from audiocraft_studio.engines.sketch.families.wind import WIND
from audiocraft_studio.engines.sketch.family import Family

FAMILIES: tuple[Family, ...] = (RAIN, WIND, THUNDER, IMPACT, PAD)
