"""Emptying the trash."""

import threading

import pytest

from audiocraft_studio import Settings, build
from audiocraft_studio.errors import Cancelled, NotFound
from audiocraft_studio.services import trash
from audiocraft_studio.services.scenes import Layer, Scene


@pytest.fixture
def five(studio):
    return [studio.generation.generate("metal impact", duration_s=0.1, seed=i).id for i in range(5)]


def files(studio):
    return sorted(path.name for path in (studio.settings.data_dir / "audio").rglob("*") if path.is_file())


def emptied(studio, project=""):
    return studio.jobs.wait(studio.trash.submit_empty(project, by="ann").id)


def test_what_lies_in_the_trash_goes_for_good_and_all_else_stays(studio, five):
    studio.bulk.change(five[:2], {"trashed": True}, by="ann")
    sizes = sum(
        path.stat().st_size
        for key in five[:2]
        for path in (studio.library.file(key), studio.assets.sidecar(studio.library.get(key)))
    )
    told = []
    studio.assets.on_bulk_change(told.extend)
    job = emptied(studio)
    assert (job.result, job.done, job.total) == ({"removed": 2, "freed_bytes": sizes}, 2, 2)
    assert set(told) == set(five[:2])
    for key in five[:2]:
        with pytest.raises(NotFound):
            studio.library.get(key)
    assert studio.library.search("").total == 3
    assert len(files(studio)) == 6
    for key in five[2:]:
        assert studio.library.audio(key).n_samples


def test_only_the_trash_of_the_project_is_emptied(studio, five):
    studio.library.patch(five[0], {"project": "Castle"}, by="ann")
    studio.bulk.change(five[:2], {"trashed": True}, by="ann")
    assert emptied(studio, "Castle").result["removed"] == 1
    assert studio.library.search("trashed:yes").total == 1
    assert emptied(studio, "Castle").result["removed"] == 0


def test_it_is_emptied_also_where_scenes_and_mixes_use_it(studio, five):
    scene = studio.scenes.save(Scene("Gate", (Layer(asset=five[0]),)))
    mix = studio.scenes.render(scene.id)
    studio.library.delete(five[0])
    assert emptied(studio).result["removed"] == 1
    assert studio.library.audio(mix.id).n_samples
    nodes = {node.id: node for node in studio.lineage.family(mix.id).nodes}
    assert nodes[five[0]].asset is None


def test_nothing_removed_comes_back_after_a_restart(tmp_path):
    with build(Settings(data_dir=tmp_path)) as studio:
        gone, kept = (studio.generation.generate("metal impact", duration_s=0.1, seed=i).id for i in range(2))
        studio.library.delete(gone)
        emptied(studio)
    with build(Settings(data_dir=tmp_path)) as studio:
        assert studio.catalogue.ids() == {kept}


def test_what_is_restored_or_thrown_away_while_it_waits_stays(studio, five, monkeypatch):
    monkeypatch.setattr(trash, "AT_ONCE", 1)
    studio.bulk.change(five[:3], {"trashed": True}, by="ann")
    first_gone, go_on = threading.Event(), threading.Event()

    def wait(_ids):
        first_gone.set()
        go_on.wait(20)

    studio.assets.on_bulk_change(wait)
    job = studio.trash.submit_empty("", by="ann")
    assert first_gone.wait(20)
    (restored,) = [key for key in five[:3] if studio.assets.knows(key)][:1]
    studio.library.restore(restored)
    studio.library.delete(five[4])
    go_on.set()
    assert studio.jobs.wait(job.id).result["removed"] == 2
    assert studio.library.get(restored).trashed_at is None
    assert studio.library.get(five[4]).trashed_at


def test_a_cancelled_job_says_what_it_removed(studio, five, monkeypatch):
    monkeypatch.setattr(trash, "AT_ONCE", 2)
    studio.bulk.change(five, {"trashed": True}, by="ann")
    studio.assets.on_bulk_change(lambda _: studio.jobs.cancel(studio.jobs.all()[0].id))
    job = studio.trash.submit_empty("", by="ann")
    with pytest.raises(Cancelled):
        studio.jobs.wait(job.id)
    assert studio.jobs.get(job.id).result["removed"] == 2
    assert studio.library.search("trashed:yes").total == 3
