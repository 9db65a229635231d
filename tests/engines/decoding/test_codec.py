"""Sound decoded while the codes come is the library's sound, whatever the pieces they come in."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import checkpoints
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocraft_studio.engines.audiocraft import compat
from audiocraft_studio.engines.decoding.codec import Codec, fuse_weights

KINDS = ("musicgen", "audiogen", "stereo", "referring")  # the last is the transformers package's network, in stereo
AGREE = 1e-6  # the tiny codecs reach 0.1 to 1

Load = Callable[..., Any]


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Load]:
    """The library's codec of a tiny checkpoint; anew for a test that changes it for good."""
    compat.import_models()
    from audiocraft.models import loaders
    from audiocraft.models.encodec import InterleaveStereoCompressionModel

    folder = tmp_path_factory.mktemp("codecs")
    made: dict[str, Any] = {}

    def load(kind: str, *, anew: bool = False) -> Any:
        if anew or kind not in made:
            codec = loaders.load_compression_model(str(checkpoints.make(folder, kind)), device="cpu").eval()
            codec = codec if checkpoints.KINDS[kind].channels == 1 else InterleaveStereoCompressionModel(codec)
            if anew:
                return codec
            made[kind] = codec
        return made[kind]

    with checkpoints.hub(folder), torch.no_grad():
        yield load


def random_codes(codec: Any, frames: int, seed: int = 0) -> torch.Tensor:
    random = torch.Generator().manual_seed(seed)
    return torch.randint(codec.cardinality, (1, codec.num_codebooks, frames), generator=random)


def streamed(codec: Codec, codes: torch.Tensor, sizes: Sequence[int]) -> torch.Tensor:
    """Feeds pieces of these sizes, over and over until all is fed."""
    stream, pieces, at, turn = codec.stream(), [], 0, 0
    while at < codes.shape[-1]:
        size = sizes[turn % len(sizes)]
        pieces.append(stream.feed(codes[..., at : at + size]))
        at, turn = at + size, turn + 1
    pieces.append(stream.finish())
    return torch.cat([piece for piece in pieces if piece is not None], dim=-1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("frames", [1, 2, 3, 4, 5, 49, 50, 51, 54, 100, 137])
def test_a_stream_makes_the_sound_that_the_library_makes(load: Load, kind: str, frames: int) -> None:
    codes = random_codes(load(kind), frames)
    whole = load(kind).decode(codes)[0]
    made = streamed(Codec(load(kind)), codes, [10])
    assert made.shape == whole.shape
    assert (made - whole).abs().max() < AGREE


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", ["constant", "reflect", "replicate"])
def test_both_ends_are_padded_as_the_codec_pads(load: Load, kind: str, mode: str) -> None:
    codec = copy.deepcopy(load(kind))
    for module in codec.modules():
        if hasattr(module, "pad_mode"):
            module.pad_mode = mode
    for frames in (4, 7, 23):
        codes = random_codes(codec, frames)
        made = streamed(Codec(codec, 5), codes, [1])
        assert (made - codec.decode(codes)[0]).abs().max() < AGREE


@settings(max_examples=25, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    frames=st.integers(1, 60),
    window=st.integers(1, 20),
    sizes=st.lists(st.integers(0, 25), min_size=1, max_size=4).filter(any),
)
def test_neither_windows_nor_pieces_are_heard(
    load: Load, kind: str, frames: int, window: int, sizes: list[int]
) -> None:
    codes = random_codes(load(kind), frames, seed=frames)
    codec = Codec(load(kind), window)
    made = streamed(codec, codes, sizes)
    assert torch.equal(made, codec.decode(codes)), "the pieces that the codes came in"
    assert (made - load(kind).decode(codes)[0]).abs().max() < AGREE


def test_a_codec_that_only_looks_back_is_decoded_without_delay(load: Load) -> None:
    codec = copy.deepcopy(load("musicgen"))
    for module in codec.modules():
        if hasattr(module, "causal"):
            module.causal = True
    codes = random_codes(codec, 23)
    assert Codec(codec, 1).delay_frames == 0
    assert (streamed(Codec(codec, 5), codes, [3]) - codec.decode(codes)[0]).abs().max() < AGREE


@pytest.mark.parametrize("kind", KINDS)
def test_samples_come_as_early_as_the_stated_delay_says(load: Load, kind: str) -> None:
    codec = Codec(load(kind), 8)
    codes, hop = random_codes(load(kind), 64), int(load(kind).sample_rate / load(kind).frame_rate)
    stream, made, most = codec.stream(), 0, 0
    for i in range(64):
        piece = stream.feed(codes[..., i : i + 1])
        made += 0 if piece is None else piece.shape[-1]
        most = max(most, i + 1 - made // hop)
    assert codec.delay_frames == most == 7 + 4


def test_a_sound_is_the_same_alone_and_among_others(load: Load) -> None:
    codec = Codec(load("stereo"))
    rows = [random_codes(load("stereo"), 80, seed) for seed in range(3)]
    alone = [codec.decode(row) for row in rows]
    streams, pieces = [codec.stream() for _ in rows], [[] for _ in rows]
    for at in range(0, 80, 8):
        for stream, row, made in zip(streams, rows, pieces, strict=True):
            made.append(stream.feed(row[..., at : at + 8]))
    for stream, made, expected in zip(streams, pieces, alone, strict=True):
        made.append(stream.finish())
        assert torch.equal(torch.cat([piece for piece in made if piece is not None], dim=-1), expected)


def test_nothing_fed_makes_nothing(load: Load) -> None:
    assert Codec(load("musicgen")).stream().finish() is None


@pytest.mark.parametrize("kind", KINDS)
def test_weights_computed_once_make_the_same_samples(load: Load, kind: str) -> None:
    codec = load(kind, anew=True)
    codes = random_codes(codec, 30)
    assert fuse_weights(codec) > 0
    assert torch.equal(codec.decode(codes), load(kind).decode(codes))
    assert fuse_weights(codec) == 0
    wave = load(kind).decode(codes)
    assert torch.equal(codec.encode(wave)[0], load(kind).encode(wave)[0])


def test_a_codec_of_another_form_is_decoded_at_the_end(load: Load, caplog: pytest.LogCaptureFixture) -> None:
    other = copy.deepcopy(load("musicgen"))
    other.decoder.model[1].lstm.bidirectional = True
    with caplog.at_level(logging.WARNING):
        codec = Codec(other)
    assert "LSTM" in caplog.text and "when complete" in caplog.text
    assert not codec.streams and codec.delay_frames is None
    other.decoder.model[1].lstm.bidirectional = False
    codes = random_codes(other, 80)
    stream = codec.stream()
    assert stream.feed(codes[..., :60]) is None and stream.feed(codes[..., 60:]) is None
    assert torch.equal(stream.finish(), other.decode(codes)[0])
    assert codec.stream().finish() is None
