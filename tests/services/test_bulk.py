"""Changing many sounds together, and taking that back."""

import json
import threading
import time
from dataclasses import replace

import pytest

from audiocraft_studio import Settings, build
from audiocraft_studio.errors import Cancelled, InputError, NotFound
from audiocraft_studio.services import bulk, undo
from audiocraft_studio.services.clock import utc_now


def many(studio, n, **fields):
    """`n` records like that of one real sound, each with a path of its own. Their ids."""
    first = studio.generation.generate("metal impact", duration_s=0.05, tags=["metal"])
    ids = [studio.new_id() for _ in range(n - 1)]
    copies = [replace(first, id=key, path=f"{first.path[:13]}/{key}.wav", **fields) for key in ids]
    studio.catalogue.insert_many(copies)
    return [first.id, *ids]


@pytest.fixture
def five(studio):
    return many(studio, 5)


def sidecar(studio, asset_id):
    return json.loads(studio.assets.sidecar(studio.library.get(asset_id)).read_text("utf-8"))


def test_all_named_sounds_are_changed_in_record_and_sidecar(studio, five):
    changes = {
        "add_tags": ["Gate", "metal"], "rating": 4, "status": "approved", "favourite": True, "project": "Castle",
        "add_collections": ["Act 1"], "category": "Metal", "subcategory": "Impact", "ucs": "METLImpt",
    }  # fmt: skip
    done = studio.bulk.change(five[:4], changes, by="ann")
    assert sorted(done.ids) == sorted(five[:4])
    for asset_id in five[:4]:
        asset = studio.library.get(asset_id)
        assert (asset.tags, asset.collections, asset.project) == (("metal", "gate"), ("Act 1",), "Castle")
        assert (asset.category, asset.subcategory, asset.ucs) == ("Metal", "Impact", "METLImpt")
        assert (asset.review.rating, asset.review.status, asset.review.favourite) == (4, "approved", True)
        assert sidecar(studio, asset_id) == asset.to_dict()
    assert studio.library.get(five[4]).tags == ("metal",)
    assert studio.library.search('collection:"Act 1" tag:gate').total == 4


def test_what_is_as_wished_already_is_not_counted_and_nothing_to_do_needs_no_undo(studio, five):
    studio.library.rate(five[0], 3)
    assert len(studio.bulk.change(five, {"rating": 3}, by="ann").ids) == 4
    nothing = studio.bulk.change(five, {"rating": 3}, by="ann")
    assert (nothing.undo, nothing.ids) == ("", [])


def test_a_search_says_which_sounds_are_changed(studio, five):
    studio.bulk.change(five[:2], {"add_tags": ["draft"]}, by="ann")
    done = studio.bulk.change_found("tag:draft OR rating:5", "default", {"trashed": True}, by="ann")
    assert sorted(done.ids) == sorted(five[:2])
    assert studio.library.search("").total == 3
    assert studio.bulk.change_found("", "Elsewhere", {"rating": 1}, by="ann").ids == []


def test_undo_gives_each_sound_back_what_it_had(studio, five):
    for i, asset_id in enumerate(five):
        studio.library.patch(asset_id, {"rating": i or None, "tags": [f"take {i}", "old"]}, by="ann")
    before = [studio.library.get(asset_id) for asset_id in five]
    changes = {"rating": 2, "remove_tags": ["OLD"], "add_tags": ["new"], "trashed": True}
    done = studio.bulk.change(five, changes, by="ann")
    assert studio.library.get(five[1]).tags == ("take 1", "new")
    undone = studio.bulk.undo(done.undo, by="ann")
    assert sorted(undone.ids) == sorted(five)
    assert undone.skipped == []
    assert [studio.library.get(asset_id) for asset_id in five] == before
    assert [sidecar(studio, asset_id) for asset_id in five] == [asset.to_dict() for asset in before]


