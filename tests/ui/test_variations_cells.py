"""Which cells of a running grid are being made, and how far they are."""

from __future__ import annotations

from dataclasses import replace

from audiocraft_studio.jobs.states import Job, State
from audiocraft_studio.services.grids.cells import Standing, standings

BATCH = 8
JOB = Job(
    "j1", "generate", "Rain", "me", "Harbour", "models", {}, total=10, state=State.RUNNING, running=tuple(range(BATCH))
)


def cells(job: Job) -> list[Standing]:
    return standings([i in job.made for i in range(job.total)], job)


def test_the_cells_of_a_batch_are_made_side_by_side() -> None:
    made = cells(replace(JOB, progress=0.4))
    assert [cell.state for cell in made] == ["running"] * BATCH + ["queued"] * (JOB.total - BATCH)
    assert {cell.progress for cell in made[:BATCH]} == {0.5}


def test_sketch_makes_one_cell_after_the_other() -> None:
    made = cells(replace(JOB, running=(1,), made={0: "a1"}, progress=0.15))
    assert [cell.state for cell in made] == ["done", "running"] + ["queued"] * 8
    assert made[1].progress == 0.5


def test_a_failed_cell_lets_the_next_one_through() -> None:
    made = cells(replace(JOB, running=(0, 1), failures={0: "no"}, progress=0.1))
    assert [cell.state for cell in made] == ["failed", "running"] + ["queued"] * 8
    assert made[0].error == "no"


def test_a_retry_of_some_cells_leaves_the_others_as_they_were() -> None:
    made = cells(replace(JOB, only=(3,), running=(3,), failures={0: "no"}, progress=0.9))
    assert [made[i].state for i in (0, 1, 3)] == ["failed", "cancelled", "running"]


def test_a_job_that_failed_as_a_whole_says_why_at_every_cell_without_a_sound() -> None:
    made = cells(replace(JOB, state=State.FAILED, error="no disk", made={0: "a1"}, running=()))
    assert [(cell.state, cell.error) for cell in made] == [("done", "")] + [("failed", "no disk")] * 9


def test_a_job_that_was_forgotten_leaves_its_sounds() -> None:
    assert [cell.state for cell in standings([True, False], None)] == ["done", "cancelled"]
