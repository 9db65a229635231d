"""Notes that were written elsewhere, given to a band: who plays which part, and how much of it is heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from audiocraft_studio.engines.sketch.music.composition import TICKS, Composition, Note, Part
from audiocraft_studio.engines.sketch.music.plan import Seat
from audiocraft_studio.engines.sketch.music.styles import STYLES
from audiocraft_studio.engines.sketch.music.voices import KITS
from audiocraft_studio.engines.sketch.theory import Player

_STANDS_IN = {
    "lead": ("counter", "bells", "arp", "chords", "pad"), "counter": ("lead", "pad"), "bells": ("arp", "lead"),
    "chords": ("pad", "arp", "choir"), "arp": ("chords", "bells", "lead"), "pad": ("choir", "chords", "arp"),
    "choir": ("pad", "chords"), "bass": ("pad", "chords"),
}  # fmt: skip
"""Roles that take over where a style has no player of a role, best first."""


def arranged(piece: Composition, style: str, players: Sequence[Player]) -> Composition:
    """The piece with other voices: those of a style ("" leaves all as they are), and of the instruments that are named.

    One instrument that is named alone plays everything but the drums; of several, each plays the parts of its role.
    Notes, tempo and metre stay. Raises KeyError for a style that there is not.
    """
    if style and style != piece.style:
        piece = replace(piece, parts=_seated(piece.parts, STYLES[style].seats), style=style)
    named = [player for player in players if player.role and player.voice]
    alone = len(named) == 1 and not style
    return replace(piece, parts=tuple(_handed(part, named, alone=alone) for part in piece.parts))


def cut(piece: Composition, duration_s: float) -> Composition:
    """The piece up to `duration_s`: notes that begin later are left out, those that sound by then end there."""
    end = int(piece.quarters(duration_s) * TICKS) / TICKS
    if piece.length <= end + 2 / TICKS:
        return piece
    parts = (replace(part, notes=_before(part.notes, end)) for part in piece.parts)
    return replace(
        piece, parts=tuple(part for part in parts if part.notes), length=end, sections=(),
        tempi=tuple(tempo for tempo in piece.tempi if tempo.start <= end),
    )  # fmt: skip


def _before(notes: Sequence[Note], end: float) -> tuple[Note, ...]:
    return tuple(replace(n, length=min(n.length, end - n.start)) for n in notes if n.start < end)


def _seated(parts: Sequence[Part], seats: Sequence[Seat]) -> tuple[Part, ...]:
    """Each part on the voice and in the place of its seat; parts of one role share its voices in turn."""
    taken: Counter[str] = Counter()
    found = []
    for part in parts:
        seat = _seat(part, seats)
        found.append(part if seat is None else _in_place(part, seat, seat.voices[taken[part.role] % len(seat.voices)]))
        taken[part.role] += 1
    return tuple(found)


def _in_place(part: Part, seat: Seat, voice: str) -> Part:
    return replace(
        part, voice=voice, volume=seat.volume, pan=seat.pan, room=seat.room, brightness=seat.brightness,
        tilt_db=seat.tilt_db,
    )  # fmt: skip


def _seat(part: Part, seats: Sequence[Seat]) -> Seat | None:
    """None where a kit would have to stand in for an instrument with pitch, or the other way round."""
    able = [seat for seat in seats if (seat.voices[0] in KITS) == (part.voice in KITS)]
    for role in (part.role, *_STANDS_IN.get(part.role, ())):
        for seat in able:
            if seat.role == role:
                return seat
    return able[0] if able else None


def _handed(part: Part, players: Sequence[Player], *, alone: bool) -> Part:
    kit = part.voice in KITS
    able = [player for player in players if (player.voice in KITS) == kit]
    own = [player for player in able if player.role == part.role] or (able if alone else [])
    return replace(part, voice=own[0].voice) if own else part
