"""Terms are found at the places and levels that regular expressions over the texts find them at."""

from __future__ import annotations

import plain_search
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets_db import words
from assets_db.matching import searched_text
from assets_db.words import Words

pieces = st.sampled_from(["rain", "rains", "train", "tin", "roof", "a", "ab", "b.a", "tin_a", "2", "雨雨"])
texts = st.lists(pieces, max_size=4).map(" ".join)
rows = st.fixed_dictionaries(
    {"name": texts, "prompt": texts, "description": texts, "tags": st.lists(texts, max_size=3)}
)
terms = st.lists(pieces | st.sampled_from(["r", "n", "in", "oof", "雨", "_"]), min_size=1, max_size=3).map(" ".join)


@pytest.mark.parametrize(
    "many_words",
    [
        pytest.param(0, id="all at once"),
        pytest.param(1, id="some at once", marks=pytest.mark.slow),
        pytest.param(300, id="word by word"),
    ],
)
@pytest.mark.parametrize(
    "little",
    [
        pytest.param(0, id="always new"),
        pytest.param(10, id="sometimes new", marks=pytest.mark.slow),
        pytest.param(10**6, id="never new"),
    ],
)
def test_terms_are_found_at_their_levels(monkeypatch: pytest.MonkeyPatch, many_words: int, little: int) -> None:
    """The ways of looking that suit many rows and words are tried on few."""
    monkeypatch.setattr(words, "_MANY_WORDS", many_words)
    monkeypatch.setattr(words, "_LITTLE", little)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(st.lists(rows, max_size=5), terms), min_size=1, max_size=5))
    def look(batches: list[tuple[list[dict[str, object]], str]]) -> None:
        kept = Words()
        records: list[plain_search.Record] = []
        for more, term in batches:
            new = [{**row, "recipe": {"prompt": row["prompt"]}} for row in more]
            kept.extend(len(records), map(searched_text, new))
            records += new
            assert kept.levels(term).tolist() == [plain_search.level(record, term) for record in records]

    look()


def test_there_is_no_text_between_the_texts() -> None:
    kept = Words()
    kept.extend(0, [searched_text({"name": "a", "recipe": {"prompt": "b"}, "description": "c", "tags": ["d"]})])
    assert [kept.levels(term).tolist() for term in ("a b", "b c", "c d", "b")] == [[0], [0], [0], [6]]
