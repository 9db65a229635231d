import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocraft_studio.errors import InputError
from audiocraft_studio.services.plan import VARIABLE, Sound, prompts

GATE = Sound(
    "Gate", area="Harbour", event="gate_open", template="{weight} metal {action}", required=4, duration_s=0.3,
    options={"weight": ("heavy", "light"), "action": ("impact", "hit", "clang")}, tags=("gate",),
)  # fmt: skip


def test_a_template_gives_every_combination_of_its_options():
    texts = [text for text, _ in prompts(GATE)]
    assert len(texts) == 6
    assert texts[0] == "heavy metal impact"
    assert len(set(texts)) == 6


def test_generating_fills_up_what_is_missing_and_goes_through_the_prompts(studio):
    sound = studio.plan.define(GATE)
    job = studio.jobs.wait(studio.plan.generate(sound.id, 1, owner="t").id)
    first = studio.library.get(job.assets[0])
    assert (first.recipe["prompt"], first.recipe["values"]) == (
        "heavy metal impact",
        {"weight": "heavy", "action": "impact"},
    )
    assert studio.plan.of(sound.id).missing == 3
    studio.jobs.wait(studio.plan.generate(sound.id, owner="t").id)
    covered = studio.plan.of(sound.id)
    assert (covered.generated, covered.missing, covered.approved) == (4, 0, 0)
    assert len({a.recipe["prompt"] for a in covered.assets}) == 4
    studio.library.patch(first.id, {"status": "approved"}, by="t")
    studio.library.patch(covered.assets[1].id, {"status": "rejected"}, by="t")
    covered = studio.plan.of(sound.id)
    assert (covered.generated, covered.approved, covered.missing) == (3, 1, 1)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("Sound", {"name": ""}),
        ("Prompt", {"template": " "}),
        ("Options", {"options": {"weight": ("heavy",)}}),
        ("Options", {"options": {"weight": ("heavy",), "action": ("", " ")}}),
        ("Required", {"required": -1}),
        ("Duration", {"duration_s": float("nan")}),
        ("Type", {"type": "nope"}),
        ("Project", {"project": "../../x"}),
    ],
)
def test_a_definition_that_cannot_work_names_its_field(studio, field, changes):
    from dataclasses import replace

    with pytest.raises(InputError) as caught:
        studio.plan.define(replace(GATE, **changes))
    assert caught.value.field == field
    assert not studio.plan.coverage("default")


def test_the_plan_is_a_readable_document(studio):
    studio.plan.define(GATE)
    studio.plan.define(Sound("A | B", template="rain", required=1))
    text = studio.plan.markdown("default")
    assert "## Harbour" in text
    assert "| Gate | sfx | gate_open | {weight} metal {action} |" in text
    assert "A \\| B" in text
    assert "2 sounds, 5 variants required" in text


@given(
    st.text(max_size=60), st.dictionaries(st.text(max_size=5), st.lists(st.text(max_size=5), max_size=3), max_size=3)
)
def test_any_template_is_filled_or_refused(template, options):
    from audiocraft_studio.services.plan import checked

    try:
        sound = checked(Sound("x", template=template, options={k: tuple(v) for k, v in options.items()}))
    except InputError:
        return
    for text, _ in prompts(sound):
        assert not any(m.strip() in sound.options for m in VARIABLE.findall(text)) or "{" in str(options)
