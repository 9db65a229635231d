"""Notes out of takes, notes into takes."""

import io
from dataclasses import replace

import pytest

from assets_db import Asset
from audiocraft_studio import Settings, build
from audiocraft_studio.audio import Audio
from audiocraft_studio.engines.sketch.music import from_midi
from audiocraft_studio.errors import InputError, NotFound
from audiocraft_studio.maintenance.__main__ import main
from audiocraft_studio.maintenance.console import Console
from audiocraft_studio.services.generation import GenerateRequest

PROMPT = "synthwave in A minor, 100 bpm"


@pytest.fixture
def take(studio) -> Asset:
    return studio.generation.generate(PROMPT, type="music", duration_s=6.0, seed=3)


def notes_of(midi):
    return [part.notes for part in from_midi(midi).parts]


def test_a_take_is_written_down_with_tempo_metre_key_and_a_track_a_voice(studio, take):
    piece = from_midi(studio.scores.midi(take.id))
    assert (piece.bpm, str(piece.metre), piece.tonic, piece.mode) == (100.0, "4/4", 9, "minor")
    assert {part.role for part in piece.parts} >= {"bass", "drums", "lead"}
    assert piece.duration_s == pytest.approx(6.0, abs=0.01)


def test_the_notes_of_takes_of_one_prompt_differ_as_the_takes_do(studio):
    takes = studio.generation.generate_many(PROMPT, seeds=[3, 4], type="music", duration_s=6.0)
    one, other = (notes_of(studio.scores.midi(take.id)) for take in takes)
    assert one != other


def test_a_file_is_played_kept_and_made_again_identical_after_a_restart(tmp_path, take, studio):
    midi = tmp_path / "tune.mid"
    midi.write_bytes(studio.scores.midi(take.id))
    with build(Settings(data_dir=tmp_path / "other")) as other:
        made = other.generation.generate("jazz", type="music", duration_s=6.0, notes=midi)
        assert made.recipe["conditioning"][0]["name"] == "tune.mid"
        assert notes_of(other.scores.midi(made.id)) == notes_of(midi.read_bytes())
    midi.unlink()
    with build(Settings(data_dir=tmp_path / "other")) as other:
        assert other.generation.regenerate(made.id).verdict == "identical"


def test_a_take_plays_the_notes_of_another_and_names_it_as_its_parent(studio, take):
    made = studio.generation.generate("chiptune", type="music", duration_s=6.0, notes=take.id)
    assert [(parent.id, parent.how) for parent in made.parents] == [(take.id, "notes")]
    assert notes_of(studio.scores.midi(made.id)) == notes_of(studio.scores.midi(take.id))
    assert made.sha256 != take.sha256


def test_a_file_that_was_sent_stands_for_itself_under_its_name(studio, take):
    midi = studio.scores.midi(take.id)
    ref = studio.scores.keep(midi, "my tune.mid")
    assert ref == studio.scores.keep(midi, "my tune.mid")
    score = studio.scores.find(ref)
    assert (score.midi, score.name, score.asset_id) == (midi, "my tune.mid", None)
    job = studio.generation.submit(
        GenerateRequest("piano", type="music", duration_s=6.0, notes=ref, count=2), owner="lena"
    )
    for made in studio.jobs.wait(job.id).assets:
        (kept,) = studio.library.get(made).recipe["conditioning"]
        assert (kept["role"], kept["name"], kept["source"]) == ("notes", "my tune.mid", ref)


def test_the_tune_is_kept_as_the_melody_of_a_model(studio, take):
    (ready, *_) = [view.info.id for view in studio.models.list() if view.info.melody]
    job = studio.generation.submit(
        GenerateRequest("calm piano", type="music", model=ready, duration_s=2.0, melody=f"tune:{take.id}"), owner="lena"
    )
    (kept,) = job.payload["conditioning"]
    assert (kept["role"], kept["asset_id"], kept["source"]) == ("melody", take.id, f"tune:{take.id}")
    assert kept["name"] == f"the tune of {take.name}"
    audio = studio.inputs.get(kept["sha256"])
    assert (audio.channels, audio.duration_s) == (1, pytest.approx(6.0, abs=0.01))
    studio.jobs.cancel(job.id)


def test_sounds_without_notes_say_so(studio, tmp_path):
    rain = studio.generation.generate("rain", duration_s=0.3)
    with pytest.raises(InputError, match=r"has no notes\. Music that Sketch made has"):
        studio.scores.midi(rain.id)
    with pytest.raises(InputError, match="has no notes"):
        studio.generation.generate("jazz", duration_s=1.0, notes=rain.id)
    with pytest.raises(NotFound):
        studio.scores.midi("nothing")
    with pytest.raises(NotFound):
        studio.generation.generate("jazz", duration_s=1.0, notes=f"{'0' * 64}/gone.mid")
    with pytest.raises(NotFound):
        studio.generation.generate("jazz", duration_s=1.0, notes=tmp_path / "nothing.mid")


def test_a_take_of_another_version_says_what_to_do(studio, take):
    studio.assets.change(take.id, lambda a: replace(a, recipe={**a.recipe, "engine_version": "1"}))
    with pytest.raises(InputError, match=r"version 1 of Sketch.*generate it anew"):
        studio.scores.midi(take.id)


def test_drums_have_no_tune(studio):
    drums = studio.generation.generate("drum beat at 90 bpm", type="music", duration_s=3.0)
    with pytest.raises(InputError, match="pitch"):
        studio.scores.tune(studio.scores.find(drums.id))


def test_what_cannot_be_used_is_refused_before_anything_is_made(studio, take):
    midi = studio.scores.midi(take.id)
    with pytest.raises(InputError, match="not a Standard MIDI File"):
        studio.generation.generate("jazz", duration_s=1.0, notes=b"RIFF")
    with pytest.raises(InputError, match="4 MB"):
        studio.scores.keep(bytes(4_000_001), "zeros.mid")
    with pytest.raises(InputError, match="Notes: MusicGen small cannot use"):
        studio.generation.generate("jazz", model="facebook/musicgen-small", duration_s=1.0, notes=midi)
    with pytest.raises(InputError, match="Melody: Sketch cannot use"):
        studio.generation.generate("jazz", duration_s=1.0, melody=Audio(studio.library.audio(take.id).samples, 44_100))
    assert studio.library.search("").total == 1


def test_a_lost_midi_file_is_found_missing_by_a_check(tmp_path):
    with build(Settings(data_dir=tmp_path)) as studio:
        take = studio.generation.generate(PROMPT, type="music", duration_s=3.0)
        studio.generation.generate("jazz", type="music", duration_s=3.0, notes=take.id)
    assert check(tmp_path)[0] == 0
    (kept,) = (tmp_path / "inputs").glob("*.mid")
    kept.write_bytes(b"other")
    status, said = check(tmp_path)
    assert status != 0
    assert kept.stem in said


def check(folder):
    """The exit status and the report of the command."""
    out = io.StringIO()
    return main(["check", "--data", str(folder)], {}, Console(out, io.StringIO())), out.getvalue()
