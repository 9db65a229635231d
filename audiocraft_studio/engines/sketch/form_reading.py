"""Metre and form in a prompt: "3/4", "intro 8 bars, verse, build, drop", "0:00 calm, 0:20 drums enter"."""

from __future__ import annotations

import re

from audiocraft_studio.engines.sketch.theory import METRES, SectionPlan

_METRE = re.compile(r"(?<![\d/.,])(\d{1,2})/([48])(?:[\s-](?:time|metre|meter|beat))?(?![\d/])", re.IGNORECASE)
_WALTZ = re.compile(r"(?<!\w)(?:waltz(?:es)?|in three)(?!\w)", re.IGNORECASE)
_JIG = re.compile(r"(?<!\w)jigs?(?!\w)", re.IGNORECASE)

_NAMES = {
    "intro": "intro", "introduction": "intro", "verse": "verse", "pre-chorus": "build", "chorus": "chorus",
    "refrain": "chorus", "hook": "hook", "bridge": "bridge", "breakdown": "breakdown", "break": "break",
    "build-up": "build", "buildup": "build", "build": "build", "drop": "drop", "solo": "solo",
    "interlude": "interlude", "outro": "outro", "ending": "outro", "coda": "outro", "climax": "climax",
    "main theme": "theme", "main part": "theme",
}  # fmt: skip
_NAME = "|".join(sorted(_NAMES, key=len, reverse=True))
_ITEM = (
    rf"(?:(?:a |an |the )?(?:\d{{1,3}}[ -]bars?(?: of)? )?(?:{_NAME})(?:[ :]\(?(?:of |for )?\d{{1,3}}[ -]?bars?\)?)?)"
)
_BETWEEN = r"(?: ?(?:,|;|\+|>|→|->|-|–|—|/|\|) ?(?:then |and )?| then | and | into )"
_LIST = re.compile(rf"(?<![\w-]){_ITEM}(?:{_BETWEEN}{_ITEM}){{0,30}}(?![\w-])", re.IGNORECASE)
_ONE = re.compile(
    rf"(?:(\d{{1,3}})[ -]bars?(?: of)? )?(?<![\w-])({_NAME})(?:[ :]\(?(?:of |for )?(\d{{1,3}})[ -]?bars?)?",
    re.IGNORECASE,
)

_TIME = re.compile(r"(?<![\d:.])(\d{1,2}):([0-5]\d)(?![\d:])")
_ROLES = {
    "drum": "drums", "drums": "drums", "beat": "drums", "percussion": "drums", "bass": "bass", "piano": "chords",
    "guitar": "chords", "keys": "chords", "chords": "chords", "organ": "chords", "pad": "pad", "pads": "pad",
    "strings": "pad", "synth": "pad", "synths": "pad", "melody": "lead", "lead": "lead", "tune": "lead",
    "violin": "lead", "flute": "lead", "arp": "arp", "arpeggio": "arp", "arpeggios": "arp", "harp": "arp",
    "bells": "bells", "choir": "choir", "horns": "counter",
}  # fmt: skip
_ROLE = "|".join(sorted(_ROLES, key=len, reverse=True))
_BOUND = r"(?<![\w-])(?:the )?"
_LEAVE = re.compile(
    rf"{_BOUND}(?:(?:no|without|minus) (?:the )?({_ROLE})"
    rf"|({_ROLE}) (?:stops?|outs?|leaves?|drops? out|ends?|off|fades?))(?!\w)",
    re.IGNORECASE,
)
_ENTER = re.compile(
    rf"{_BOUND}(?:(?:add|with|plus|\+) (?:the )?({_ROLE})"
    rf"|({_ROLE}) (?:enters?|comes? in|kicks? in|in|starts?|joins?|begins?|on))(?!\w)",
    re.IGNORECASE,
)
_ONLY = re.compile(rf"{_BOUND}(?:(?:only|just) (?:the )?({_ROLE})|({_ROLE}) (?:only|alone))(?!\w)", re.IGNORECASE)
_ENERGIES = {
    "silent": 0.1, "empty": 0.2, "quiet": 0.28, "calm": 0.3, "soft": 0.3, "sparse": 0.3, "gentle": 0.3, "tense": 0.55,
    "tension": 0.55, "louder": 0.8, "louder now": 0.8, "busy": 0.85, "loud": 0.92, "intense": 0.95, "full": 0.95,
    "everything": 0.95, "all": 0.95, "epic": 1.0, "action": 1.0, "full band": 0.95, "battle": 1.0,
}  # fmt: skip
_ENERGY = re.compile(rf"(?<![\w-])({'|'.join(sorted(_ENERGIES, key=len, reverse=True))})(?![\w-])", re.IGNORECASE)
_SECTION = re.compile(rf"(?<![\w-])({_NAME})(?![\w-])", re.IGNORECASE)


