"""docs/search.md tells the truth."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assets_db import Asset, Catalogue, QueryError, Search, parse
from assets_db.order import SORTS

GUIDE = (Path(__file__).parents[2] / "docs/search.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("| ").split(" | ")] for line in GUIDE.splitlines() if line.startswith("| `")
]
EXAMPLES = [query for row in ROWS if len(row) == 2 for query in re.findall(r"`([^`]+)`", row[0])]
REFUSED = [row for row in ROWS if len(row) == 3]


def test_the_guide_has_examples_of_all_fields_of_a_search() -> None:
    searches = [parse(example) for example in EXAMPLES]
    asked = {name for search in searches for name, value in vars(search).items() if value != getattr(Search(), name)}
    assert asked == set(vars(Search()))


@pytest.mark.parametrize("query", EXAMPLES)
def test_the_example_is_understood(catalogue: Catalogue, query: str) -> None:
    assert parse(query) != Search()
    assert catalogue.search(query).total == 0


@pytest.mark.parametrize(("query", "position", "message"), REFUSED)
def test_the_error_is_the_one_that_is_told(query: str, position: str, message: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse(query.strip("`"))
    assert (str(refused.value.position), refused.value.reason) == (position, message)


def test_the_orders_are_those_that_there_are() -> None:
    told = re.search(r"`sort` is (.*?), with", GUIDE)
    assert told
    assert re.findall(r"`(\w+)`", told[1]) == list(SORTS)


def test_the_script_of_the_guide_runs_as_it_stands(
    tmp_path: Path,
    make_asset: Callable[..., Asset],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Catalogue.open(tmp_path / "studio-data") as catalogue:
        catalogue.insert_many(
            [make_asset("a1", name="Rain", rating=5, created_by="Mia"), make_asset("a2", name="Steps")]
        )
    code = re.search(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    assert code
    monkeypatch.chdir(tmp_path)
    exec(compile(code[1], "search.md", "exec"), {})
    assert capsys.readouterr().out.split("\n") == ["Rain", "{'Mia': 1} ['a1']", ""]
