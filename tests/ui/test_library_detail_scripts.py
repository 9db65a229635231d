"""What the right column of the library works out in the page: where a lineage stands, how a difference reads."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import scripting

Graph = dict[str, Any]

NODE_H = 28
WIDTH = 304


def laid_out(folder: Path, graphs: list[Graph], width: int = WIDTH) -> list[Graph]:
    code = 'const { layOut } = await load("library/lineagelayout.js"); return graphs.map((one) => layOut(one, width));'
    found: list[Graph] = scripting.run(folder, code, graphs=graphs, width=width)
    return found


def any_graph(chance: random.Random) -> Graph:
    """A sound, up to two generations before and after it, and lines that pass over a generation or stay in one."""
    nodes = [{"id": "this", "generation": 0}]
    for generation in range(-chance.randint(0, 2), chance.randint(0, 2) + 1):
        if generation:
            nodes += [{"id": f"{generation}:{i}", "generation": generation} for i in range(chance.randint(1, 12))]
    edges = []
    for child in nodes:
        before = [one for one in nodes if one["generation"] < child["generation"]]
        for parent in chance.sample(before, min(len(before), chance.randint(1, 2))):
            how = chance.choice(("variation", "loop", "layer"))
            edges.append({"parent": parent["id"], "child": child["id"], "how": how})
        beside = [one for one in nodes if one["generation"] == child["generation"] and one["id"] < child["id"]]
        if beside and child["generation"] and chance.random() < 0.2:
            edges.append({"parent": chance.choice(beside)["id"], "child": child["id"], "how": "regenerated"})
    return {"nodes": nodes, "edges": edges}


def crosses(start: list[float], end: list[float], node: Graph) -> bool:
    """Whether a straight piece of a line runs through the inside of a node."""
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    inside_x = left < node["x"] + node["width"] - 1 and right > node["x"] + 1
    return inside_x and top < node["y"] + NODE_H - 1 and bottom > node["y"] + 1


def test_nodes_of_a_lineage_never_overlap_and_no_line_runs_through_one(tmp_path: Path) -> None:
    graphs = [any_graph(random.Random(seed)) for seed in range(60)]
    for given, drawn in zip(graphs, laid_out(tmp_path, graphs), strict=True):
        nodes = {node["id"]: node for node in drawn["nodes"]}
        assert set(nodes) == {node["id"] for node in given["nodes"]}
        assert len({(node["x"], node["y"]) for node in nodes.values()}) == len(nodes)
        for node in nodes.values():
            assert node["x"] >= 0 and node["x"] + node["width"] <= WIDTH
            assert 0 <= node["y"] <= drawn["height"] - NODE_H
        assert len(drawn["edges"]) == len(given["edges"])
        for edge in drawn["edges"]:
            parent, child = nodes[edge["parent"]], nodes[edge["child"]]
            assert edge["points"][0][1] == parent["y"] + NODE_H
            assert edge["points"][-1][1] == child["y"]
            for start, end in pairwise(edge["points"]):
                assert start[0] == end[0] or start[1] == end[1]
                assert not any(crosses(start, end, node) for node in nodes.values())


def test_older_generations_stand_above_younger_ones(tmp_path: Path) -> None:
    [drawn] = laid_out(tmp_path, [any_graph(random.Random(7))])
    lowest: dict[int, float] = {}
    for node in drawn["nodes"]:
        lowest[node["generation"]] = max(lowest.get(node["generation"], 0), node["y"])
    for node in drawn["nodes"]:
        assert all(node["y"] > y for generation, y in lowest.items() if generation < node["generation"])


def test_a_line_says_once_how_the_sounds_below_it_were_made(tmp_path: Path) -> None:
    nodes = [{"id": "this", "generation": 0}, *({"id": f"c{i}", "generation": 1} for i in range(6))]
    edges = [{"parent": "this", "child": f"c{i}", "how": "loop" if i == 2 else "variation"} for i in range(6)]
    [drawn] = laid_out(tmp_path, [{"nodes": nodes, "edges": edges}])
    assert [label["text"] for label in drawn["labels"]] == ["variation", "loop"]


def test_forty_sounds_fit_below_each_other(tmp_path: Path) -> None:
    nodes = [{"id": "this", "generation": 0}, *({"id": f"c{i}", "generation": 1} for i in range(39))]
    edges = [{"parent": "this", "child": f"c{i}", "how": "variation"} for i in range(39)]
    [drawn] = laid_out(tmp_path, [{"nodes": nodes, "edges": edges}])
    assert all(node["width"] >= 120 for node in drawn["nodes"])
    assert drawn["height"] < 1000


DIFFERENCE = {
    "first_s": 1.2, "last_s": 3.4, "worst_s": 2.1, "share": 0.3, "level_db": 0.3, "length_s": 0.0,
    "other_format": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "db", "changed", "said"),
    [
        ("close", -48.2, {}, "close: differs from 1.2 s to 3.4 s, 48 dB below the sound; level +0.3 dB"),
        ("different", -28.2, {"level_db": -0.31},
         "different from 1.2 s to 3.4 s, 28 dB below the sound; level −0.3 dB"),
        ("close", -60, {"level_db": 0.01, "share": 1.0}, "close: differs throughout, 60 dB below the sound"),
        ("different", 0.2, {"level_db": 0, "first_s": 0.42, "last_s": 0.42},
         "different at 0.42 s, as loud as the sound"),
        ("different", 3, {"level_db": 0, "length_s": 0.25},
         "different from 1.2 s to 3.4 s, 3 dB above the sound; 0.25 s longer"),
        ("different", 0, {"other_format": True, "length_s": -1.5},
         "different: another sample rate or number of channels; 1.50 s shorter"),
    ],
)  # fmt: skip
def test_a_difference_is_told_in_words(tmp_path: Path, verdict: str, db: float, changed: Graph, said: str) -> None:
    code = 'return (await load("parts/difference.js")).differenceWords(known);'
    known = {"verdict": verdict, "difference_db": db, "difference": {**DIFFERENCE, **changed}}
    assert scripting.run(tmp_path, code, known=known) == said


def test_a_dropped_folder_gives_all_files_below_it_with_their_paths(tmp_path: Path) -> None:
    code = """
      const { dropped, sorted } = await load("library/files.js");
      const file = (path) => ({ isFile: true, fullPath: path, file: (done) => done({ name: path, type: "" }) });
      const folder = (path, inside) => ({
        isFile: false,
        fullPath: path,
        createReader: () => ({ left: [...inside], readEntries(done) { done(this.left.splice(0, 100)); } }),
      });
      const many = Array.from({ length: 250 }, (_, i) => file(`/Trip/many/${i}.wav`));
      const entry = folder("/Trip", [folder("/Trip/many", many), file("/Trip/notes.txt"), file("/Trip/a.FLAC")]);
      const { audio, others } = sorted(await dropped({ items: [{ webkitGetAsEntry: () => entry }], files: [] }));
      const paths = audio.map((one) => one.path);
      return [paths.length, paths[0], paths[1], paths[3], paths.at(-1), others.map((one) => one.path)];"""
    assert scripting.run(tmp_path, code) == [
        251, "Trip/a.FLAC", "Trip/many/0.wav", "Trip/many/2.wav", "Trip/many/249.wav", ["Trip/notes.txt"],
    ]  # fmt: skip


def test_a_synthetic_voice_is_shown_with_its_program_and_neither_as_a_model_nor_with_a_seed(tmp_path: Path) -> None:
    recipe = {
        "engine": "speech",
        "engine_version": "espeak-ng 1.51",
        "prompt": "Mind the step.",
        "params": {"voice": "en-gb"},
    }
    voice = {"recipe": recipe, "engine_name": "Synthetic voice", "duration_s": 1, "sample_rate": 22050, "channels": 1}
    code = 'const words = await load("parts/words.js"); return [words.recipeRows(voice), words.hasPrompt(voice)];'
    rows, varied = scripting.run(tmp_path, code, voice=voice)
    assert [row[0] for row in rows] == ["Engine", "Format", "Voice"]
    assert (rows[0][1], varied) == ("Synthetic voice espeak-ng 1.51", False)
