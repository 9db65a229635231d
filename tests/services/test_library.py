import threading

import pytest

from audiocraft_studio import Settings, build
from audiocraft_studio.errors import FolderInUse, InputError
from audiocraft_studio.services.assets import slug


@pytest.fixture
def three(studio):
    g = studio.generation
    return [
        g.generate("heavy rain on a tin roof", type="ambience", duration_s=0.4, seed=1, tags=["rain", "roof"]),
        g.generate("metal impact", duration_s=0.3, seed=2, project="Game", tags=["metal", "hit"], brightness=0.5),
        g.generate("soft ui click", type="ui", duration_s=0.2, seed=3, project="Game", tags=["ui"]),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {0, 1, 2}),
        ("tin roof", {0}),
        ('"tin roof"', {0}),
        ("type:ambience", {0}),
        ("project:Game", {1, 2}),
        ("tag:metal tag:hit", {1}),
        ("project:Game -tag:ui", {1}),
        ("seed:3", {2}),
        ("brightness:0.2-0.6", {1}),
        ("model:sketch", {0, 1, 2}),
        ("hail", set()),
    ],
)
def test_search_finds_by_words_fields_and_parameters(studio, three, query, found):
    page = studio.library.search(query)
    assert {a.id for a in page.assets} == {three[i].id for i in found}
    assert page.total == len(found)


def test_a_search_that_cannot_be_read_points_at_the_place(studio):
    with pytest.raises(InputError, match="character"):
        studio.library.search("rating:>=lots")


def test_ratings_status_tags_and_comments_are_kept_in_record_and_sidecar(tmp_path):
    with build(Settings(data_dir=tmp_path)) as studio:
        asset = studio.generation.generate("metal impact", duration_s=0.3)
        studio.library.rate(asset.id, 4)
        changes = {
            "status": "approved",
            "favourite": True,
            "tags": ["Gate"],
            "comment": {"at_s": 0.1, "text": "first hit"},
        }
        studio.library.patch(asset.id, changes, by="ann")
    (tmp_path / "assets.json").unlink()
    with build(Settings(data_dir=tmp_path)) as studio:
        review = studio.library.get(asset.id).review
        assert (review.rating, review.status, review.favourite) == (4, "approved", True)
        assert [(c.at_s, c.text, c.by) for c in review.comments] == [(0.1, "first hit", "ann")]
        assert studio.library.search("rating:>=4 status:approved tag:gate").total == 1


def test_a_damaged_catalogue_is_kept_aside_and_filled_again_from_the_sidecars(tmp_path):
    with build(Settings(data_dir=tmp_path)) as studio:
        asset = studio.generation.generate("metal impact", duration_s=0.3)
    path = tmp_path / "assets.json"
    path.write_bytes(path.read_bytes()[:-20])
    with build(Settings(data_dir=tmp_path)) as studio:
        assert studio.library.get(asset.id) == asset
    assert list(tmp_path.glob("assets.json.damaged-*"))


@pytest.mark.parametrize(
    "changes",
    [
        {"rating": 6}, {"rating": 0}, {"rating": float("nan")}, {"status": "great"}, {"tags": "rain"}, {"name": ""},
        {"name": "a/b"}, {"comment": {"text": ""}}, {"comment": {"text": "x", "at_s": 99.0}}, {"sha256": "0"},
    ],
)  # fmt: skip
def test_a_bad_change_changes_nothing(studio, three, changes):
    with pytest.raises(InputError):
        studio.library.patch(three[0].id, {"favourite": True, **changes}, by="t")
    assert studio.library.get(three[0].id) == three[0]


def test_the_trash_hides_and_gives_back(studio, three):
    studio.library.delete(three[0].id)
    assert studio.library.search("rain").total == 0
    assert studio.library.audio(three[0].id).n_samples
    studio.library.restore(three[0].id)
    assert studio.library.search("rain").total == 1


def test_facets_count_what_is_found(studio, three):
    facets = studio.library.facets("", project="Game")
    assert facets.type == {"sfx": 1, "ui": 1}
    assert facets.tags["metal"] == 1


def test_two_studios_never_share_a_folder(tmp_path):
    with build(Settings(data_dir=tmp_path)), pytest.raises(FolderInUse, match="Close that program"):
        build(Settings(data_dir=tmp_path))
    build(Settings(data_dir=tmp_path)).close()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Heavy rain, take 2", "heavy-rain-take-2"), ("../../etc", "etc"), ("雨", "sound"), ("é" * 99, "e" * 40)],
)
def test_file_names_are_plain_and_short(name, expected):
    assert slug(name) == expected


def test_changes_of_several_people_at_once_all_arrive(studio, three):
    def comment(i):
        studio.library.patch(three[0].id, {"comment": {"text": f"number {i}"}}, by=f"user {i}")

    threads = [threading.Thread(target=comment, args=(i,)) for i in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {c.text for c in studio.library.get(three[0].id).review.comments} == {f"number {i}" for i in range(12)}
