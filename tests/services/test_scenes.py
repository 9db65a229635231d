from dataclasses import replace

import numpy as np
import pytest

from audiocraft_studio import audiofile
from audiocraft_studio.audio import Audio
from audiocraft_studio.dsp.resample import resample
from audiocraft_studio.errors import InputError, NotFound
from audiocraft_studio.services.scenes import Layer, Scene


@pytest.fixture
def sounds(studio, tmp_path):
    made = [
        studio.generation.generate("light rain", type="ambience", duration_s=1.0, seed=1),
        studio.generation.generate("gentle wind", type="ambience", duration_s=0.7, seed=2),
    ]
    rng = np.random.default_rng(0)
    path = tmp_path / "low.wav"
    path.write_bytes(audiofile.to_wav(Audio((0.1 * rng.standard_normal((1, 8000))).astype(np.float32), 16000)))
    made.append(studio.importing.add(path, name="low").asset)
    return made


def by_hand(studio, sounds, weights):
    parts = [resample(studio.library.audio(a.id), 44100).samples for a in sounds]
    parts = [np.repeat(p, 2, axis=0) if len(p) == 1 else p for p in parts]
    total = np.zeros((2, max(p.shape[1] for p in parts)))
    for part, weight in zip(parts, weights, strict=True):
        total[:, : part.shape[1]] += weight * part
    return total


def test_a_scene_of_three_rates_renders_to_what_numpy_mixes(studio, sounds):
    weights = [1.0, 0.5, 0.25]
    layers = tuple(Layer(a.name, a.id, w) for a, w in zip(sounds, weights, strict=True))
    asset = studio.scenes.render(Scene("Place", layers))
    expected = by_hand(studio, sounds, weights)
    assert np.abs(studio.library.audio(asset.id).samples - expected).max() < 1e-4
    assert {p.id for p in asset.parents} == {a.id for a in sounds}
    assert np.abs(studio.scenes.mix(layers).samples - expected).max() < 1e-4


def test_a_render_can_be_made_again_identical(studio, sounds):
    asset = studio.scenes.render(Scene("Place", (Layer("a", sounds[0].id, 0.5, pan=-0.5, loop=True),), duration_s=2.0))
    assert asset.duration_s == pytest.approx(2.0)
    assert studio.generation.regenerate(asset.id).verdict == "identical"


def test_mute_and_solo_are_those_of_a_desk(studio, sounds):
    a, b, c = (Layer(s.name, s.id) for s in sounds)
    only_a = studio.scenes.mix([a]).samples
    assert np.array_equal(studio.scenes.mix([a, replace(b, mute=True), replace(c, mute=True)]).samples, only_a)
    assert np.array_equal(studio.scenes.mix([replace(a, solo=True), b, c]).samples, only_a)
    assert np.array_equal(studio.scenes.mix([replace(a, solo=True, mute=True), b, c]).samples, only_a)


def test_missing_layers_are_generated_into_their_places(studio, sounds):
    scene = studio.scenes.save(
        Scene("Place", (Layer("have", sounds[0].id), Layer("want", prompt="metal impact", type="sfx", duration_s=0.4)))
    )
    studio.jobs.wait(studio.scenes.submit_missing(scene.id, owner="t").id)
    layers = studio.scenes.get(scene.id).layers
    assert layers[0].asset == sounds[0].id
    assert studio.library.get(layers[1].asset).recipe["prompt"] == "metal impact"
    with pytest.raises(InputError, match="already"):
        studio.scenes.submit_missing(scene.id, owner="t")


@pytest.mark.parametrize(
    "layer",
    [
        Layer(weight=1.5), Layer(weight=float("nan")), Layer(pan=2), Layer(offset_s=-1), Layer(type="x"),
        Layer(prompt="x" * 5000), Layer(weight="1"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_a_layer_out_of_range_is_refused(studio, layer):
    with pytest.raises(InputError):
        studio.scenes.save(Scene("Place", (layer,)))


def test_a_layer_of_an_asset_that_is_gone_is_refused_and_nothing_is_lost(studio, sounds):
    scene = studio.scenes.save(Scene("Place", (Layer("a", sounds[0].id),)))
    with pytest.raises(NotFound):
        studio.scenes.save(replace(scene, layers=(Layer("b", "01m7yqcppcchaqv8nx1ggmddyv"),)))
    assert studio.scenes.get(scene.id) == scene


def test_a_silent_scene_is_not_rendered(studio, sounds):
    scene = studio.scenes.save(Scene("Place", (Layer("a", sounds[0].id, mute=True), Layer("b", prompt="rain"))))
    with pytest.raises(InputError, match="No layer can be heard"):
        studio.scenes.render(scene)
