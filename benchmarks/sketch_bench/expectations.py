"""What each family is held to: a prompt, a measure, the range it must lie in, and where the range comes from."""

# ruff: noqa: E501  (a table: one row, one line)

from __future__ import annotations

from benchmarks.sketch_bench import measures as m
from benchmarks.sketch_bench import row as r
from benchmarks.sketch_bench import shapes
from benchmarks.sketch_bench.made_things import MADE_THINGS
from benchmarks.sketch_bench.row import Expectation

E = Expectation
EXPECTATIONS: dict[str, tuple[Expectation, ...]] = {
    "rain": (
        E("light rain on leaves", "dispersion of drops", m.dispersion, 0.4, 1.7, "drops fall independently: Poisson", 20.0),
        E("rain", "dB per octave, 1–8 kHz", r.slope(1000, 8000), -6.0, 3.0, "broad and nearly flat on hard ground: van den Doel 2005"),
        E("rain", "power above 500 Hz", r.share(500, 20000), 0.5, 1.0, "small bubbles, f = 3/r: Minnaert 1933"),
    ),
    "wind": (
        E("strong wind", "power below 800 Hz", r.share(20, 800), 0.55, 1.0, "turbulence falls with frequency: Farnell 2010"),
        E("strong wind", "swelling in Hz", r.swell_hz, 0.05, 1.6, "gusts near 0.5 Hz and slower: Farnell 2010", 20.0),
    ),
    "thunder": (
        E("distant thunder", "power below 200 Hz", r.share(20, 200), 0.7, 1.0, "peaks near 50–100 Hz: Few 1969, Holmes 1971", 20.0),
        E("thunder", "strongest third in Hz", m.peak_hz, 20, 200, "peaks near 50–100 Hz: Few 1969, Holmes 1971", 20.0),
        E("distant thunder", "heard for s (−30 dB)", m.length_s, 8.0, 20.0, "rarely above 30–40 s: WMO cloud atlas", 20.0),
        E("distant thunder", "crest in dB", m.crest_db, 9.0, 26.0, "claps of 0.2–2 s within the roll: Uman 1987", 20.0),
    ),
    "waves": (
        E("ocean waves", "swelling in Hz", r.swell_hz, 0.04, 0.35, "wind sea and swell come every 4 to 15 s", 60.0),
        E("ocean waves", "dB per octave, 1–8 kHz", r.slope(1000, 8000), -12.0, -1.0, "air-borne surf falls with frequency: Bolin and Åbom 2010", 10.0),
    ),
    "stream": (
        E("babbling brook", "power from 300 Hz to 8 kHz", r.share(300, 8000), 0.75, 1.0, "bubbles of 0.4 to 10 mm, f = 3/r: Minnaert 1933"),
    ),
    "drip": (
        E("water dripping in a cave", "power from 300 Hz to 9 kHz", r.share(300, 9000), 0.8, 1.0, "a trapped bubble's plink: Phillips, Agarwal, Jordan 2018"),
        E("water dripping in a cave", "drops a second", r.onsets(0.1), 0.2, 8.0, "the word says drop by drop", 20.0),
    ),
    "fire": (
        E("crackling campfire", "crest in dB", m.crest_db, 14.0, 40.0, "sparse sharp crackles over a hiss: Farnell 2010", 10.0),
        E("crackling campfire", "dispersion of crackles", m.dispersion, 0.5, 6.0, "crackles are independent or come in bouts", 20.0),
    ),
    "birds": (
        E("birds in the morning", "power from 1.5 to 9 kHz", r.share(1500, 9000), 0.9, 1.0, "songbirds sing at 2–8 kHz: Catchpole and Slater 2008", 8.0),
        E("owl at night", "power from 200 Hz to 1.2 kHz", r.share(200, 1200), 0.85, 1.0, "owls hoot at 0.3–0.9 kHz", 8.0),
        E("seagulls", "power from 600 Hz to 5 kHz", r.share(600, 5000), 0.8, 1.0, "herring gulls: 0.7 kHz and harmonics", 8.0),
        E("crow", "power from 300 Hz to 4 kHz", r.share(300, 4000), 0.85, 1.0, "crows caw at 0.5–2 kHz", 8.0),
    ),
    "dogs": (
        E("dog barking", "length of the longest bark in s", r.longest_call_s, 0.08, 0.6, "barks are short: Riede et al. 1999; the bounds are ours"),
        E("dog barking", "pitch in Hz", r.pitch(150, 1800), 250, 1600, "harsh and low to tonal and high: Yin and McCowan 2004; the bounds are ours"),
        E("wolf howling at night", "pitch in Hz", r.pitch(100, 1500), 150, 780, "howls at 150–780 Hz: Theberge and Falls 1967"),
        E("dog growling", "power below 1.5 kHz", r.share(20, 1500), 0.7, 1.0, "growls at 250–1500 Hz, strongest about 800 Hz (wolves): Tembrock 1963"),
    ),
    "cats": (
        E("cat meowing", "pitch in Hz", r.pitch(150, 1800), 300, 1000, "meows at 400–800 Hz: Nicastro 2004, Schötz 2014"),
        E("cat purring", "purrs a second", r.pulse(14, 45), 20.9, 30.2, "26.3 ± 2 Hz: Frazer Sissom et al. 1991; 20.9–27.2 Hz: Schötz and Eklund 2011"),
    ),
    "frogs": (
        E("bullfrogs", "power from 80 Hz to 2 kHz", r.share(80, 2000), 0.8, 1.0, "200 and 1400 Hz: Capranica 1965", 8.0),
    ),
    "horses": (
        E("horse galloping on grass", "beats a second", r.hooves, 4.0, 9.5, "2–2.3 strides of three or four beats a second: Heglund and Taylor 1988", 8.0),
    ),
    "siren": (
        E("distant police siren", "power from 400 Hz to 4 kHz", r.share(400, 4000), 0.85, 1.0, "some 0.5–1.8 kHz: makers' figures", 8.0),
        E("two tone siren", "power from 300 Hz to 4 kHz", r.share(300, 4000), 0.85, 1.0, "two tones a fourth apart near 0.5 kHz: DIN 14610", 8.0),
    ),
    "train": (
        E("train ride", "power below 1.5 kHz", r.share(20, 1500), 0.7, 1.0, "rolling noise inside: Thompson 2009", 8.0),
    ),
    "aircraft": (
        E("helicopter overhead", "blades a second", r.pulse(8, 32), 9, 30, "2 to 5 blades at 250–500 turns a minute", 6.0),
    ),
    "construction": (
        E("jackhammer on concrete", "blows a second", r.pulse(8, 40), 12, 32, "900–1800 blows a minute: makers' figures", 6.0),
    ),
    "crowd": (
        E("cafe murmur", "strongest third in Hz", m.peak_hz, 100, 800, "speech over time peaks near 500 Hz: Byrne et al. 1994", 10.0),
        E("cafe murmur", "dB per octave, 0.5–8 kHz", r.slope(500, 8000), -14.0, -3.0, "speech over time falls by 6–9 dB: Byrne et al. 1994", 10.0),
        E("cafe murmur", "dB off the spectrum of speech (RMS)", m.off_speech_db, 0.0, 6.0, "thirds of octaves from 160 Hz to 8 kHz: Byrne et al. 1994", 10.0),
        E("applause", "dB per octave, 1–8 kHz", r.slope(1000, 8000), -9.0, 2.0, "claps are broad, each hand shape its own: Repp 1987", 6.0),
    ),
    "insects": (
        E("crickets at night", "power from 2.5 to 9 kHz", r.share(2500, 9000), 0.9, 1.0, "field crickets at 4–5 kHz: Bennet-Clark 1989", 6.0),
        E("cicadas", "power from 3 to 16 kHz", r.share(3000, 16000), 0.85, 1.0, "cicadas at 4–10 kHz: Young and Bennet-Clark 1995", 6.0),
    ),
    "engine": (
        E("car engine idling", "explosions a second of 25", r.firing(25.0), 0.85, 1.15, "750 turns, four strokes, four cylinders", 6.0),
        E("car engine", "explosions a second of 50", r.firing(50.0), 0.85, 1.15, "1500 turns, four strokes, four cylinders", 6.0),
        E("car engine", "harmonics over gaps in dB", lambda x: m.comb(x, r.around(50.0))[1], 4.0, 35.0, "firing orders stand out, and each cycle differs: Heywood 1988", 6.0),
        E("car engine", "power below 1 kHz", r.share(20, 1000), 0.75, 1.0, "exhaust noise lies below 1 kHz: Heywood 1988", 6.0),
        E("car engine", "crest in dB", m.crest_db, 9.0, 22.0, "pulses, but no clicks", 6.0),
    ),
    "traffic": (
        E("car passing by", "power from 300 Hz to 2.5 kHz over that from 2.5 to 10 kHz, dB", r.tyres, 3.0, 25.0, "a peak at 700–1300 Hz: Sandberg 2003", 8.0),
        E("city traffic", "dB per octave, 1–8 kHz", r.slope(1000, 8000), -14.0, -3.0, "tyres peak near 1 kHz and fall above: Sandberg 2003", 10.0),
    ),
    "hum": (E("electric hum", "power at the mains' lines", r.mains, 0.7, 1.0, "multiples of 50 or 60 Hz"),),
    "footsteps": (
        E("footsteps on gravel", "steps a second", r.pulse(0.8, 4.0), 1.4, 2.4, "1.8 steps a second on footbridges, 2.0 in shops: Pachi and Ji 2005", 10.0),
        E("running on concrete", "steps a second", r.pulse(1.2, 5.0), 2.2, 3.6, "running: 2.5–3.2 steps a second: Cavanagh and Kram 1989", 10.0),
        E("footsteps on concrete", "crest in dB", m.crest_db, 14.0, 45.0, "blows below 500 Hz, friction above: Ekimov and Sabatier 2006", 10.0),
    ),
    "typing": (
        E("typing on a keyboard", "keys a second", r.onsets(0.05), 2.0, 14.0, "some 4 keys a second, press and release: Dhakal et al. 2018", 10.0),
    ),
    "impact": (
        E("heavy metal impact", "decay in s (−20 dB)", m.decay_s, 0.08, 3.0, "metal rings: Wildes and Richards 1988", 4.0),
        E("knock on a wooden door", "power below 1.5 kHz", r.share(20, 1500), 0.6, 1.0, "wood is damped and low: Wildes and Richards 1988", 3.0),
    ),
    "gun": (
        E("rifle shot", "decay in s (−20 dB)", m.decay_s, 0.01, 1.0, "muzzle blast of 3–5 ms, then echoes: Maher 2006", 4.0),
    ),
    "break": (
        E("glass shattering", "power above 2 kHz", r.share(2000, 20000), 0.5, 1.0, "small stiff shards", 3.0),
    ),
    "room tone": (
        E("quiet room tone", "dB per octave, 125 Hz–4 kHz", r.slope(125, 4000), -15.0, -3.0, "noise criterion curves fall by 3–8 dB: Beranek 1957", 6.0),
    ),
    "explosion": (
        E("huge explosion", "power below 250 Hz", r.share(20, 250), 0.6, 1.0, "a long pressure wave: Friedlander 1946, Kinney and Graham 1985", 8.0),
        E("huge explosion", "crest in dB", m.crest_db, 12.0, 40.0, "a jump, then a long fall: Friedlander 1946", 8.0),
        E("huge explosion", "heard for s (−40 dB)", lambda x: m.length_s(x, 40.0), 2.5, 8.0, "debris and the answer of the land", 8.0),
    ),
    "whoosh": (
        E("fast sword whoosh", "heard for s (−30 dB)", m.length_s, 0.08, 1.2, "a swing: Selfridge et al. 2018", 3.0),
    ),
    "bell": (
        E("church bell", "decay in s (−20 dB)", m.decay_s, 0.8, 12.0, "bronze rings for seconds: Fletcher and Rossing 1998", 12.0),
        E("church bell", "power at the partials of a bell", lambda x: shapes.at_ratios(x, r.BELL, 120.0, 900.0), 0.6, 1.0, "hum, prime, tierce, quint, nominal as 0.5 : 1 : 1.2 : 1.5 : 2: Hibbert 2008", 12.0),
    ),
    "pulse": (
        E("slow heartbeat", "beats a second", r.pulse(0.5, 2.5), 0.6, 1.2, "a heart at rest: 50–70 a minute", 12.0),
        E("slow heartbeat", "power below 200 Hz", r.share(20, 200), 0.7, 1.0, "−6.5 dB an octave, the first sound lower still: Sakai et al. 1971", 12.0),
    ),
    "clock": (
        E("clock ticking", "ticks a second", r.pulse(0.6, 6.0), 0.9, 5.2, "seconds, or balance wheels at 5 beats", 10.0),
        E("grandfather clock", "ticks a second", r.onsets(0.4), 0.45, 1.4, "a pendulum of 1 m beats seconds", 10.0),
        E("clock ticking", "crest in dB", m.crest_db, 18.0, 50.0, "ticks of a few ms", 10.0),
    ),
    "interface": (
        E("soft button click", "heard for s (−30 dB)", m.length_s, 0.01, 0.4, "an answer is short", 1.0),
    ),
    "zap": (E("laser zap", "heard for s (−30 dB)", m.length_s, 0.05, 1.2, "a shot is short", 3.0),),
    "drums": (E("drum beat at 90 bpm", "error of tempo", r.tempo(90), 0, 0.01, "exact by design", 20.0),),
    "chords": (E("C major chords at 120 bpm", "error of tempo", r.tempo(120), 0, 0.01, "exact by design", 20.0),),
    "bass": (E("synth bass in E minor at 110 bpm", "power below 500 Hz", r.share(20, 500), 0.7, 1.0, "a bass is low", 10.0),),
    "drone": (E("dark drone in C minor", "power below 500 Hz", r.share(20, 500), 0.7, 1.0, "dark is low", 10.0),),
    **MADE_THINGS,
}  # fmt: skip
"""By name of the family; whoever is not here is held to the common checks alone."""

PERIODIC: dict[str, str] = {
    "engine": "explosions come at an even rate",
    "insects": "chirps come at an even rate",
    "siren": "a siren goes round",
    "train": "axles cross the joints of the rails at an even rate",
    "clock": "a clock",
    "pulse": "a heart",
    "aircraft": "blades turn",
    "appliance": "machines turn",
    "footsteps": "steps come at an even rate",
    "horses": "gaits",
    "construction": "machines strike at an even rate",
    "hum": "tones stand still",
    "machinery": "machines turn and stamp",
    "sci-fi": "fields and drives throb",
}
"""Sustained families in which a period is right, and why. Music is periodic by nature, all of it."""

STEADY: frozenset[str] = frozenset(("hum", "drone", "appliance", "aircraft", "siren"))
"""Families of steady tones, in which one cycle is like the next: they are not searched for replays."""
