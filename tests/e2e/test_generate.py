"""From a prompt to a sound that is heard, found tomorrow and made again."""

import re
import signal
import urllib.request

from driving import drop, eventually, generate_one, held, open_tab, prompt_field, ready, transport, write_prompt
from playwright.sync_api import expect

from audiocraft_studio.engines.sketch.music import from_midi

PAINTED = """[...document.querySelectorAll('[aria-label="Waveform and spectrogram"] canvas')]
    .filter(canvas => canvas.width > 200)
    .map(canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)
    .filter(pixels => new Set(new Uint32Array(pixels)).size > 3).length >= 2"""
"""Waveform and spectrogram both show more than a flat colour."""

PROMPT = "heavy rain on a tin roof with distant thunder"


def test_a_prompt_is_heard_seen_found_after_a_restart_and_made_again_identical(studio, page):
    page.goto(studio.url)
    generate_one(page, PROMPT)
    expect(transport(page).get_by_role("button", name="Pause")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("Heavy rain on a tin roof"))).to_be_visible()
    before = page.evaluate("studio.player.position")
    page.wait_for_function(f"studio.player.position > {before} + 0.2")
    shown = page.get_by_role("region", name="Waveform and spectrogram").locator("canvas")
    expect(shown).not_to_have_count(0)
    page.wait_for_function(PAINTED)
    expect(page.get_by_text("Understood: rain (heavy, on metal), thunder (distant)")).to_be_visible()
    expect(page.get_by_text(re.compile("Sketch, procedural"))).to_be_visible()

    studio.restart(signal.SIGKILL)
    page.goto(studio.url)
    open_tab(page, "Library")
    page.get_by_role("button", name=re.compile("^all projects")).click()
    page.get_by_role("searchbox").fill('"tin roof" thunder')
    row = page.get_by_role("row", name=re.compile("Select Heavy rain on a tin roof"))
    expect(page.get_by_role("row", name=re.compile("Select (?!all)"))).to_have_count(1)  # the list before it is gone
    row.click()
    page.get_by_role("button", name="Regenerate").click()
    expect(page.get_by_text(re.compile("identical", re.IGNORECASE)).first).to_be_visible()


def test_a_sound_that_is_made_before_the_press_is_answered_plays_all_the_same(studio, page):
    page.goto(studio.url)
    ready(page)
    answers = []
    page.route("**/gradio_api/**", lambda route: answers.append((route, route.fetch())))
    generate_one(page, "slow waves")
    eventually(lambda: page.wait_for_timeout(20) or studio.ask("/studio/assets?q=waves")["total"])
    page.wait_for_function("studio.live.jobs()[0]?.state === 'done'")
    for route, answer in answers:
        route.fulfill(response=answer)
    expect(transport(page).get_by_role("button", name="Pause")).to_be_visible()


def test_space_plays_and_pauses_and_only_one_sound_sounds(studio, page):
    page.goto(studio.url)
    generate_one(page, "slow waves")
    expect(transport(page).get_by_role("button", name="Pause")).to_be_visible()
    page.get_by_role("listbox", name="Recent takes").get_by_role("option").first.focus()
    page.keyboard.press("Space")
    expect(transport(page).get_by_role("button", name="Play")).to_be_visible()
    page.keyboard.press("Space")
    expect(transport(page).get_by_role("button", name="Pause")).to_be_visible()
    playing = page.evaluate("[...document.querySelectorAll('audio')].filter(a => !a.paused).length")
    assert playing <= 1
    prompt = prompt_field(page)
    prompt.focus()
    page.keyboard.press("Space")
    expect(transport(page).get_by_role("button", name="Pause")).to_be_visible()


def test_a_prompt_nobody_understands_is_answered_and_stays_in_its_field(studio, page):
    page.goto(studio.url)
    understood = page.get_by_role("list", name="What Sketch understands")
    write_prompt(page, "HEAVY rain on a tin roof with purple thunder")
    expect(understood.get_by_role("listitem")).to_have_text(
        ["rain · HEAVY → larger, wilder · tin roof → metal surface", "thunder", "ignored purple"]
    )
    generate_one(page, "the sound of anxiety")
    expect(page.get_by_role("tabpanel").get_by_text(re.compile("engine, knows no sound in"))).to_be_visible()
    expect(prompt_field(page)).to_have_value("the sound of anxiety")
    assert studio.ask("/studio/assets?q=anxiety")["total"] == 0
    understood.get_by_role("button").first.click()
    expect(prompt_field(page)).not_to_have_value("the sound of anxiety")
    expect(understood.get_by_role("button")).to_have_count(0)


def test_an_example_is_heard_and_taken_and_turned_and_heard_again(studio, page):
    page.goto(studio.url)
    ready(page)
    page.get_by_role("tab", name="Animals").click()
    page.get_by_role("button", name="Purring cat", exact=True).click()
    page.wait_for_function("studio.player.playing && studio.player.source?.name === 'Purring cat'")
    page.keyboard.press("Enter")
    expect(prompt_field(page)).to_have_value("close cat purring")
    page.get_by_role("button", name="Turn what was understood").click()
    page.get_by_role("combobox", name="Room", exact=True).select_option("hall")
    page.get_by_role("slider", name="Brightness").focus()
    page.keyboard.press("End")
    page.keyboard.press("Alt+Enter")
    page.wait_for_function("studio.player.playing && studio.player.source?.name === 'close cat purring'")
    total = studio.ask("/studio/assets?q=cat")["total"]
    assert total == 0, "what is only heard is not kept"
    page.keyboard.press("Control+Enter")
    made = eventually(lambda: studio.ask("/studio/assets?q=cat")["assets"])[0]
    assert (made["recipe"]["params"]["brightness"], made["recipe"]["params"]["room"]) == (1.0, "hall")
    page.get_by_role("button", name="Use “Owl” with a model").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(prompt_field(page)).to_have_value("owl at night")
    page.wait_for_function("studio.form.now().model.startsWith('facebook/')")
    expect(page.get_by_role("list", name="What Sketch understands")).to_be_hidden()


