"""The right column of the library, and how sounds come in: everything about one sound, seen, heard, changed."""

import re
import shutil
import zlib
from dataclasses import replace
from urllib.parse import urlencode

import numpy as np
import pytest
import soundfile
from driving import Running, drop, eventually, keep_sounding, open_tab, transport
from playwright.sync_api import expect

from assets_db import Parent
from audiocraft_studio import Settings, audiofile, build
from audiocraft_studio.audio import Audio

PROJECT = "Lighthouse"
RATE = 16000


def tone(hz, seconds=1.0):
    t = np.arange(round(RATE * seconds)) / RATE
    return (0.3 * np.sin(2 * np.pi * hz * t)).astype(np.float32)


def furnish(studio):
    """Rain that was made from a sketch of it, a gate, and a hammer whose recipe gives something else than its file: it
    is lower from 0.5 s to 1 s. The id of each by its name."""

    def made(name, prompt, seed, **more):
        asset = studio.generation.generate(prompt, project=PROJECT, seed=seed, duration_s=2.0, **more)
        studio.library.patch(asset.id, {"name": name}, by="you")
        return asset.id

    ids = {"Rain sketch": made("Rain sketch", "light rain", 1, type="ambience")}
    for i in range(3):
        ids[f"Roof {i}"] = made(f"Roof {i}", "heavy rain on a tin roof", 10 + i, type="ambience")
    ids["Gate"] = made("Gate", "heavy metal impact", 20, type="sfx")
    ids["Hammer"] = made("Hammer", "rain on a roof", 21, type="sfx")
    parents = (Parent(id=ids["Rain sketch"], how="variation"),)
    studio.assets.change(ids["Roof 0"], lambda asset: replace(asset, parents=parents))
    alter(studio, ids["Hammer"])
    return ids


