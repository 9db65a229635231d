// Some CatIDs of the Universal Category System, for the sounds that games and films ask for most. Any other may be typed.

const TABLE = {
  Ambience: "AMBRurl rural, AMBUrbn urban, AMBForst forest, AMBSea seaside, AMBRoom room tone, AMBUndr underground, AMBPubl public place, AMBMrkt market, AMBInd industrial, AMBFant fantasy, AMBDsgn designed, AMBMisc misc",
  Animals: "ANMLInsc insect, ANMLWild wild, ANMLMisc misc",
  Birds: "BIRDSong songbird, BIRDSea sea, BIRDMisc misc",
  Creatures: "CREAMnstr monster, CREAMisc misc",
  Crowds: "CRWDConv conversation, CRWDCheer cheering, CRWDMisc misc",
  Designed: "DSGNBoom boom, DSGNBram braam, DSGNDron drone, DSGNImpt impact, DSGNRise riser, DSGNRmbl rumble, DSGNStngr stinger, DSGNMisc misc",
  Doors: "DOORWood wood, DOORMetl metal, DOORGate gate, DOORCreak creak, DOORMisc misc",
  Electricity: "ELECArc arc, ELECZap zap, ELECMisc misc",
  Explosions: "EXPLReal real, EXPLDsgn designed, EXPLMisc misc",
  Fight: "FGHTImpt impact, FGHTGrab grab",
  Fire: "FIREBurn burning, FIRECrkl crackle, FIREIgn ignite, FIREMisc misc",
  Footsteps: "FEETHmn human, FEETCrea creature, FEETMisc misc",
  Glass: "GLASImpt impact, GLASBrk break, GLASMisc misc",
  Guns: "GUNPis pistol, GUNAuto automatic, GUNMisc misc",
  Machines: "MACHInd industrial, MACHMisc misc",
  Magic: "MAGSpel spell, MAGEvil evil, MAGShim shimmer, MAGMisc misc",
  Mechanical: "MECHGear gears, MECHLtch latch, MECHClik click, MECHMisc misc",
  Metal: "METLImpt impact, METLFric friction, METLTonl tonal, METLMisc misc",
  Musical: "MUSCLoop loop, MUSCInst instrument, MUSCStngr stinger, MUSCMisc misc",
  Objects: "OBJCoin coin, OBJKey keys, OBJMisc misc",
  Rain: "RAINVege vegetation, RAINMetl metal, RAINWood wood, RAINGlas glass, RAINConc concrete, RAINWatr water, RAINInt interior",
  Rocks: "ROCKImpt impact, ROCKMvmt movement",
  "Sci-fi": "SCIShip spaceship, SCIMach machine, SCIMisc misc",
  Swooshes: "WHSH whoosh, SWSH swish",
  "User interface": "UIClick click, UIAlert alert, UIData data, UIGlitch glitch, UIMvmt motion, UIMisc misc",
  Voices: "VOXMale male, VOXFem female, VOXScrm scream, VOXMisc misc",
  Water: "WATRFlow flow, WATRWave wave, WATRSurf surf, WATRDrip drip, WATRSplsh splash, WATRBubl bubbles, WATRFall waterfall",
  Weapons: "WEAPSwrd sword, WEAPBow bow",
  Weather: "THUN thunder, STORM storm",
  Wind: "WINDGust gust, WINDVege vegetation, WINDInt interior, WINDTonl tonal, WINDDsgn designed",
  Wood: "WOODImpt impact, WOODBrk break, WOODFric friction, WOODMisc misc",
};

/** [{id, category, subcategory}] in alphabetical order of the categories. */
export const CATIDS = Object.entries(TABLE).flatMap(([category, entries]) =>
  entries.split(", ").map((entry) => {
    const [id, ...words] = entry.split(" ");
    return { id, category, subcategory: words.join(" ") };
  }),
);

/** The entry with this CatID, whatever its case, or undefined. */
export function catId(text) {
  return CATIDS.find((one) => one.id.toLowerCase() === text.trim().toLowerCase());
}
