"""The starter project: what a first visitor finds instead of an empty page."""

from __future__ import annotations

from dataclasses import replace

from audiocraft_studio.services.generation import Generation
from audiocraft_studio.services.library import Library
from audiocraft_studio.services.plan import Plan, Sound
from audiocraft_studio.services.scenes import Layer, Scene, Scenes

PROJECT = "Lighthouse"

SOUNDS = (
    Sound("Rain on the roof", "ambience", area="Outside", event="enter_keeper_house", duration_s=8.0, required=2,
          template="{weight} rain on a tin roof", options={"weight": ("heavy", "light")}, tags=("rain", "roof")),
    Sound("Sea below", "ambience", area="Outside", event="enter_rocks", duration_s=10.0, required=2,
          template="{mood} waves on a rocky shore", options={"mood": ("slow", "violent")}, tags=("sea", "waves")),
    Sound("Wind at the lamp", "ambience", area="Outside", event="enter_gallery", duration_s=8.0, required=2,
          template="{force} wind", options={"force": ("gentle", "howling")}, tags=("wind",)),
    Sound("Thunder", "sfx", area="Outside", event="storm_strike", duration_s=6.0, required=3,
          template="{distance} thunder", options={"distance": ("distant", "near")}, tags=("thunder", "storm")),
    Sound("Stove", "ambience", area="Inside", event="enter_kitchen", duration_s=8.0, required=2,
          template="{size} crackling fire", options={"size": ("small", "large")}, tags=("fire",)),
    Sound("Steps on the stair", "sfx", area="Inside", event="footstep_stone", duration_s=3.0, required=4,
          template="{speed} footsteps on {ground}", options={"speed": ("slow", "fast"), "ground": ("stone", "wood")},
          tags=("footsteps",)),
    Sound("Hatch", "sfx", area="Inside", event="hatch_close", duration_s=2.0, required=3,
          template="{weight} metal impact", options={"weight": ("heavy", "light")}, tags=("metal", "hatch")),
    Sound("Menu", "ui", area="Menus", event="menu_confirm", duration_s=0.4, required=2,
          template="{tone} ui click", options={"tone": ("soft", "bright")}, tags=("menu",)),
    Sound("Lamp theme", "music", area="Music", event="theme_lamp", duration_s=12.0, required=2,
          template="slow {sound} in D minor", options={"sound": ("pad", "drone")}, tags=("theme", "calm")),
)  # fmt: skip

SCENE = Scene(
    "Keeper’s night",
    (
        Layer("Rain", None, 0.6, loop=True, type="ambience", prompt="heavy rain on a tin roof", fade_in_s=1.0),
        Layer("Sea", None, 0.45, pan=-0.3, loop=True, type="ambience", prompt="slow waves on a rocky shore",
              fade_in_s=1.0, duration_s=10.0),
        Layer("Thunder", None, 0.8, pan=0.3, offset_s=3.0, type="sfx", prompt="distant thunder", duration_s=6.0),
    ),
    project=PROJECT,
    description="Rain on the roof, the sea below, a storm that is still far",
    duration_s=20.0,
    loop=True,
)  # fmt: skip


class Starter:
    """Fills an empty studio with a small project made by Sketch."""

    def __init__(self, library: Library, generation: Generation, plan: Plan, scenes: Scenes) -> None:
        self._library = library
        self._generation = generation
        self._plan = plan
        self._scenes = scenes

    def ensure(self) -> bool:
        """Makes the starter project if the studio holds no sound and no plan yet. Whether it did."""
        if self._library.count() or self._plan.coverage(PROJECT):
            return False
        scene = self._scenes.save(SCENE)
        for sound in SOUNDS:
            self._plan.generate(self._plan.define(replace(sound, project=PROJECT)).id, 1, owner="studio")
        self._scenes.submit_missing(scene.id, owner="studio")
        return True