def read_metre(text: str) -> tuple[str, str]:
    """(metre as in METRES or "", the text without it). Words for dances stay in the text: they name music, too."""
    for match in _METRE.finditer(text):
        name = f"{match[1]}/{match[2]}"
        if name in METRES:
            return name, blank(text, match.start(), match.end())
    if _WALTZ.search(text):
        return "3/4", text
    return ("6/8" if _JIG.search(text) else ""), text


def read_form(text: str) -> tuple[tuple[SectionPlan, ...], tuple[str, ...], str]:
    """(sections, what they are in words for the screen, the text without them).

    Times such as "0:20" begin sections if what follows says something of a form; names of sections count where there
    are several in a row, or one with a number of bars. Instruments that enter stay in the text: they are to play.
    """
    plans, said, rest = _timed(text)
    if plans:
        return plans, said, rest
    best = max(_LIST.finditer(text), key=lambda m: len(m[0]), default=None)
    if best is None:
        return (), (), text
    found = tuple(
        SectionPlan(_NAMES[m[2].lower()], bars=int(m[1] or m[3] or 0) or None) for m in _ONE.finditer(best[0])
    )
    if len(found) < 2 and not found[0].bars:
        return (), (), text
    words = tuple(f"{p.name} ({p.bars} bars)" if p.bars else p.name for p in found)
    return found, (" – ".join(words[:8]),), blank(text, best.start(), best.end())


def _timed(text: str) -> tuple[tuple[SectionPlan, ...], tuple[str, ...], str]:
    marks = list(_TIME.finditer(text))
    plans: list[SectionPlan] = []
    said: list[str] = []
    for k, mark in enumerate(marks):
        end = marks[k + 1].start() if k + 1 < len(marks) else _sentence_end(text, mark.end())
        plan, rest = _segment(text[mark.end() : end])
        if plan is None:
            continue
        start_s = 60 * int(mark[1]) + int(mark[2])
        if plans and start_s <= (plans[-1].start_s or 0):
            continue
        said.append(f"{mark[0]} {' '.join(text[mark.end() : end].split()).strip(' ,;.')}"[:40])
        plans.append(SectionPlan(plan.name, None, float(start_s), plan.energy, plan.enter, plan.leave, plan.only))
        text = blank(text[: mark.end()], mark.start(), mark.end()) + rest + text[end:]
    if plans and plans[0].start_s:
        plans.insert(0, SectionPlan(start_s=0.0))
    return tuple(plans), tuple(said), text


def _sentence_end(text: str, start: int) -> int:
    found = re.compile(r"[.;\n]").search(text, start)
    return found.start() if found else len(text)


def _segment(text: str) -> tuple[SectionPlan | None, str]:
    """What the words after a time say of the form, and the words with that blanked out, at the same length."""
    found: dict[str, list[str]] = {"leave": [], "only": [], "enter": []}
    for kind, pattern in (("leave", _LEAVE), ("only", _ONLY), ("enter", _ENTER)):
        for match in list(pattern.finditer(text)):
            word = (match[1] or match[2]).lower()
            found[kind].append(_ROLES[word])
            text = blank(text, match.start(), match.end(), keep="" if kind == "leave" else match[1] or match[2])
    energy = name = None
    if section := _SECTION.search(text):
        name, text = _NAMES[section[1].lower()], blank(text, *section.span())
    if lively := _ENERGY.search(text):
        energy, text = _ENERGIES[lively[1].lower()], blank(text, *lively.span())
    if energy is None and name is None and not any(found.values()):
        return None, text
    enter, leave, only = (tuple(dict.fromkeys(found[kind])) for kind in ("enter", "leave", "only"))
    return SectionPlan(name or "", None, None, energy, enter, leave, only), text


def blank(text: str, start: int, end: int, keep: str = "") -> str:
    """`text` with the characters from `start` to `end` as spaces, but for `keep` at their beginning."""
    return text[:start] + keep.ljust(end - start) + text[end:]