def alter(studio, asset_id):
    path = studio.library.file(asset_id)
    audio = audiofile.read(path)
    samples = audio.samples.copy()
    samples[:, audio.sample_rate // 2 : audio.sample_rate] *= 0.5
    other = Audio(samples, audio.sample_rate)
    path.write_bytes(audiofile.to_wav(other))
    studio.assets.change(asset_id, lambda kept: replace(kept, sha256=other.sha256()))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A running studio, furnished, for all tests of this file; and its sounds."""
    folder = tmp_path_factory.mktemp("home") / "data"
    with build(Settings(data_dir=folder)) as made:
        ids = furnish(made)
    running = Running(folder)
    yield running, ids
    running.stop()


@pytest.fixture
def studio(home):
    return home[0]


@pytest.fixture
def ids(home):
    return home[1]


@pytest.fixture
def library(page, studio):
    """The Library tab of the project, in a page that has been opened before."""
    page.add_init_script(f"localStorage.setItem('studio.project', '{PROJECT}')")
    page.goto(studio.url)
    open_tab(page, "Library")
    expect(row(page, "Gate")).to_be_visible()
    return page


def row(page, name):
    return page.get_by_role("row", name=re.compile(f"Select {name}")).first


def detail(page):
    return page.get_by_role("complementary", name="Asset")


def show(page, name):
    row(page, name).click()
    expect(detail(page).get_by_role("textbox", name="Name", exact=True)).to_have_value(name)
    return detail(page)


def found(studio, query):
    return studio.ask(f"/studio/assets?{urlencode({'q': query, 'project': PROJECT})}")


@pytest.fixture
def field_trip(tmp_path):
    """A folder with three sounds, one of them twice, a broken file and something else; other sounds for each test."""
    folder, seed = tmp_path / "Field trip", zlib.crc32(tmp_path.name.encode()) % 1000
    (folder / "gates").mkdir(parents=True)
    soundfile.write(folder / "hum.wav", tone(110 + seed), RATE)
    soundfile.write(folder / "gates" / "creak.flac", tone(1220 + seed), RATE)
    shutil.copy(folder / "gates" / "creak.flac", folder / "gates" / "creak again.flac")
    soundfile.write(folder / "gates" / "slam.ogg", tone(2330 + seed), RATE)
    (folder / "gates" / "broken.wav").write_bytes(b"RIFF and then nothing")
    (folder / "notes.txt").write_text("no sound")
    return folder


def test_a_folder_chosen_in_the_browser_comes_in_and_what_is_broken_is_named(studio, library, field_trip):
    library.get_by_role("button", name="Import", exact=True).click()
    box = library.get_by_role("dialog", name="Import audio")
    box.get_by_label("Folder with audio files").set_input_files(field_trip)
    expect(box.get_by_text(re.compile("no audio: Field trip/notes.txt"))).to_be_visible()
    box.get_by_label("Collection").fill("Spring")
    box.get_by_role("button", name="Import 5 files").click()
    expect(box.get_by_text(re.compile("^3 files imported, 1 left out, 1 could not be read"))).to_be_visible()
    problems = box.get_by_role("list", name="Files that were not imported")
    expect(problems.get_by_text("Field trip/gates/broken.wav")).to_be_visible()
    expect(problems.get_by_text("is not audio that the studio can read")).to_be_visible()
    assert {asset["name"] for asset in found(studio, "collection:Spring")["assets"]} >= {"hum", "slam"}
    assert found(studio, "collection:Spring tag:gates")["total"] == 2
    box.get_by_role("button", name="Retry 1").click()
    expect(box.get_by_text(re.compile("^0 files imported, 1 could not be read"))).to_be_visible()
    box.get_by_role("button", name="Close").last.click()
    expect(row(library, "hum")).to_be_visible()


def test_an_import_that_is_cancelled_keeps_what_came_in_and_goes_on_later(studio, library, field_trip):
    library.route("**/upload?*hum*", lambda route: None)  # the last file stays on its way
    library.get_by_role("button", name="Import", exact=True).click()
    box = library.get_by_role("dialog", name="Import audio")
    box.get_by_label("Folder with audio files").set_input_files(field_trip)
    box.get_by_label("Collection").fill("Half")
    box.get_by_role("button", name="Import 5 files").click()
    expect(box.get_by_text(re.compile("^4 of 5 · .* left · Field trip/hum.wav"))).to_be_visible()
    box.get_by_role("button", name="Cancel").click()
    expect(box.get_by_text("Cancelled. What came in before stays.")).to_be_visible()
    assert found(studio, "collection:Half")["total"] == 2
    library.unroute("**/upload?*hum*")
    box.get_by_role("button", name="Retry 2").click()
    expect(box.get_by_text(re.compile("^1 file imported, 1 could not be read"))).to_be_visible()
    assert found(studio, "collection:Half")["total"] == 3


def test_a_folder_on_this_computer_comes_in_by_a_job_whose_result_outlives_the_page(studio, library, field_trip):
    library.get_by_role("button", name="Import", exact=True).click()
    box = library.get_by_role("dialog", name="Import audio")
    box.get_by_label("Or a folder on this computer").fill(str(field_trip / "nowhere"))
    box.get_by_role("button", name="Import this folder").click()
    expect(box.get_by_text(re.compile("is no folder on this computer"))).to_be_visible()
    box.get_by_label("Or a folder on this computer").fill(str(field_trip))
    box.get_by_role("button", name="Import this folder").click()
    expect(box.get_by_text(re.compile("^3 files imported, 1 left out, 1 could not be read"))).to_be_visible()
    expect(row(library, "hum")).to_be_visible()

    library.reload()
    library.get_by_role("button", name="Import", exact=True).click()
    expect(box.get_by_text(re.compile("The last folder, Import of Field trip: 3 files imported"))).to_be_visible()
    box.get_by_role("button", name="Show").click()
    expect(box.get_by_text("gates/broken.wav", exact=True)).to_be_visible()
    expect(box.get_by_text(re.compile("is the same sound as gates/creak again.flac"))).to_be_visible()


def test_several_files_dropped_on_any_tab_go_to_the_import(studio, library, field_trip):
    open_tab(library, "Plan")
    drop(library, field_trip / "hum.wav", field_trip / "gates" / "slam.ogg")
    box = library.get_by_role("dialog", name="Import audio")
    box.get_by_label("Collection").fill("Dropped")
    box.get_by_role("button", name="Import 2 files").click()
    expect(library.get_by_role("status").get_by_text("2 files imported")).to_be_visible()
    assert {asset["name"] for asset in found(studio, "collection:Dropped")["assets"]} == {"hum", "slam"}


def test_a_dropped_file_shows_its_recipe_and_applies_nothing_by_itself(studio, library, tmp_path):
    with build(Settings(data_dir=tmp_path / "elsewhere")) as other:
        foreign = other.generation.generate("gentle wind in a cave", type="ambience", seed=77, duration_s=1.5)
        path = tmp_path / "from a friend.wav"
        path.write_bytes(other.library.file(foreign.id).read_bytes())
    before = studio.ask("/studio/assets")["total"]
    drop(library, path)
    box = library.get_by_role("dialog", name="from a friend.wav")
    expect(box.get_by_text("gentle wind in a cave", exact=True)).to_be_visible()
    expect(box.get_by_text("77", exact=True)).to_be_visible()
    expect(box.get_by_text(re.compile("44.1 kHz"))).not_to_have_count(0)
    expect(box.get_by_text("True peak")).to_be_visible()
    assert studio.ask("/studio/assets")["total"] == before
    assert "cave" not in (library.evaluate("localStorage.getItem('studio.generate.form')") or "")

    box.get_by_role("button", name="Use all").click()
    prompt = library.get_by_role("tabpanel").get_by_role("textbox", name=re.compile("^Prompt"))
    expect(prompt).to_have_value("gentle wind in a cave")
    library.get_by_role("spinbutton", name="Takes").click()
    library.keyboard.press("Control+Enter")
    again = eventually(lambda: found(studio, "cave")["assets"])
    assert again[0]["sha256"] == foreign.sha256


def test_a_dropped_file_that_is_known_is_shown_in_the_library(studio, library, ids, tmp_path):
    open_tab(library, "Generate")
    path = tmp_path / "found on a disk.wav"
    path.write_bytes((studio.folder / studio.ask(f"/studio/assets/{ids['Gate']}")["path"]).read_bytes())
    drop(library, path)
    box = library.get_by_role("dialog", name="found on a disk.wav")
    expect(box.get_by_text(re.compile("The same sound is in Lighthouse: Gate"))).to_be_visible()
    box.get_by_role("button", name="Show in library").click()
    expect(detail(library).get_by_role("textbox", name="Name", exact=True)).to_have_value("Gate")


def test_a_dropped_file_that_is_no_audio_says_so(library, field_trip):
    drop(library, field_trip / "gates" / "broken.wav")
    box = library.get_by_role("dialog", name="broken.wav")
    expect(box.get_by_role("alert")).to_contain_text("This file cannot be read")
    expect(box.get_by_role("button", name="Import")).to_have_count(0)


def test_the_lineage_leads_to_a_parent_and_back(library):
    shown = show(library, "Roof 0")
    graph = shown.get_by_role("group", name=re.compile("^Lineage"))
    expect(graph.get_by_text("variation", exact=True)).to_be_visible()
    parent = graph.get_by_role("button", name="Rain sketch")
    assert parent.bounding_box()["y"] < graph.get_by_role("button", name="Roof 0, shown").bounding_box()["y"]
    graph.get_by_role("button", name=re.compile("Roof 0")).focus()
    library.keyboard.press("ArrowUp")
    expect(parent).to_be_focused()
    library.keyboard.press("Enter")
    expect(shown.get_by_role("textbox", name="Name", exact=True)).to_have_value("Rain sketch")
    graph.get_by_role("button", name=re.compile("Roof 0")).click()
    expect(shown.get_by_role("textbox", name="Name", exact=True)).to_have_value("Roof 0")


def test_a_sound_without_relatives_has_no_lineage_and_no_versions(library):
    shown = show(library, "Gate")
    expect(shown.get_by_role("heading", name="Similar")).to_be_visible()
    expect(shown.get_by_role("heading", name="Lineage")).to_be_hidden()
    expect(shown.get_by_role("heading", name="Versions")).to_be_hidden()


def test_similar_sounds_are_heard_and_more_of_them_fill_the_list(library):
    shown = show(library, "Roof 0")
    near = shown.get_by_role("list", name="Similar sounds").get_by_role("button", name=re.compile("^Play "))
    expect(near).not_to_have_count(0)
    expect(shown.get_by_role("button", name=re.compile("^Play Roof 0"))).to_have_count(0)  # no longer those of another
    names = [one.get_attribute("aria-label") for one in near.all()]
    assert all("Roof" in name for name in names[:2]), names
    keep_sounding(library)
    near.first.focus()
    library.keyboard.press("Space")
    expect(transport(library).get_by_role("button", name="Pause")).to_be_visible()
    expect(near.first).to_have_attribute("aria-pressed", "true")
    library.keyboard.press("ArrowDown")
    library.keyboard.press("Enter")
    expect(shown.get_by_role("textbox", name="Name", exact=True)).to_have_value(re.compile("Roof [12]"))

    show(library, "Gate")
    shown.get_by_role("button", name="More like this").click()
    expect(library.get_by_text(re.compile("[Ss]ound.* like .*Gate"))).to_be_visible()


def test_a_regeneration_that_differs_says_where_and_both_are_heard(library):
    shown = show(library, "Hammer")
    shown.get_by_role("button", name="Regenerate", exact=True).click()
    expect(shown.get_by_text(re.compile(r"^different from 0\.\d+ s to 1\.0 s, \d+ dB below the sound"))).to_be_visible()
    strip = shown.locator(".st-strip canvas")
    expect(strip).to_be_visible()
    left, middle, right = strip.evaluate(
        """canvas => [0.1, 0.4, 0.8].map((share) => {
          const x = Math.round(share * canvas.width);
          const { data } = canvas.getContext('2d').getImageData(x, 0, 1, canvas.height);
          return data.some((value) => value > 0);
        })"""
    )
    assert (left, middle, right) == (False, True, False)

    keep_sounding(library)
    turns = shown.get_by_role("group", name=re.compile("^Hear in turn")).first
    turns.get_by_role("button", name="Earlier").click()
    expect(turns.get_by_role("button", name="Earlier")).to_have_attribute("aria-pressed", "true")
    library.wait_for_function("studio.player.position > 0.4")
    turns.get_by_role("button", name="New").click()
    expect(turns.get_by_role("button", name="New")).to_have_attribute("aria-pressed", "true")
    assert library.evaluate("studio.player.position") > 0.35
    assert "again" in library.evaluate("studio.player.asset.name")

    library.keyboard.press("t")
    expect(turns.get_by_role("button", name="Earlier")).to_have_attribute("aria-pressed", "true")

    versions = shown.get_by_role("list", name="Versions")
    expect(versions.get_by_role("button", name=re.compile("[Vv]ersion 1.*shown"))).to_be_visible()
    versions.get_by_role("button", name=re.compile("^Show Version 2")).click()
    expect(shown.get_by_role("textbox", name="Name", exact=True)).to_have_value("Hammer, again")
    expect(strip).to_be_visible()


def test_an_identical_regeneration_shows_no_difference_of_a_loop_neither(library):
    shown = show(library, "Gate")
    shown.get_by_role("button", name="Regenerate", exact=True).click()
    expect(shown.get_by_text("identical: the same samples")).to_be_visible()
    expect(shown.locator(".st-strip")).to_be_hidden()

    shown = show(library, "Roof 2")
    shown.get_by_role("button", name="Make a loop").focus()
    library.keyboard.press("Enter")
    box = library.get_by_role("dialog", name="Loop of Roof 2")
    length = box.get_by_role("textbox", name="Length")
    expect(length).to_be_focused()
    expect(length).to_have_value("1.500 s")
    expect(box.get_by_text(re.compile(r"^changes by [\d.]+ dB, .* in this sound$"))).to_have_count(2)
    length.fill("9")
    length.press("Enter")
    expect(box.get_by_text("That is out of range. Use 0.02 to 2 s.")).to_be_visible()
    length.fill("1.2")
    length.press("Enter")
    expect(box.get_by_role("status").get_by_text("Place")).to_be_visible()
    box.get_by_role("button", name="Hear three times").click()
    library.wait_for_function("studio.player.playing && studio.player.source?.name === 'Roof 2, loop'")
    assert library.evaluate("studio.player.duration") == pytest.approx(3.6, abs=0.01)
    expect(box.get_by_role("button", name="Pause")).to_be_visible()
    library.keyboard.press("Control+Enter")
    expect(box).to_be_hidden()
    assert not library.evaluate("studio.player.playing")
    library.get_by_role("button", name="Show it").click()
    expect(shown.get_by_role("textbox", name="Name", exact=True)).to_have_value("Roof 2, loop")
    shown.get_by_role("button", name="Regenerate", exact=True).click()
    expect(shown.get_by_text("identical: the same samples")).to_be_visible()
    expect(
        shown.get_by_role("group", name=re.compile("^Lineage")).get_by_role("button", name="Roof 2", exact=True)
    ).to_be_visible()
    shown.get_by_role("button", name="Trash").click()
    expect(row(library, "Roof 2, loop")).to_be_hidden()


def test_a_catid_files_a_sound_and_a_collection_gathers_it(studio, library, ids):
    shown = show(library, "Gate")
    field = shown.get_by_role("combobox", name="CatID")
    field.focus()
    expect(shown.locator("#lib-catids option[value=METLImpt]")).to_have_count(1)
    field.fill("metlimpt")
    field.press("Enter")
    expect(field).to_have_value("METLImpt")
    expect(shown.get_by_role("textbox", name="Category", exact=True)).to_have_value("Metal")
    expect(shown.get_by_role("textbox", name="Subcategory")).to_have_value("impact")
    shown.get_by_label("Add a collection").fill("Best of spring")
    shown.get_by_label("Add a collection").press("Enter")
    expect(shown.get_by_role("button", name="Remove collection Best of spring")).to_be_visible()
    shown.get_by_role("textbox", name="Description").fill("Slammed hard, rings out")
    shown.get_by_role("textbox", name="Description").press("Control+Enter")
    filed = 'ucs:METLImpt subcategory:impact collection:"Best of spring" rings'
    eventually(lambda: [asset["id"] for asset in found(studio, filed)["assets"]] == [ids["Gate"]])
    shown.get_by_role("button", name="Remove collection Best of spring").click()
    eventually(lambda: found(studio, 'collection:"Best of spring"')["total"] == 0)


def test_a_catid_that_is_none_stays_in_its_field_and_changes_nothing(studio, library, ids):
    shown = show(library, "Roof 2")
    field = shown.get_by_role("combobox", name="CatID")
    field.fill("not a CatID!")
    field.press("Enter")
    expect(library.get_by_role("alert").get_by_text(re.compile("CatID"))).to_be_visible()
    expect(field).to_have_value("not a CatID!")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert studio.ask(f"/studio/assets/{ids['Roof 2']}")["ucs"] == ""


def test_a_click_on_the_waveform_times_a_comment_and_a_click_on_the_comment_plays_there(studio, library, ids):
    shown = show(library, "Gate")
    wave = shown.locator("canvas.lib-detail-wave")
    box = wave.bounding_box()
    wave.click(position={"x": box["width"] * 0.6, "y": 40})
    shown.get_by_role("textbox", name="Comment").fill("Too bright here")
    shown.get_by_role("textbox", name="Comment").press("Enter")
    expect(shown.get_by_text("Too bright here")).to_be_visible()
    [comment] = studio.ask(f"/studio/assets/{ids['Gate']}")["review"]["comments"]
    assert comment["at_s"] == pytest.approx(1.2, abs=0.02)
    eventually(lambda: not library.evaluate("studio.player.playing"))
    shown.get_by_text("Too bright here").click()
    library.wait_for_function("studio.player.playing && studio.player.position >= 1.19")


def test_a_folded_section_stays_folded_for_the_next_sound_and_after_a_reload(library):
    shown = show(library, "Gate")
    expect(shown.get_by_text("Licence", exact=True)).to_be_visible()
    shown.get_by_role("heading", name="Recipe").click()
    expect(shown.get_by_text("Licence", exact=True)).to_be_hidden()
    show(library, "Roof 1")
    expect(shown.get_by_text("Licence", exact=True)).to_be_hidden()
    library.reload()
    show(library, "Gate")
    expect(shown.get_by_text("Licence", exact=True)).to_be_hidden()
    expect(shown.get_by_role("heading", name="Quality")).to_be_visible()
