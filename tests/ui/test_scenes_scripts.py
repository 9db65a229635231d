"""The mixer's arithmetic in the page against the services, and what happens to unsaved edits."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import scripting

from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.automation import moved
from audiocraft_studio.dsp.true_peak import true_peak
from audiocraft_studio.services.scenes import Layer
from audiocraft_studio.studio import Studio


def test_times_fall_on_the_samples_that_the_renderer_takes(tmp_path: Path) -> None:
    drawn = random.Random(1)
    times = [1.685, 0.0, 0.5, *(round(drawn.uniform(0, 60), 3) for _ in range(2000))]
    code = 'const { frames } = await load("scenes/levels.js"); return times.map((s) => frames(s, 44100));'
    assert scripting.run(tmp_path, code, times=times) == [round(s * 44100) for s in times]


def test_the_page_hears_the_layers_that_the_renderer_mixes(tmp_path: Path, studio: Studio) -> None:
    sounds = [Audio(np.full((1, n), 0.01 * n / 1000, np.float32), 1000) for n in (1000, 2000, 3500)]
    drawn = random.Random(2)
    scenes = [
        [(drawn.random() < 0.3, drawn.random() < 0.2, round(drawn.uniform(0, 3), 2), n) for n in range(3)]
        for _ in range(60)
    ]
    code = """
      const { audible, mixLength } = await load("scenes/levels.js");
      return scenes.map((layers) => {
        const scene = { duration_s: 0, layers: layers.map(([mute, solo, offset_s, n]) =>
          ({ id: n, asset: `a${n}`, asset_duration_s: [1, 2, 3.5][n], mute, solo, offset_s, loop: n === 0 })) };
        return [audible(scene).map((layer) => layer.id), mixLength(scene)];
      });"""
    for layers, (heard, length_s) in zip(scenes, scripting.run(tmp_path, code, scenes=scenes), strict=True):
        given = [Layer("", sounds[n], mute=mute, solo=solo, offset_s=at, loop=n == 0) for mute, solo, at, n in layers]
        alone = [given[i] for i in heard]
        mixed = studio.scenes.mix(given)
        assert mixed.duration_s == pytest.approx(length_s, abs=0.001)
        plain = studio.scenes.mix([Layer("", la.asset, offset_s=la.offset_s, loop=la.loop) for la in alone])
        assert np.array_equal(mixed.samples, plain.samples)


@pytest.mark.parametrize(
    ("text", "weight"),
    [("0.6", 0.6), ("0,6", 0.6), ("60 %", 0.6), ("−6 dB", 0.501), ("-6", 0.501), ("−∞ dB", 0), ("0 dB", 1), ("1", 1)],
)
def test_a_weight_is_read_however_it_is_typed(tmp_path: Path, text: str, weight: float) -> None:
    code = 'const { readWeight } = await load("scenes/levels.js"); return readWeight(text);'
    assert scripting.run(tmp_path, code, text=text) == pytest.approx(weight, abs=0.001)


def test_what_is_no_weight_or_pan_is_not_taken(tmp_path: Path) -> None:
    code = """
      const { readWeight, readPan } = await load("scenes/levels.js");
      const read = [["loud", "", "1.5", "+3 dB"].map(readWeight), ["", "L120", "x", "2"].map(readPan)];
      return read.flat().every(Number.isNaN);"""
    assert scripting.run(tmp_path, code)


def test_a_pan_is_read_however_it_is_typed(tmp_path: Path) -> None:
    code = 'const { readPan } = await load("scenes/levels.js"); return texts.map(readPan);'
    texts = ["C", "L18", "18 left", "R 40", "-0.3", "−0.3", "100 % right"]
    assert scripting.run(tmp_path, code, texts=texts) == [0, -0.18, -0.18, 0.4, -0.3, -0.3, 1]


STORED = {
    "id": "s", "name": "Night", "description": "", "project": "p", "tags": [], "duration_s": 0, "loop": False,
    "rendered": None, "updated_at": "1",
    "layers": [
        {"id": "a", "name": "Rain", "asset": "x", "asset_name": "Rain", "asset_duration_s": 2, "weight": 0.5},
        {"id": "b", "name": "Sea", "asset": None, "asset_name": "", "asset_duration_s": None, "weight": 0.5},
    ],
}  # fmt: skip
DRAFT = """
  const { Draft, hasDraft } = await load("scenes/draft.js");
  const weight = (draft, at = 0) => draft.scene.layers[at].weight;
  const set = (draft, key, value, at = 0) => draft.edit(key, (scene) => (scene.layers[at].weight = value));
