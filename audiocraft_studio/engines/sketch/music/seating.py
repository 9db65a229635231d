"""Who plays: the style's band, and the instruments that a prompt names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from audiocraft_studio.engines.sketch.music.plan import Seat, Style
from audiocraft_studio.engines.sketch.music.players.keys import comped
from audiocraft_studio.engines.sketch.music.players.tunes import Manner, sung
from audiocraft_studio.engines.sketch.music.styles import USUAL
from audiocraft_studio.engines.sketch.music.styles.song import KEYS
from audiocraft_studio.engines.sketch.theory import Player, Score


def seated(style: Style, score: Score, rng: np.random.Generator) -> list[Seat]:
    """The seats of the piece, each with one voice.

    Nobody named, or a whole band: the style's seats. An instrument that is named takes the seat of its role, and plays
    wherever the form lets it; without a band, the named ones play alone. Bright music is played brightly.
    """
    players = score.players
    cast = [replace(seat, voices=(seat.voices[int(rng.integers(len(seat.voices)))],)) for seat in style.seats]
    band = next((player for player in players if not player.role), None)
    named = [player for player in players if player.role]
    seats = cast if band or not named else []
    if band:
        seats = [_turned(seat, band) for seat in seats]
    for player in named:
        own = [seat for seat in cast if seat.role == player.role][:1] or _usual(player, rng)
        seats = [seat for seat in seats if seat.role != player.role]
        seats.append(_taken(own[0], player, alone=len(named) == 1 and not band))
    bright = round(64 + 60 * score.mood)
    return [replace(s, brightness=max(0, min(127, bright + round(4 * s.tilt_db)))) for s in seats]


def _usual(player: Player, rng: np.random.Generator) -> list[Seat]:
    found = next(seat for seat in USUAL.seats if seat.role == player.role)
    return [replace(found, voices=(found.voices[int(rng.integers(len(found.voices)))],))]


def _turned(seat: Seat, player: Player) -> Seat:
    return replace(
        seat, tilt_db=seat.tilt_db + player.tilt_db, volume=round(min(127, seat.volume * 10 ** (player.gain_db / 40)))
    )


def _taken(seat: Seat, player: Player, *, alone: bool) -> Seat:
    seat = _turned(replace(seat, enters=0.0, leaves=1.0), player)
    if player.voice:
        seat = replace(seat, voices=(player.voice,))
    if alone and player.role == "chords":
        return replace(seat, write=comped(KEYS, 0, busy=0.2, bass=True), pan=64)
    if alone and player.role == "lead":
        return replace(seat, write=sung(Manner(0.55, 0.0)), pan=64)
    return seat
