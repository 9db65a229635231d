"""AudioCraft Studio: prompts in; reviewed, reproducible, deliverable sound out.

from audiocraft_studio import Settings, build

with build(Settings(data_dir="studio-data")) as studio:
    asset = studio.generation.generate("heavy rain on a tin roof", type="ambience", duration_s=8)
    audio = studio.library.audio(asset.id)
"""

from typing import TYPE_CHECKING

from audiocraft_studio.settings import Settings

if TYPE_CHECKING:
    from audiocraft_studio.studio import Studio

__version__ = "0.1.0"
__all__ = ["Settings", "build"]


def build(settings: Settings) -> "Studio":
    """Opens the data folder and wires the studio; see audiocraft_studio.bootstrap.build."""
    from audiocraft_studio import bootstrap  # noqa: PLC0415  (importing the package does nothing)

    return bootstrap.build(settings)
