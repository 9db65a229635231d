"""The sound families, one a file, and the list of them."""

from __future__ import annotations

from audiocraft_studio.engines.sketch.families.aircraft import AIRCRAFT
from audiocraft_studio.engines.sketch.families.appliances import APPLIANCES
from audiocraft_studio.engines.sketch.families.arpeggio import ARPEGGIO
from audiocraft_studio.engines.sketch.families.bass import BASS
from audiocraft_studio.engines.sketch.families.bell import BELL
from audiocraft_studio.engines.sketch.families.birds import BIRDS
from audiocraft_studio.engines.sketch.families.blades import BLADES
from audiocraft_studio.engines.sketch.families.breaks import BREAKS
from audiocraft_studio.engines.sketch.families.cats import CATS
from audiocraft_studio.engines.sketch.families.chords import CHORDS
from audiocraft_studio.engines.sketch.families.clocks import CLOCKS
from audiocraft_studio.engines.sketch.families.construction import CONSTRUCTION
from audiocraft_studio.engines.sketch.families.creak import CREAK
from audiocraft_studio.engines.sketch.families.crowd import CROWD
from audiocraft_studio.engines.sketch.families.dogs import DOGS
from audiocraft_studio.engines.sketch.families.doors import DOORS
from audiocraft_studio.engines.sketch.families.drip import DRIP
from audiocraft_studio.engines.sketch.families.drone import DRONE
from audiocraft_studio.engines.sketch.families.drums import DRUMS
from audiocraft_studio.engines.sketch.families.engine import ENGINE
from audiocraft_studio.engines.sketch.families.explosion import EXPLOSION
from audiocraft_studio.engines.sketch.families.fire import FIRE
from audiocraft_studio.engines.sketch.families.footsteps import FOOTSTEPS
from audiocraft_studio.engines.sketch.families.frogs import FROGS
from audiocraft_studio.engines.sketch.families.guns import GUNS
from audiocraft_studio.engines.sketch.families.horror import HORROR
from audiocraft_studio.engines.sketch.families.horses import HORSES
from audiocraft_studio.engines.sketch.families.hum import HUM
from audiocraft_studio.engines.sketch.families.impact import IMPACT
from audiocraft_studio.engines.sketch.families.insects import INSECTS
from audiocraft_studio.engines.sketch.families.keys import KEYS
from audiocraft_studio.engines.sketch.families.kitchen import KITCHEN
from audiocraft_studio.engines.sketch.families.machinery import MACHINERY
from audiocraft_studio.engines.sketch.families.magic import MAGIC
from audiocraft_studio.engines.sketch.families.melody import MELODY
from audiocraft_studio.engines.sketch.families.music import MUSIC
from audiocraft_studio.engines.sketch.families.pad import PAD
from audiocraft_studio.engines.sketch.families.pulse import PULSE
from audiocraft_studio.engines.sketch.families.pumps import PUMPS
from audiocraft_studio.engines.sketch.families.rain import RAIN
from audiocraft_studio.engines.sketch.families.risers import RISERS
from audiocraft_studio.engines.sketch.families.rooms import ROOMS
from audiocraft_studio.engines.sketch.families.scifi import SCIFI
from audiocraft_studio.engines.sketch.families.sirens import SIRENS
from audiocraft_studio.engines.sketch.families.stream import STREAM
from audiocraft_studio.engines.sketch.families.thunder import THUNDER
from audiocraft_studio.engines.sketch.families.tools import TOOLS
from audiocraft_studio.engines.sketch.families.traffic import TRAFFIC
from audiocraft_studio.engines.sketch.families.trains import TRAINS
from audiocraft_studio.engines.sketch.families.ui import UI
from audiocraft_studio.engines.sketch.families.waves import WAVES
from audiocraft_studio.engines.sketch.families.whoosh import WHOOSH
from audiocraft_studio.engines.sketch.families.wind import WIND
from audiocraft_studio.engines.sketch.families.zap import ZAP
from audiocraft_studio.engines.sketch.family import Family

FAMILIES: tuple[Family, ...] = (
    RAIN,
    WIND,
    THUNDER,
    WAVES,
    STREAM,
    DRIP,
    FIRE,
    BIRDS,
    DOGS,
    CATS,
    FROGS,
    HORSES,
    SIRENS,
    TRAINS,
    AIRCRAFT,
    CONSTRUCTION,
    TOOLS,
    MACHINERY,
    PUMPS,
    CROWD,
    INSECTS,
    ENGINE,
    TRAFFIC,
    HUM,
    ROOMS,
    FOOTSTEPS,
    KITCHEN,
    APPLIANCES,
    KEYS,
    IMPACT,
    BREAKS,
    CREAK,
    DOORS,
    EXPLOSION,
    GUNS,
    BLADES,
    WHOOSH,
    RISERS,
    BELL,
    PULSE,
    CLOCKS,
    ZAP,
    SCIFI,
    MAGIC,
    HORROR,
    UI,
    DRONE,
    MUSIC,
    CHORDS,
    PAD,
    MELODY,
    ARPEGGIO,
    BASS,
    DRUMS,
)
