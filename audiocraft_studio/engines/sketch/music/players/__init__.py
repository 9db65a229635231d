"""What players play: melodies, chords, arpeggios, basses, drums. Each module makes writers for the seats of a band."""
