"""How people play: a little early, a little late, never twice as loud."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from audiocraft_studio.engines.sketch.music.composition import TICKS, Note, Part, on_grid

_FURTHEST = 2.5


def swung(part: Part, swing: float) -> Part:
    """The part with the second of each two eighths late by `swing` of an eighth; what lies on beats stays."""
    if not swing:
        return part

    def place(quarters: float) -> float:
        beat = np.floor(quarters + 1e-6)
        inside = quarters - beat
        # the first half of the beat is stretched, the second squeezed
        bent = inside * (1 + swing) if inside <= 0.5 else 0.5 * (1 + swing) + (inside - 0.5) * (1 - swing)
        return float(beat + bent)

    notes = []
    for note in part.notes:
        start, end = place(note.start), place(note.start + note.length)
        notes.append(replace(note, start=on_grid(start), length=max(on_grid(end - start), 1 / TICKS)))
    return replace(part, notes=tuple(notes))


def humanised(
    part: Part, rng: np.random.Generator, *, loose_ms: float, loose_velocity: float, quarter_bpm: float
) -> Part:
    """The part as a player gives it: starts off the grid by a normal distribution about it, velocities about theirs.

    The places of the player average to the grid itself, over the piece, so that the tempo stays; the start of the
    piece is never moved. Notes struck together stay within a few ms of each other.
    """
    if (not loose_ms and not loose_velocity) or not part.notes:
        return part
    starts = np.array([note.start for note in part.notes])
    places, index = np.unique(starts, return_inverse=True)
    scale = loose_ms / 1000 * quarter_bpm / 60
    late = np.clip(rng.standard_normal(len(places)), -_FURTHEST, _FURTHEST) * scale
    # those that are struck together share most of it
    own = late[index] + np.clip(rng.standard_normal(len(starts)), -_FURTHEST, _FURTHEST) * scale * 0.35
    own -= own.mean()
    own[starts <= 1e-9] = 0.0
    louder = rng.standard_normal(len(starts)) * loose_velocity
    notes = [
        Note(
            on_grid(max(0.0, note.start + by)), note.length, note.pitch, int(np.clip(round(note.velocity + up), 1, 127))
        )
        for note, by, up in zip(part.notes, own.tolist(), louder.tolist(), strict=True)
    ]
    return replace(part, notes=tuple(sorted(notes)))


def tidied(notes: list[Note], length: float) -> tuple[Note, ...]:
    """The notes in order, on the grid, within the piece, no key struck again while it is down."""
    length = int(length * TICKS + 1e-6) / TICKS
    kept: list[Note] = []
    sounding: dict[int, int] = {}
    for note in sorted(notes):
        start = on_grid(note.start)
        end = min(on_grid(note.start + note.length), length)
        if start < 0 or end - start < 1 / TICKS:
            continue
        before = sounding.get(note.pitch)
        if before is not None and kept[before].start + kept[before].length > start:
            if kept[before].start >= start:
                continue
            kept[before] = replace(kept[before], length=on_grid(start - kept[before].start))
        sounding[note.pitch] = len(kept)
        kept.append(Note(start, on_grid(end - start), note.pitch, note.velocity))
    return tuple(sorted(kept))
