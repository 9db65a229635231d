"""Words of change in a prompt: "slowly approaching", "then fades", "getting faster", "three", "a single"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiocraft_studio.engines.sketch.movement import MOVES, Move

_LONGEST = 7
_GET = r"(?:get(?:s|ting)?|grow(?:s|ing)?|becom(?:es?|ing)|turn(?:s|ing)?)(?: (?:slowly|gradually|steadily))?(?: and)?"
_GO = r"(?:go(?:es|ing)|mov(?:es?|ing)|com(?:es?|ing))"
_TRAVEL = (
    r"(?:driv(?:es?|ing)|fl(?:y|ies|ying)|walk(?:s|ing)?|run(?:s|ning)?|rid(?:es?|ing)|march(?:es|ing)?|jog(?:s|ging)?"
    r"|gallop(?:s|ing)?|trot(?:s|ting)?|sail(?:s|ing)?|roll(?:s|ing)?|rush(?:es|ing)?|speed(?:s|ing)?|sprint(?:s|ing)?)"
)
_WHOM = r"(?: (?:me|us|you|the listener|the camera))?"
_FURTHER = r"(?:farther|further|more distant)(?: away)?"
_AND_SO_ON = r"(?: and (?:closer|nearer|louder|quieter|softer|faster|quicker|slower))?"
_ANYHOW = rf"(?:{_GET}|{_GO}|{_TRAVEL})"
_LOST = r"(?:fad(?:es?|ing)|disappear(?:s|ing)?|vanish(?:es|ing)?)"
_PATTERNS: dict[str, tuple[str, ...]] = {
    "approaching": (
        rf"approach(?:es|ing)?{_WHOM}", "nearing", "closing in", "draw(?:s|ing)? (?:closer|near(?:er)?)",
        rf"{_ANYHOW} (?:closer|nearer|towards?{_WHOM}){_AND_SO_ON}",
    ),
    "receding": (
        "reced(?:es?|ing)", "depart(?:s|ing)", rf"{_GO} away", rf"{_TRAVEL} (?:away|off)", rf"{_ANYHOW} {_FURTHER}",
        rf"(?:{_LOST}|{_ANYHOW}) into the distance",
    ),
    "passing": (rf"pass(?:es|ing)?(?: by)?{_WHOM}", rf"(?:{_GO}|{_TRAVEL}) (?:by|past){_WHOM}"),
    "fading in": ("fad(?:es?|ing) in",),
    "fading out": (
        "fad(?:es?|ing)(?: (?:out|away|down|to silence|to nothing))?", "(?:dies|dying|die) (?:away|down|out)",
        "trail(?:s|ing) off",
    ),
    "building": (
        "build(?:s|ing)?(?: up)?(?: in intensity)?", "swelling", "swells up", "crescendo",
        "(?:grow(?:s|ing)|rising) in intensity", rf"{_GET} (?:more )?(?:tense|urgent)",
    ),
    "louder": (
        rf"{_GET} louder{_AND_SO_ON}", "increasing volume", "(?:grow(?:s|ing)|increas(?:es|ing))(?: in volume)?",
    ),
    "softer": (
        rf"{_GET} (?:quieter|softer){_AND_SO_ON}", "decrescendo", "diminuendo", "decreas(?:es|ing)(?: in volume)?",
    ),
    "stronger": (
        "intensif(?:ies|ying)", "picking up", "picks up",
        rf"{_GET} (?:stronger|heavier|harder|wilder|busier|rougher|more (?:intense|violent))",
    ),
    "weaker": (
        "subsid(?:es|ing)", "calm(?:s|ing) down", "eas(?:es|ing) off",
        rf"{_GET} (?:weaker|lighter|calmer|gentler|milder)",
    ),
    "faster": (
        rf"{_GET} (?:faster|quicker){_AND_SO_ON}", "speed(?:s|ing) up", "accelerat(?:es?|ing)", "accelerando",
    ),
    "slower": (rf"{_GET} slower{_AND_SO_ON}", "slow(?:s|ing) down", "decelerat(?:es?|ing)", "ritardando"),
    "brighter": (rf"{_GET} brighter", "brightening"),
    "darker": (rf"{_GET} (?:darker|duller|more muffled)", "darkening"),
    "stopping": (
        "stop(?:s|ping)?(?: (?:suddenly|abruptly|dead))?", "(?:cuts?|cutting) (?:off|out)", "ends abruptly",
        "(?:sudden|abrupt) (?:stop|end)", "(?:suddenly|abruptly) (?:stops|ends)",
    ),
    "sudden": ("sudden(?:ly)?", "abrupt(?:ly)?", "out of nowhere"),
}  # fmt: skip
_WORDED = tuple(
    (MOVES[label], re.compile(rf"(?:(?:slowly|gradually|steadily|quickly) )?(?:{'|'.join(patterns)})(?=\s|$)"))
    for label, patterns in _PATTERNS.items()
)

NUMBERS: dict[str, int] = {
    "single": 1, "one": 1, "two": 2, "couple": 2, "double": 2, "three": 3, "triple": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "twenty": 20,
}  # fmt: skip
_MOST = 99


def move_at(words: Sequence[str], position: int) -> tuple[Move, int] | None:
    """The change that the words from `position` on name, and how many words that takes; the longest wins."""
    best: tuple[Move, int] | None = None
    ahead = " ".join(words[position : position + _LONGEST])
    for move, pattern in _WORDED:
        if found := pattern.match(ahead):
            taken = len(found[0].split())
            if best is None or taken > best[1]:
                best = move, taken
    return best


def count_of(word: str) -> int:
    """The number that a word is, 1..99; 0 if it is none."""
    if word.isascii() and word.isdigit() and len(word) <= 2:
        return min(int(word), _MOST)
    return NUMBERS.get(word, 0)
