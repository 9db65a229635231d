"""Mix and stems as assets, scattered layers, weights that move."""

import io
import zipfile
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocraft_studio.errors import InputError
from audiocraft_studio.services.scenes import Layer, Scatter, Scene
from audiocraft_studio.services.scenes.events import events


@pytest.fixture
def sounds(studio):
    prompts = {"light rain": 0.6, "metal impact": 0.3, "water drop": 0.2}
    return [studio.generation.generate(p, duration_s=s, seed=i).id for i, (p, s) in enumerate(prompts.items())]


def test_stems_come_as_a_zip_with_the_mix_all_of_one_length_and_a_manifest(studio, sounds, tmp_path):
    scene = studio.scenes.save(cellar(sounds))
    job = studio.jobs.wait(studio.scenes.submit_render(scene.id, owner="t", stems=True).id)
    assert studio.scenes.stems.export(scene.id, job.id, tmp_path / "stems.zip").name == "Cellar"
    with zipfile.ZipFile(tmp_path / "stems.zip") as archive:
        assert archive.testzip() is None
        text = archive.read("manifest.md").decode()
        files = [name for name in archive.namelist() if name.endswith(".wav")]
        heard = {name: soundfile.read(io.BytesIO(archive.read(name)))[0] for name in files}
    assert files == ["mix.wav", "stems/01_rain.wav", "stems/02_drips.wav", "stems/03_hit.wav"]
    assert {samples.shape for samples in heard.values()} == {(3 * 44100, 2)}
    assert np.abs(sum(heard[name] for name in files[1:]) - heard["mix.wav"]).max() < 1e-6
    assert text.startswith("# Cellar\n") and "| stems/02_drips.wav | Cellar, Drips, stem | 3.000 s |" in text


def test_a_job_that_is_no_render_of_the_scene_with_stems_is_not_packed(studio, sounds, tmp_path):
    scene, other = (studio.scenes.save(cellar(sounds)) for _ in range(2))
    plain, stems = (studio.scenes.submit_render(scene.id, owner="t", stems=wanted).id for wanted in (False, True))
    for scene_id, job in ((scene.id, studio.jobs.wait(plain).id), (other.id, studio.jobs.wait(stems).id)):
        with pytest.raises(InputError, match="Render with stems first"):
            studio.scenes.stems.export(scene_id, job, tmp_path / "stems.zip")


def cellar(sounds, weight=0.5):
    rain, hit, drop = sounds
    drips = Scatter(60, 0.8, (hit,), pitch_cents=150, gain_db=6, pan=0.7, seed=3)
    return Scene(
        "Cellar",
        (
            Layer("Rain", rain, weight, loop=True, weight_points=((0.5, 0.0), (2.0, 1.0))),
            Layer("Drips", drop, weight, offset_s=0.25, fade_out_s=0.5, scatter=drips, pan=-0.2),
            Layer("Hit", hit, weight, offset_s=1.0),
        ),
        duration_s=3.0,
        tags=("wet",),
    )


def rendered(studio, scene):
    job = studio.jobs.wait(studio.scenes.submit_render(studio.scenes.save(scene).id, owner="t", stems=True).id)
    mix, *stems = (studio.library.get(key) for key in job.assets)
    return mix, stems


def test_stems_are_aligned_and_sum_to_the_mix(studio, sounds):
    mix, stems = rendered(studio, cellar(sounds))
    parts = [studio.library.audio(s.id) for s in stems]
    whole = studio.library.audio(mix.id)
    assert {(p.samples.shape, p.sample_rate) for p in parts} == {(whole.samples.shape, whole.sample_rate)}
    assert not mix.notes
    assert np.abs(np.sum([p.samples.astype(np.float64) for p in parts], axis=0) - whole.samples).max() < 1e-6
    assert [s.name for s in stems] == ["Cellar, Rain, stem", "Cellar, Drips, stem", "Cellar, Hit, stem"]
    assert {"wet", "stem"} <= set(stems[1].tags)
    assert {p.id for p in stems[1].parents} == {sounds[2], sounds[1]}
    assert studio.scenes.list()[0].rendered == mix.id
    for asset in (mix, *stems):
        assert studio.generation.regenerate(asset.id).verdict == "identical"


