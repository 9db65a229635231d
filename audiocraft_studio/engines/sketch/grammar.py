"""Reading a prompt: which sources it names, and what it says of each.

A prompt is cut into phrases at commas and at words such as "with", "and", "over". In a phrase, a quality belongs to the
source that follows it, else to the one before; after "on", "in", "through" a material or surface belongs to the source
before. A place named once holds for every source that has none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from audiocraft_studio.engines.sketch.family import Family
from audiocraft_studio.engines.sketch.score_reading import read_score
from audiocraft_studio.engines.sketch.theory import Score
from audiocraft_studio.engines.sketch.traits import Hints, Traits
from audiocraft_studio.engines.sketch.vocabulary import (
    FILLER,
    INTO,
    MATERIALS,
    NOT,
    PLACES,
    QUALITIES,
    SEPARATORS,
    STRONGER,
    SURFACES,
    VAGUE_PLACES,
    plain_forms,
)

MAX_SOURCES = 8
_MAX_NAMED = 8
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[,;.:!?()/+&|\n—–]")


@dataclass(frozen=True)
class Source:
    """One source of a prompt. labels: what was understood of it, in words. gain_db: its place over or under others."""

    family: Family
    traits: Traits
    labels: tuple[str, ...] = ()
    gain_db: float = 0.0

    def __str__(self) -> str:
        return f"{self.family.name} ({', '.join(self.labels)})" if self.labels else self.family.name


@dataclass(frozen=True)
class Reading:
    """What was understood. ignored: words that mean nothing here. left_out: sources that the prompt rules out."""

    sources: tuple[Source, ...]
    ignored: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def notes(self) -> tuple[str, ...]:
        """Lines for the screen."""
        lines = ["Understood: " + ", ".join(str(source) for source in self.sources)]
        if self.left_out:
            lines.append("Left out: " + ", ".join(self.left_out))
        if self.ignored:
            more = len(self.ignored) - _MAX_NAMED
            named = ", ".join(word[:40] for word in self.ignored[:_MAX_NAMED])
            lines.append(f"Ignored: {named}" + (f" and {more} more" if more > 0 else ""))
        return tuple(lines)


@dataclass(frozen=True)
class Lexicon:
    """sources: plain word (or two) → the families it names, with hints. music: who plays a bare key or tempo."""

    sources: Mapping[str, Sequence[tuple[Family, Hints]]]
    music: Family


@dataclass
class _Draft:
    """A source while it is being read."""

    family: Family
    traits: Traits
    labels: list[str] = field(default_factory=list)
    gain_db: float = 0.0
    weak: bool = False
    given: list[_Quality] = field(default_factory=list)


@dataclass(frozen=True)
class _Quality:
    label: str
    hints: Hints
    strength: float


def normalised(prompt: str) -> str:
    """The prompt without what makes no difference: case, accents, compatibility forms, runs of space."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", prompt).casefold())
    kept = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(kept.split())


def read(prompt: str, lexicon: Lexicon) -> Reading:
    """Understands what it can; a reading without sources means that there was nothing."""
    score, said, rest = read_score(unicodedata.normalize("NFKC", prompt))
    reader = _Reader(lexicon, score)
    reader.run(_TOKEN.findall(normalised(rest.replace("\n", " , "))))
    drafts = reader.drafts
    if not drafts and said:
        drafts = [_Draft(lexicon.music, Traits(score=score))]
    for draft in drafts:
        if draft.family.role == "music":
            draft.labels.extend(said)
        elif said and not any(d.family.role == "music" for d in drafts):
            reader.ignored.extend(said)
            said = ()
    sources = _distinct(drafts)
    ignored = [*reader.ignored, *(str(source) for source in sources[MAX_SOURCES:])]
    return Reading(tuple(sources[:MAX_SOURCES]), tuple(dict.fromkeys(ignored)), tuple(dict.fromkeys(reader.left_out)))


