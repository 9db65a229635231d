"""Sources while a prompt is being read: qualities, places, numbers and changes are given to them one by one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from audiocraft_studio.engines.sketch import movement, saying
from audiocraft_studio.engines.sketch.family import Family
from audiocraft_studio.engines.sketch.reading import Said, Source
from audiocraft_studio.engines.sketch.traits import AXES, Hints, Traits
from audiocraft_studio.engines.sketch.vocabulary import PLACES, VAGUE_PLACES

_AWAY = ("approaching", "receding", "passing")
_MOST_COUNTED = 24
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True)
class Quality:
    """Something that is said of a source. strength: 0 if only what the source has not got yet is meant.

    words: as the prompt has it. says: what it does, in words for the screen.
    """

    label: str
    hints: Hints
    strength: float
    words: str
    says: str


@dataclass
class Draft:
    """A source while it is being read."""

    family: Family
    traits: Traits
    labels: list[str] = field(default_factory=list)
    gain_db: float = 0.0
    weak: bool = False
    given: list[Quality] = field(default_factory=list)
    moves: list[tuple[movement.Move, str]] = field(default_factory=list)
    counted: str = ""
    of_several: bool = False
    said: list[Said] = field(default_factory=list)

    def say(self, words: str, says: str) -> None:
        self.said.append(Said(words, says))

    def give(self, quality: Quality) -> None:
        hints = dict(quality.hints)
        if quality.strength == 0.0:
            if self.traits.material:
                self._go_on_saying(quality.words)
                return
            quality = replace(quality, strength=1.0)
        if hints.pop("repeated", None):
            self.traits = replace(self.traits, repeated=True)
        self.traits = self.traits.with_hints(hints, quality.strength)
        self.labels.append(quality.label)
        self.given.append(quality)
        self.say(quality.words, quality.says)

    def _go_on_saying(self, word: str) -> None:
        """A thing whose material was named just before it: "tin roof" is one thing."""
        if self.said and self.given and self.said[-1].text == self.given[-1].words:
            self.said[-1] = replace(self.said[-1], text=f"{self.said[-1].text} {word}")

    def put(self, place: str, words: str, *, vague: bool) -> None:
        """Puts it into a place; a vague one ("inside") gives way to one that says more ("a hall")."""
        now = self.traits.place
        if now and (vague or now not in (PLACES[word] for word in VAGUE_PLACES)):
            return
        if now and _place_label(now) in self.labels:
            self.labels.remove(_place_label(now))
            self.said = [one for one in self.said if one.says != saying.of_place(now)]
        self.traits = replace(self.traits, place=place)
        self.labels.append(_place_label(place))
        self.say(words, saying.of_place(place))

    def turn(self, qualities: list[Quality]) -> None:
        """In the end it is of these qualities: "in the distance, then close"."""
        target: dict[str, float] = {}
        for quality in qualities:
            for axis, value in quality.hints.items():
                if axis in AXES and isinstance(value, float):
                    target[axis] = max(-1.0, min(1.0, target.get(axis, 0.0) + value * (quality.strength or 1.0)))
        shifts = {axis: value - float(getattr(self.traits, axis)) for axis, value in target.items()}
        words = " ".join(quality.words for quality in qualities)
        self.move(movement.turning(shifts, " ".join(quality.label for quality in qualities)), f"then {words}")

    def move(self, move: movement.Move, words: str) -> None:
        if move.curves and all(move != known for known, _ in self.moves):
            self.moves.append((move, words))
            self.say(words, saying.of_move(move.label))

    def count(self, number: int, of: str, words: str, *, plural: bool) -> None:
        """There are to be so many of what the word `of` names."""
        self.say(words, saying.of_number(number))
        self.counted, self.of_several = of, plural
        self.traits = replace(self.traits, count=number, repeated=number > 1)
        self.labels.append(_NUMBERS[number - 1] if number <= len(_NUMBERS) else str(number))

    def name_again(self, word: str) -> None:
        """Another word for the same source: "two dog barks" counts the barks, "two dogs bark" the dogs."""
        if self.traits.count and not self.of_several:
            self.counted = word

    def finished(self) -> tuple[Source, tuple[str, ...]]:
        """The source, and what is said of it that its family cannot do."""
        beyond = []
        traits = self.traits
        if traits.count and not self._countable():
            if traits.count > 1:
                beyond.append(f"to count {self.counted}")
            self.said = [one for one in self.said if one.says != saying.of_number(traits.count)]
            traits = replace(traits, count=0)
        elif traits.count > _MOST_COUNTED:
            beyond.append(f"to count more than {_MOST_COUNTED} of {self.counted}")
            traits = replace(traits, count=_MOST_COUNTED)
        moves = movement.in_order([move for move, _ in self.moves])
        if movement.has(moves, "speed") and not self.family.paced:
            beyond.append(f"to change the pace of {self.family.name}")
        if any(move.label == "sudden" for move in moves) and not self.family.sustained:
            # an event is sudden by itself
            moves = tuple(move for move in moves if move.label != "sudden")
            traits = traits.with_hints({"intensity": 0.25})
        if any(move.label in _AWAY for move in moves) and traits.distance > 0:
            # "distant thunder approaching" is distant at first, not in the end
            traits = replace(traits, distance=0.0)
        labels = tuple(dict.fromkeys((*self.labels, *(move.label for move, _ in self.moves))))
        said = tuple(dict.fromkeys(self.said))
        return Source(self.family, replace(traits, moves=moves), labels, self.gain_db, said), tuple(beyond)

    def _countable(self) -> bool:
        return self.family.counted and self.counted not in self.family.callers


def _place_label(place: str) -> str:
    return place if place in ("outside", "underwater") else f"in a {place}"
