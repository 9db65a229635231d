"""The Scenes tab as Gradio sees it, and what its buttons ask of the services."""

from __future__ import annotations

import gradio as gr
import pytest

from audiocraft_studio.errors import InputError
from audiocraft_studio.services.scenes import Layer, Scene
from audiocraft_studio.studio import Studio
from audiocraft_studio.ui import shell
from audiocraft_studio.ui.scenes import view


def test_the_tab_is_one_widget_whose_script_is_there(studio: Studio) -> None:
    with gr.Blocks():
        widget = view.build(studio).mixer
    assert (shell.STATIC / f"{widget.module}.js").is_file()


def test_one_layer_is_made_again_and_the_others_are_left_alone(studio: Studio) -> None:
    first = studio.generation.generate("metal impact", duration_s=0.3)
    layers = (
        Layer("hatch", first.id, prompt="metal impact", duration_s=0.3, type="sfx"),
        Layer("rain", prompt="heavy rain", duration_s=0.3),
    )
    scene = studio.scenes.save(Scene("Place", layers))
    job = studio.scenes.submit_missing(scene.id, owner="t", layers=[scene.layers[0].id])
    studio.jobs.wait(job.id)
    after = studio.scenes.get(scene.id).layers
    assert after[0].asset not in (None, first.id)
    assert after[1].asset is None
    assert studio.library.get(first.id).trashed_at is None


def test_a_layer_that_is_not_there_is_refused(studio: Studio) -> None:
    scene = studio.scenes.save(Scene("Place", (Layer("rain", prompt="heavy rain"),)))
    with pytest.raises(InputError, match="no such layer"):
        studio.scenes.submit_missing(scene.id, owner="t", layers=["nothing"])