def test_undo_can_be_undone_itself(studio, five):
    done = studio.bulk.change(five, {"rating": 5, "add_tags": ["x"]}, by="ann")
    after = [studio.library.get(asset_id) for asset_id in five]
    undone = studio.bulk.undo(done.undo, by="ann")
    studio.bulk.undo(undone.undo, by="ann")
    assert [studio.library.get(asset_id) for asset_id in five] == after


def test_undo_leaves_alone_what_somebody_changed_since_and_what_the_change_did_not_touch(studio, five):
    done = studio.bulk.change(five, {"rating": 5, "status": "approved"}, by="ann")
    studio.library.patch(five[0], {"rating": 1, "comment": {"text": "too loud"}}, by="bo")
    studio.library.patch(five[1], {"name": "Gate"}, by="bo")
    studio.bulk.change([five[2]], {"trashed": True}, by="bo")
    studio.assets.purge([five[2]], until=utc_now())
    undone = studio.bulk.undo(done.undo, by="ann")
    assert sorted(undone.skipped) == sorted([five[0], five[2]])
    first, second = (studio.library.get(asset_id) for asset_id in five[:2])
    assert (first.review.rating, first.review.status, first.review.comments[0].text) == (1, "take", "too loud")
    assert (second.name, second.review.rating, second.review.status) == ("Gate", None, "take")
    again = studio.bulk.undo(done.undo, by="ann")
    assert again.ids == []


def test_undo_outlives_the_server_and_only_the_latest_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(undo, "KEPT", 3)
    with build(Settings(data_dir=tmp_path)) as studio:
        ids = many(studio, 2)
        done = [studio.bulk.change(ids, {"category": f"c{i}"}, by="ann").undo for i in range(5)]
    with build(Settings(data_dir=tmp_path)) as studio:
        with pytest.raises(NotFound, match="undone"):
            studio.bulk.undo(done[1], by="ann")
        studio.bulk.undo(done[4], by="ann")
        assert {studio.library.get(asset_id).category for asset_id in ids} == {"c3"}


@pytest.mark.parametrize(
    "changes",
    [
        {}, {"rating": 6}, {"name": "x"}, {"tags": ["x"]}, {"add_tags": "x"}, {"trashed": "yes"}, {"comment": {}},
        {"ucs": "?"}, {"rating": 3, "project": "a/b"},
    ],
)  # fmt: skip
def test_a_change_that_cannot_be_is_refused_and_changes_nothing(studio, five, changes):
    before = [studio.library.get(asset_id) for asset_id in five]
    with pytest.raises(InputError):
        studio.bulk.change(five, changes, by="ann")
    assert [studio.library.get(asset_id) for asset_id in five] == before


def test_one_sound_that_cannot_take_the_change_keeps_all_as_they_were(studio, five):
    studio.library.patch(five[3], {"name": "Full", "tags": [f"t{i}" for i in range(30)]}, by="ann")
    with pytest.raises(InputError, match="“Full” would have 31"):
        studio.bulk.change(five, {"rating": 4, "add_tags": ["one more"]}, by="ann")
    with pytest.raises(NotFound):
        studio.bulk.change([*five, "nothing"], {"rating": 4}, by="ann")
    assert studio.library.search("rating:4").total == 0


