"""Transitions between scenes, and voices that the rest makes room for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocraft_studio import audiofile
from audiocraft_studio.audio import Audio
from audiocraft_studio.errors import InputError
from audiocraft_studio.services.scenes import Layer, Scene
from audiocraft_studio.services.scenes.narration import Ducking, duck_curve, speech

RATE = 16000


def brought(studio, tmp_path, name, samples):
    path = tmp_path / f"{name}.wav"
    path.write_bytes(audiofile.to_wav(Audio(samples.astype(np.float32), RATE)))
    return studio.importing.add(path, name=name).asset.id


@pytest.fixture
def noises(studio, tmp_path):
    rng = np.random.default_rng(1)
    return [brought(studio, tmp_path, n, 0.1 * rng.standard_normal((1, 4 * RATE))) for n in ("first", "second")]


@pytest.fixture
def voice(studio, tmp_path):
    """Two words of half a second, from 0.5 s and from 2.5 s, and silence."""
    t = np.arange(4 * RATE) / RATE
    speaks = ((t >= 0.5) & (t < 1.0)) | ((t >= 2.5) & (t < 3.0))
    return brought(studio, tmp_path, "voice", (0.3 * np.sin(2 * np.pi * 200 * t) * speaks)[None])


def level_db(samples, from_s, to_s):
    return 10 * np.log10(np.mean(samples[:, round(from_s * RATE) : round(to_s * RATE)] ** 2))


def scenes_of(studio, noises, **values):
    return [studio.scenes.save(Scene(n, (Layer(n, a),), **values)).id for n, a in zip("AB", noises, strict=True)]


def test_a_transition_keeps_the_level_and_has_both_scenes_as_they_are_at_its_ends(studio, noises):
    start, to = scenes_of(studio, noises)
    told = {"seconds": 2, "tail_s": 1, "head_s": 1.5}
    job = studio.jobs.wait(studio.scenes.submit_transition(start, to, told, owner="t").id)
    made = studio.library.get(job.assets[0])
    samples = studio.library.audio(made.id).samples
    assert (made.duration_s, made.name) == (4.5, "A to B, transition")
    assert {p.id for p in made.parents} == set(noises)
    first, second = (studio.library.audio(a).samples for a in noises)
    assert np.abs(samples[:, :RATE] - first[:, RATE : 2 * RATE]).max() < 1e-6
    assert np.abs(samples[:, 3 * RATE :] - second[:, 2 * RATE : round(3.5 * RATE)]).max() < 1e-6
    levels = [level_db(samples, at, at + 0.25) for at in np.arange(0, 4.5, 0.25)]
    assert max(levels) - min(levels) < 0.8
    assert studio.generation.regenerate(made.id).verdict == "identical"


def test_a_scene_that_is_over_before_the_crossfade_is_refused_unless_it_loops(studio, noises):
    a, b = scenes_of(studio, noises)
    with pytest.raises(InputError, match="“A” is over after 4 s, so it cannot fade for 5 s"):
        studio.scenes.submit_transition(a, b, {"seconds": 5}, owner="t")
    a, b = scenes_of(studio, noises, loop=True)
    job = studio.jobs.wait(
        studio.scenes.submit_transition(a, b, {"seconds": 5, "tail_s": 1, "head_s": 1}, owner="t").id
    )
    made = studio.library.get(job.assets[0])
    assert (made.duration_s, made.notes) == (7, ())


def test_a_transition_says_where_less_of_a_scene_is_heard_alone_than_was_asked(studio, noises):
    start, to = scenes_of(studio, noises)
    told = {"seconds": 3, "tail_s": 6, "head_s": 1}
    job = studio.jobs.wait(studio.scenes.submit_transition(start, to, told, owner="t").id)
    made = studio.library.get(job.assets[0])
    assert made.duration_s == 5
    assert made.notes == ("Before the transition 1 s instead of 6 s: “A” is no longer and does not loop",)


def test_a_linear_transition_of_a_scene_into_itself_changes_nothing_and_repeating_scenes_last(studio, noises):
    a, b = scenes_of(studio, [noises[0]] * 2, loop=True)
    told = {"seconds": 4, "curve": "linear", "tail_s": 8, "head_s": 8}
    job = studio.jobs.wait(studio.scenes.submit_transition(a, b, told, owner="t").id)
    once = studio.library.audio(noises[0]).samples
    made = studio.library.audio(job.assets[0]).samples
    assert np.abs(made - np.tile(once, (1, 5))).max() < 1e-6


@pytest.mark.parametrize("told", [{"seconds": 100}, {"curve": "round"}, {"tail_s": -1}, {"head_s": "x"}])
def test_a_transition_that_cannot_be_is_refused(studio, noises, told):
    start, to = scenes_of(studio, noises)
    with pytest.raises(InputError):
        studio.scenes.submit_transition(start, to, told, owner="t")


def test_a_voice_enters_and_ambience_and_music_but_no_effect_make_room_for_its_words(studio, noises, voice):
    layers = (Layer("Bed", noises[0], 0.8, loop=True), Layer("Hit", noises[1], type="sfx", mute=True))
    scene = studio.scenes.save(Scene("Yard", layers, duration_s=4.0))
    told = studio.scenes.narrate(scene.id, voice, at_s=1.0, ducking=Ducking(12, 0.2, 0.4), by="Ana")
    bed, hit, spoken = told.layers
    assert (spoken.type, spoken.asset, spoken.offset_s, hit.weight_points) == ("voice", voice, 1.0, ())
    assert told.duration_s == 5.4
    heard = studio.scenes.mix([bed], duration_s=told.duration_s).samples
    plain = studio.scenes.mix([layers[0]], duration_s=told.duration_s).samples
    lowered = [level_db(heard, a, b) - level_db(plain, a, b) for a, b in ((0, 1.2), (1.5, 2), (2.5, 3.2), (3.5, 4))]
    assert lowered == pytest.approx([0, -12, 0, -12], abs=0.2)
    assert studio.scenes.versions(scene.id)[0].scene.layers == scene.layers


def test_silence_is_no_narrator(studio, noises, tmp_path):
    scene = studio.scenes.save(Scene("Yard", (Layer("Bed", noises[0]),)))
    silence = brought(studio, tmp_path, "silence", np.zeros((1, RATE)))
    with pytest.raises(InputError, match="silent"):
        studio.scenes.narrate(scene.id, silence, at_s=0, ducking=Ducking())
    assert studio.scenes.get(scene.id) == scene


def test_words_are_found_where_they_are(studio, voice):
    found = speech(studio.library.audio(voice))
    assert [x for pair in found for x in pair] == pytest.approx([0.5, 1.0, 2.5, 3.0], abs=0.03)


@given(
    st.lists(st.floats(0, 50), min_size=2, max_size=12, unique=True).map(sorted),
    st.builds(Ducking, st.floats(0, 40), st.floats(0.01, 5), st.floats(0.01, 10)),
)
def test_the_others_are_down_through_every_word_and_no_further(times, ducking):
    spoken = list(zip(times[::2], times[1::2], strict=False))
    curve = duck_curve(spoken, ducking)
    at, gains = zip(*curve, strict=True)
    low = 10 ** (-ducking.duck_db / 20)
    assert list(at) == sorted(at)
    assert min(gains) >= low - 1e-9
    for first, last in spoken:
        assert np.interp([first, (first + last) / 2, last], at, gains) == pytest.approx([low] * 3, abs=1e-6)
