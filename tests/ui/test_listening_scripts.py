"""Hearing a sound in pieces, in the browser: no piece can be told from the next, and what is missing is waited for."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripting import run

RESAMPLED = """
const { Resampler } = await load("core/resample.js");
const sine = (rate) => Float32Array.from({ length: rate }, (_, i) => Math.sin((2 * Math.PI * 1000 * i) / rate));
const whole = sine(from);
const one = new Resampler(from, to, 2);
const at_once = [...one.feed([whole, whole])[1], ...one.finish()[1]];
const many = new Resampler(from, to, 2);
const in_pieces = [];
for (let i = 0, n = 1; i < whole.length; i += n, n = 1 + ((7 * n) % 997)) {
  const piece = whole.slice(i, i + n);
  in_pieces.push(...many.feed([piece, piece])[1]);
}
in_pieces.push(...many.finish()[1]);
const right = sine(to);
const errors = at_once.map((x, i) => (i < 100 || i > to - 100 ? 0 : Math.abs(x - right[i])));
return { n: at_once.length, same: at_once.every((x, i) => x === in_pieces[i]), error: Math.max(...errors) };
"""
VOICE = """
const nodes = [];
globalThis.AudioBuffer = class {
  constructor(options) { Object.assign(this, options); }
  copyToChannel() {}
};
globalThis.AudioBufferSourceNode = class {
  constructor(context, { buffer }) { this.buffer = buffer; nodes.push(this); }
  connect() {}
  disconnect() {}
  start(at, from) { Object.assign(this, { at, from, until: at + this.buffer.length / 1000 - from }); }
  stop() { this.stopped = true; }
};
const context = { currentTime: 0, sampleRate: 1000 };
const { PieceVoice } = await load("core/piecevoice.js");
const voice = new PieceVoice(context, null, 1000, 1);
const said = [];
voice.onWait = () => said.push(voice.waiting ? "waits" : "goes on");
voice.onEnd = () => said.push("ends");
const piece = (seconds) => voice.add([new Float32Array(1000 * seconds)]);
const end = (time) => {
  context.currentTime = time;
  const over = nodes.filter((node) => !node.stopped && !node.over && node.until <= time);
  for (const node of over) {
    node.over = true;
    node.onended?.();
  }
};
"""


@pytest.mark.parametrize(
    ("rate", "to"), [(32000, 48000), (16000, 48000), (32000, 44100), (48000, 44100), (44100, 44100)]
)
def test_pieces_are_resampled_as_if_they_were_one(tmp_path: Path, rate: int, to: int) -> None:
    told = run(tmp_path, RESAMPLED, **{"from": rate, "to": to})
    assert (told["n"], told["same"]) == (to, True)
    assert told["error"] < 1e-3


def test_each_piece_begins_where_the_one_before_it_ends(tmp_path: Path) -> None:
    code = """
    voice.start(0);
    piece(1);
    context.currentTime = 0.6;
    piece(0.5);
    piece(2);
    const joins = nodes.slice(1).map((node, i) => node.at - nodes[i].until);
    context.currentTime = nodes[0].at + 1.25;
    return { joins, at: voice.position, here: voice.seconds };
    """
    told = run(tmp_path, VOICE + code)
    assert told["joins"] == pytest.approx([0, 0], abs=1e-9)
    assert (told["at"], told["here"]) == (pytest.approx(1.25), 3.5)


def test_where_nothing_is_left_it_waits_and_goes_on_by_itself_from_there(tmp_path: Path) -> None:
    code = """
    voice.start(0);
    piece(1);
    end(3);
    const waited_at = voice.position;
    piece(1);
    const { at } = nodes.at(-1);
    end(at + 0.5);
    const later = voice.position;
    voice.finish();
    end(at + 1);
    return { said, waited_at, at, later };
    """
    told = run(tmp_path, VOICE + code)
    assert told["said"] == ["waits", "goes on", "waits", "goes on", "ends"]
    assert told["waited_at"] == pytest.approx(1.0)
    assert told["at"] > 3
    assert told["later"] == pytest.approx(1.5)


def test_it_pauses_and_goes_on_at_the_same_place_and_seeks_in_what_is_there(tmp_path: Path) -> None:
    code = """
    voice.start(0);
    piece(2);
    context.currentTime = nodes[0].at + 0.75;
    voice.stop();
    const paused = voice.position;
    context.currentTime = 9;
    voice.start(voice.position);
    const again = nodes.at(-1).from;
    voice.start(5);
    return { paused, again, sought: voice.position, waiting: voice.waiting };
    """
    told = run(tmp_path, VOICE + code)
    assert told["paused"] == told["again"] == pytest.approx(0.75)
    assert (told["sought"], told["waiting"]) == (2, True)


def test_a_precision_is_said_in_words(tmp_path: Path) -> None:
    code = """
    globalThis.document = { createElementNS: () => ({}) };
    const { precisionWords } = await load("parts/words.js");
    return ["int8 compiled", "int8", "float32 compiled", "float32", "float16", "something new"].map(precisionWords);
    """
    assert run(tmp_path, code) == [
        "8-bit weights, compiled",
        "8-bit weights",
        "full precision (float32), compiled",
        "full precision (float32)",
        "half precision (float16)",
        "something new",
    ]
