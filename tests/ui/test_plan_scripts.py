"""The page fills templates and names files as the services do."""

from __future__ import annotations

from pathlib import Path

import pytest
import scripting

from audiocraft_studio.services.plan import Sound, prompts

SOUNDS = (
    Sound("Gate", template="{weight} iron gate {action}, {weight}",
          options={"weight": ("light", "heavy"), "action": ("opening", "slamming", "creaking")}),
    Sound("Plain", template="heavy rain"),
    Sound("Spaces", template="{ size } fire", options={"size": ("small", "a, b")}),
)  # fmt: skip


@pytest.mark.parametrize("sound", SOUNDS, ids=lambda s: s.name)
def test_the_preview_shows_the_prompts_that_will_be_generated(tmp_path: Path, sound: Sound) -> None:
    code = 'const words = await load("plan/words.js"); return words.prompts(template, options, 500);'
    found = scripting.run(
        tmp_path, code, template=sound.template, options={k: list(v) for k, v in sound.options.items()}
    )
    assert [(one["text"], one["values"]) for one in found["filled"]] == prompts(sound)
    assert found["total"] == len(prompts(sound))


def test_the_options_say_how_many_prompts_they_give(tmp_path: Path) -> None:
    code = """
      const { countText } = await load("plan/words.js");
      const two = countText("{a} {b}", { a: ["x", "y"], b: ["1", "2", "3"] });
      return [two, countText("{a}", { a: ["x"] }), countText("{a}", {})];"""
    assert scripting.run(tmp_path, code) == ["2 × 3 = 6 prompts", "1 prompt", "each needs a value"]


def test_values_with_commas_survive_the_field(tmp_path: Path) -> None:
    code = """
      const { readList, writeList } = await load("plan/words.js");
      return all.map((one) => readList(writeList(one)));"""
    values = [["near, wet", "far"], ["light", "heavy"], [], ["one, alone"]]
    assert scripting.run(tmp_path, code, all=values) == values


def test_a_file_name_is_filled_and_what_means_nothing_is_named(tmp_path: Path) -> None:
    code = """
      const { fileName } = await load("plan/words.js");
      const sound = { area: "Härbour West", name: "Gate", type: "sfx" };
      return ["{area}_{sound}_{action}_{n:02}", "{sound}_{constructor}", "{event}", "///"].map((one) =>
        fileName(one, sound, { action: "Slamming, hard" }, 3));"""
    assert scripting.run(tmp_path, code) == [
        {"name": "harbour-west_gate_slamming-hard_03.wav", "unknown": []},
        {"name": "gate.wav", "unknown": ["constructor"]},
        {"name": "sound.wav", "unknown": []},
        {"name": "sound.wav", "unknown": []},
    ]


def test_what_is_typed_comes_back_and_becomes_the_definition(tmp_path: Path) -> None:
    code = """
      const draft = await load("plan/draft.js");
      const values = { ...draft.valuesOf(), name: "Gate", template: "{weight} gate", tags: "a, b" };
      values.options = { weight: "light, heavy", gone: "kept while typing" };
      draft.keepDraft("p", "new", values);
      const kept = draft.keptDraft("p", "new");
      draft.forgetDraft("p", "new");
      const { name, options, tags } = draft.soundOf(kept.values);
      return [name, options, tags, kept.values.options.gone, draft.keptDraft("p", "new")];"""
    assert scripting.run(tmp_path, code) == [
        "Gate", {"weight": ["light", "heavy"]}, ["a", "b"], "kept while typing", None,
    ]  # fmt: skip
