"""The bench's checks, on a seed or two and short takes.

That every family is clean, and varies with its seed, `test_render` hears in every run; here it is heard at length.
"""

from __future__ import annotations

import numpy as np
import pytest

from audiocraft_studio.engines.sketch.families import FAMILIES
from audiocraft_studio.engines.sketch.family import Family
from benchmarks.sketch_bench import checks, measures
from benchmarks.sketch_bench.expectations import EXPECTATIONS
from benchmarks.sketch_bench.takes import RATE, Takes

LONGEST_S = 6.0
families = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)


@pytest.fixture(scope="module")
def takes() -> Takes:
    return Takes()


def failed(findings: object) -> list[str]:
    return [str(finding) for finding in findings if not finding.passed]  # type: ignore[attr-defined]


@pytest.mark.slow
@families
def test_a_family_has_manners(family: Family, takes: Takes) -> None:
    assert failed(checks.common(family, takes, (5, 6), long=False)) == []


@families
def test_a_family_is_what_theory_and_studies_say(family: Family, takes: Takes) -> None:
    assert failed(checks.expected(family, takes, (5,), LONGEST_S)) == []


@pytest.mark.slow
@families
def test_near_is_over_far_heavy_over_light_small_over_large(family: Family) -> None:
    assert failed(checks.ordered(family, (5,), 1.2)) == []


def test_every_row_of_the_table_is_of_a_family() -> None:
    assert set(EXPECTATIONS) <= {family.name for family in FAMILIES}


def test_a_loop_is_found_and_noise_is_not_taken_for_one() -> None:
    noise = np.random.default_rng(1).standard_normal((2, 12 * RATE)).astype(np.float32)
    swelling = noise * (1 + np.sin(np.arange(12 * RATE) / RATE * 2.3) ** 2).astype(np.float32)
    looped = np.tile(swelling[:, : 3 * RATE], 4)
    assert measures.replay(looped) > 0.99 > 0.5 > measures.replay(swelling)
    assert measures.period(looped)[0] == pytest.approx(3.0, abs=0.03)
    assert measures.period(looped)[1] > 0.8 > 0.4 > measures.period(swelling)[1]


def test_arrivals_at_random_are_told_from_a_clock() -> None:
    rng = np.random.default_rng(2)

    def ticks(times_s: np.ndarray) -> np.ndarray:
        x = np.zeros((2, 20 * RATE), np.float32)
        click = rng.standard_normal(200).astype(np.float32) * np.exp(-np.arange(200) / 40).astype(np.float32)
        for at in (times_s * RATE).astype(int).tolist():
            x[:, at : at + 200] += click
        return x

    assert measures.dispersion(ticks(np.arange(0.05, 19.5, 0.125))) < 0.2
    assert 0.5 < measures.dispersion(ticks(np.sort(rng.uniform(0, 19.5, 160)))) < 1.6
