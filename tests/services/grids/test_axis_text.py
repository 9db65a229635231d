"""The syntax of axes: ranges by their formulas, and errors that point into the text."""

import contextlib
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocraft_studio.errors import AxisError
from audiocraft_studio.services.grids.text import MAX_VALUES, Source, items, numbers, stretches

AXIS_LIKE = st.text(st.sampled_from(list('0123456789.,-+()[] "“”ab−')), max_size=40)
DECIMALS = st.decimals(-50, 50, places=2)


def values(text, *, whole=False):
    source = Source("x", text)
    return [float(value) for one in stretches(source) for value in numbers(source, one, whole=whole)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.7-1.3 (+0.2)", [0.7, 0.9, 1.1, 1.3]),
        ("1-10 [5]", [1, 3.25, 5.5, 7.75, 10]),
        ("-1-1 [5]", [-1, -0.5, 0, 0.5, 1]),
        ("-0.5 - 0.5 (+0.25)", [-0.5, -0.25, 0, 0.25, 0.5]),
        ("-3--1", [-3, -2, -1]),
        ("5-3", [5, 4, 3]),
        ("1-0 (-0.5)", [1, 0.5, 0]),
        ("0-1 (+0.3)", [0, 0.3, 0.6, 0.9]),
        ("1, 2.5 ,−3", [1, 2.5, -3]),
        ("0.1, 1–3, 7-8 [2],", [0.1, 1, 2, 3, 7, 8]),
    ],
)
def test_numbers_and_ranges_are_read_as_they_are_written(text, expected):
    assert values(text) == expected


def test_an_even_spread_of_whole_numbers_is_rounded_and_keeps_its_ends():
    assert values("1-10 [5]", whole=True) == [1, 3, 6, 8, 10]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("0.7, rain, 1", "rain"),
        ("0.7, 1x", "x"),
        ("0.7-1.3", "0.7-1.3"),
        ("1, 2-", "2-"),
        ("1-2 (+0)", "+0"),
        ("1-2 (-0.5)", "-0.5"),
        ("2-1 (+0.5)", "+0.5"),
        ("3, 1-2 [1]", "1"),
        ("1-2 (+0.1", " (+0.1"),
        ("1,,2", ","),
        ("0.5, 1-100000", "1-100000"),
        ("1-2 [101]", "1-2 [101]"),
        ("2-2 [3]", "2-2 [3]"),
        ("1, 12345678901234567890", "12345678901234567890"),
        ("", ""),
    ],
)
def test_what_is_wrong_is_pointed_at(text, wrong):
    with pytest.raises(AxisError) as caught:
        values(text)
    assert text[caught.value.at : caught.value.end] == wrong
    assert str(caught.value)[0].isupper() or str(caught.value)[0] == "“"


def test_whole_numbers_are_asked_for_where_only_they_can_be_used():
    for text in ("1, 2.5", "1-2 (+0.5)", "0.5-2.5 [2]", "1-3 [4]"):
        with pytest.raises(AxisError):
            values(text, whole=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rain, snow on snow", ["rain", "snow on snow"]),
        ('rain, "rain, then hail" , “a, b”', ["rain", "rain, then hail", "a, b"]),
        ('"the ""big"" one", 2', ['the "big" one', "2"]),
        ('rain, ""', ["rain", ""]),
    ],
)
def test_items_stand_between_commas_or_in_quotes(text, expected):
    found = items(Source("x", text))
    assert [one.text for one in found] == expected
    assert all(one.text in text[one.at : one.end].replace('""', '"') or one.text == "" for one in found)


@pytest.mark.parametrize(("text", "wrong"), [('a, "b', '"b'), ('"a" b, c', " b")])
def test_broken_quotes_are_pointed_at(text, wrong):
    with pytest.raises(AxisError) as caught:
        items(Source("y", text))
    assert text[caught.value.at : caught.value.end] == wrong


@given(st.one_of(AXIS_LIKE, st.text(max_size=60)), st.booleans())
def test_any_text_gives_values_or_an_error_that_points_into_it(text, whole):
    try:
        found = values(text, whole=whole)
    except AxisError as error:
        assert 0 <= error.at <= error.end <= len(text)
        assert str(error)
        return
    assert found
    assert not whole or all(value == int(value) for value in found)
    with contextlib.suppress(AxisError):
        for one in items(Source("x", text)):
            assert text[one.at : one.end].strip('"“”').replace('""', '"').startswith(one.text[:1])


@given(DECIMALS, DECIMALS, st.decimals("0.01", 20, places=2), st.sampled_from(["{}-{} ({}{})", "{} – {}  ( {}{} )"]))
def test_a_stepped_range_has_the_count_and_ends_of_its_formula(first, last, step, form):
    sign = "+" if last >= first else "-"
    source = Source("x", form.format(first, last, sign, step))
    count = int(abs(Fraction(last) - Fraction(first)) / Fraction(step)) + 1
    if count > MAX_VALUES:
        with pytest.raises(AxisError):
            numbers(source, stretches(source)[0], whole=False)
        return
    found = numbers(source, stretches(source)[0], whole=False)
    assert len(found) == count
    assert found[0] == Fraction(first)
    assert abs(Fraction(last) - found[-1]) < Fraction(step)
    assert min(first, last) <= found[-1] <= max(first, last)


@given(DECIMALS, DECIMALS, st.integers(2, MAX_VALUES))
def test_an_even_spread_has_its_count_both_ends_and_equal_distances(first, last, n):
    source = Source("x", f"{first}-{last} [{n}]")
    if first == last:
        return
    found = numbers(source, stretches(source)[0], whole=False)
    assert (len(found), found[0], found[-1]) == (n, Fraction(first), Fraction(last))
    assert len({b - a for a, b in pairwise(found)}) == 1


@given(st.integers(-1000, 1000), st.integers(-60, 60))
def test_a_bare_range_goes_in_whole_steps_from_end_to_end(first, length):
    found = values(f"{first}-{first + length}")
    assert found == [
        float(n) for n in range(first, first + length + (1 if length >= 0 else -1), 1 if length >= 0 else -1)
    ]
