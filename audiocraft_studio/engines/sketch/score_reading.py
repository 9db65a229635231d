"""Key, tempo, chords, metre and form in a prompt."""

from __future__ import annotations

import re
from dataclasses import replace

from audiocraft_studio.engines.sketch.form_reading import blank, read_form, read_metre
from audiocraft_studio.engines.sketch.theory import CHORD_SUFFIXES, NOTE_NAMES, SCALES, Chord, Score

_LETTERS = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_ACCIDENTAL = r"(?:#|♯|b(?![a-z])|♭|[\s-]sharp|[\s-]flat)?"
_KEY = re.compile(
    rf"(?<![\w#♯♭])([A-Ga-g])({_ACCIDENTAL})[\s-]{{1,3}}(major|minor|maj|min|{'|'.join(list(SCALES)[2:])})(?!\w)",
    re.IGNORECASE,
)
_BARE_KEY = re.compile(r"(?<!\w)(?:in|key of) ([A-G])([#♯b♭]?)(m?)(?=\s*(?:$|[,.;]|at\b|with\b|and\b|\d))")
_TEMPO = re.compile(
    r"(?<![\w.])(\d{1,3}(?:\.\d{1,3})?)\s?bpm(?!\w)"
    r"|(?<!\w)(?:bpm|tempo)(?: of)?[ :=]{1,2}(\d{1,3}(?:\.\d{1,3})?)(?![\w.])",
    re.IGNORECASE,
)
_CHORD = r"[A-G][#♯b♭]?(?:" + "|".join(s for s in CHORD_SUFFIXES if s) + r")?"
_BETWEEN = r"\s{0,2}[-–—,|>→\s]\s{0,2}"
_CHORDS = re.compile(rf"(?<![\w#]){_CHORD}(?:{_BETWEEN}{_CHORD}){{1,63}}(?![\w#])|(?<![\w#]){_CHORD}(?= chord)")
_ROMAN = r"(?:VII|VI|IV|V|III|II|I|vii|vi|iv|v|iii|ii|i)(?:°|7)?"
_ROMANS = re.compile(
    rf"(?<!\w){_ROMAN}(?:\s?[-–—>→]\s?{_ROMAN}){{1,63}}(?!\w)|(?<!\w){_ROMAN}(?:[ ,]{{1,2}}{_ROMAN}){{2,63}}(?!\w)"
)
_DEGREES = {"i": 0, "ii": 1, "iii": 2, "iv": 3, "v": 4, "vi": 5, "vii": 6}


def read_score(text: str) -> tuple[Score, tuple[str, ...], str]:
    """(score, what it says in words for the screen, the text with those words blanked out)."""
    metre, text = read_metre(text)
    form, form_said, text = read_form(text)
    score, said = Score(metre=metre, form=form), []
    if match := _KEY.search(text) or _BARE_KEY.search(text):
        tonic = (_LETTERS[match[1].lower()] + _shift(match[2])) % 12
        mode = _mode(match[3])
        score, text = replace(score, tonic=tonic, mode=mode), blank(text, *match.span())
        said.append(f"{NOTE_NAMES[tonic]} {mode}".strip())
    if match := _TEMPO.search(text):
        bpm = float(match[1] or match[2])
        if 20 <= bpm <= 400:
            score, text = replace(score, bpm=bpm), blank(text, *match.span())
            said.append(f"{bpm:g} bpm")
    if match := _ROMANS.search(text):
        degrees = tuple(_DEGREES[d.lower()] for d in re.findall(r"[iv]+", match[0], re.IGNORECASE))
        score, text = replace(score, degrees=degrees), blank(text, *match.span())
        said.append("–".join(re.findall(_ROMAN, match[0])[:8]))
    elif match := _CHORDS.search(text):
        chords = tuple(_chord(name) for name in re.findall(_CHORD, match[0]))
        score, text = replace(score, chords=chords), blank(text, *match.span())
        said.append(" ".join(c.name for c in chords[:8]))
    if metre:
        said.append(metre)
    return score, (*said, *form_said), text


def _mode(word: str) -> str:
    word = word.lower()
    return {"maj": "major", "min": "minor", "m": "minor"}.get(word, word)


def _shift(accidental: str) -> int:
    mark = accidental.strip(" -\t\n").lower()
    return {"#": 1, "♯": 1, "sharp": 1, "b": -1, "♭": -1, "flat": -1}.get(mark, 0)


def _chord(name: str) -> Chord:
    accidental = name[1] if len(name) > 1 and name[1] in "#♯b♭" else ""
    root = (_LETTERS[name[0].lower()] + _shift(accidental)) % 12
    return Chord(root, CHORD_SUFFIXES[name[1 + len(accidental) :]], name)
