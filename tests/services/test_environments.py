"""Environments: every slider matters, every prompt is understood, nothing is drowned."""

import itertools
import random
import secrets

import numpy as np
import pytest

from audiocraft_studio.engines.sketch.families import FAMILIES
from audiocraft_studio.engines.sketch.grammar import read
from audiocraft_studio.engines.sketch.lexicon import build_lexicon
from audiocraft_studio.errors import InputError, NotFound
from audiocraft_studio.services.scenes import Layer
from audiocraft_studio.services.scenes.environments import TEMPLATES, built
from audiocraft_studio.services.scenes.events import events

ALL = list(itertools.product(TEMPLATES.values(), ("day", "night")))


def scene_of(template, value, time="day"):
    return built(template, {s.name: value for s in template.sliders}, time=time, name="", project="default")


def test_there_are_the_places_that_everybody_asks_for():
    assert {"forest", "ocean", "city", "space", "cave", "tavern", "rain-street", "spaceship"} <= set(TEMPLATES)


def test_sketch_understands_every_word_of_every_prompt():
    lexicon = build_lexicon(FAMILIES)
    for prompt in {p for t in TEMPLATES.values() for element in t.elements for p in element.prompts}:
        reading = read(prompt, lexicon)
        assert reading.sources, prompt
        assert not reading.ignored, prompt


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda t: t.id)
def test_each_slider_changes_the_place_by_day_or_by_night(template):
    for slider in template.sliders:
        ends = [
            [built(template, {slider.name: value}, time=time, name="", project="p").layers for time in ("day", "night")]
            for value in (0.0, 1.0)
        ]
        assert ends[0] != ends[1], slider


@pytest.mark.parametrize(("template", "time"), ALL, ids=lambda x: getattr(x, "id", x))
def test_each_event_comes_at_least_once_and_beds_end_as_they_began(template, time):
    assert scene_of(template, 0.5, time) == scene_of(template, 0.5, time)
    for value in (0.1, 0.5, 1.0):
        for layer in scene_of(template, value, time).layers:
            if layer.scatter:
                assert events(Layer(asset="a", scatter=layer.scatter), 60), layer
            elif layer.weight_points and not template.evolves:
                assert layer.weight_points[0][1] == layer.weight_points[-1][1]


def test_day_and_night_differ_where_a_template_says_so():
    for template in TEMPLATES.values():
        names = [[layer.name for layer in scene_of(template, 0.8, time).layers] for time in ("day", "night")]
        assert (names[0] != names[1]) == template.day_night


def test_wrong_sliders_and_places_are_refused_with_their_names(studio):
    with pytest.raises(InputError, match="Wind: 3 is out of range"):
        studio.scenes.build("forest", {"wind": 3})
    with pytest.raises(InputError, match="no such slider"):
        studio.scenes.build("forest", {"snow": 0.3})
    with pytest.raises(InputError, match="Time"):
        studio.scenes.build("forest", {}, time="noon")
    with pytest.raises(NotFound):
        studio.scenes.build("moon", {})


SOUNDING = [(template, time) for template, time in ALL if time == "day" or template.day_night]


@pytest.mark.slow
@pytest.mark.parametrize(("template", "time"), SOUNDING, ids=lambda x: getattr(x, "id", x))
def test_no_layer_is_drowned_and_none_is_silent(studio, monkeypatch, template, time):
    monkeypatch.setattr(secrets, "randbelow", random.Random(7).randrange)
    scene = studio.scenes.build(template.id, {s.name: 0.8 for s in template.sliders}, time=time)
    assert not studio.jobs.wait(studio.scenes.submit_missing(scene.id, owner="t").id).failures
    scene = studio.scenes.get(scene.id)
    alone = [studio.scenes.mix([layer], duration_s=scene.duration_s).samples for layer in scene.layers]
    mix = rms(sum(alone))
    for layer, samples in zip(scene.layers, alone, strict=True):
        frames = samples[:, : samples.shape[1] // 2205 * 2205].reshape(2, -1, 2205)
        heard = max(map(rms, frames.transpose(1, 0, 2))) if layer.scatter else rms(samples)
        assert 20 * np.log10(heard / mix) > (-6 if layer.scatter else -18), layer.name


def rms(samples):
    return float(np.sqrt(np.mean(np.square(samples))))
