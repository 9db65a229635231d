"""The rows of tools, machines, the house, doors and blades, of what is only imagined, and of music."""

# ruff: noqa: E501  (a table: one row, one line)

from __future__ import annotations

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.theory import NOTE_NAMES
from benchmarks.sketch_bench import measures as m
from benchmarks.sketch_bench import musical, shapes
from benchmarks.sketch_bench import row as r
from benchmarks.sketch_bench.row import Expectation, Measure

BAR = np.array([1.0, 2.756, 5.404, 8.933])
"""Modes of a free bar after Euler and Bernoulli."""


def _steel(x: Samples) -> float:
    return shapes.at_ratios(x, BAR, 300.0, 1200.0)


def _ringing(low_hz: float, high_hz: float) -> Measure:
    return lambda x: shapes.fast_pulse_hz(x, low_hz, high_hz)


def _turns(x: Samples) -> float:
    return m.comb(x, r.around(24.4), 12)[1]


def _key(prompt: str, tonic: str, mode: str, seconds: float = 24.0) -> Expectation:
    place = NOTE_NAMES.index(tonic)
    return Expectation(
        prompt, f"place of {tonic} {mode} among 24 keys", lambda x: musical.key_rank(x, place, mode), 1, 2,
        "as asked; neighbours share six of seven notes: Krumhansl and Kessler 1982", seconds,
    )  # fmt: skip


def _tempo(prompt: str, bpm: float, seconds: float = 24.0) -> Expectation:
    return Expectation(
        prompt, "error of tempo", lambda x: musical.off_tempo(x, bpm), 0, 0.005, "exact by design", seconds
    )


_SOUNDTRACKS = (
    ("synthwave in A minor, 100 bpm", 100, "A", "minor"),
    ("orchestral music in D major, 96 bpm", 96, "D", "major"),
    ("combat music in E minor, 140 bpm", 140, "E", "minor"),
    ("jazz in F major, 120 bpm", 120, "F", "major"),
    ("chiptune in C major, 150 bpm", 150, "C", "major"),
    ("lo-fi beat in A minor, 72 bpm", 72, "A", "minor"),
)

E = Expectation

