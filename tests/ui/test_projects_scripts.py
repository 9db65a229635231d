"""Searches of all projects leave the heard examples out."""

from __future__ import annotations

from pathlib import Path

import pytest
import scripting


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", '-project:"Prompt examples"'),
        ("rain", 'rain -project:"Prompt examples"'),
        ('project:"Prompt examples" rain', 'project:"Prompt examples" rain'),
    ],
)
def test_a_search_of_all_projects_finds_heard_examples_only_where_they_are_named(
    tmp_path: Path, typed: str, asked: str
) -> None:
    code = 'const { everywhere } = await load("core/projects.js"); return everywhere(typed);'
    assert scripting.run(tmp_path, code, typed=typed) == asked
