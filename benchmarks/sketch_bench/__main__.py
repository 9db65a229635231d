"""`python -m benchmarks.sketch_bench [--write docs/sketch.md] [--families rain,wind]`: measures, prints, writes."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[2]))

from audiocraft_studio.engines.sketch.families import FAMILIES
from benchmarks.sketch_bench import checks, classifier, report
from benchmarks.sketch_bench.takes import Takes

SEEDS = (1, 2, 3)
TAUGHT, ASKED = (21, 22, 23), (31, 32)


def main() -> int:
    """The number of failed checks, at most 99."""
    parser = argparse.ArgumentParser(description="Measures Sketch.")
    parser.add_argument("--write", type=Path, help="the page whose measured parts are to be written anew")
    parser.add_argument("--families", default="", help="only these, by name, with commas; all unless given")
    asked = parser.parse_args()
    names = [name for name in asked.families.split(",") if name]
    families = [family for family in FAMILIES if not names or family.name in names]
    takes, findings = Takes(), []
    for family in families:
        found = [
            *checks.common(family, takes, SEEDS),
            *checks.expected(family, takes, SEEDS),
            *checks.ordered(family, SEEDS),
            checks.quick(family, takes),
        ]
        findings += found
        takes.kept.clear()
        bad = [f for f in found if not f.passed]
        print(f"{family.name:<12} {len(found)} checks, {len(bad)} failed, {found[-1].value:.0f} times real time")
        for finding in bad:
            print(f"  {finding}")
        sys.stdout.flush()
    if not names:
        told = (
            classifier.families(families, takes, TAUGHT, ASKED),
            classifier.other_prompts(families, takes, TAUGHT),
            *classifier.explorer(takes, TAUGHT, ASKED),
        )
        kinds = ("families", "by other prompts", "explorer", "its categories", "these by other prompts")
        for what, confusion in zip(kinds, told, strict=True):
            print(f"told apart, {what}: {confusion.accuracy:.2f}")
        if asked.write:
            report.write_parts(
                asked.write,
                {
                    "verdict": report.verdict(families, findings),
                    "families": report.pictures(families, takes, asked.write),
                    "speed": report.speed(findings),
                    "expectations": report.expectations(findings),
                    "orderings": report.orderings(findings),
                    "told apart": report.told_apart(*told),
                    "beside": report.beside(findings),
                },
            )
    return min(99, sum(not f.passed for f in findings))


if __name__ == "__main__":
    sys.exit(main())
