// Prompt anatomy: which part of a sound each phrase of a prompt speaks of. Plain word lists, English.

export const PARTS = [
  {
    id: "environment",
    name: "Environment",
    hint: "in a cave",
    words:
      "inside indoors outside outdoors room house cabin shed kitchen office corridor hallway bathroom hall cathedral church " +
      "temple warehouse hangar cave cavern dungeon crypt tunnel sewer field forest jungle desert beach shore coast city " +
      "street alley courtyard canyon underwater mountain valley garden park night morning space spaceship reverberant echo " +
      "reverb arena village castle tavern market station airport basement attic",
  },
  {
    id: "quality",
    name: "Quality",
    hint: "clean recording",
    words:
      "clean recording recorded close-up close near nearby crisp warm bright dark muffled muted dull airy lo-fi lofi hi-fi " +
      "stereo mono binaural detailed high-quality studio vintage dry wet saturated distorted foley realistic cinematic soft " +
      "harsh deep thin thick sharp shrill metallic wooden distant far faraway",
  },
  {
    id: "dynamics",
    name: "Dynamics",
    hint: "slowly building",
    words:
      "slow slowly fast quick rapid sudden suddenly building build rising falling fading fade swelling swell steady constant " +
      "continuous gentle quiet loud light heavy intense violent calm strong soft faint roaring howling pouring torrential " +
      "pulsing rhythmic repeated intermittent accelerating decelerating crescendo decay abrupt short long bpm tempo",
  },
];

const JOINS = new Set(
  "a an the of and with on in at to from for by heard over under through into onto against is are it its very slightly some".split(" "),
);

/**
 * {source, environment, quality, dynamics}: the words of each part as they stand in the prompt, "" where a part is
 * missing. What is of no other part is the source.
 */
export function anatomy(prompt) {
  const found = { source: [], environment: [], quality: [], dynamics: [] };
  const lists = PARTS.map((part) => [part.id, new Set(part.words.split(" "))]);
  for (const phrase of prompt.replace(/field recording/gi, "recording").split(/[,.;]+/)) {
    const words = phrase.trim().split(/\s+/).filter(Boolean);
    for (const [i, word] of words.entries()) {
      const plain = word.toLowerCase().replace(/[^\p{L}\p{N}-]/gu, "");
      if (!plain || JOINS.has(plain)) continue;
      const homes = lists.filter(([, list]) => list.has(plain)).map(([id]) => id);
      if (!homes.length) found.source.push(plain);
      for (const home of homes) found[home].push(home === "environment" ? withJoin(words, i) : plain);
    }
  }
  return Object.fromEntries(Object.entries(found).map(([id, words]) => [id, [...new Set(words)].join(" ")]));
}

/** "in a cave" rather than "cave". */
function withJoin(words, i) {
  let from = i;
  while (from > 0 && JOINS.has(words[from - 1].toLowerCase()) && i - from < 2) from -= 1;
  return words.slice(from, i + 1).join(" ").replace(/[^\p{L}\p{N}\s-]/gu, "").toLowerCase();
}
