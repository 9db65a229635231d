"""Does Sketch sound as its sources do? Measurements of every family against theory and published figures."""
