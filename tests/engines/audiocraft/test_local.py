"""Models in local folders are found and described without torch."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import checkpoints
import pytest
from engines.audiocraft.asking import alone, ask, info_of, no_tick, same, tone

from audiocraft_studio.engines.audiocraft import AudioCraftEngine
from audiocraft_studio.engines.audiocraft.checkpoint import codec_reference, read_checkpoint
from audiocraft_studio.engines.audiocraft.model import AudioCraftModel
from audiocraft_studio.errors import DamagedFile, ModelUnavailable, UnknownModel


@pytest.fixture
def folder(tmp_path: Path, models_folder: Path) -> Path:
    """A folder of the user with one good model, renamed."""
    made = checkpoints.make(models_folder, "musicgen")
    mine = tmp_path / "models" / "my band"
    mine.mkdir(parents=True)
    for file in made.iterdir():
        (mine / file.name).write_bytes(file.read_bytes())
    return mine.parent


def test_nothing_heavy_is_imported_to_see_what_there_is(models_folder: Path) -> None:
    checkpoints.make(models_folder, "musicgen")
    script = f"""
import sys
from pathlib import Path
from audiocraft_studio.engines.audiocraft import AudioCraftEngine
engine = AudioCraftEngine([Path({str(models_folder)!r})])
infos = engine.models()
assert any(info.id == "local/musicgen" for info in infos), infos
[engine.on_disk(info) for info in infos]
engine.version
heavy = {{"torch", "torchaudio", "audiocraft", "transformers", "demucs"}} & set(sys.modules)
assert not heavy, heavy
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


@pytest.mark.parametrize("kind", ["musicgen", "stereo", "melody", "audiogen", "magnet"])
def test_a_checkpoint_tells_what_it_is(models_folder: Path, kind: str) -> None:
    made, known = read_checkpoint(checkpoints.make(models_folder, kind)), checkpoints.KINDS[kind]
    assert made.family == known.solver
    assert (made.sample_rate, made.channels, made.window_s) == (known.sample_rate, known.channels, known.window_s)
    assert (made.card, made.melody, made.text_encoder) == (known.card, known.melody, known.t5)
    assert codec_reference(models_folder / kind) is None


def test_a_codec_that_lies_elsewhere_is_found_there(load: Callable[[str], AudioCraftModel]) -> None:
    """As in musicgen-stereo-small."""
    model = load("referring")
    batch = ask("rain", "rain", continuation=tone(220, 1.0), duration_s=1.5)
    takes = model.generate(batch, no_tick)
    assert takes[0].audio.samples.shape == (2, 48_000)
    assert same(takes[1], model.generate(alone(batch, 1), no_tick)[0])


def test_a_folder_is_offered_under_its_name(folder: Path) -> None:
    engine = AudioCraftEngine([folder])
    info = info_of(engine, "local/my band")
    assert (info.name, info.sample_rate, info.channels, info.window_s) == ("my band", 32_000, 1, 30.0)
    assert next(param for param in info.params if param.name == "top_k").maximum == 256
    on_disk = engine.on_disk(info)
    assert on_disk.path == folder / "my band"
    assert on_disk.size_bytes == sum(file.stat().st_size for file in (folder / "my band").iterdir())

    direct = AudioCraftEngine([folder / "my band"])
    assert info_of(direct, "local/my band") == info


@pytest.mark.parametrize("damage", ["empty", "cut", "text", "zip", "no config", "bad yaml", "other config"])
def test_a_damaged_file_is_left_out_and_logged(folder: Path, caplog: pytest.LogCaptureFixture, damage: str) -> None:
    good, bad = folder / "my band" / "state_dict.bin", folder / "bad" / "state_dict.bin"
    bad.parent.mkdir()
    (bad.parent / "compression_state_dict.bin").write_bytes(b"")
    whole = good.read_bytes()
    if damage in ("empty", "cut", "text"):
        bad.write_bytes({"empty": b"", "cut": whole[: len(whole) // 2], "text": b"hello" * 1000}[damage])
    else:
        texts = {"no config": {}, "bad yaml": {"xp.cfg": "a: [1, 2"}, "other config": {"xp.cfg": "a: 1"}}
        _write_zip(bad, texts.get(damage))

    engine = AudioCraftEngine([folder])
    with caplog.at_level(logging.WARNING):
        offered = [info.id for info in engine.models() if info.id.startswith("local/")]
        engine.models()

    assert offered == ["local/my band"]
    assert len([record for record in caplog.records if "bad" in record.message]) == 1
    with pytest.raises(DamagedFile):
        read_checkpoint(bad.parent)


def _write_zip(path: Path, content: dict[str, str] | None) -> None:
    import pickle

    with zipfile.ZipFile(path, "w") as archive:
        if content is None:
            archive.writestr("readme.txt", "not a model")
        else:
            archive.writestr("archive/data.pkl", pickle.dumps(content))


def test_reading_a_checkpoint_runs_nothing_that_lies_in_it(folder: Path, tmp_path: Path) -> None:
    import pickle

    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return (os.mkdir, (str(tmp_path / "trapped"),))

    with zipfile.ZipFile(folder / "my band" / "state_dict.bin", "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({"trap": Trap(), "xp.cfg": "a: 1"}))
    AudioCraftEngine([folder]).models()
    assert not (tmp_path / "trapped").exists()


def test_a_folder_that_is_not_there_is_no_reason_to_fail(tmp_path: Path) -> None:
    engine = AudioCraftEngine([tmp_path / "unplugged disk"])
    assert not any(info.id.startswith("local/") for info in engine.models())


def test_a_changed_file_is_read_again_and_has_another_hash(folder: Path) -> None:
    engine = AudioCraftEngine([folder])
    info = info_of(engine, "local/my band")
    first = engine.load(info, "cpu", no_tick).weights
    assert engine.load(info, "cpu", no_tick).weights == first

    codec = folder / "my band" / "compression_state_dict.bin"
    with zipfile.ZipFile(codec, "a") as archive:
        archive.writestr(archive.namelist()[0].partition("/")[0] + "/note", "changed")
    assert engine.load(info, "cpu", no_tick).weights != first


def test_loading_what_was_deleted_or_damaged_since_says_so(folder: Path) -> None:
    engine = AudioCraftEngine([folder])
    info = info_of(engine, "local/my band")
    codec = folder / "my band" / "compression_state_dict.bin"
    codec.write_bytes(codec.read_bytes()[:-2000])
    with pytest.raises(ModelUnavailable, match="fetch it again"):
        engine.load(info, "cpu", no_tick)
    codec.unlink()
    assert engine.on_disk(info).path is None
    with pytest.raises(UnknownModel, match="none of the model folders"):
        engine.load(info, "cpu", no_tick)
