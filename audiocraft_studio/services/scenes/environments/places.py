"""Environments with people, or made by them."""

from __future__ import annotations

from audiocraft_studio.services.scenes.environments.template import (
    CHANGE,
    DAY,
    NIGHT,
    Element,
    Slider,
    Template,
    event,
)

CITY = Template(
    "city", "City", "Traffic, people and sirens by day; far roads, dogs and a neon sign by night",
    (
        Slider("traffic", "Traffic", 0.6), Slider("crowd", "People", 0.5), Slider("events", "Events", 0.4),
        Slider("rain", "Rain", 0.0), CHANGE,
    ),
    (
        Element("Traffic", ("light traffic", "city traffic", "busy street traffic"), "traffic", 0.7, time=DAY,
                above=0.0),
        Element("Far roads", ("distant traffic",), "traffic", 1.0, time=NIGHT, above=0.0),
        event("Cars", ("car passing by",), "traffic", 6, 0.6, duration_s=5.0),
        Element("People", ("distant crowd", "crowd chatter"), "crowd", 0.5, time=DAY),
        event("Steps", ("footsteps on concrete", "fast footsteps on concrete"), "crowd", 6, 0.5, duration_s=4.0),
        event("Siren", ("distant police siren",), "events", 1.5, 0.9, duration_s=8.0),
        event("Dog", ("distant dog barking",), "events", 4, 0.9, time=NIGHT, duration_s=2.0),
        event("Church bell", ("distant church bell",), "events", 1, 1.0, time=DAY, above=0.3, duration_s=6.0),
        Element("Neon sign", ("neon hum",), "events", 0.2, time=NIGHT, width=0.5),
        Element("Rain", ("light rain on concrete", "rain on concrete", "heavy rain on concrete"), "rain", 0.6),
    ),
)  # fmt: skip

TAVERN = Template(
    "tavern", "Tavern", "A fire, guests, glasses, doors and a tune",
    (
        Slider("crowd", "Guests", 0.6), Slider("fire", "Fire", 0.5), Slider("activity", "Tables and doors", 0.5),
        Slider("music", "Music", 0.4), Slider("mood", "Mood", 0.4), CHANGE,
    ),
    (
        Element("Guests", ("small crowd talking", "tavern crowd", "cheerful crowd talking"), "crowd", 0.6,
                time=DAY, above=0.0),
        Element("Last guests", ("distant small crowd talking", "small crowd talking"), "crowd", 0.5, time=NIGHT,
                above=0.0),
        Element("Fire", ("small crackling fireplace", "crackling fireplace"), "fire", 0.5, width=-0.4),
        event("Glasses", ("glass clink",), "activity", 14, 0.4, duration_s=0.8),
        event("Cutlery", ("cutlery",), "activity", 8, 0.9),
        event("Steps", ("footsteps on wood",), "activity", 5, 0.5, duration_s=3.0),
        event("Door", ("wooden door",), "activity", 2, 0.5, above=0.2, duration_s=2.5),
        event("Laughter", ("laughter",), "crowd", 3, 0.5, above=0.3, duration_s=3.0),
        Element("Tune", ("slow acoustic guitar in D minor", "acoustic guitar in G major",
                         "fast acoustic guitar in D major"),
                "music", 0.4, type="music", chosen_by="mood", duration_s=16.0, width=0.3),
    ),
)  # fmt: skip

RAIN_STREET = Template(
    "rain-street", "Rain street", "Rain on the pavement, gutters, wet tyres, steps through puddles",
    (
        Slider("rain", "Rain", 0.6), Slider("traffic", "Traffic", 0.4), Slider("crowd", "Passers-by", 0.4),
        Slider("storm", "Thunder", 0.2), CHANGE,
    ),
    (
        Element("Rain", ("light rain on asphalt", "rain on asphalt", "heavy rain on asphalt"), "rain", 0.7, above=0.0),
        Element("Gutter", ("water dripping",), "rain", 0.5, width=0.5),
        Element("Awning", ("rain on a tin roof",), "rain", 0.6, above=0.4, width=-0.5),
        Element("Street", ("light traffic", "city traffic"), "traffic", 0.5),
        event("Cars on wet road", ("car passing by on wet road",), "traffic", 6, 0.6, duration_s=5.0),
        event("Steps", ("footsteps in puddle",), "crowd", 5, 0.5, duration_s=4.0),
        Element("Birds under the eaves", ("birds in the morning",), "", 0.4, time=DAY),
        Element("Neon sign", ("neon hum",), "", 0.3, time=NIGHT, width=-0.3),
        event("Thunder", ("distant thunder", "thunder"), "storm", 3, 0.8, duration_s=6.0),
    ),
)  # fmt: skip

SPACESHIP = Template(
    "spaceship", "Spaceship", "Engine, ventilation, consoles, doors, steps on metal, an alarm",
    (
        Slider("spacecraft", "Engine", 0.6), Slider("air", "Ventilation", 0.5), Slider("activity", "Consoles", 0.5),
        Slider("crowd", "Crew", 0.4), Slider("events", "Alarm", 0.0), CHANGE,
    ),
    (
        Element("Engine", ("spaceship hum", "spaceship engine"), "spacecraft", 0.6, above=0.0),
        Element("Ventilation", ("ventilation",), "air", 0.5, width=0.3),
        event("Consoles", ("computer beeps",), "activity", 16, 0.35, duration_s=1.2, time=DAY),
        event("Consoles on watch", ("computer beeps",), "activity", 6, 0.35, duration_s=1.2, time=NIGHT),
        event("Doors", ("sliding door",), "crowd", 4, 0.9, duration_s=1.5),
        event("Steps", ("footsteps on metal",), "crowd", 5, 0.45, duration_s=3.0, time=DAY),
        Element("Hull", ("low rumble",), "spacecraft", 0.5, above=0.3),
        event("Alarm", ("alarm beep",), "events", 30, 0.4, duration_s=1.0, width=0.0),
    ),
)  # fmt: skip

OLD_HOUSE = Template(
    "old-house", "Old house", "A clock, boards that creak, wind at the windows, something else at night",
    (
        Slider("wind", "Wind", 0.4), Slider("age", "Boards and doors", 0.5), Slider("clock", "Clock", 0.4),
        Slider("fire", "Fire", 0.2), Slider("dread", "Dread", 0.4), CHANGE,
    ),
    (
        Element("Room", ("quiet room tone",), "", 0.8),
        Element("Wind outside", ("gentle wind", "wind", "howling wind"), "wind", 0.6,
                above=0.0),
        Element("Clock", ("clock ticking",), "clock", 0.4, width=-0.5),
        Element("Fire", ("small crackling fireplace", "crackling fireplace"), "fire", 0.5, width=0.4),
        event("Boards", ("floorboard creak",), "age", 8, 0.5, duration_s=1.8),
        event("Door", ("door creak",), "age", 2, 0.5, duration_s=2.5),
        event("Birds outside", ("songbird",), "", 6, 0.5, time=DAY, duration_s=2.0),
        Element("Dread", ("low rumble", "tension drone"), "dread", 0.4, time=NIGHT),
        event("Whispers", ("ghost whisper",), "dread", 4, 0.4, time=NIGHT, above=0.3, duration_s=3.0),
    ),
)  # fmt: skip
