"""The words that Sketch reads besides the names of its sounds. All in plain form: singular, lower case."""

from __future__ import annotations

from collections.abc import Iterator

from audiocraft_studio.engines.sketch.traits import Hints

QUALITIES: dict[str, Hints] = {
    # weight and size
    "heavy": {"intensity": 0.8, "size": 0.6},
    "light": {"intensity": -0.75, "size": -0.5},
    "big": {"size": 0.6, "intensity": 0.2},
    "large": {"size": 0.6, "intensity": 0.2},
    "huge": {"size": 0.9, "intensity": 0.4},
    "giant": {"size": 0.9, "intensity": 0.4},
    "massive": {"size": 0.9, "intensity": 0.5},
    "enormous": {"size": 0.9, "intensity": 0.4},
    "thick": {"size": 0.4},
    "small": {"size": -0.6},
    "little": {"size": -0.5},
    "tiny": {"size": -0.9},
    "thin": {"size": -0.4},
    "deep": {"size": 0.6, "brightness": -0.3},
    "low": {"size": 0.5, "brightness": -0.2},
    "high": {"size": -0.5, "brightness": 0.2},
    # distance
    "distant": {"distance": 0.8},
    "distance": {"distance": 0.8},
    "far": {"distance": 0.8},
    "faraway": {"distance": 0.9},
    "remote": {"distance": 0.8},
    "background": {"distance": 0.4, "intensity": -0.3},
    "near": {"distance": -0.7},
    "nearby": {"distance": -0.6},
    "close": {"distance": -0.8},
    "overhead": {"distance": -0.6},
    # speed
    "slow": {"speed": -0.7},
    "sluggish": {"speed": -0.8},
    "lazy": {"speed": -0.6},
    "fast": {"speed": 0.7},
    "quick": {"speed": 0.7},
    "rapid": {"speed": 0.8},
    "swift": {"speed": 0.7},
    "hurried": {"speed": 0.6},
    "short": {"speed": 0.5},
    "long": {"speed": -0.5},
    # intensity
    "gentle": {"intensity": -0.7},
    "soft": {"intensity": -0.6, "brightness": -0.25},
    "quiet": {"intensity": -0.7},
    "calm": {"intensity": -0.6, "speed": -0.3},
    "peaceful": {"intensity": -0.6, "speed": -0.3},
    "mild": {"intensity": -0.5},
    "faint": {"intensity": -0.6, "distance": 0.3},
    "subtle": {"intensity": -0.6},
    "delicate": {"intensity": -0.7, "size": -0.3},
    "steady": {},
    "moderate": {},
    "busy": {"intensity": 0.5},
    "crowded": {"intensity": 0.5},
    "strong": {"intensity": 0.6},
    "loud": {"intensity": 0.6},
    "hard": {"intensity": 0.6, "brightness": 0.2},
    "intense": {"intensity": 0.8},
    "powerful": {"intensity": 0.7, "size": 0.3},
    "violent": {"intensity": 1.0},
    "fierce": {"intensity": 0.9},
    "raging": {"intensity": 0.9},
    "wild": {"intensity": 0.8},
    "roaring": {"intensity": 0.8, "size": 0.3},
    "rough": {"intensity": 0.6},
    "epic": {"intensity": 0.6, "size": 0.4},
    "dramatic": {"intensity": 0.5},
    "torrential": {"intensity": 1.0},
    "pouring": {"intensity": 0.8},
    "howl": {"intensity": 0.5, "variant": "howl"},
    "howling": {"intensity": 0.5, "variant": "howl"},
    "whistling": {"intensity": 0.3, "variant": "howl"},
    # colour
    "bright": {"brightness": 0.7},
    "crisp": {"brightness": 0.5},
    "sharp": {"brightness": 0.5, "intensity": 0.2},
    "shrill": {"brightness": 0.7, "size": -0.4},
    "airy": {"brightness": 0.5, "intensity": -0.2},
    "dark": {"brightness": -0.7},
    "dull": {"brightness": -0.7},
    "warm": {"brightness": -0.35},
    "muffled": {"brightness": -0.9},
    "muted": {"brightness": -0.7, "intensity": -0.3},
    "eerie": {"brightness": -0.4, "speed": -0.3},
    "vintage": {"brightness": -0.3, "intensity": 0.2},
    "antique": {"brightness": -0.3, "intensity": 0.2},
    "ominous": {"brightness": -0.6, "size": 0.3},
    "sad": {"brightness": -0.4, "speed": -0.3},
    "happy": {"brightness": 0.4, "speed": 0.2},
    "cheerful": {"brightness": 0.4, "speed": 0.2},
    # water
    "wet": {"wetness": 0.8},
    "damp": {"wetness": 0.5},
    "soaked": {"wetness": 1.0},
    "dry": {"wetness": -0.8},
    # several
    "repeated": {"repeated": 1.0},
    "repeating": {"repeated": 1.0},
    "several": {"repeated": 1.0},
    "series": {"repeated": 1.0},
    "many": {"repeated": 1.0},
    "multiple": {"repeated": 1.0},
}

