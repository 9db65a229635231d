"""What the loop maker says of a join."""

import scripting

CODE = (
    'const { seamRows, seamVerdict } = await load("parts/seam.js"); return [seamRows(seam), ...told.map(seamVerdict)];'
)


def test_a_seam_is_told_in_plain_words(tmp_path):
    seam = {
        "level": {"value": 0.31, "typical": 0.4, "percentile": 40.2},
        "slope": {"value": 1.25, "typical": 1.3, "percentile": 0.0},
        "spectrum": {"value": 4.44, "typical": 4.5, "percentile": 100.0},
    }
    told = [
        {"faint": False, "heard": False, "level_db": -0.2},
        {"faint": False, "heard": True, "level_db": -0.2},
        {"faint": True, "heard": False, "level_db": -44.6},
        {"faint": True, "heard": False, "level_db": None},
    ]
    rows, fine, heard, faint, silent = scripting.run(tmp_path, CODE, seam=seam, told=told)
    assert rows == [
        ["Level", "changes by 0.3 dB, more than at 40 % of places in this sound"],
        ["Waveform", "bends 1.3 times as sharply as around it, no more than anywhere in this sound"],
        ["Spectrum", "changes by 4.4 dB, more than anywhere in this sound"],
    ]
    assert (fine["kind"], heard["kind"]) == ("ok", "warn")
    assert "longer crossfade" in heard["text"]
    assert "the loop is 45 dB quieter than the sound" in faint["text"]
    assert "the loop is silent" in silent["text"]