"""


def test_a_drag_is_one_step_of_undo_and_two_drags_are_two(tmp_path: Path) -> None:
    code = (
        DRAFT
        + """
      const draft = new Draft(stored), first = {}, second = {}, seen = [];
      for (const value of [0.6, 0.7, 0.8]) set(draft, first, value);
      for (const value of [0.3, 0.2]) set(draft, second, value);
      draft.undo(); seen.push(weight(draft));
      draft.undo(); seen.push(weight(draft), draft.dirty);
      draft.redo(); seen.push(weight(draft), draft.undo(), draft.undo());
      return seen;"""
    )
    assert scripting.run(tmp_path, code, stored=STORED) == [0.8, 0.5, False, 0.8, True, False]


def test_a_reload_brings_unsaved_edits_back_and_says_when_they_were_made(tmp_path: Path) -> None:
    code = (
        DRAFT
        + """
      const draft = new Draft(stored);
      set(draft, null, 0.9); draft.keep();
      const again = new Draft(stored);
      const seen = [weight(again), Boolean(again.restored), again.dirty, hasDraft("s")];
      again.discard(); again.keep();
      return [...seen, weight(again), hasDraft("s"), new Draft(stored).restored];"""
    )
    assert scripting.run(tmp_path, code, stored=STORED) == [0.9, True, True, True, 0.5, False, None]


def test_a_sound_that_was_made_meanwhile_enters_the_edited_scene_and_no_undo_loses_it(tmp_path: Path) -> None:
    code = (
        DRAFT
        + """
      const draft = new Draft(stored);
      set(draft, null, 0.9);
      const fresh = structuredClone(stored);
      Object.assign(fresh.layers[1], { asset: "y", asset_name: "Sea", asset_duration_s: 3 });
      draft.keep();
      const reloaded = new Draft(fresh);
      draft.take(fresh);
      const seen = [weight(draft), draft.scene.layers[1].asset, reloaded.scene.layers[1].asset, weight(reloaded)];
      draft.undo();
      return [...seen, weight(draft), draft.scene.layers[1].asset, draft.dirty];"""
    )
    assert scripting.run(tmp_path, code, stored=STORED) == [0.9, "y", "y", 0.9, 0.5, "y", False]


def test_undo_brings_the_former_take_back_after_a_layer_was_made_again(tmp_path: Path) -> None:
    code = (
        DRAFT
        + """
      const draft = new Draft(stored), fresh = structuredClone(stored);
      fresh.layers[0].asset = "new";
      draft.take(fresh);
      const seen = [draft.scene.layers[0].asset, draft.dirty];
      draft.undo();
      return [...seen, draft.scene.layers[0].asset, draft.dirty];"""
    )
    assert scripting.run(tmp_path, code, stored=STORED) == ["new", False, "x", True]


@pytest.mark.parametrize("at_s", [0.0, 1.0, 1.5, 2.0, 4.9, 5.0, 9.0])
@pytest.mark.parametrize("geometric", [False, True])
def test_a_value_between_points_lies_on_the_renderers_line(tmp_path: Path, at_s: float, geometric: bool) -> None:
    points = [(1.0, 200.0), (2.0, 1000.0), (5.0, 50.0)]
    code = 'const { valueAt } = await load("scenes/automation.js"); return valueAt(points, at_s, log);'
    found = scripting.run(tmp_path, code, points=points, at_s=at_s, log=geometric)
    frame = round(at_s * 1000)
    assert found == pytest.approx(moved(points, 1000, frame, frame + 1, geometric=geometric)[0])


def test_a_point_stays_between_its_neighbours_and_within_its_values(tmp_path: Path) -> None:
    code = """
      const { movedPoint, withPoint } = await load("scenes/automation.js");
      const { movable, shareOf, valueOf } = await load("scenes/movable.js");
      const layer = { weight: 1, pan: 0, effects: [{ kind: "low_pass", frequency_hz: 800, points: {} }] };
      const frequency = movable(layer, "0:low_pass:frequency_hz");
      const points = withPoint(withPoint([[4, 500]], 1, 200), 2, 900);
      return [points, movedPoint(points, 1, 9, valueOf(frequency, 1.4), 10), movedPoint(points, 2, 99, 30, 10),
        [0, 0.5, 1].map((share) => valueOf(frequency, share)), shareOf(frequency, 20000),
        frequency.edit([[1, 300]]).effects[0].points, movable(layer, "gone").key];"""
    points, pushed, last, values, top, kept, key = scripting.run(tmp_path, code)
    assert points == [[1, 200], [2, 900], [4, 500]]
    assert pushed == [[1, 200], [3.999, 20000], [4, 500]]
    assert last == [[1, 200], [2, 900], [10, 30]]
    assert values == [20, 632.5, 20000]
    assert (top, kept, key) == (1, {"frequency_hz": [[1, 300]]}, "weight")


def test_a_scene_lasts_until_its_tails_have_ended_as_the_renderer_has_it(tmp_path: Path, studio: Studio) -> None:
    sound = Audio(np.full((1, 1000), 0.1, np.float32), 8000)
    reverb = {"kind": "reverb", "decay_s": 0.7, "bypass": False}
    chains = [[], [reverb], [reverb, {**reverb, "decay_s": 0.3}], [{**reverb, "bypass": True}]]
    code = """
      const { mixLength } = await load("scenes/levels.js");
      return chains.map((effects) => mixLength({ duration_s: 0, layers:
        [{ asset: "a", asset_duration_s: 0.125, offset_s: 0.5, effects }] }));"""
    for effects, length_s in zip(chains, scripting.run(tmp_path, code, chains=chains), strict=True):
        mixed = studio.scenes.mix([Layer("", sound, offset_s=0.5, effects=tuple(effects))])
        assert mixed.duration_s == pytest.approx(length_s, abs=1e-3)


def test_a_peak_between_samples_is_found_as_the_limiter_finds_it(tmp_path: Path) -> None:
    noise = np.random.default_rng(3).standard_normal(4000).astype(np.float32) * 0.2
    tone = np.sin(np.pi / 2 * np.arange(4000) + np.pi / 4).astype(np.float32)
    code = """
      const { truePeak } = await load("scenes/truepeak.js");
      return sides.map((side) => truePeak([Float32Array.from(side)]));"""
    found = scripting.run(tmp_path, code, sides=[noise.tolist(), tone.tolist()])
    assert found == pytest.approx([true_peak(noise[None]), true_peak(tone[None])], rel=0.01)


def test_a_new_loop_has_a_crossfade_where_that_blurs_nothing(tmp_path: Path) -> None:
    code = """
      const { newLayer } = await load("scenes/layers.js");
      return [["ambience", 8], ["sfx", 0.4], ["music", 12], ["voice", 3]]
        .map(([type, duration_s]) => newLayer(type, { duration_s }).loop_fade_s);"""
    assert scripting.run(tmp_path, code) == [0.5, 0.1, 0, 0]


def test_zoom_keeps_the_second_under_the_pointer_and_the_page_turns_with_the_playhead(tmp_path: Path) -> None:
    code = """
      const { Viewport } = await load("scenes/viewport.js");
      const view = new Viewport(() => {});
      view.length_s = 60; view.width = 600;
      const before = view.percent(20);
      view.zoom(4, 20);
      const seen = [before, view.percent(20), view.span_s];
      view.follow(view.to_s - 0.1, view.to_s + 0.1);
      const turned = view.from_s;
      view.follow(5, 5.1);
      seen.push(turned > 20, view.from_s === turned);
      view.zoom(0.01, 20);
      return [...seen, view.whole, view.from_s];"""
    before, after, span_s, *rest = scripting.run(tmp_path, code)
    assert after == pytest.approx(before)
    assert span_s == 15
    assert rest == [True, True, True, 0]


def test_edits_over_what_somebody_else_saved_are_sent_as_made_from_the_older_state(tmp_path: Path) -> None:
    code = (
        DRAFT
        + """
      const draft = new Draft({ ...stored, saved_at: "1" });
      set(draft, null, 0.9);
      draft.take({ ...stored, saved_at: "1", updated_at: "2" });
      const ours = draft.basedOn;
      draft.take({ ...stored, saved_at: "3", updated_at: "3" });
      draft.take({ ...stored, saved_at: "3", updated_at: "4" });
      const theirs = draft.basedOn;
      draft.replace({ ...stored, saved_at: "3", updated_at: "4" });
      const seen = [ours, theirs, draft.basedOn, weight(draft)];
      draft.undo();
      return [...seen, weight(draft)];"""
    )
    assert scripting.run(tmp_path, code, stored=STORED) == ["2", "2", "4", 0.5, 0.9]


def test_the_tree_of_scenes_puts_children_under_their_parent_and_draws_each_transition(tmp_path: Path) -> None:
    scenes = [
        {"id": "a", "name": "Act", "parent": None, "transitions": []},
        {
            "id": "b",
            "name": "Bay",
            "parent": None,
            "transitions": [{"to": "c", "seconds": 2}, {"to": "x", "seconds": 1}],
        },
        {"id": "c", "name": "Cave", "parent": "a", "transitions": []},
        {"id": "d", "name": "Dock", "parent": "gone", "transitions": []},
    ]
    code = 'const { graphLayout } = await load("scenes/layout.js"); return graphLayout(scenes);'
    laid = scripting.run(tmp_path, code, scenes=scenes)
    assert [node["scene"]["name"] for node in laid["nodes"]] == ["Act", "Cave", "Bay", "Dock"]
    assert laid["nodes"][1]["x"] > laid["nodes"][0]["x"] == laid["nodes"][2]["x"]
    assert len(laid["branches"]) == 1
    assert [arrow["seconds"] for arrow in laid["arrows"]] == [2]


def test_variations_that_were_made_meanwhile_come_into_an_edited_scene_and_its_undo(tmp_path: Path) -> None:
    code = (
        DRAFT
        + """
      const scattered = structuredClone(stored);
      scattered.layers[1].scatter = { per_minute: 6, variations: [] };
      const draft = new Draft(scattered);
      set(draft, null, 0.9);
      for (const variations of [[], ["y2"], ["y2", "y3"]]) {
        const fresh = structuredClone(draft.base);
        Object.assign(fresh.layers[1], { asset: "y", scatter: { per_minute: 6, variations } });
        draft.take(fresh);
      }
      const seen = [draft.scene.layers[1].scatter.variations, weight(draft)];
      draft.undo();
      return [...seen, draft.scene.layers[1].scatter.variations, draft.dirty];"""
    )
    assert scripting.run(tmp_path, code, stored=STORED) == [["y2", "y3"], 0.9, ["y2", "y3"], False]
