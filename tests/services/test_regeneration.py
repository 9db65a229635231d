"""What a regeneration tells of where it differs."""

from dataclasses import replace

import numpy as np
import pytest

from audiocraft_studio import audiofile
from audiocraft_studio.audio import Audio


def test_a_regeneration_that_came_out_otherwise_tells_where(studio):
    asset = studio.generation.generate("heavy rain", duration_s=3.0, seed=1)
    samples = studio.library.audio(asset.id).samples.copy()
    rate = asset.sample_rate
    samples[:, rate : 2 * rate] *= np.float32(0.5)
    other = Audio(samples, rate)
    studio.library.file(asset.id).write_bytes(audiofile.to_wav(other))
    studio.assets.change(asset.id, lambda a: replace(a, sha256=other.sha256()))
    result = studio.jobs.wait(studio.regenerations.submit(asset.id, owner="ann").id).result
    difference = result["difference"]
    assert result["verdict"] == "different"
    assert (difference["first_s"], difference["last_s"]) == (pytest.approx(1, abs=0.02), pytest.approx(2, abs=0.02))
    assert difference["share"] == pytest.approx(1 / 3, abs=0.02)
    assert difference["level_db"] > 0
    assert len(difference["parts_db"]) == 200
    assert difference["parts_db"][0] is None
    assert (difference["other_format"], difference["length_s"]) == (False, 0.0)


def test_an_identical_one_has_nothing_to_tell(studio):
    asset = studio.generation.generate("metal impact", duration_s=0.3, seed=1)
    result = studio.jobs.wait(studio.regenerations.submit(asset.id, owner="ann").id).result
    assert result == {"verdict": "identical", "difference_db": None, "asset": asset.id}


def test_a_sound_whose_file_is_gone_and_that_comes_out_otherwise_is_kept_as_a_new_one(studio):
    asset = studio.generation.generate("metal impact", duration_s=0.3, seed=1)
    studio.assets.change(asset.id, lambda a: replace(a, sha256="0" * 64))
    studio.library.file(asset.id).unlink()
    result = studio.jobs.wait(studio.regenerations.submit(asset.id, owner="ann").id).result
    assert (result["verdict"], result["difference"]) == ("different", None)
    assert studio.library.audio(result["asset"]).sha256() == asset.sha256
