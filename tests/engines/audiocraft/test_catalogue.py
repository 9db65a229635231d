"""What is offered, and what is said of the rest."""

from __future__ import annotations

import pytest
from engines.audiocraft.asking import no_tick

from audiocraft_studio.engines.audiocraft import AudioCraftEngine
from audiocraft_studio.engines.audiocraft.catalogue import family_of, published
from audiocraft_studio.engines.base import ASSET_TYPES, ModelInfo
from audiocraft_studio.errors import UnknownModel


def _by_id() -> dict[str, ModelInfo]:
    return {info.id: info for info in published()}


def test_every_published_model_that_this_version_runs_is_offered() -> None:
    sizes = ("small", "medium", "large", "melody", "melody-large")
    expected = {f"facebook/musicgen-{stereo}{size}" for size in sizes for stereo in ("", "stereo-")}
    expected |= {f"facebook/magnet-{size}-{s}secs" for size in ("small", "medium") for s in (10, 30)}
    expected |= {"facebook/audiogen-medium", "facebook/audio-magnet-small", "facebook/audio-magnet-medium"}
    assert set(_by_id()) == expected


def test_rates_windows_and_channels_are_those_of_the_papers() -> None:
    models = _by_id()
    audiogen, stereo = models["facebook/audiogen-medium"], models["facebook/musicgen-stereo-small"]
    assert (audiogen.sample_rate, audiogen.channels, audiogen.window_s) == (16_000, 1, 10.0)
    assert (stereo.sample_rate, stereo.channels, stereo.window_s) == (32_000, 2, 30.0)
    assert models["facebook/magnet-small-30secs"].fixed_s == 30.0
    assert models["facebook/audio-magnet-small"].sample_rate == 16_000
    assert {info.id for info in published() if info.melody} == {
        f"facebook/musicgen-{kind}" for kind in ("melody", "melody-large", "stereo-melody", "stereo-melody-large")
    }


def test_every_model_says_what_its_weights_may_be_used_for() -> None:
    assert {info.licence for info in published()} == {"CC-BY-NC-4.0"}


def test_every_asset_type_has_a_model() -> None:
    assert {kind for info in published() for kind in info.types} == set(ASSET_TYPES)


def test_defaults_lie_within_their_ranges() -> None:
    for info in published():
        assert len({param.name for param in info.params}) == len(info.params)
        for param in info.params:
            if param.kind == "choice":
                assert param.default in param.choices
            else:
                assert param.minimum <= float(param.default) <= param.maximum


def test_a_download_is_told_within_sight_of_the_truth() -> None:
    models = _by_id()
    assert 1.5e9 < models["facebook/musicgen-small"].download_bytes < 2.5e9
    assert 6e9 < models["facebook/audiogen-medium"].download_bytes < 8e9


@pytest.mark.parametrize(
    ("model_id", "said"),
    [
        ("facebook/audiogen-large", "one size only, facebook/audiogen-medium"),
        ("facebook/musicgen-style", "later AudioCraft"),
        ("facebook/musicgen-huge", "facebook/musicgen-large"),
        ("local/gone", "moved or deleted"),
        ("someone/else", "facebook/musicgen-small"),
    ],
)
def test_what_was_never_published_is_answered_with_what_was(model_id: str, said: str) -> None:
    with pytest.raises(UnknownModel, match=said) as caught:
        family_of(model_id)
    assert caught.value.model == model_id


def test_loading_it_says_the_same() -> None:
    info = ModelInfo("facebook/audiogen-large", "audiogen", "AudioGen large", ("sfx",), 16_000, 1, "")
    with pytest.raises(UnknownModel, match="one size only"):
        AudioCraftEngine().load(info, "cpu", no_tick)