def _distinct(drafts: list[_Draft]) -> list[Source]:
    """The drafts as sources: the same one named twice is one."""
    sources: dict[tuple[str, Traits], Source] = {}
    for d in drafts:
        source = Source(d.family, d.traits, tuple(dict.fromkeys(d.labels)), d.gain_db)
        sources.setdefault((d.family.name, d.traits), source)
    return list(sources.values())


class _Reader:
    """One pass over the words. `drafts`, `ignored` and `left_out` are the result."""

    def __init__(self, lexicon: Lexicon, score: Score) -> None:
        self.drafts: list[_Draft] = []
        self.ignored: list[str] = []
        self.left_out: list[str] = []
        self._lexicon = lexicon
        self._score = score
        self._waiting: list[_Quality] = []
        self._named: list[_Draft] = []
        self._phrase: list[_Draft] = []
        self._after_into = False
        self._singular = False
        self._stranger = False
        self._negated = False
        self._strength = 1.0
        self._gain_db = 0.0
        self._place = ""

    def run(self, words: list[str]) -> None:
        position = 0
        while position < len(words):
            pair = " ".join(words[position : position + 2])
            if self._source(pair):
                position += 2
                continue
            self._word(words[position])
            position += 1
        self._end_phrase("")
        for draft in self.drafts:
            if self._place:
                _put(draft, self._place, vague=True)

    def _word(self, word: str) -> None:
        if not word[0].isalnum():
            self._end_phrase(word)
        elif self._source(word) or self._quality(word) or self._matter(word) or self._place_word(word):
            pass
        elif word in NOT:
            self._end_phrase(word)
            self._negated = True
        elif word in SEPARATORS:
            self._end_phrase(word)
        elif word in INTO:
            self._give_back()
            self._after_into = True
        elif word in STRONGER:
            self._strength = STRONGER[word]
        elif word in ("a", "an"):
            self._singular = True
        elif not _known(word, FILLER):
            self.ignored.append(word)
            self._stranger = True

    def _source(self, word: str) -> bool:
        # "busy" is no bus: what is a word of its own is no form of another
        forms = [(word, False)] if word in QUALITIES else plain_forms(word)
        found = next(((f, plural) for f, plural in forms if f in self._lexicon.sources), None)
        if found is None:
            return False
        form, plural = found
        self._after_into = False
        if self._negated:
            self.left_out.append(form)
            self._waiting.clear()
            return True
        meanings = self._lexicon.sources[form]
        weak = all(form in family.weak for family, _ in meanings)
        if weak and self._phrase and all(d.family is not family for d in self._phrase for family, _ in meanings):
            # "the thunder rumbles": how it sounds, not a second source; but "on a door" is what it is on
            return not (_known(word, SURFACES) or _known(word, PLACES))
        if not weak:
            self._forget_weak([family for family, _ in meanings])
        qualities, self._waiting = self._waiting, []
        self._named = [self._draft(family, form, hints, weak=weak) for family, hints in meanings]
        for draft in self._named:
            if plural and not self._singular:
                draft.traits = replace(draft.traits, repeated=True)
            for quality in qualities:
                _give(draft, quality)
        return True

    def _draft(self, family: Family, form: str, hints: Hints, *, weak: bool) -> _Draft:
        """A new source, or the one of this family that the phrase has already ("car engine")."""
        draft = next((d for d in self._phrase if d.family is family), None)
        if draft is None:
            draft = _Draft(family, Traits(score=self._score), gain_db=self._gain_db, weak=weak)
            self.drafts.append(draft)
            self._phrase.append(draft)
        draft.weak = draft.weak and weak
        draft.traits = draft.traits.with_hints(hints)
        if form not in (family.name, family.name.removesuffix("s")) and len(self._lexicon.sources[form]) == 1:
            draft.labels.append(form)
        return draft

    def _forget_weak(self, come: list[Family]) -> None:
        """A real source has come: what a weak word seemed to name was how it sounds; its qualities are kept.

        A weak word of the same family goes on being heard: a purring cat purrs.
        """
        for draft in [d for d in self._phrase if d.weak and d.family not in come]:
            self._phrase.remove(draft)
            self.drafts.remove(draft)
            self._waiting = [*draft.given, *self._waiting]

    def _quality(self, word: str) -> bool:
        form = _known(word, QUALITIES)
        if not form:
            return False
        strength, self._strength = self._strength, 1.0
        form = "distant" if form == "distance" else form
        label = f"very {form}" if strength > 1 else f"slightly {form}" if strength < 0.7 else form
        self._waiting.append(_Quality(label, QUALITIES[form], strength))
        return True

    def _matter(self, word: str) -> bool:
        """A material, or a thing that has one."""
        form = _known(word, MATERIALS)
        weak = "" if form else _known(word, SURFACES)
        if not form and not weak:
            return False
        material = MATERIALS[form] if form else SURFACES[weak]
        quality = _Quality(
            f"on {material}" if self._after_into else material, {"material": material}, 0.0 if weak else 1.0
        )
        if self._after_into and self._named:
            # "on a big tin roof": what is said of the roof says nothing of the rain, unless it is wet
            self._waiting = [q for q in self._waiting if "wetness" in q.hints]
            for draft in self._named:
                if not (draft.family.own_material and any("material" in q.hints for q in draft.given)):
                    _give(draft, quality)
        else:
            self._waiting.append(quality)
        return True

    def _place_word(self, word: str) -> bool:
        form = _known(word, PLACES)
        if not form:
            return False
        place = PLACES[form]
        vague = form in VAGUE_PLACES
        if not self._place or not vague:
            self._place = place
        if self._after_into:
            self._waiting.clear()
        for draft in self._phrase:
            _put(draft, place, vague=vague)
        return True

    def _give_back(self) -> None:
        """Gives waiting qualities to the last source of this phrase, if there is one."""
        if self._phrase:
            for quality in self._waiting:
                for draft in self._named:
                    _give(draft, quality)
            self._waiting = []

    def _end_phrase(self, word: str) -> None:
        self._give_back()
        if self._stranger and not self._phrase:
            # qualities of something unknown say nothing of the sources
            self._waiting = []
        if self._waiting and self._named and not word.isalpha() and not self._negated:
            # "rain on a roof, distant": said of what came before
            for quality in self._waiting:
                for draft in self._named:
                    _give(draft, quality)
            self._waiting = []
        if word in ("under", "beneath", "behind"):
            for draft in self._phrase:
                draft.gain_db -= 4.0
        self._gain_db = -4.0 if word in ("over", "above") else 0.0
        self._phrase = []
        self._after_into = self._singular = self._stranger = False
        self._strength = 1.0
        self._negated = self._negated and word in ("or", "nor")


def _give(draft: _Draft, quality: _Quality) -> None:
    hints = dict(quality.hints)
    if quality.strength == 0.0:
        if draft.traits.material:
            return
        quality = replace(quality, strength=1.0)
    if hints.pop("repeated", None):
        draft.traits = replace(draft.traits, repeated=True)
    draft.traits = draft.traits.with_hints(hints, quality.strength)
    draft.labels.append(quality.label)
    draft.given.append(quality)


def _put(draft: _Draft, place: str, *, vague: bool) -> None:
    """Puts a source into a place; a vague one ("inside") gives way to one that says more ("a hall")."""
    now = draft.traits.place
    if now and (vague or now not in (PLACES[word] for word in VAGUE_PLACES)):
        return
    if now and _place_label(now) in draft.labels:
        draft.labels.remove(_place_label(now))
    draft.traits = replace(draft.traits, place=place)
    draft.labels.append(_place_label(place))


def _known(word: str, words: Mapping[str, object] | frozenset[str]) -> str:
    return next((form for form, _ in plain_forms(word) if form in words), "")


def _place_label(place: str) -> str:
    return place if place in ("outside", "underwater") else f"in a {place}"
