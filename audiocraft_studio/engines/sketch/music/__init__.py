"""Music as notes: composing it, playing it, writing it down."""

from audiocraft_studio.engines.sketch.music.compose import compose
from audiocraft_studio.engines.sketch.music.composition import Composition, Note, Part
from audiocraft_studio.engines.sketch.music.midi import to_midi
from audiocraft_studio.engines.sketch.music.midi_reading import from_midi
from audiocraft_studio.engines.sketch.music.performance import melody_audio, perform, render

__all__ = ["Composition", "Note", "Part", "compose", "from_midi", "melody_audio", "perform", "render", "to_midi"]
