from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets_db import IdMaker

FIRST_MS, LAST_MS = 0, 2**48 - 1


def test_an_id_is_26_characters_of_crockfords_base_32() -> None:
    key = IdMaker()()
    assert len(key) == 26
    assert set(key) <= set("0123456789abcdefghjkmnpqrstvwxyz")


@given(st.integers(FIRST_MS, LAST_MS), st.integers(FIRST_MS, LAST_MS))
def test_ids_of_different_makers_sort_by_time(one_ms: int, other_ms: int) -> None:
    one, other = IdMaker()(one_ms), IdMaker()(other_ms)
    assert one != other
    if one_ms != other_ms:
        assert (one < other) == (one_ms < other_ms)


@given(st.lists(st.integers(FIRST_MS, LAST_MS), min_size=2, max_size=30))
def test_one_makers_ids_only_grow_whatever_the_clock_does(times_ms: list[int]) -> None:
    new_id = IdMaker()
    made = [new_id(ms) for ms in times_ms]
    assert made == sorted(set(made))


def test_the_first_ten_characters_are_the_time() -> None:
    assert IdMaker()(0).startswith("0" * 10)
    assert IdMaker()(1).startswith("0" * 9 + "1")
    assert IdMaker()(LAST_MS).startswith("7zzzzzzzzz")
    assert IdMaker()(1469918176385).startswith("01aryz6s41")  # the example of the ULID specification


def test_threads_never_get_the_same_id() -> None:
    new_id = IdMaker()
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: new_id(1), range(4000)))
    assert len(set(made)) == 4000


@pytest.mark.parametrize("now_ms", [-1, LAST_MS + 1])
def test_a_time_that_does_not_fit_is_refused(now_ms: int) -> None:
    with pytest.raises(ValueError, match="now_ms"):
        IdMaker()(now_ms)
