"""What the Variations tab works out in the browser: who meets whom, where a key leads, how loud everything plays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scripting import run

TOURNAMENT = """
const { Knockout } = await load("variations/knockout.js");
return sizes.map((n) => {
  const entries = Array.from({ length: n }, (_, i) => i);
  const match = new Knockout(entries);
  const met = [];
  while (match.pair) {
    met.push(match.pair);
    match.pick(match.pair[0] > match.pair[1] ? 0 : 1);
  }
  return { total: match.total, met, places: match.places };
});
"""
STEPS = """
const { stepFrom, tableLayout } = await load("variations/layout.js");
const cells = [0, 1, 2, 3, 4, 5].map((i) => ({ index: i, x: i % 3, y: Math.floor(i / 3), page: 0 }));
const table = tableLayout({ columns: [{}, {}, {}], rows: [{}, {}], cells }, 0);
const seen = (cell) => cell.index !== hidden;
return steps.map(([from, dx, dy]) => stepFrom(table, from, dx ?? Infinity, dy, seen)?.index ?? null);
"""
LEVELS = """
const { commonTarget } = await load("variations/level.js");
return commonTarget(sounds.map(([lufs, peak]) => ({ loudness_lufs: lufs, quality: { true_peak_db: peak } })));
"""


def test_the_best_of_a_tournament_wins_and_each_match_puts_one_out(tmp_path: Path) -> None:
    sizes = [2, 3, 4, 5, 7, 8, 20]
    for n, told in zip(sizes, run(tmp_path, TOURNAMENT, sizes=sizes), strict=True):
        assert told["total"] == len(told["met"]) == n - 1
        assert told["places"][0] == n - 1
        assert sorted(told["places"]) == list(range(n))
        lost = [min(pair) for pair in told["met"]]
        assert len(set(lost)) == n - 1


def test_of_three_the_one_without_a_first_match_is_in_the_second(tmp_path: Path) -> None:
    first, second = run(tmp_path, TOURNAMENT, sizes=[3])[0]["met"]
    assert ({0, 1, 2} - set(first)) < set(second)


@pytest.mark.parametrize("hidden", [None, 1])
def test_arrows_move_in_two_dimensions_stop_at_the_edge_and_skip_what_is_hidden(
    tmp_path: Path, hidden: int | None
) -> None:
    steps: list[list[Any]] = [[0, 1, 0], [0, 0, 1], [0, -1, 0], [2, 1, 0], [4, 0, -1], [3, None, 0]]
    right_of_first, above_middle = (2, None) if hidden == 1 else (1, 1)
    assert run(tmp_path, STEPS, steps=steps, hidden=hidden) == [right_of_first, 3, None, None, above_middle, 5]


def test_everything_plays_at_minus_23_lufs_or_as_loud_as_no_peak_clips(tmp_path: Path) -> None:
    assert run(tmp_path, LEVELS, sounds=[[-20, -6], [-32, -18]]) == -23
    assert run(tmp_path, LEVELS, sounds=[[-20, -6], [-40, -6]]) == -35  # up by 5 dB, its peak is at -1
    assert run(tmp_path, LEVELS, sounds=[[None, -6], [-20, -6]]) == -23