MATERIALS: dict[str, str] = {
    "metal": "metal", "metallic": "metal", "tin": "metal", "steel": "metal", "iron": "metal", "brass": "metal",
    "copper": "metal", "aluminium": "metal", "aluminum": "metal", "corrugated": "metal", "sheet": "metal",
    "wood": "wood", "wooden": "wood", "timber": "wood", "oak": "wood", "plank": "wood", "parquet": "wood",
    "glass": "glass", "crystal": "glass", "bottle": "glass",
    "stone": "stone", "rock": "stone", "concrete": "stone", "brick": "stone", "marble": "stone", "asphalt": "stone",
    "pavement": "stone", "cobblestone": "stone", "tile": "stone", "cobble": "stone",
    "gravel": "gravel", "pebble": "gravel", "shingle": "gravel",
    "snow": "snow", "ice": "snow", "sand": "sand", "sandy": "sand", "mud": "mud", "muddy": "mud",
    "grass": "grass", "leaf": "leaves", "leave": "leaves", "foliage": "leaves", "tree": "leaves", "branch": "leaves",
    "bush": "leaves", "pine": "leaves",
    "water": "water", "puddle": "water", "pond": "water",
    "plastic": "plastic", "ceramic": "ceramic", "porcelain": "ceramic", "clay": "ceramic", "plate": "ceramic",
    "cloth": "cloth", "canvas": "cloth", "tent": "cloth", "umbrella": "cloth", "carpet": "cloth", "fabric": "cloth",
    "leather": "cloth", "flesh": "cloth", "body": "cloth",
}  # fmt: skip

SURFACES: dict[str, str] = {
    "roof": "stone", "rooftop": "stone", "floor": "wood", "window": "glass", "windowpane": "glass", "door": "wood",
    "table": "wood", "desk": "wood", "wall": "stone", "ground": "stone", "street": "stone", "road": "stone",
    "pipe": "metal", "gate": "metal", "bucket": "metal", "can": "metal", "cup": "ceramic", "mug": "ceramic",
    "box": "wood",
}  # fmt: skip
"""Things that are of some material unless the prompt names another."""

PLACES: dict[str, str] = {
    "inside": "room", "indoor": "room", "room": "room", "house": "room", "interior": "room", "kitchen": "room",
    "office": "room", "cabin": "room", "corridor": "tunnel", "hallway": "tunnel", "bathroom": "bathroom",
    "hall": "hall", "cathedral": "hall", "church": "hall", "temple": "hall", "warehouse": "hall", "hangar": "hall",
    "cave": "cave", "cavern": "cave", "dungeon": "cave", "crypt": "cave", "tunnel": "tunnel", "sewer": "tunnel",
    "outside": "outside", "outdoor": "outside", "field": "outside", "alley": "street", "city": "street",
    "courtyard": "street", "canyon": "cave", "underwater": "underwater", "submerged": "underwater", "echo": "hall",
    "reverberant": "hall", "echoey": "hall",
}  # fmt: skip

VAGUE_PLACES = frozenset(("inside", "indoor", "interior", "outside", "outdoor"))

STRONGER: dict[str, float] = {
    "very": 1.35, "really": 1.3, "extremely": 1.6, "incredibly": 1.6, "super": 1.4, "so": 1.2, "ultra": 1.6,
    "slightly": 0.45, "somewhat": 0.6, "fairly": 0.8, "rather": 0.8, "quite": 0.9, "bit": 0.5,
}  # fmt: skip
"""Words that change the next quality, as a factor of it."""

SEPARATORS = frozenset((
    "with", "and", "plus", "while", "then", "as", "also", "alongside", "accompanied", "followed", "or", "nor", "but",
    "over", "under", "beneath", "above", "behind",
))  # fmt: skip
INTO = frozenset((
    "on", "in", "onto", "into", "against", "through", "upon", "at", "across", "within", "off", "along", "down", "up",
    "past", "around",
))  # fmt: skip
BECOMING = frozenset((
    "get", "gets", "getting", "become", "becomes", "becoming", "turns", "turning", "grows", "growing", "until",
))  # fmt: skip
"""What follows is how it is in the end."""
MACHINES = frozenset(("engine", "train", "aircraft", "traffic", "appliance", "machinery", "tool"))
"""Families of which a year says how old they are."""
EVERYTHING = frozenset(("everything", "all", "both"))
NOT = frozenset(("no", "without", "not", "never", "minus", "except", "nor"))
FILLER = frozenset((
    "the", "of", "to", "for", "by", "from", "is", "are", "was", "were", "be", "being", "it", "its", "his", "her",
    "their", "my", "your", "our", "this", "that", "these", "those", "some", "any", "other", "away",
    "row", "there", "here", "i", "me", "s", "t", "out", "when", "where", "which", "who", "just", "only",
    "like", "please", "make", "made", "give", "want", "need", "generate", "create", "play", "hear", "heard", "come",
    "fly", "flying", "take",
    "coming", "go", "going", "hit", "hitting", "fall", "falling", "blow", "blowing", "roll", "someone", "something",
    "somebody", "person", "man", "woman", "people", "sound", "noise", "effect", "sfx", "fx", "audio", "ambience",
    "ambient", "atmosphere", "recording", "sample", "track", "tone", "loop", "seamless", "quality", "hi", "fi",
    "hq", "hd", "realistic", "cinematic", "game", "stereo", "foley", "kind",
    "time", "morning", "evening", "afternoon", "retro", "old", "piece", "bit", "lot",
    "way", "set", "bpm", "tempo", "key", "during",
))  # fmt: skip
"""Words without a sound of their own; they are neither obeyed nor reported as ignored."""


def plain_forms(word: str) -> Iterator[tuple[str, bool]]:
    """(form, plural) of an English word as vocabularies have it, likeliest first: "raining" gives "raining", "rain"."""
    yield word, False
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        yield word[:-1], True
        if word.endswith("ies"):
            yield word[:-3] + "y", True
        elif word.endswith("ves"):
            yield word[:-3] + "f", True
        elif word.endswith("es"):
            yield word[:-2], True
    for ending in ("ing", "ed", "ly", "y", "er"):
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 3:
            continue
        yield stem, False
        yield stem + "e", False
        if stem[-1] == stem[-2]:
            yield stem[:-1], False
        if ending == "ly":
            yield stem.removesuffix("i") + "y", False
            yield stem + "le", False
