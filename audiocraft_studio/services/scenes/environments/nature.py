"""Environments without people."""

from __future__ import annotations

from audiocraft_studio.services.scenes.environments.template import (
    CHANGE,
    DAY,
    NIGHT,
    Course,
    Element,
    Slider,
    Template,
    event,
)

FOREST = Template(
    "forest", "Forest", "Wind in the trees, birds by day, crickets and owls by night, water and rain as wanted",
    (
        Slider("wind", "Wind", 0.4), Slider("wildlife", "Wildlife", 0.6), Slider("water", "Water", 0.3),
        Slider("rain", "Rain", 0.0), CHANGE,
    ),
    (
        Element("Wind in the trees", ("gentle breeze in the trees", "wind in the trees", "strong wind in the trees"),
                "wind", 0.7, above=0.0),
        Element("Birds", ("birds in the morning", "dawn chorus"), "wildlife", 0.5, time=DAY),
        event("Songbird", ("songbird",), "wildlife", 8, 0.4, time=DAY, duration_s=2.0),
        event("Woodpecker", ("woodpecker",), "wildlife", 2, 0.9, time=DAY, above=0.3, duration_s=2.0),
        Element("Crickets", ("crickets at night",), "wildlife", 1.0, time=NIGHT),
        Element("Frogs", ("frogs at a pond at night",), "wildlife", 0.6, time=NIGHT, above=0.5, width=-0.4),
        event("Owl", ("owl hooting",), "wildlife", 3, 0.6, time=NIGHT, duration_s=3.0),
        event("Twigs", ("small twig snap",), "wildlife", 3, 0.3, above=0.2, duration_s=0.8),
        Element("Stream", ("babbling brook", "river"), "water", 0.5, width=0.4),
        Element("Rain", ("light rain on leaves", "rain on leaves", "heavy rain on leaves"), "rain", 0.7),
        event("Thunder", ("distant thunder",), "rain", 2, 0.8, above=0.6, duration_s=6.0),
    ),
)  # fmt: skip

NIGHTFALL = Template(
    "nightfall", "Nightfall", "A forest from the last light into the night: birds fall silent, crickets and owls come",
    (
        Slider("wind", "Wind", 0.4), Slider("birds", "Birds", 0.6), Slider("night", "Crickets and owls", 0.6),
        Slider("water", "Water", 0.3), CHANGE,
    ),
    (
        Element("Wind in the trees", ("gentle breeze in the trees", "wind in the trees"), "wind", 0.7, above=0.0,
                course=Course((1.0, 0.9, 0.8), (9000, 3500, 1200), pan=(-0.25, 0.2, -0.1))),
        Element("Birds", ("birds in the morning", "dawn chorus"), "birds", 0.5,
                course=Course((1.0, 0.6, 0.1, 0.0), (12000, 6000, 2500))),
        event("Last song", ("songbird",), "birds", 6, 0.5, duration_s=2.0,
              course=Course((1.0, 0.8, 0.0), wet=(0.1, 0.35))),
        Element("Crickets", ("crickets at night",), "night", 0.9, course=Course((0.0, 0.2, 0.8, 1.0))),
        event("Owl", ("owl hooting",), "night", 3, 0.7, duration_s=3.0, course=Course((0.0, 0.8, 1.0), wet=(0.2, 0.5))),
        Element("Stream", ("babbling brook", "river"), "water", 0.5, width=0.4),
    ),
)  # fmt: skip

OCEAN = Template(
    "ocean", "Ocean", "Waves from calm to high, wind, gulls by day, a buoy, rigging and a storm",
    (
        Slider("waves", "Waves", 0.5), Slider("wind", "Wind", 0.4), Slider("wildlife", "Gulls", 0.5),
        Slider("boat", "Boat", 0.3), Slider("storm", "Storm", 0.0), CHANGE,
    ),
    (
        Element("Waves", ("slow gentle ocean waves", "ocean waves", "violent waves on a rocky shore"), "waves", 0.8,
                above=0.0),
        Element("Wind", ("gentle wind", "wind", "howling wind"), "wind", 0.5),
        event("Gulls", ("seagulls",), "wildlife", 8, 0.85, time=DAY, duration_s=3.0),
        event("Rigging", ("rope creak", "wood creak"), "boat", 10, 0.5, duration_s=1.8),
        event("Bell on a buoy", ("distant bell",), "boat", 6, 0.9, above=0.2, duration_s=4.0),
        Element("Rain", ("light rain", "heavy rain"), "storm", 0.6),
        event("Thunder", ("distant thunder", "thunder"), "storm", 3, 0.9, above=0.3, duration_s=6.0),
    ),
)  # fmt: skip

CAVE = Template(
    "cave", "Cave", "Drops that echo, a draught, falling stones, water far below",
    (
        Slider("drips", "Drips", 0.6), Slider("wind", "Draught", 0.4), Slider("water", "Underground stream", 0.2),
        Slider("stones", "Stones", 0.4), Slider("dread", "Dread", 0.2), CHANGE,
    ),
    (
        Element("Draught", ("gentle wind in a cave", "wind in a cave", "howling wind in a cave"), "wind", 0.6,
                above=0.0),
        Element("Water dripping", ("water dripping in a cave",), "drips", 0.5),
        event("Single drops", ("water drop in a cave",), "drips", 20, 0.7),
        Element("Stream", ("stream in a cave", "river in a cave"), "water", 0.5, width=0.3),
        event("Stones", ("small stone impact in a cave", "stone impact in a cave"), "stones", 5, 0.6),
        Element("Rumble", ("low rumble", "dark tension drone"), "dread", 0.5),
    ),
)  # fmt: skip

SPACE = Template(
    "space", "Space", "Endless drones, a ship's engine, instruments, strange fields",
    (
        Slider("depth", "Depth", 0.6), Slider("spacecraft", "Spacecraft", 0.4), Slider("activity", "Instruments", 0.4),
        Slider("strange", "Strangeness", 0.3), Slider("music", "Music", 0.3), CHANGE,
    ),
    (
        Element("Void", ("deep space drone", "dark drone in C minor"), "depth", 0.6, above=0.0),
        Element("Engine", ("spaceship hum", "spaceship engine"), "spacecraft", 0.8),
        event("Instruments", ("computer beeps",), "activity", 12, 0.35, duration_s=1.2),
        Element("Field", ("force field",), "strange", 0.35, above=0.2),
        event("Warp", ("warp",), "strange", 2, 0.5, above=0.3, duration_s=4.0),
        Element("Pad", ("slow ambient pad in C minor",), "music", 0.4, type="music", duration_s=16.0),
    ),
)  # fmt: skip
