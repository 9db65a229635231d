"""The words of a prompt, one by one: which sources they name, and what they say of each.

A prompt is cut into phrases at commas and at words such as "with", "and", "over". In a phrase, a quality belongs to the
source that follows it, else to the one before; after "on", "in", "through" a material or surface belongs to the source
before. A place named once holds for every source that has none. What is said after "then" without a source of its own
is how the last source is in the end; words of change ("approaching", "fades") go to the source of their phrase, else to
the last one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from audiocraft_studio.engines.sketch import saying
from audiocraft_studio.engines.sketch.drafts import Draft, Quality
from audiocraft_studio.engines.sketch.family import Family
from audiocraft_studio.engines.sketch.movement import Move
from audiocraft_studio.engines.sketch.movement_reading import count_of, move_at
from audiocraft_studio.engines.sketch.theory import Score
from audiocraft_studio.engines.sketch.traits import Hints, Traits
from audiocraft_studio.engines.sketch.vocabulary import (
    BECOMING,
    EVERYTHING,
    FILLER,
    INTO,
    MACHINES,
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


@dataclass(frozen=True)
class Lexicon:
    """sources: plain word (or two) → the families it names, with hints. music: who plays a bare key or tempo."""

    sources: Mapping[str, Sequence[tuple[Family, Hints]]]
    music: Family


class Reader:
    """One pass over the words. `drafts`, `ignored` and `left_out` are the result."""

    def __init__(self, lexicon: Lexicon, score: Score, own: Mapping[str, str]) -> None:
        """own: each plain word as the prompt has it, where that differs."""
        self.drafts: list[Draft] = []
        self.ignored: list[str] = []
        self.left_out: list[str] = []
        self._lexicon = lexicon
        self._score = score
        self._own = own
        self._waiting: list[Quality] = []
        self._moves: list[tuple[Move, str]] = []
        self._number = ""
        self._then = False
        self._named: list[Draft] = []
        self._phrase: list[Draft] = []
        self._after_into = False
        self._singular = False
        self._stranger = False
        self._negated = False
        self._strength = 1.0
        self._strengthened = ""
        self._gain_db = 0.0
        self._place = self._place_words = ""

    def run(self, words: list[str]) -> None:
        position = 0
        while position < len(words):
            pair = " ".join(words[position : position + 2])
            if self._source(pair):
                position += 2
            elif self._year(*words[position : position + 2]):
                position += 1
            elif taken := self._move(words, position):
                position += taken
            else:
                self._word(words[position])
                position += 1
        self._end_phrase("")
        for draft in self.drafts:
            if self._place:
                draft.put(self._place, self._place_words, vague=True)

    def _word(self, word: str) -> None:
        if not word[0].isalnum():
            self._end_phrase(word)
        elif self._source(word) or self._quality(word) or self._matter(word) or self._place_word(word):
            pass
        elif word in EVERYTHING:
            self._named = list(self.drafts)
        elif word in BECOMING:
            self._end_phrase("then")
        elif count_of(word) and not self._number:
            self._number = word
        elif word in NOT:
            self._end_phrase(word)
            self._negated = True
        elif word in SEPARATORS:
            self._end_phrase(word)
        elif word in INTO:
            self._give_back()
            self._after_into = True
        elif word in STRONGER:
            self._strength, self._strengthened = STRONGER[word], word
        elif word in ("a", "an"):
            self._singular = True
        elif not _known(word, FILLER):
            self.ignored.append(word)
            self._stranger, self._number = True, ""

    def _source(self, word: str) -> bool:
        # "busy" is no bus: what is a word of its own is no form of another
        forms = [(word, False)] if word in QUALITIES else plain_forms(word)
        found = next(((f, plural) for f, plural in forms if f in self._lexicon.sources), None)
        if found is None:
            return False
        form, plural = found
        if self._negated:
            self.left_out.append(form)
            self._waiting.clear()
            return True
        meanings = self._lexicon.sources[form]
        weak = all(form in family.weak for family, _ in meanings)
        if weak and self._phrase and all(d.family is not family for d in self._phrase for family, _ in meanings):
            # "the thunder rumbles": how it sounds, not a second source; but "on a door" is what it is on
            return not (_known(word, SURFACES) or _known(word, PLACES))
        self._after_into = False
        if not weak:
            self._forget_weak([family for family, _ in meanings])
        qualities, self._waiting = self._waiting, []
        moves, self._moves = self._moves, []
        number, self._number = self._number, ""
        self._named = [self._draft(family, form, hints, weak=weak) for family, hints in meanings]
        for draft, (family, hints) in zip(self._named, meanings, strict=True):
            draft.say(self._words(word), saying.of_source(family.name, hints))
        for draft in self._named:
            if plural and not self._singular:
                draft.traits = replace(draft.traits, repeated=True)
            if number:
                draft.count(count_of(number), form, self._words(number), plural=plural)
            elif word in (form, f"{form}s"):
                draft.name_again(form)
            for quality in qualities:
                draft.give(quality)
            for move, said in moves:
                draft.move(move, said)
        return True

    def _move(self, words: list[str], position: int) -> int:
        """A change, from this word on: how many words name it, 0 if none does."""
        found = move_at(words, position)
        if found is None or (found[1] == 1 and self._names_source(words[position])):
            return 0
        move, taken = found
        if self._negated:
            return taken
        if not self._phrase and self._names_source(words[position]):
            # "running away": the word that says how it moves is what is heard
            self._source(words[position])
        said = self._words(*words[position : position + taken])
        if self._phrase:
            for draft in self._named:
                draft.move(move, said)
        else:
            self._moves.append((move, said))
        return taken

    def _words(self, *plain: str) -> str:
        """Plain words as the prompt has them."""
        return " ".join(self._own.get(word, word) for word in " ".join(plain).split())

    def _names_source(self, word: str) -> bool:
        return any(form in self._lexicon.sources for form, _ in plain_forms(word))

    def _draft(self, family: Family, form: str, hints: Hints, *, weak: bool) -> Draft:
        """A new source, or the one of this family that the phrase has already ("car engine")."""
        draft = next((d for d in self._phrase if d.family is family), None)
        if draft is None:
            draft = Draft(family, Traits(score=self._score), gain_db=self._gain_db, weak=weak)
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
            self._moves = [*draft.moves, *self._moves]

    def _year(self, word: str, thing: str = "") -> bool:
        """ "1967" before a machine: it is an old one."""
        if not re.fullmatch(r"1[89]\d\d", word):
            return False
        forms = [form for form, _ in plain_forms(thing) if form in self._lexicon.sources]
        machine = any(family.name in MACHINES for form in forms[:1] for family, _ in self._lexicon.sources[form])
        return machine and self._quality(word, "vintage")

    def _quality(self, word: str, meaning: str = "") -> bool:
        """`meaning`: the quality that the word stands for, where it is no word for one itself."""
        form = meaning or _known(word, QUALITIES)
        if not form:
            return False
        strength, self._strength = self._strength, 1.0
        form = "distant" if form == "distance" else form
        label = f"very {form}" if strength > 1 else f"slightly {form}" if strength < 0.7 else form
        words, self._strengthened = self._words(self._strengthened, word), ""
        says = saying.of_quality(QUALITIES[form], strength)
        says = f"{meaning}, {says}" if meaning else says
        self._waiting.append(Quality(label, QUALITIES[form], strength, words, says))
        return True

    def _matter(self, word: str) -> bool:
        """A material, or a thing that has one."""
        form = _known(word, MATERIALS)
        weak = "" if form else _known(word, SURFACES)
        if not form and not weak:
            return False
        material = MATERIALS[form] if form else SURFACES[weak]
        surface = self._after_into
        quality = Quality(
            f"on {material}" if surface else material, {"material": material}, 0.0 if weak else 1.0,
            self._words(word), saying.of_material(material, surface=surface),
        )  # fmt: skip
        if self._after_into and self._named:
            # "on a big tin roof": what is said of the roof says nothing of the rain, unless it is wet
            self._waiting = [q for q in self._waiting if "wetness" in q.hints]
            for draft in self._named:
                if not (draft.family.own_material and any("material" in q.hints for q in draft.given)):
                    draft.give(quality)
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
            self._place, self._place_words = place, self._words(word)
        if self._after_into:
            self._waiting.clear()
        for draft in self._phrase:
            draft.put(place, self._words(word), vague=vague)
        return True

    def _give_back(self) -> None:
        """Gives waiting qualities to the last source of this phrase, if there is one."""
        if self._phrase:
            for quality in self._waiting:
                for draft in self._named:
                    draft.give(quality)
            self._waiting = []

    def _change(self) -> None:
        """What is left at the end of a phrase that has no source of its own: how the last source changes."""
        if self._phrase or not self._named or self._negated:
            return
        if self._then and self._waiting and not self._stranger:
            for draft in self._named:
                draft.turn(self._waiting)
            self._waiting = []
        for move, said in self._moves:
            for draft in self._named:
                draft.move(move, said)
        self._moves = []

    def _end_phrase(self, word: str) -> None:
        self._give_back()
        self._change()
        if self._number.isdigit():
            self.ignored.append(self._number)
        if self._stranger and not self._phrase:
            # qualities of something unknown say nothing of the sources
            self._waiting = []
        if self._waiting and self._named and not word.isalpha() and not self._negated:
            # "rain on a roof, distant": said of what came before
            for quality in self._waiting:
                for draft in self._named:
                    draft.give(quality)
            self._waiting = []
        if word in ("under", "beneath", "behind"):
            for draft in self._phrase:
                draft.gain_db -= 4.0
        self._gain_db = -4.0 if word in ("over", "above") else 0.0
        self._phrase = []
        self._after_into = self._singular = self._stranger = False
        self._strength, self._strengthened, self._number = 1.0, "", ""
        self._then = word == "then" or (self._then and word == "and")
        self._negated = self._negated and word in ("or", "nor")


def _known(word: str, words: Mapping[str, object] | frozenset[str]) -> str:
    return next((form for form, _ in plain_forms(word) if form in words), "")
