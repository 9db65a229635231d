"""Searches for hypothesis, and assets that hold just the few values that are searched for, so that bounds are hit."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st

from assets_db import Parent, Review, Search

WORDS = [
    "rain",
    "Rain",
    "räin",
    "tin",
    "roof",
    "tin roof",
    "ﬁ",
    "a",
    "Ø",
    "\0",
    "雨",
    "x\u00a0y",
    'q"',
    "rain,tin_roof",
]
NUMBERS = [-1, 0, 0.5, 1, 2, 8000, 8000.5]
LARGE = [1e300, 2**53, float(2**53), 2**53 + 1, -(2**62)]
TRUTHS = [True, False, "yes", "No", "true", "FALSE"]
OTHERS = [None, [0, 1], [], {"b": 1}, {"b": 2, "a": 0}]
PARAMS = ["temperature", "duration", "loudness", "bandwidth", "clipped_samples", "silent", "a", "a.b", "seed", "tags"]
TIMES = [
    f"{time}Z"
    for time in (
        "2025-12-31T23:59:59.999", "2026-01-01T00:00:00.000", "2026-01-31T23:59:59.999", "2026-02-01T00:00:00.000",
        "2026-02-01T09:59:59.999", "2026-02-01T10:00:00.000", "2026-12-31T23:59:59.999", "2027-01-01T00:00:00.000",
    )
]  # fmt: skip
IDS = [f"a{n}" for n in range(60)]


def random_fields(rng: Random) -> dict[str, Any]:
    """Fields of an asset, all at random."""

    def some(of: list[str], most: int) -> list[str]:
        return rng.choices(of, k=rng.randint(0, most))

    def value() -> Any:
        return rng.choice(rng.choice([NUMBERS, NUMBERS, LARGE, TRUTHS, WORDS, OTHERS]))

    def may_have(*names: str, of: Any = value) -> dict[str, Any]:
        return {name: of() for name in names if rng.random() < 0.7}

    filled = [word for word in WORDS if word.strip()]
    models: list[Any] = ["facebook/rain", "Rain", *filled]
    quality = may_have("clipped_samples", "bandwidth_hz", of=lambda: rng.choice(NUMBERS)) | may_have("silent", "a")
    recipe = may_have("params", of=lambda: rng.choice([may_have("temperature", "a", "seed"), value()]))
    recipe |= may_have("engine", "model", of=lambda: rng.choice([*models, value()])) | may_have(
        "seed", "temperature", "a"
    )
    recipe |= may_have("prompt", of=lambda: rng.choice([" ".join(some(WORDS, 5)), value()]))
    return {
        "type": rng.choice(["sfx", "music"]),
        **{name: rng.choice(["", *filled]) for name in ("project", "category", "subcategory", "created_by")},
        "ucs": rng.choice(["", "RAINVege", "RAINConc", "WINDTurb", "WINDrain"]),
        "name": " ".join(some(WORDS, 4)),
        "description": " ".join(some(WORDS, 4)),
        "tags": some(filled, 3),
        "collections": some(filled, 2),
        "parents": [Parent(id=key, how="layer") for key in some(IDS[:10], 2)],
        "duration_s": rng.choice([0.0, 0.5, 1.0, 2.0]),
        "loudness_lufs": rng.choice([None, *NUMBERS]),
        "recipe": recipe,
        "quality": quality,
        "review": Review(
            rating=rng.choice([None, 1, 2, 3, 4, 5]),
            status=rng.choice(["take", "approved"]),
            favourite=rng.random() < 0.5,
        ),
        "created_at": rng.choice(TIMES),
        "sound": rng.choice([None, *filled]),
        "trashed_at": rng.choice([None, None, None, "2026-02-01T00:00:00.000Z"]),
    }


words = st.sampled_from(["", *WORDS])
phrases = st.lists(words, min_size=1, max_size=3).map(" ".join)
numbers = st.sampled_from([*NUMBERS, *NUMBERS, *LARGE])
bounds = st.none() | numbers
beginnings = st.none() | st.builds(
    lambda time, length: time[:length], st.sampled_from(TIMES), st.sampled_from([4, 6, 7, 7, 10, 10, 13, 20, 24])
)
condition: dict[str, st.SearchStrategy[Any]] = {
    "text": st.one_of(words, phrases, phrases.map(lambda text: f'"{text}"')),
    "type": st.sampled_from(["SFX", "music"]), "project": words, "category": words, "subcategory": words,
    "ucs": st.sampled_from(["", "rain", "RAINV", "windturb", "turb"]), "by": words,
    "tags": st.lists(words, max_size=2).map(tuple), "not_tags": st.lists(words, max_size=2).map(tuple),
    "collection": words, "parent": st.sampled_from(IDS[:11]),
    "rating_min": st.integers(-1, 6), "rating_max": st.integers(-1, 6),
    "status": st.sampled_from(["take", "Approved"]), "favourite": st.booleans(),
    "model": words | st.just("facebook/rain"), "engine": words, "sound": words, "seed": numbers,
    "created": st.tuples(beginnings, beginnings),
    "params": st.dictionaries(
        st.sampled_from(PARAMS),
        st.one_of(numbers, st.tuples(bounds, bounds), st.sampled_from(TRUTHS), st.sampled_from(OTHERS), words),
        min_size=1, max_size=1,
    ),
}  # fmt: skip
_names = st.sampled_from(["params", "params", "created", "text", "text", *condition])
# few conditions at once, or hardly anything would ever be found
_one = _names.flatmap(lambda name: st.builds(Search, **{name: condition[name]}))
_two = st.tuples(_names, _names).flatmap(lambda names: st.builds(Search, **{name: condition[name] for name in names}))
_groups = st.lists(st.lists(_one, max_size=3).map(tuple), max_size=2).map(tuple)
_nested = st.builds(
    Search, text=st.sampled_from(["", "", "a"]), trashed=st.booleans(), any_of=_groups,
    excluded=st.lists(_one | st.builds(Search, any_of=_groups, excluded=st.tuples(_one)), max_size=2).map(tuple),
)  # fmt: skip
searches = st.one_of(_one, _two, _nested)
sorts = st.sampled_from(
    ["relevance", *(sign + name for name in ("created_at", "rating", "duration", "name") for sign in ("", "-"))]
)