def test_stems_of_a_loud_scene_stay_as_they_were_before_its_limiter_and_the_mix_says_that_there_was_one(studio, sounds):
    hits = tuple(Layer(str(i), sounds[1]) for i in range(6))
    mix, stems = rendered(studio, Scene("Loud", hits))
    total = np.sum([studio.library.audio(s.id).samples for s in stems], axis=0)
    assert np.abs(total).max() > 1
    assert np.abs(studio.library.audio(mix.id).samples).max() <= 10 ** (-1 / 20)
    assert "Limited by up to" in mix.notes[0]


def test_a_weight_that_moves_is_a_straight_line_between_its_points(studio, sounds):
    flat = Layer("Rain", sounds[0], 1.0, loop=True)
    plain = studio.scenes.mix([flat], duration_s=3.0)
    moving = studio.scenes.mix([replace(flat, weight_points=((0.5, 0.0), (2.0, 0.6)))], duration_s=3.0)
    t = np.arange(plain.n_samples) / plain.sample_rate
    expected = plain.samples * np.interp(t, [0.5, 2.0], [0.0, 0.6])
    assert np.abs(moving.samples - expected).max() < 1e-4


def test_scattered_sounds_are_where_the_events_say(studio, sounds):
    layer = Layer("Drips", sounds[2], offset_s=0.5, id="d", scatter=Scatter(120, 0.0))
    heard = studio.scenes.mix([layer], duration_s=2.6).samples
    assert [e.at_s for e in events(layer, 2.6)] == [0.5, 1.0, 1.5, 2.0, 2.5]
    drop = studio.library.audio(sounds[2]).samples
    for at_s in (0.5, 1.0, 1.5, 2.0):
        first = round(at_s * 44100)
        assert np.abs(heard[:, first : first + drop.shape[1]] - drop).max() < 1e-6
    assert not heard[:, : round(0.5 * 44100)].any()


some_ids = st.lists(st.sampled_from("bcdef"), max_size=4, unique=True).map(tuple)
scatters = st.builds(
    Scatter, st.floats(0.5, 120), st.floats(0, 1), some_ids, st.floats(0, 200), st.floats(0, 12), st.floats(0, 1),
    st.integers(0, 2**31 - 1),
)  # fmt: skip


@settings(deadline=None)
@given(scatters, st.floats(0, 20), st.floats(0, 120))
def test_events_repeat_exactly_stay_in_range_and_a_longer_scene_begins_like_a_shorter(scatter, offset_s, until_s):
    layer = Layer(asset="a", offset_s=offset_s, scatter=scatter)
    made = events(layer, until_s)
    assert made == events(layer, until_s + 30)[: len(made)]
    times = [e.at_s for e in made]
    assert times == sorted(times)
    assert all(offset_s - 1e-6 <= t < until_s + 1e-6 for t in times)
    for e in made:
        assert abs(1200 * np.log2(e.rate)) <= scatter.pitch_cents + 1e-3
        assert -scatter.gain_db - 1e-4 <= e.gain_db <= 0
        assert abs(e.pan) <= scatter.pan + 1e-4
        assert e.rate == float(np.float32(e.rate))
    if scatter.variations:
        assert all(one.asset != two.asset for one, two in pairwise(made))


@pytest.mark.parametrize("spread", [0.0, 0.5, 1.0])
def test_there_are_as_many_as_asked_for_and_their_spread_is_that_of_a_poisson_process_at_most(spread):
    times = [e.at_s for e in events(Layer(asset="a", scatter=Scatter(60, spread, seed=1)), 3600)]
    gaps = np.diff(times)
    assert len(times) == pytest.approx(3600, rel=0.05)
    assert np.std(gaps) == pytest.approx(spread, abs=0.05)


def test_what_one_knob_changes_leaves_the_times_alone():
    layer = Layer(asset="a", scatter=Scatter(30, 1.0, seed=8))
    other = replace(layer, scatter=Scatter(30, 1.0, ("b",), 100, 6, 0.5, seed=8))
    assert [e.at_s for e in events(layer, 60)] == [e.at_s for e in events(other, 60)]
