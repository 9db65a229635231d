"""Which cells of a running grid are being made, and how far they are."""

from __future__ import annotations

from dataclasses import replace

from audiocraft_studio.jobs.states import Job, State
from audiocraft_studio.services.models import SKETCH
from audiocraft_studio.services.production import BATCH
from audiocraft_studio.services.variations import Cell, _being_made

JOB = Job("j1", "generate", "Rain", "me", "Harbour", "models", {"duration_s": 1.0}, total=10, state=State.RUNNING)


def cells(job: Job) -> list[Cell]:
    return [_being_made(i, f"A{i + 1}", i, job) for i in range(job.total)]


def test_the_cells_of_a_batch_are_made_side_by_side() -> None:
    states = [cell.state for cell in cells(replace(JOB, progress=0.4))]
    assert states == ["running"] * BATCH + ["queued"] * (JOB.total - BATCH)
    assert {cell.progress for cell in cells(replace(JOB, progress=0.4))[:BATCH]} == {0.5}


def test_sketch_makes_one_cell_after_the_other() -> None:
    job = replace(JOB, lane=SKETCH, made={0: "a1"}, progress=0.15)
    made = cells(job)
    assert [cell.index for cell in made if cell.state == "running" and cell.index > 0] == [1]
    assert made[1].progress == 0.5


def test_a_failed_cell_lets_the_next_one_through() -> None:
    job = replace(JOB, lane=SKETCH, failures={0: "no"}, progress=0.1)
    assert [cell.index for cell in cells(job) if cell.state == "running"] == [1]
