"""hypothesis strategies: assets whose values are few, and searches for exactly those values, so that bounds are hit."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from assets_db import Parent, Review, Search

words = st.sampled_from(
    [
        "rain",
        "Rain",
        "räin",
        "tin",
        "roof",
        "tin roof",
        "ﬁ",
        "a",
        "Ø",
        "",
        "\0",
        "雨",
        "x\u00a0y",
        'q"',
        "rain,tin_roof",
    ]
)
phrases = st.lists(words, max_size=4).map(" ".join)
filled = words.filter(lambda text: text.strip())
numbers = st.sampled_from([-1, 0, 0.5, 1, 1.0, 2, 8000, 8000.5])
large = st.sampled_from([1e300, 2**53, float(2**53), 2**53 + 1, -(2**62)])
truths = st.booleans() | st.sampled_from(["yes", "No", "true", "FALSE"])
values = st.one_of(
    numbers, numbers, numbers | large, truths, words, st.none(),
    st.lists(st.integers(0, 1), max_size=2) | st.dictionaries(st.sampled_from("ab"), st.integers(0, 2)),
)  # fmt: skip
param_names = st.sampled_from(
    ["temperature", "temperature", "duration", "loudness", "bandwidth", "clipped_samples", "silent", "a", "a.b", "seed",
     "tags", "sample_rate"]
)  # fmt: skip
recipes = st.fixed_dictionaries(
    {},
    optional={
        "engine": values | words, "model": values | st.sampled_from(["facebook/rain", "Rain"]), "seed": values,
        "prompt": values | phrases, "temperature": values, "a": values,
        "params": values | st.dictionaries(st.sampled_from(["temperature", "a", "seed"]), values),
    },
)  # fmt: skip
quality = st.fixed_dictionaries(
    {}, optional={"clipped_samples": st.sampled_from([0, 1, 2]), "silent": truths, "bandwidth_hz": numbers, "a": values}
)
times = [
    f"{time}Z" for time in (
        "2025-12-31T23:59:59.999", "2026-01-01T00:00:00.000", "2026-01-31T23:59:59.999", "2026-02-01T00:00:00.000",
        "2026-02-01T09:59:59.999", "2026-02-01T10:00:00.000", "2026-02-28T23:59:59.999", "2026-03-01T00:00:00.000",
        "2026-12-31T23:59:59.999", "2027-01-01T00:00:00.000",
    )
]  # fmt: skip
lengths = st.sampled_from([4, 4, 6, 7, 7, 10, 10, 13, 20, 24])
ids = st.integers(0, 9).map("a{}".format)
reviews = st.builds(
    Review, rating=st.none() | st.integers(1, 5), status=st.sampled_from(["take", "approved"]), favourite=st.booleans()
)
asset_fields = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["sfx", "music"]), "project": words, "category": words, "subcategory": words,
        "ucs": st.sampled_from(["", "RAINVege", "RAINConc", "WINDTurb"]), "created_by": words,
        "name": phrases, "description": phrases, "tags": st.lists(filled, max_size=3),
        "collections": st.lists(filled, max_size=2), "parents": st.lists(ids, max_size=2).map(
            lambda keys: [Parent(id=key, how="layer") for key in keys]),
        "duration_s": st.sampled_from([0.0, 0.5, 1.0, 2.0]), "loudness_lufs": st.none() | numbers,
        "sample_rate": st.sampled_from([1, 8000]),
        "recipe": recipes, "quality": quality, "review": reviews,
        "created_at": st.sampled_from(times), "sound": st.none() | words,
        "trashed_at": st.sampled_from([None, None, None, "2026-02-01T00:00:00.000Z"]),
    }
)  # fmt: skip

beginnings = st.none() | st.builds(lambda time, length: time[:length], st.sampled_from(times), lengths)
bounds = st.none() | numbers | large
condition: dict[str, st.SearchStrategy[Any]] = {
    "text": phrases | phrases.map(lambda text: f'"{text}"'),
    "type": st.sampled_from(["SFX", "music"]), "project": words, "category": words, "subcategory": words,
    "ucs": st.sampled_from(["", "rain", "RAINV", "windturb", "turb"]), "by": words,
    "tags": st.lists(words, max_size=2).map(tuple), "not_tags": st.lists(words, max_size=2).map(tuple),
    "collection": words, "parent": ids,
    "rating_min": st.integers(-1, 6), "rating_max": st.integers(-1, 6),
    "status": st.sampled_from(["take", "Approved"]), "favourite": st.booleans(),
    "model": words | st.just("facebook/rain"), "engine": words, "sound": words, "seed": numbers | large,
    "created": st.tuples(beginnings, beginnings),
    "params": st.dictionaries(
        param_names, values | truths | st.tuples(bounds, bounds) | st.tuples(bounds, bounds), min_size=1, max_size=2
    ),
}  # fmt: skip
# few conditions at once, or hardly anything would ever be found
conditions = st.lists(st.sampled_from(["params", "params", "created", "text", *condition]), max_size=2, unique=True)
single = conditions.flatmap(lambda names: st.builds(Search, **{name: condition[name] for name in names}))
one_or_none = st.sampled_from(list(condition)).flatmap(
    lambda name: st.fixed_dictionaries({}, optional={name: condition[name]})
)
searches = st.recursive(
    single,
    lambda parts: st.builds(
        lambda fields, trashed, excluded, any_of: Search(**fields, trashed=trashed, excluded=excluded, any_of=any_of),
        one_or_none,
        st.sampled_from([False, False, False, True]),
        st.lists(parts, max_size=2).map(tuple),
        st.lists(st.lists(parts, max_size=3).map(tuple), max_size=2).map(tuple),
    ),
    max_leaves=5,
)
sorts = st.sampled_from(
    ["relevance", *(sign + name for name in ("created_at", "rating", "duration", "name") for sign in ("", "-"))]
)
