"""Birds: a few individuals in the trees around, each with its own songs, pauses, place and distance.

Songs are built as in Catchpole and Slater ("Bird song", 2008): notes make syllables, syllables phrases, phrases a song;
each male has a few songs, repeats one with small changes, then goes on to the next. The syrinx whistles nearly pure
tones (Nowicki, 1987); gulls and crows call with a voice of many harmonics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import signal
from scipy.interpolate import PchipInterpolator

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.blocks import vocal
from audiocraft_studio.engines.sketch.blocks.filters import high_cut
from audiocraft_studio.engines.sketch.blocks.hits import BOX, Hit, hit
from audiocraft_studio.engines.sketch.blocks.noise import Floats, band, noise_pieces
from audiocraft_studio.engines.sketch.family import Family, Piece
from audiocraft_studio.engines.sketch.traits import Traits, spread


@dataclass(frozen=True)
class _Note:
    """One note. pitch_hz: through these, evenly over its length. gap_s: of silence after it. trill: depth of a fast
    wobble of trill_hz. voice: "whistle", or what else makes the sound."""

    pitch_hz: tuple[float, ...]
    length_s: float
    gap_s: float = 0.05
    level: float = 1.0
    harmonics: tuple[float, ...] = (1.0, 0.06, 0.015)
    trill_hz: float = 30.0
    trill: float = 0.0
    voice: str = "whistle"


_Song = list[_Note]


def _blackbird(rng: np.random.Generator) -> _Song:
    """Slow fluted notes, low for a songbird, and a hurried high twitter at the end."""
    song = []
    for _ in range(int(rng.integers(4, 8))):
        f = rng.uniform(1600, 2700)
        way = tuple(f * rng.uniform(0.82, 1.18, int(rng.integers(2, 5))))
        song.append(_Note(way, rng.uniform(0.13, 0.34), rng.uniform(0.04, 0.11), harmonics=(1.0, 0.1, 0.03)))
    for _ in range(int(rng.integers(0, 7))):
        f = rng.uniform(4200, 6800)
        song.append(_Note((f, f * rng.uniform(0.7, 1.3)), rng.uniform(0.03, 0.06), 0.018, rng.uniform(0.15, 0.4)))
    return song


def _tit(rng: np.random.Generator) -> _Song:
    """Two or three notes over and over, like a saw."""
    high = rng.uniform(4300, 5700)
    low = high * rng.uniform(0.66, 0.84)
    gap_s = rng.uniform(0.03, 0.07)
    pair = [_Note((high * 1.03, high), rng.uniform(0.06, 0.1), gap_s), _Note((low, low * 0.97), 0.13, gap_s, 0.9)]
    if rng.uniform() < 0.35:
        pair.append(_Note((low * 1.1, low * 1.05), 0.07, gap_s, 0.7))
    return pair * int(rng.integers(4, 8))


def _finch(rng: np.random.Generator) -> _Song:
    """A run that falls and hurries, and a flourish."""
    count = int(rng.integers(11, 18))
    top, bottom = rng.uniform(4800, 5800), rng.uniform(2500, 3200)
    song = []
    for k in range(count):
        x = k / count
        f = top * (bottom / top) ** x
        song.append(_Note((f * 1.25, f, f * 0.9), 0.075 - 0.03 * x, 0.055 - 0.035 * x, 0.5 + 0.5 * x))
    f = bottom * rng.uniform(1.1, 1.5)
    return [*song, _Note((f, f * 1.7, f * 0.9), 0.17, 0.02), _Note((f * 1.3, f * 0.8), 0.1)]


def _wren(rng: np.random.Generator) -> _Song:
    """Trills at several heights, each of one syllable again and again."""
    song: _Song = []
    for _ in range(int(rng.integers(2, 5))):
        f, rate_hz = rng.uniform(3200, 6800), rng.uniform(9, 26)
        length_s = 0.62 / rate_hz
        note = _Note(tuple(f * rng.uniform(0.75, 1.25, 3)), length_s, 1 / rate_hz - length_s, rng.uniform(0.6, 1.0))
        song += [note] * int(rng.uniform(0.4, 0.9) * rate_hz)
        song[-1] = replace(song[-1], gap_s=rng.uniform(0.05, 0.12))
    return song


def _robin(rng: np.random.Generator) -> _Song:
    """Thin high notes and low warbles in turn; no two alike."""
    song = []
    for _ in range(int(rng.integers(4, 9))):
        high = rng.uniform() < 0.5
        f = rng.uniform(5200, 7800) if high else rng.uniform(2400, 4300)
        way = tuple(f * rng.uniform(0.78, 1.22, int(rng.integers(2, 5))))
        trill = rng.uniform(0.02, 0.09) if rng.uniform() < 0.4 else 0.0
        length_s = rng.uniform(0.04, 0.3 if trill or not high else 0.14)
        song.append(
            _Note(
                way, length_s, rng.uniform(0.02, 0.09), 0.5 if high else 1.0, trill_hz=rng.uniform(18, 40), trill=trill
            )
        )
    return song


def _sparrow(rng: np.random.Generator) -> _Song:
    """A chirp, or a few, each with an edge to it."""
    f = rng.uniform(2900, 4100)
    chirp = _Note((f, f * 1.45, f * 0.95), rng.uniform(0.07, 0.13), 0.2, harmonics=(1.0, 0.35, 0.12))
    return [replace(chirp, gap_s=rng.uniform(0.15, 0.45)) for _ in range(int(rng.integers(1, 4)))]


def _cuckoo(rng: np.random.Generator) -> _Song:
    """A falling third on hollow pipes, at an even pace."""
    f = rng.uniform(620, 690)
    hollow = (1.0, 0.1, 0.04)
    call = [_Note((f * 0.99, f, f * 0.97), 0.15, 0.13, harmonics=hollow)]
    call.append(_Note((f * 0.83, f * 0.82, f * 0.8), 0.24, 0.75, 0.9, hollow))
    return call * int(rng.integers(3, 7))


def _dove(rng: np.random.Generator) -> _Song:
    """Five coos, the second the strongest."""
    f = rng.uniform(440, 520)
    coos = ((0.25, 0.6, 0.1), (0.46, 1.0, 0.08), (0.4, 0.9, 0.22), (0.17, 0.6, 0.09), (0.24, 0.7, 0.3))
    soft = (1.0, 0.22, 0.06)
    verse = [_Note((f * 0.94, f * 1.03, f * 0.92), length, gap, level, soft) for length, level, gap in coos]
    return verse * int(rng.integers(2, 4))


def _owl(rng: np.random.Generator) -> _Song:
    """A long hoot; then, after a while, two short ones and one that trembles."""
    f = rng.uniform(340, 430)
    hollow = (1.0, 0.12, 0.04)
    hoots = [_Note((f * 0.96, f * 1.03, f * 0.93), 0.5, rng.uniform(0.35, 0.9), 0.9, hollow)]
    hoots += [_Note((f * 0.95, f, f * 0.96), 0.13, 0.1, 0.6, hollow)] * int(rng.integers(1, 3))
    return [*hoots, _Note((f * 0.96, f * 1.04, f, f * 0.9), 0.8, 0.1, 1.0, hollow, trill_hz=11.0, trill=0.012)]


def _gull(rng: np.random.Generator) -> _Song:
    """One long call, then a laughter of shorter ones that hurries."""
    f, count = rng.uniform(700, 900), int(rng.integers(1, 8))
    song = [_Note((f * 0.75, f * 1.3, f * 0.9), rng.uniform(0.4, 0.6), 0.12, voice="gull")]
    way = f * 0.85, f * 1.25, f * 0.8
    return song + [_Note(way, 0.26 - 0.015 * k, 0.1 - 0.005 * k, 0.9, voice="gull") for k in range(count)]


def _crow(rng: np.random.Generator) -> _Song:
    """Caws in threes, harsh and falling."""
    f = rng.uniform(430, 540)
    caw = _Note((f * 1.02, f * 1.1, f * 0.84), rng.uniform(0.24, 0.36), rng.uniform(0.16, 0.3), voice="crow")
    return [caw] * int(rng.integers(2, 5))


def _woodpecker(rng: np.random.Generator) -> _Song:
    """A roll on a dead branch, some 18 blows a second."""
    f, rate_hz = rng.uniform(700, 1300), rng.uniform(15, 22)
    count = int(rng.integers(11, 19))
    return [
        _Note((f,), 0.03, 1 / rate_hz - 0.03, 0.6 + 0.4 * np.sin(np.pi * (k + 1) / count), voice="beak")
        for k in range(count)
    ]


_SPECIES: dict[str, tuple[Callable[[np.random.Generator], _Song], float]] = {
    "blackbird": (_blackbird, 3.2), "tit": (_tit, 3.0), "finch": (_finch, 5.0), "wren": (_wren, 4.5),
    "robin": (_robin, 2.6), "sparrow": (_sparrow, 1.1), "cuckoo": (_cuckoo, 4.0), "dove": (_dove, 4.5),
    "owl": (_owl, 5.0), "gull": (_gull, 3.0), "crow": (_crow, 3.5), "woodpecker": (_woodpecker, 4.0),
}  # fmt: skip
"""Song, and the mean pause in s after it."""

_SINGERS = ("blackbird", "tit", "finch", "wren", "robin", "sparrow")
_VOICES = {
    "gull": vocal.Call(
        0.3, ((0.0, 1.0),), ((0.0, 0.0), (0.12, 1.0), (0.7, 0.8), (1.0, 0.0)), vocal.tract(0.065), tilt_db=6.0,
        breath=0.08, jitter=0.015, narrow=0.2,
    ),
    "crow": vocal.Call(
        0.3, ((0.0, 1.0),), ((0.0, 0.0), (0.1, 1.0), (0.75, 0.7), (1.0, 0.0)), vocal.tract(0.075), tilt_db=5.0,
        breath=0.3, rough=0.55, jitter=0.03, narrow=0.25,
    ),
}  # fmt: skip


def play(traits: Traits, duration_s: float, rng: np.random.Generator, sample_rate: int) -> Iterator[Piece]:
    """Songs from the start to the end; intensity brings more birds."""
    kind = traits.variant if traits.variant in _SPECIES else ""
    yield from noise_pieces(rng, _air, int(duration_s * sample_rate), sample_rate)
    birds = max(1, round(spread(traits.intensity, 2.0, 4.0, 9.0) * (1.0 if not kind else 0.4)))
    around = rng.permutation(len(_SINGERS))
    for k in range(birds):
        pan, near = rng.uniform(-0.9, 0.9), rng.uniform(0.25, 1.0) if k else 1.0
        make, pause_s = _SPECIES[kind or _SINGERS[int(around[k % len(around)])]]
        songs = [make(rng) for _ in range(3)]
        own = rng.lognormal(0, 0.05) / spread(traits.size, 0.75, 1.0, 1.8)
        angle = np.pi / 4 * (1 + pan)
        ears = np.array([[np.cos(angle)], [np.sin(angle)]], np.float32)
        at_s = rng.uniform(0.02, 0.15) * min(1.0, duration_s) if k == 0 else rng.exponential(2.5)
        which = 0
        while at_s < duration_s - 0.03:
            phrase = _phrase(songs[which], own, near, rng, sample_rate)
            yield int(at_s * sample_rate), phrase * ears
            which = int(rng.integers(3)) if rng.uniform() < 0.45 else which
            rest_s = pause_s * rng.lognormal(-0.1, 0.5) / spread(traits.speed, 0.6, 1.0, 2.0)
            at_s += phrase.shape[1] / sample_rate + rest_s


def _air(times_s: Floats, frequencies_hz: Floats) -> npt.NDArray[np.floating]:
    """The quiet of a place outside, some 45 dB below the nearest bird: without it, song hangs in a void."""
    return np.repeat(0.004 * band(frequencies_hz, 120.0, 900.0, 1.0, 1.0)[None, None], len(times_s), axis=1)


def _phrase(song: _Song, own: float, near: float, rng: np.random.Generator, sample_rate: int) -> Samples:
    """The song once, never sung quite the same, and sometimes broken off: (1, n)."""
    count = len(song) if rng.uniform() < 0.75 else max(1, int(rng.uniform(0.5, 1.0) * len(song)))
    parts = []
    for note in song[:count]:
        parts.append(note.level * rng.uniform(0.8, 1.0) * _sung(note, own * rng.lognormal(0, 0.01), rng, sample_rate))
        parts.append(np.zeros(int(note.gap_s * rng.uniform(0.9, 1.1) * sample_rate)))
    sung = np.concatenate(parts)
    if near < 0.6:
        # leaves and air between
        sung = signal.sosfilt(high_cut(16_000.0 * near, sample_rate, 1), sung)
    return np.asarray(near**1.5 * sung[None], dtype=np.float32)


def _sung(note: _Note, own: float, rng: np.random.Generator, sample_rate: int) -> Floats:
    length_s = note.length_s * rng.uniform(0.93, 1.07)
    if note.voice == "beak":
        knock = Hit(note.pitch_hz[0] * own, BOX, 0.012, click=0.5, click_hz=2600.0, contact_s=0.0003)
        blow = hit(knock, 1.0, rng, sample_rate).mean(axis=0).astype(np.float64)
        return (
            np.pad(blow, (0, 64))[: int(length_s * sample_rate)] * np.linspace(1, 0, int(length_s * sample_rate)) ** 0.3
        )
    way = own * np.array(note.pitch_hz) * rng.lognormal(0, 0.012, len(note.pitch_hz))
    x = np.linspace(0, 1, max(8, int(length_s * sample_rate)))
    if note.voice in _VOICES:
        points = tuple(zip(np.linspace(0, 1, len(way)).tolist(), way.tolist(), strict=True))
        call = replace(_VOICES[note.voice], length_s=length_s, pitch_hz=points)
        return vocal.call(call, rng, sample_rate).astype(np.float64)
    bend = PchipInterpolator(np.linspace(0, 1, len(way)), way)(x) if len(way) > 1 else way[0]
    wobble = np.sin(2 * np.pi * (note.trill_hz * x * length_s + rng.uniform()))
    phase = 2 * np.pi * np.cumsum(bend * (1 + note.trill * wobble)) / sample_rate
    wave = sum(level * np.sin((k + 1) * phase) for k, level in enumerate(note.harmonics))
    # the two sides of a note: a quick rise, a slower fall, and the breath that a wobble takes
    swell = np.sin(np.pi * x ** rng.uniform(0.7, 1.1)) ** 0.8
    soft = np.clip(np.minimum(x, 1 - x) * length_s / 0.014, 0, 1) ** 2
    return np.asarray(wave * soft * swell * (1 - 3.0 * min(note.trill, 0.1) * (1 - wobble)))


BIRDS = Family(
    name="birds",
    play=play,
    words={
        "bird": {},
        "birdsong": {},
        "chirp": {},
        "tweet": {},
        "songbird": {},
        "dawn chorus": {"intensity": 0.6},
        "sparrow": {"variant": "sparrow"},
        "robin": {"variant": "robin"},
        "nightingale": {"variant": "robin", "size": 0.1},
        "blackbird": {"variant": "blackbird"},
        "thrush": {"variant": "blackbird", "size": -0.1},
        "finch": {"variant": "finch"},
        "chaffinch": {"variant": "finch"},
        "wren": {"variant": "wren"},
        "canary": {"variant": "wren", "size": 0.1},
        "chickadee": {"variant": "tit"},
        "great tit": {"variant": "tit"},
        "cuckoo": {"variant": "cuckoo"},
        "dove": {"variant": "dove"},
        "pigeon": {"variant": "dove", "size": 0.1},
        "woodpecker": {"variant": "woodpecker"},
        "owl": {"variant": "owl"},
        "hoot": {"variant": "owl"},
        "seagull": {"variant": "gull"},
        "gull": {"variant": "gull"},
        "crow": {"variant": "crow"},
        "raven": {"variant": "crow", "size": 0.3},
    },
    level_db=-27.0,
    role="bed",
    sustained=True,
    examples=(
        ("birds in the morning", "ambience"),
        ("owl at night", "ambience"),
        ("seagulls", "ambience"),
        ("blackbird song", "ambience"),
        ("woodpecker", "sfx"),
    ),
    place="outside",
    weak=frozenset(("chirp", "tweet", "hoot")),
)
