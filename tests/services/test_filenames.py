from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocraft_studio.engines.base import ASSET_TYPES
from audiocraft_studio.services import checks, filenames
from audiocraft_studio.services.ucs import Category, Ucs

NO_LIST_OF_ONES_OWN = Path(__file__).with_name("nowhere")


@pytest.fixture(scope="module")
def ucs():
    return Ucs(NO_LIST_OF_ONES_OWN)


@pytest.mark.parametrize(
    ("cat_id", "category"),
    [
        ("RAINVege", Category("Rain", "vegetation")),
        ("AMBRoom", Category("Ambience", "room tone")),
        ("UIClick", Category("User interface", "click")),
        ("THUN", Category("Weather", "thunder")),
        ("DOORAntq", Category("Doors")),  # a CatID of the full list that the small one does not hold
        ("AMB", None),
        ("RAINvege", None),
        ("Rain", None),
        ("GATEOpen", None),
        ("", None),
    ],
)
def test_a_catid_stands_for_a_category(ucs, cat_id, category):
    assert ucs.category(cat_id) == category


def test_the_list_of_ones_own_tells_the_rest(tmp_path):
    (tmp_path / "ucs.csv").write_text(
        "Category,SubCategory,CatID,Explanations\nDOORS,ANTIQUE,DOORAntq,Old ones\nSCIFI,ALARM,SCIAlrm,\n,,,\n",
        "utf-8-sig",
    )
    own = Ucs(tmp_path)
    assert own.category("DOORAntq") == Category("Doors", "antique")
    assert own.category("SCIAlrm") == Category("Sci-fi", "alarm")
    assert own.category("RAINVege") == Category("Rain", "vegetation")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"CatID\nRAINVege", b'"', b"a,b\n1,2,3,4", b"\x00,\x00"])
def test_a_list_that_is_none_is_left_out(tmp_path, content):
    (tmp_path / "ucs.csv").write_bytes(content)
    assert Ucs(tmp_path).category("RAINVege") == Category("Rain", "vegetation")


def test_a_name_after_the_ucs_gives_catid_category_and_name(ucs):
    said = filenames.read("Storm/RAINVege-Garden_Light Rain On Leaves_BS_Forest24_take 3.wav", ucs)
    assert (said.name, said.ucs, said.category) == ("Light Rain On Leaves", "RAINVege", "Rain")
    assert (said.subcategory, said.creator, said.source) == ("vegetation", "BS", "Forest24")
    assert filenames.read("THUN_Close Crack_BS_Storms.flac", ucs).ucs == "THUN"


@pytest.mark.parametrize(
    "name", ["WIND_loop.wav", "UI_click_01.wav", "AMB_forest_night_01.wav", "rain_01_a_b.wav", "RAINVege.wav"]
)
def test_other_names_are_kept_as_they_are(ucs, name):
    said = filenames.read(name, ucs)
    assert (said.name, said.ucs, said.category) == (name[:-4], "", "")


def test_folders_become_tags_the_outermost_first(ucs):
    said = filenames.read("Field Recordings/Rain_&_Storm/rain/Rain/a.wav", ucs)
    assert said.tags == ("field recordings", "rain storm", "rain")


@pytest.mark.parametrize(
    ("path", "duration_s", "expected"),
    [
        ("a.wav", 2.0, "sfx"),
        ("a.wav", 60.0, "ambience"),
        ("Music/kick_01.wav", 0.5, "music"),
        ("Music/AMB_forest.wav", 0.5, "ambience"),
        ("UIConfirm.wav", 0.5, "ui"),
        ("menuOpen.wav", 0.5, "ui"),
        ("VO/Ann/hello there.wav", 3.0, "voice"),
        ("harbour/lambda.wav", 3.0, "sfx"),  # "amb" is a word, not a part of one
        ("Foley/long scrape.wav", 45.0, "sfx"),
    ],
)
def test_auto_guesses_the_type_from_words_then_length(path, duration_s, expected):
    assert filenames.guess_type(path, duration_s) == expected


def test_auto_trusts_a_catid_more_than_words():
    assert filenames.guess_type("Music/VOXMale_Shout_A_B.wav", 1.0, "VOXMale") == "voice"
    assert filenames.guess_type("Music/RAINVege_Loop_A_B.wav", 60.0, "RAINVege") == "ambience"


@settings(deadline=None)
@given(path=st.text(max_size=300), duration_s=st.floats(0, 4000))
def test_any_path_gives_a_name_and_tags_that_a_record_takes(ucs, path, duration_s):
    said = filenames.read(path, ucs)
    assert said.name == (checks.name("Name", said.name) if said.name else "")
    assert checks.tags(said.tags) == said.tags
    assert filenames.guess_type(path, duration_s, said.ucs) in ASSET_TYPES
