"""What was understood of a prompt."""

from __future__ import annotations

from dataclasses import dataclass

from audiocraft_studio.engines.sketch.family import Family
from audiocraft_studio.engines.sketch.traits import Traits

_MAX_NAMED = 8


@dataclass(frozen=True)
class Said:
    """text: words of the prompt. says: what they did, in words for the screen."""

    text: str
    says: str


@dataclass(frozen=True)
class Source:
    """One source of a prompt. labels: what was understood of it, in words. gain_db: its place over or under others.

    said: the same, each with the prompt's own words for it.
    """

    family: Family
    traits: Traits
    labels: tuple[str, ...] = ()
    gain_db: float = 0.0
    said: tuple[Said, ...] = ()

    def __str__(self) -> str:
        return f"{self.family.name} ({', '.join(self.labels)})" if self.labels else self.family.name


@dataclass(frozen=True)
class Reading:
    """What was understood. ignored: words that mean nothing here. left_out: sources that the prompt rules out.

    beyond: what was understood, and cannot be done.
    """

    sources: tuple[Source, ...]
    ignored: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()

    def notes(self) -> tuple[str, ...]:
        """Lines for the screen."""
        lines = ["Understood: " + ", ".join(str(source) for source in self.sources)]
        if self.beyond:
            lines.append("Not possible: " + ", ".join(self.beyond))
        if self.left_out:
            lines.append("Left out: " + ", ".join(self.left_out))
        if self.ignored:
            more = len(self.ignored) - _MAX_NAMED
            named = ", ".join(word[:40] for word in self.ignored[:_MAX_NAMED])
            lines.append(f"Ignored: {named}" + (f" and {more} more" if more > 0 else ""))
        return tuple(lines)