def test_an_empty_prompt_says_what_to_do(studio, page):
    page.goto(studio.url)
    generate_one(page, "")
    expect(page.get_by_role("tabpanel").get_by_text(re.compile("Write what should be heard")).first).to_be_visible()


def test_a_sound_is_rated_approved_and_found_by_that(studio, page):
    page.goto(studio.url)
    generate_one(page, "heavy metal impact")
    expect(page.get_by_role("heading", name=re.compile("Heavy metal impact"))).to_be_visible()
    page.get_by_role("region", name="Waveform and spectrogram").get_by_role("slider").focus()
    page.keyboard.press("4")
    page.get_by_role("button", name="Approve").click()
    eventually(lambda: studio.ask("/studio/assets?q=rating:4+status:approved+metal")["total"] == 1)


def test_what_was_typed_last_wins_and_a_form_survives_a_reload(studio, page):
    page.goto(studio.url)
    ready(page)
    address = re.compile("/gradio_api/")
    let_answers_come = held(page, address)
    with page.expect_request(address):
        page.get_by_role("radio", name="SFX").check(force=True)
    page.get_by_role("textbox", name="Duration").fill("2.5")
    page.get_by_role("textbox", name="Seed").fill("77")
    let_answers_come()
    expect(page.get_by_text("0.05 to 600 s")).to_be_visible()
    page.wait_for_function("studio.form.now().type === 'sfx' && studio.form.now().preset === ''")
    assert page.evaluate("[studio.form.now().duration_s, studio.form.now().seed]") == [2.5, 77]
    expect(page.get_by_role("textbox", name="Duration")).to_have_value("2.5")
    write_prompt(page, "gentle wind in a cave")
    page.get_by_role("spinbutton", name="Takes").fill("3")
    page.wait_for_function("localStorage.getItem('studio.generate.form')?.includes('cave')")
    page.reload()
    expect(prompt_field(page)).to_have_value("gentle wind in a cave")
    expect(page.get_by_role("textbox", name="Duration")).to_have_value("2.5")
    expect(page.get_by_role("textbox", name="Seed")).to_have_value("77")


def test_what_is_typed_while_the_page_still_loads_is_kept(studio, page):
    page.goto(studio.url)
    write_prompt(page, "gentle wind in a cave")
    ready(page)
    expect(prompt_field(page)).to_have_value("gentle wind in a cave")


def test_the_notes_of_a_take_are_saved_played_again_in_another_style_and_lead_a_model(studio, page, tmp_path):
    page.goto(studio.url)
    ready(page)
    page.get_by_role("tabpanel").get_by_text("Music", exact=True).first.click()
    generate_one(page, "synthwave in A minor, 100 bpm")
    with page.expect_download() as saved:
        page.get_by_role("button", name="MIDI").click()
    midi = tmp_path / saved.value.suggested_filename
    saved.value.save_as(midi)
    assert midi.name == "synthwave-in-a-minor-100-bpm.mid"

    page.get_by_role("button", name=re.compile("^Melody and continuation")).click()
    page.get_by_label("Notes: a file").set_input_files(midi)
    expect(page.get_by_text(re.compile(r"notes in 5 parts, 100 bpm, 4/4, A minor"))).to_be_visible()
    generate_one(page, "chiptune")
    take = eventually(lambda: studio.ask("/studio/assets?q=chiptune")["assets"])[0]
    (first,) = studio.ask('/studio/assets?q="100+bpm"+-chiptune')["assets"]
    assert take["recipe"]["conditioning"][0]["name"] == midi.name
    assert notes_of(studio, take) == notes_of(studio, first) == sounded(midi.read_bytes())

    open_tab(page, "Library")
    page.get_by_role("row", name=re.compile("Select Chiptune")).click()
    detail = page.get_by_role("complementary", name="Asset")
    expect(detail.get_by_role("button", name="MIDI")).to_be_visible()
    detail.get_by_role("button", name="Lead MusicGen with this melody").click()
    expect(page.get_by_text("The tune of Chiptune")).to_be_visible()
    expect(page.get_by_role("combobox", name="Model")).to_have_value(re.compile("melody", re.IGNORECASE))
    page.get_by_role("button", name="Play the tune of Chiptune").click()
    page.wait_for_function("studio.player.playing && studio.player.position > 0.1")

    drop(page, midi)
    expect(page.get_by_text(re.compile(r"notes in 5 parts, 100 bpm, 4/4, A minor"))).to_be_visible()
    expect(page.get_by_role("combobox", name="Model")).to_have_value(re.compile("Sketch"))


def notes_of(studio, take):
    with urllib.request.urlopen(f"{studio.url}/studio/assets/{take['id']}/midi") as answer:
        return sounded(answer.read())


def sounded(midi):
    """(start, length, pitch, velocity) of all notes of a file, part by part."""
    return [part.notes for part in from_midi(midi).parts]
