"""Which items share a pass."""

from audiocraft_studio.services.batches import BATCH, BATCH_S, batches

SHARED = {"model": "m", "duration_s": 1.0, "params": {"t": 1.0}}


def planned(*items, **shared):
    filled = [{"prompt": "rain", **item} for item in items]
    return [one.items for one in batches({**SHARED, **shared, "items": filled}, range(len(filled)))]


def test_a_batch_is_neither_too_many_items_nor_too_much_sound():
    assert [len(one) for one in planned(*[{}] * 20)] == [BATCH, BATCH, 4]
    assert [len(one) for one in planned(*[{}] * 5, duration_s=BATCH_S / 2)] == [2, 2, 1]
    assert planned({}, {}, duration_s=90.0) == [(0,), (1,)]


def test_items_share_a_pass_where_model_duration_and_parameters_are_equal():
    hot = {"params": {"t": 1.3}}
    assert planned({}, hot, {}, hot) == [(0, 2), (1, 3)]
    assert planned({}, {"duration_s": 2.0}, {}) == [(0, 2), (1,)]


def test_a_model_makes_all_its_items_before_the_next_is_loaded():
    other, hot = {"model": "n"}, {"params": {"t": 1.3}}
    assert planned({}, other, hot, other) == [(0,), (2,), (1, 3)]


def test_items_of_one_prompt_stand_side_by_side():
    snow = {"prompt": "snow"}
    assert planned({}, snow, {}, snow, duration_s=BATCH_S / 2) == [(0, 2), (1, 3)]


def test_sketch_makes_one_after_the_other_in_order():
    assert planned({}, {"prompt": "snow"}, {}, model="sketch") == [(0,), (1,), (2,)]
