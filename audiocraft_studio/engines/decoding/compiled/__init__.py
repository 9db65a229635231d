"""The decoding step in C++, compiled once on the user's machine: 8-bit weights, keys and values."""