MADE_THINGS: dict[str, tuple[Expectation, ...]] = {
    "tool": (
        E("circular saw through wood", "line of the teeth in Hz", lambda x: shapes.line_hz(x, 1000, 3000), 1200, 2400, "24 teeth at 3000 to 6000 turns a minute: makers' figures", 6.0),
        E("angle grinder on metal", "power above 1 kHz", r.share(1000, 20000), 0.7, 1.0, "thin steel, high teeth and sparks"),
        E("hand saw", "strokes a second", r.pulse(0.8, 8.0), 1.5, 5.0, "push and pull, 50 to 150 of each a minute", 6.0),
        E("ratchet", "crest in dB", m.crest_db, 15, 40, "a pawl falls tooth by tooth", 6.0),
        E("ratchet", "clicks a second", _ringing(12, 60), 15, 50, "a pawl falls tooth by tooth", 6.0),
    ),
    "machinery": (
        E("factory machinery", "power below 1 kHz", r.share(20, 1000), 0.7, 1.0, "heavy parts are low", 6.0),
        E("stamping press", "strokes a second", lambda x: shapes.swell_hz(x, 0.2, 3.0), 0.3, 1.7, "20 to 100 strokes a minute: makers' figures", 20.0),
        E("steam engine", "puffs a second", r.pulse(1.0, 12.0), 1, 8, "two strokes of each turn puff"),
        E("slow large gears", "swelling in Hz", lambda x: shapes.swell_hz(x, 0.5, 12.0), 0.5, 6, "teeth are never all alike: once a turn", 6.0),
    ),
    "pump": (
        E("water pump", "lines of the turns over gaps in dB", _turns, 8, 40, "turns at 24 to 25 Hz: four poles on 50 Hz, less slip", 6.0),
        E("old hand pump", "strokes a second", r.pulse(0.3, 3.0), 0.4, 1.2, "some 25 to 70 strokes a minute", 20.0),
        E("bicycle pump", "strokes a second", r.pulse(0.4, 4.0), 0.5, 2.0, "an arm's length, to and fro", 12.0),
        E("air compressor", "turns a second", r.pulse(6.0, 30.0), 6, 21, "a small piston at 400 to 1200 turns a minute", 6.0),
    ),
    "kitchen": (
        E("bacon sizzling", "power above 2 kHz", r.share(2000, 20000), 0.6, 1.0, "steam bursts small: hiss and pops", 6.0),
        E("bacon sizzling", "crest in dB", m.crest_db, 14, 40, "pops over a hiss", 6.0),
        E("pouring water into a glass", "rise in octaves of centroid", shapes.climb_octaves, 0.1, 3, "the air above the water shortens: Cabe and Pittenger 2000"),
        E("kettle whistle", "pitch in Hz", m.line_hz, 1200, 4000, "two plates with a hole at some 2 kHz: Henrywood and Agarwal 2013", 8.0),
        E("chopping vegetables", "chops a second", r.onsets(0.1), 1, 7, "a hand with a knife", 6.0),
    ),
    "appliance": (
        E("fridge hum", "strongest line in Hz", m.line_hz, 90, 125, "twice the mains, or four times the turns", 6.0),
        E("vacuum cleaner", "power from 500 Hz to 5 kHz", r.share(500, 5000), 0.5, 1.0, "a fan at some 20,000 turns a minute"),
        E("telephone ringing", "rings a second", r.pulse(0.1, 0.4), 0.16, 0.175, "two seconds on, four off: Bell System", 20.0),
        E("telephone ringing", "strokes a second", _ringing(10, 60), 20, 62, "both half waves of 20 to 25 Hz strike, one gong each", 2.0),
    ),
    "creak": (
        E("door creak", "unevenness of the slips", shapes.unevenness, 0.2, 1.5, "sticks and slips, never evenly: Akay 2002", 3.0),
        E("door creak", "power from 200 Hz to 6 kHz", r.share(200, 6000), 0.85, 1.0, "the wood rings at each slip", 3.0),
    ),
    "door": (
        E("heavy wooden door slam", "power below 500 Hz", r.share(20, 500), 0.7, 1.0, "a large leaf is low", 4.0),
        E("heavy wooden door slam", "crest in dB", m.crest_db, 18, 45, "one blow", 4.0),
        E("wooden door", "events", shapes.bursts_count, 3, 12, "handle, leaf, frame, bolt"),
        E("door lock", "events", shapes.bursts_count, 2, 6, "key, bolt, stop", 3.0),
        E("car door", "power below 500 Hz", r.share(20, 500), 0.7, 1.0, "sheet metal with felt: a thud", 3.0),
    ),
    "blade": (
        E("sword clash", "power at the modes of a bar", _steel, 0.45, 1.0, "1 : 2.76 : 5.40 : 8.93: Euler and Bernoulli; two blades", 3.0),
        E("sword unsheathe", "power at the modes of a bar", lambda x: _steel(shapes.part(x, 0.5, 1.0)), 0.7, 1.0, "1 : 2.76 : 5.40 : 8.93: Euler and Bernoulli", 3.0),
        E("sword clash", "decay in s (−20 dB)", m.decay_s, 0.1, 2.0, "held in a hand, steel rings short", 3.0),
        E("sword swing", "rise in octaves of centroid", lambda x: shapes.climb_octaves(x, (0, 0.3), (0.4, 0.65)), 0.3, 3, "f = 0.2·v/d: Strouhal", 3.0),
        E("sword swing", "fall in octaves of centroid", lambda x: -shapes.climb_octaves(x, (0.4, 0.65), (0.8, 1)), 0.3, 3, "f = 0.2·v/d: Strouhal", 3.0),
    ),
    "riser": (
        E("riser", "rise in dB", shapes.rise_db, 6, 40, "as the word says", 6.0),
        E("riser", "rise in octaves of centroid", shapes.climb_octaves, 1.5, 6, "as the word says", 6.0),
        E("riser", "loudest at", shapes.peak_at, 0.8, 1.0, "it leads to a moment", 6.0),
        E("downer", "fall in octaves of centroid", lambda x: -shapes.climb_octaves(x), 1.5, 6, "as the word says", 6.0),
        E("sub drop", "fall in octaves of pitch", lambda x: float(np.log2(m.pitch_hz(shapes.part(x, 0, 0.15), 25, 200) / m.pitch_hz(shapes.part(x, 0.55, 0.8), 20, 200))), 0.7, 2.2, "two octaves in all", 4.0),
        E("cinematic hit", "power below 250 Hz", r.share(20, 250), 0.7, 1.0, "a thump with a crack on top"),
        E("deep braam", "pitch in Hz", r.pitch(30, 200), 25, 90, "low brass"),
    ),
    "sci-fi": (
        E("force field", "throbs a second", lambda x: shapes.swell_hz(x, 0.8, 12.0), 0.8, 9, "a field beats", 6.0),
        E("spaceship alarm", "calls a second", r.pulse(0.3, 5.0), 0.4, 4, "alarms repeat within 0.2 to 2.5 s: ISO 7731", 6.0),
        E("shields up", "rise in octaves of centroid", lambda x: shapes.climb_octaves(x, (0, 0.15), (0.3, 0.6)), 0.7, 5, "as the word says", 4.0),
        E("computer processing", "sounds a second", r.onsets(0.04), 3, 20, "busy, but each is heard", 6.0),
    ),
    "magic": (
        E("magic sparkle", "power above 1.5 kHz", r.share(1500, 20000), 0.6, 1.0, "small bells", 4.0),
        E("magic sparkle", "noisiness", shapes.noisiness, 0.0, 0.4, "bells, not hiss", 4.0),
        E("dark magic", "power below 500 Hz", r.share(20, 500), 0.7, 1.0, "dark is low", 4.0),
        E("healing spell", "rise in octaves of centroid", shapes.climb_octaves, 0.2, 4, "what heals lifts", 4.0),
    ),
    "horror effect": (
        E("creepy whispers", "noisiness", shapes.noisiness, 0.6, 1.0, "no voice, only breath through the tract: Fant 1960", 6.0),
        E("slow heavy breathing", "breaths a second", r.pulse(0.08, 2.0), 0.1, 0.35, "12 to 20 a minute at rest, slower here", 20.0),
        E("horror stinger", "loudest at", shapes.peak_at, 0.0, 0.2, "it startles", 4.0),
        E("horror stinger", "crest in dB", m.crest_db, 12, 40, "it startles", 4.0),
        E("monster growl", "power below 1 kHz", r.share(20, 1000), 0.7, 1.0, "a long tract", 4.0),
    ),
    "music": (
        *(_tempo(prompt, bpm) for prompt, bpm, _, _ in _SOUNDTRACKS),
        *(_key(prompt, tonic, mode) for prompt, _, tonic, mode in _SOUNDTRACKS),
        _key("horror music in C minor, 70 bpm", "C", "minor"),
        _key("ambient music in G major, 80 bpm", "G", "major"),
    ),
    "pad": (
        _key("slow pad in D minor", "D", "minor"),
        E("slow pad in D minor", "attacks a second", r.onsets(0.1), 0, 0.5, "pads swell", 6.0),
    ),
    "melody": (
        _key("violin melody in G minor at 100 bpm", "G", "minor"),
        _tempo("violin melody in G minor at 100 bpm", 100),
        E("violin melody in G minor at 100 bpm", "pitch in Hz", r.pitch(100, 2000), 196, 1600, "a violin's lowest string is at 196 Hz", 6.0),
    ),
    "arpeggio": (
        _key("arpeggio in G major at 120 bpm", "G", "major"),
        _tempo("arpeggio in G major at 120 bpm", 120),
        E("arpeggio in G major at 120 bpm", "notes a second", r.onsets(0.06), 1.9, 8.5, "quarters to sixteenths", 6.0),
    ),
}  # fmt: skip
