"""Reading a prompt: which sources it names, and what it says of each."""

from __future__ import annotations

import re
import unicodedata

from audiocraft_studio.engines.sketch import saying
from audiocraft_studio.engines.sketch.drafts import Draft
from audiocraft_studio.engines.sketch.reader import Lexicon, Reader
from audiocraft_studio.engines.sketch.reading import Reading, Source
from audiocraft_studio.engines.sketch.score_reading import read_score
from audiocraft_studio.engines.sketch.traits import Traits

MAX_SOURCES = 8
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[,;.:!?()/+&|\n—–]")


def normalised(prompt: str) -> str:
    """The prompt without what makes no difference: case, accents, compatibility forms, runs of space."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", prompt).casefold())
    kept = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(kept.split())


def read(prompt: str, lexicon: Lexicon) -> Reading:
    """Understands what it can; a reading without sources means that there was nothing."""
    score, said, rest = read_score(unicodedata.normalize("NFKC", prompt))
    reader = Reader(lexicon, score, _own_words(prompt))
    reader.run(_TOKEN.findall(normalised(rest.replace("\n", " , "))))
    drafts = reader.drafts
    if not drafts and said:
        drafts = [Draft(lexicon.music, Traits(score=score))]
    for draft in drafts:
        if draft.family.role == "music":
            draft.labels.extend(said)
            for words in said:
                draft.say(words, saying.of_score(words))
        elif said and not any(d.family.role == "music" for d in drafts):
            reader.ignored.extend(said)
            said = ()
    sources, beyond = _distinct(drafts)
    ignored = [*reader.ignored, *(str(source) for source in sources[MAX_SOURCES:])]
    return Reading(
        tuple(sources[:MAX_SOURCES]), tuple(dict.fromkeys(ignored)), tuple(dict.fromkeys(reader.left_out)), beyond
    )


def _own_words(prompt: str) -> dict[str, str]:
    """Each word of a prompt in its plain spelling, and as it is written there."""
    return {normalised(word): word for word in _TOKEN.findall(unicodedata.normalize("NFKC", prompt))}


def _distinct(drafts: list[Draft]) -> tuple[list[Source], tuple[str, ...]]:
    """The drafts as sources, and what they cannot do: the same one named twice is one."""
    sources: dict[tuple[str, Traits], Source] = {}
    beyond: list[str] = []
    for draft in drafts:
        source, more = draft.finished()
        sources.setdefault((source.family.name, source.traits), source)
        beyond.extend(more)
    return list(sources.values()), tuple(dict.fromkeys(beyond))