def test_changes_of_one_and_of_many_at_the_same_time_all_arrive(studio):
    ids = many(studio, 40)
    threads = [
        threading.Thread(target=studio.bulk.change, args=(ids, {"add_tags": [f"bulk {i}"]}), kwargs={"by": "ann"})
        for i in range(4)
    ]
    threads += [
        threading.Thread(
            target=studio.library.patch, args=(asset_id, {"comment": {"text": f"{i}"}}), kwargs={"by": "bo"}
        )
        for asset_id in ids[:5]
        for i in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for asset_id in ids:
        assert {f"bulk {i}" for i in range(4)} < set(studio.library.get(asset_id).tags)
        assert sidecar(studio, asset_id) == studio.library.get(asset_id).to_dict()
    for asset_id in ids[:5]:
        assert len(studio.library.get(asset_id).review.comments) == 4


@pytest.fixture
def small_limits(monkeypatch):
    """Jobs from 21 sounds on, in parts of 10."""
    monkeypatch.setattr(bulk, "AT_ONCE", 20)
    monkeypatch.setattr(bulk, "CHUNK", 10)


def test_many_are_changed_by_a_job_that_tells_of_its_parts_and_can_be_undone(studio, small_limits):
    ids = many(studio, 55)
    told = []
    studio.assets.on_bulk_change(told.append)
    job = studio.bulk.change_found("tag:metal", "", {"remove_tags": ["metal"], "rating": 2}, by="ann")
    assert (job.kind, job.owner) == ("bulk", "ann")
    result = studio.jobs.wait(job.id).result
    assert result["changed"] == 55
    assert studio.library.search("tag:metal").total == 0
    assert sorted(key for part in told for key in part) == sorted(ids)
    studio.library.rate(ids[7], 1)
    undone = studio.jobs.wait(studio.bulk.undo(result["undo"], by="ann").id).result
    assert (undone["changed"], undone["skipped"]) == (55, 1)
    assert studio.library.search("tag:metal").total == 55
    assert studio.library.search("rating:2").total == 0
    by_id = studio.jobs.wait(studio.bulk.change(ids, {"favourite": True}, by="ann").id).result
    assert by_id["changed"] == 55


def test_a_cancelled_job_says_what_it_changed_and_can_be_undone(studio, small_limits):
    many(studio, 55)

    def cancel(_ids):
        for job in studio.jobs.all():
            studio.jobs.cancel(job.id)

    studio.assets.on_bulk_change(cancel)
    job = studio.bulk.change_found("", "", {"rating": 1}, by="ann")
    with pytest.raises(Cancelled):
        studio.jobs.wait(job.id)
    result = studio.jobs.get(job.id).result
    assert result["changed"] == studio.library.search("rating:1").total == 10
    studio.bulk.undo(result["undo"], by="ann")
    assert studio.library.search("rating:1").total == 0


def test_a_job_goes_on_after_a_restart_and_its_undo_knows_both_parts(tmp_path, small_limits):
    with build(Settings(data_dir=tmp_path)) as studio:
        ids = many(studio, 55)
        stopping = threading.Thread(target=studio.jobs.close)

        def stop_the_server(_ids):
            stopping.start()
            while not studio.jobs.closing:
                time.sleep(0.001)

        studio.assets.on_bulk_change(stop_the_server)
        studio.bulk.change_found("-tag:draft", "", {"add_tags": ["draft"]}, by="ann")
        while not studio.jobs.closing:
            time.sleep(0.001)
        stopping.join()
        assert studio.library.search("tag:draft").total == 10
    with build(Settings(data_dir=tmp_path)) as studio:
        (job,) = (job for job in studio.jobs.all() if job.kind == "bulk")
        result = studio.jobs.wait(job.id).result
        assert result["changed"] == studio.library.search("tag:draft").total == 55
        studio.jobs.wait(studio.bulk.undo(result["undo"], by="ann").id)
        assert studio.library.search("-tag:draft").total == len(ids)


def test_a_job_leaves_out_what_was_made_after_it_was_asked_for(studio, small_limits):
    many(studio, 30)
    held = threading.Event()
    studio.assets.on_bulk_change(lambda _: held.wait(20))
    studio.bulk.change_found("", "", {"rating": 1}, by="ann")
    job = studio.bulk.change_found("", "", {"trashed": True}, by="ann")
    late = studio.generation.generate("metal impact", duration_s=0.05)
    held.set()
    studio.jobs.wait(job.id)
    assert [asset.id for asset in studio.library.search("").assets] == [late.id]
