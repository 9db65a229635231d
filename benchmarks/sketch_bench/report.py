"""The parts of docs/sketch.md that are measured."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from audiocraft_studio.engines.sketch.family import Family
from benchmarks.sketch_bench.checks import QUICK, Finding
from benchmarks.sketch_bench.classifier import Confusion
from benchmarks.sketch_bench.expectations import EXPECTATIONS, PERIODIC, STEADY
from benchmarks.sketch_bench.pictures import spectrogram
from benchmarks.sketch_bench.takes import Takes

PICTURE_S = 4.0
_BESIDE = (
    "rain", "thunder", "birds", "dogs", "cats", "crowd", "traffic", "footsteps", "gun", "bell", "pulse", "clock",
)  # fmt: skip


def write_parts(path: Path, parts: dict[str, str]) -> None:
    """Puts each part between its marks `<!-- bench: name -->` and `<!-- /bench -->`; the rest of the page stays."""
    text = path.read_text(encoding="utf-8")
    for name, body in parts.items():
        pattern = re.compile(rf"(<!-- bench: {name} -->\n).*?(<!-- /bench -->)", re.DOTALL)
        if not pattern.search(text):
            raise SystemExit(f"{path} has no place for “{name}”: add <!-- bench: {name} --> and <!-- /bench -->.")
        text = pattern.sub(lambda found, body=body: f"{found[1]}\n{body}\n\n{found[2]}", text)  # type: ignore[misc]
    path.write_text(text, encoding="utf-8")


def pictures(families: Sequence[Family], takes: Takes, page: Path) -> str:
    """A table of all families, each with a spectrogram of its first example."""
    folder = page.parent / "images" / "sketch"
    rows = ["| Family | Words (some of them) | Its first example, 4 s, 40 Hz to 18 kHz |", "| --- | --- | --- |"]
    for family in families:
        prompt = family.examples[0][0]
        file = folder / f"{family.name.replace(' ', '-')}.png"
        spectrogram(takes.of(prompt, PICTURE_S, 1), file)
        words = ", ".join(list(family.words)[:6])
        rows.append(f"| {family.name} | {words} | ![{prompt}](images/sketch/{file.name})<br>“{prompt}” |")
    return "\n".join(rows)


def speed(findings: Iterable[Finding]) -> str:
    found = [f for f in findings if f.what == "times real time"]
    cells = [f"{f.family} {f.value:.0f}" for f in sorted(found, key=lambda f: f.value)]
    slow = [f"{f.family} (“{f.where}”)" for f in found if not f.passed]
    end = f"Below {QUICK:g}: {', '.join(slow)}." if slow else f"None is below {QUICK:g}."
    of_what = "of each family's slowest example, or its first one approaching"
    return f"Seconds of sound for a second of one core, {of_what}; slowest first: " + ", ".join(cells) + f". {end}"


def expectations(findings: Sequence[Finding]) -> str:
    """One row for each row of the table: what was measured over all seeds."""
    rows = ["| Prompt | What | Expected | Measured | After |", "| --- | --- | --- | --- | --- |"]
    for name, table in EXPECTATIONS.items():
        for row in table:
            rows += _row(name, row.prompt, row.what, findings)
    return "\n".join(rows)


def beside(findings: Sequence[Finding]) -> str:
    """The same rows, of the families whose recordings have published statistics."""
    rows = ["| Prompt | What | Published | Measured | Source |", "| --- | --- | --- | --- | --- |"]
    for name in _BESIDE:
        for row in EXPECTATIONS[name]:
            rows += _row(name, row.prompt, row.what, findings)
    return "\n".join(rows)


def _row(family: str, prompt: str, what: str, findings: Sequence[Finding]) -> list[str]:
    of_row = [f for f in findings if f.family == family and f.what == what and f.where.startswith(prompt + ",")]
    if not of_row:
        return []
    values = [f.value for f in of_row]
    first = of_row[0]
    mark = "" if all(f.passed for f in of_row) else " **(outside)**"
    low, high = (f"{value:.3g}" for value in (min(values), max(values)))
    measured = low if low == high else f"{low} to {high}"
    return [f"| {prompt} | {what} | {first.low:g} to {first.high:g} | {measured}{mark} | {first.source} |"]


def verdict(families: Sequence[Family], findings: Sequence[Finding]) -> str:
    bad = [f for f in findings if not f.passed]
    bare = [family.name for family in families if family.name not in EXPECTATIONS]
    lines = [f"{len(findings)} checks of {len(families)} families, {len(bad)} failed."]
    lines += [f"- {f.family}: {f.what} is {f.value:.3g}, not {f.low:g} to {f.high:g} ({f.where})" for f in bad]
    lines.append("")
    lines.append(f"Common checks only: {', '.join(bare) or 'none'}.")
    lines.append("")
    even = "; ".join(f"{name} ({why})" for name, why in PERIODIC.items())
    lines.append(f"Not searched for a period, since one is right: {even}; and all music.")
    lines.append(f"Not searched for replays, since one cycle of a tone is like the next: {', '.join(sorted(STEADY))}.")
    return "\n".join(lines)


def orderings(findings: Sequence[Finding]) -> str:
    rows = ["| Ordering | Families × seeds | Obeyed | Smallest | Not by |", "| --- | --- | --- | --- | --- |"]
    for what in sorted({f.what for f in findings if " over " in f.what and not f.source}):
        of_kind = [f for f in findings if f.what == what]
        bad = sorted({f.family for f in of_kind if not f.passed})
        obeyed = sum(f.passed for f in of_kind)
        least = min(f.value for f in of_kind)
        rows.append(f"| {what} | {len(of_kind)} | {obeyed} | {least:.2g} | {', '.join(bad) or 'none'} |")
    return "\n".join(rows)


def told_apart(
    families: Confusion, strange: Confusion, alone: Confusion, categories: Confusion, unlike: Confusion
) -> str:
    recall = families.recall()
    weak = [f"{name} {100 * part:.0f} %" for name, part in sorted(recall.items(), key=lambda r: r[1]) if part < 1]
    lines = [
        f"- {len(families.names)} families: {100 * families.accuracy:.0f} % of {families.counts.sum():.0f} takes.",
        f"- The same, each prompt judged by the family's other prompts alone: {100 * strange.accuracy:.0f} %.",
        f"- {len(alone.names)} prompts of the category explorer: {100 * alone.accuracy:.0f} %.",
        f"- Its six categories: {100 * categories.accuracy:.0f} %.",
        f"- The same, each prompt judged by the category's other prompts alone: {100 * unlike.accuracy:.0f} %.",
        "",
        "Families below 100 %: " + (", ".join(weak) or "none") + ".",
        "",
        "| Made as | Heard as | Takes |",
        "| --- | --- | --- |",
        *(f"| {true} | {heard} | {count} |" for true, heard, count in families.mistakes()),
        "",
        "The categories' confusion (rows: made as; columns: heard as):",
        "",
        "| | " + " | ".join(categories.names) + " |",
        "| --- |" + " --- |" * len(categories.names),
    ]
    for name, row in zip(categories.names, categories.counts.astype(int).tolist(), strict=True):
        lines.append(f"| {name} | " + " | ".join(str(count) for count in row) + " |")
    return "\n".join(lines)
