from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from assets_db import Catalogue, CatalogueDamaged, DiskFull, NoSuchRecord, RecordError


def test_a_document_comes_back_with_its_id_after_reopening(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        catalogue.documents("scenes").put("s1", {"name": "Höhle", "layers": [{"weight": 0.5}]})
    with Catalogue.open(tmp_path) as catalogue:
        assert catalogue.documents("scenes").get("s1") == {"id": "s1", "name": "Höhle", "layers": [{"weight": 0.5}]}


def test_kinds_are_apart_and_in_files_of_their_own(catalogue: Catalogue) -> None:
    catalogue.documents("scenes").put("x", {"name": "scene"})
    catalogue.documents("jobs").put("x", {"name": "job"})
    scenes = catalogue.folder / "documents-scenes.journal-0"
    before = scenes.stat()
    catalogue.documents("jobs").put("y", {"name": "another job"})
    assert scenes.stat() == before
    assert catalogue.documents("scenes").all() == [{"name": "scene", "id": "x"}]
    assert not list(catalogue.folder.glob("assets.*"))
    assert catalogue.documents("jobs") is catalogue.documents("jobs")


def test_put_replaces_and_keeps_the_place(catalogue: Catalogue) -> None:
    jobs = catalogue.documents("jobs")
    jobs.put_many({"a": {"state": "waiting"}, "b": {"state": "waiting"}})
    jobs.put("a", {"state": "done"})
    assert jobs.all() == [{"id": "a", "state": "done"}, {"id": "b", "state": "waiting"}]


def test_find_compares_top_level_fields(catalogue: Catalogue) -> None:
    jobs = catalogue.documents("jobs")
    jobs.put_many({"a": {"state": "done", "by": "Mia"}, "b": {"state": "done", "by": "Ben"}, "c": {"by": "Mia"}})
    assert [d["id"] for d in jobs.find(state="done", by="Mia")] == ["a"]
    assert [d["id"] for d in jobs.find(by="Mia")] == ["a", "c"]
    assert [d["id"] for d in jobs.find(state=None)] == []
    assert len(jobs.find()) == 3
    assert jobs.ids() == ["a", "b", "c"]


def test_a_document_that_is_absent_is_no_such_record(catalogue: Catalogue) -> None:
    jobs = catalogue.documents("jobs")
    with pytest.raises(NoSuchRecord, match="jobs"):
        jobs.get("a")
    with pytest.raises(NoSuchRecord):
        jobs.remove("a")
    jobs.put("a", {})
    jobs.remove("a")
    assert "a" not in jobs
    assert len(jobs) == 0


def test_documents_share_nothing_with_what_goes_in_and_comes_out(catalogue: Catalogue) -> None:
    scenes = catalogue.documents("scenes")
    layers = [1]
    scenes.put("s", {"layers": layers})
    layers.append(2)
    scenes.get("s")["layers"].append(3)
    scenes.all()[0]["layers"].append(4)
    scenes.find(id="s")[0]["layers"].append(5)
    assert scenes.get("s")["layers"] == [1]


@pytest.mark.parametrize("bad", [{"a": math.nan}, {"a": "\ud800"}, {"a": object()}, {1: 2}, {"id": "other"}, ["a"]])
def test_what_cannot_be_stored_is_refused_and_changes_nothing(catalogue: Catalogue, bad: object) -> None:
    jobs = catalogue.documents("jobs")
    jobs.put("a", {"state": "done"})
    with pytest.raises(RecordError):
        jobs.put_many({"b": {}, "a": bad})  # type: ignore[dict-item]
    assert jobs.all() == [{"id": "a", "state": "done"}]


@pytest.mark.parametrize("key", ["", "\ud800"])
def test_an_id_is_text_that_is_not_empty(catalogue: Catalogue, key: str) -> None:
    with pytest.raises(RecordError):
        catalogue.documents("jobs").put(key, {})


@pytest.mark.parametrize("kind", ["", "Scenes", "../x", "a-b", "x" * 40])
def test_a_kind_is_a_word(catalogue: Catalogue, kind: str) -> None:
    with pytest.raises(ValueError, match="kind"):
        catalogue.documents(kind)


def test_a_full_disk_changes_no_document(
    catalogue: Catalogue, full_disk: Callable[[Path], AbstractContextManager[None]]
) -> None:
    jobs = catalogue.documents("jobs")
    jobs.put("a", {"state": "waiting"})
    with full_disk(catalogue.folder), pytest.raises(DiskFull):
        jobs.put("a", {"state": "done"})
    assert jobs.get("a")["state"] == "waiting"
    jobs.put("a", {"state": "done"})
    assert jobs.get("a")["state"] == "done"


def test_damage_to_one_kind_leaves_the_others_usable(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path) as catalogue:
        catalogue.documents("jobs").put("a", {})
        catalogue.documents("scenes").put("a", {})
    (tmp_path / "documents-jobs.json").write_text("{")
    with Catalogue.open(tmp_path) as catalogue:
        with pytest.raises(CatalogueDamaged, match="backup"):
            catalogue.documents("jobs")
        assert len(catalogue.documents("scenes")) == 1
        assert len(catalogue.documents("jobs")) == 0
