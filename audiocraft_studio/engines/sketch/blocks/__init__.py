"""Building blocks that the sound families share: noise, filters, modes, grains, envelopes, space, level."""
