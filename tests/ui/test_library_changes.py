"""Several people, or one person's several clicks, change the same asset."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from audiocraft_studio import Settings, build


def test_changes_made_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    changes = [{"rating": 4}, {"status": "approved"}, {"favourite": True}, {"tags": ["rain"]}, {"name": "Roof"}]
    changes += [{"comment": {"at_s": None, "text": f"word {i}"}} for i in range(7)]
    with build(Settings(data_dir=tmp_path)) as studio:
        asset_id = studio.generation.generate("soft ui click", type="ui", duration_s=0.2, seed=1).id
        with ThreadPoolExecutor(len(changes)) as pool:
            for done in [pool.submit(studio.library.patch, asset_id, change, by="me") for change in changes]:
                done.result()
        asset = studio.library.get(asset_id)
    review = asset.review
    assert (review.rating, review.status, review.favourite) == (4, "approved", True)
    assert (asset.tags, asset.name, len(review.comments)) == (("rain",), "Roof", 7)
