"""Writes AudioCraft checkpoints with random weights in the published format: tiny, and made within seconds.

    python tests/checkpoints.py OUT musicgen stereo melody audiogen magnet

writes OUT/<kind>/{state_dict.bin,compression_state_dict.bin} and, in OUT/hf, what they refer to on the model hub: a T5
text encoder and, for melodies, a Demucs, laid out as the hub's cache (HF_HOME). Kinds named
`benchmark-…` have the dimensions of the published models, to measure with.

In tests: `with checkpoints.hub(folder): checkpoints.make(folder, "musicgen")`.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMIT = "0" * 40
WORDS = "calm piano loop with soft rain and warm pads 80s pop track bassy drums synth dog barking far away"


@dataclass(frozen=True)
class Kind:
    """Dimensions of a model. t5: hub name of its text encoder. filters, latent: of the codec.

    codec: hub name of the codec, for a model whose own codec file is only a reference to it.
    """

    solver: str = "musicgen"
    sample_rate: int = 32_000
    channels: int = 1
    window_s: int = 30
    melody: bool = False
    dim: int = 32
    heads: int = 2
    layers: int = 2
    card: int = 256
    t5: str = "t5-small"
    filters: int = 4
    latent: int = 16
    codec: str = ""


KINDS = {
    "musicgen": Kind(),
    "stereo": Kind(channels=2),
    "melody": Kind(melody=True),
    "audiogen": Kind(solver="audiogen", sample_rate=16_000, window_s=10),
    "magnet": Kind(solver="magnet", window_s=10),
    "referring": Kind(channels=2, codec="facebook/encodec_32khz"),
    "benchmark-small": Kind(dim=1024, heads=16, layers=24, card=2048, t5="t5-base", filters=64, latent=128),
    "benchmark-stereo": Kind(
        channels=2, dim=1024, heads=16, layers=24, card=2048, t5="t5-base", filters=64, latent=128
    ),
    "benchmark-medium": Kind(dim=1536, heads=24, layers=48, card=2048, t5="t5-base", filters=64, latent=128),
    "benchmark-melody": Kind(
        melody=True, dim=1536, heads=24, layers=48, card=2048, t5="t5-base", filters=64, latent=128
    ),
    "benchmark-audiogen": Kind(
        solver="audiogen",
        sample_rate=16_000,
        window_s=10,
        dim=1536,
        heads=24,
        layers=48,
        card=2048,
        t5="t5-large",
        filters=64,
        latent=128,
    ),
}


@dataclass(frozen=True)
class T5:
    """d_model is fixed by the name; the rest is as small as it may be, or as published (vocab set)."""

    d_model: int
    layers: int
    heads: int
    d_ff: int
    vocab: int = 0


T5S = {
    "t5-small": T5(512, 1, 2, 32),
    "t5-base": T5(768, 12, 12, 3072, 32_128),
    "t5-large": T5(1024, 24, 16, 4096, 32_128),
}


def make(folder: Path, kind: str) -> Path:
    """Writes the checkpoint of `kind` and what it refers to, if it is not there yet; returns its folder."""
    target = folder / kind
    if (target / "state_dict.bin").exists():
        return target
    target.mkdir(parents=True, exist_ok=True)
    dims = KINDS[kind]
    with hub(folder):
        _make_t5(folder, dims.t5)
        if dims.melody:
            _make_demucs(folder)
        if dims.codec:
            _make_hub_codec(folder, dims)
            _write(target / "compression_state_dict.bin", {"pretrained": dims.codec, "exported": True})
        else:
            _save(target / "compression_state_dict.bin", *_codec(dims))
        _save(target / "state_dict.bin", *_language_model(dims))
    return target


@contextmanager
def hub(folder: Path) -> Iterator[None]:
    """Within, the model hub is unreachable and its cache is `folder`/hf, in this process and in its children."""
    cache = folder / "hf"
    wanted = {"HF_HOME": str(cache), "HF_HUB_CACHE": str(cache / "hub"), "HF_HUB_OFFLINE": "1"}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    # The client reads its environment when it is imported, which any other test may have done before.
    from huggingface_hub import constants

    known = {name: getattr(constants, name) for name in wanted}
    constants.HF_HOME, constants.HF_HUB_CACHE, constants.HF_HUB_OFFLINE = str(cache), str(cache / "hub"), True
    try:
        yield
    finally:
        for name, value in known.items():
            setattr(constants, name, value)
        for name, old in before.items():
            if old is None:
                del os.environ[name]
            else:
                os.environ[name] = old


def snapshot(folder: Path, repo: str) -> Path:
    """An (empty) snapshot folder of `repo` in the cache below `folder`."""
    root = folder / "hf" / "hub" / f"models--{repo.replace('/', '--')}"
    path = root / "snapshots" / COMMIT
    path.mkdir(parents=True, exist_ok=True)
    (root / "refs").mkdir(exist_ok=True)
    (root / "refs" / "main").write_text(COMMIT)
    return path


def publish(folder: Path, kind: str, repo: str) -> Path:
    """Lays the checkpoint of `kind` into the cache as if `repo` had been downloaded."""
    made, path = make(folder, kind), snapshot(folder, repo)
    for name in ("state_dict.bin", "compression_state_dict.bin"):
        if not (path / name).exists():
            (path / name).symlink_to(made / name)
    return path


def _make_t5(folder: Path, name: str) -> None:
    from transformers import T5Config, T5EncoderModel

    path, dims = snapshot(folder, name), T5S[name]
    if (path / "config.json").exists():
        return
    pieces = _make_tokenizer(path)
    config = T5Config(
        vocab_size=dims.vocab or pieces,
        d_model=dims.d_model,
        d_kv=64 if dims.vocab else 8,
        d_ff=dims.d_ff,
        num_layers=dims.layers,
        num_decoder_layers=1,
        num_heads=dims.heads,
        pad_token_id=0,
        eos_token_id=1,
        decoder_start_token_id=0,
    )
    T5EncoderModel(config).save_pretrained(path)


def _make_tokenizer(path: Path) -> int:
    """A unigram tokenizer trained on a few words, in both forms that T5 tokenizers come in. Returns its size."""
    import sentencepiece
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors

    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([*WORDS.split(), *[WORDS] * 4, "the quick brown fox jumps over a lazy dog 0123456789"]),
        model_prefix=str(path / "spiece"),
        vocab_size=120,
        hard_vocab_limit=False,
        model_type="unigram",
        pad_id=0,
        eos_id=1,
        unk_id=2,
        bos_id=-1,
        minloglevel=2,
    )
    (path / "spiece.vocab").unlink()
    trained = sentencepiece.SentencePieceProcessor(model_file=str(path / "spiece.model"))
    pieces = [(trained.id_to_piece(i), trained.get_score(i)) for i in range(trained.get_piece_size())]
    extra = [f"<extra_id_{i}>" for i in range(99, -1, -1)]
    tokenizer = Tokenizer(models.Unigram(pieces + [(name, 0.0) for name in extra], unk_id=2))
    tokenizer.add_special_tokens(["<pad>", "</s>", "<unk>", *extra])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", 1)]
    )
    tokenizer.save(str(path / "tokenizer.json"))
    settings = {
        "tokenizer_class": "T5Tokenizer",
        "eos_token": "</s>",
        "unk_token": "<unk>",
        "pad_token": "<pad>",
        "extra_ids": 100,
        "additional_special_tokens": extra[::-1],
        "model_max_length": 512,
    }
    (path / "tokenizer_config.json").write_text(json.dumps(settings))
    return len(pieces) + len(extra)


def _make_demucs(folder: Path) -> None:
    import torch
    import yaml
    from demucs.htdemucs import HTDemucs
    from safetensors.torch import save_file

    path = snapshot(folder, "adefossez/HTDemucs")
    if (path / "htdemucs.yaml").exists():
        return
    dims = {
        "sources": ["drums", "bass", "other", "vocals"],
        "channels": 4,
        "depth": 4,
        "t_layers": 1,
        "t_heads": 2,
        "bottom_channels": 16,
        "dconv_comp": 4,
        "segment": 2,
    }
    torch.manual_seed(0)
    state = {name: value.contiguous().clone() for name, value in HTDemucs(**dims).state_dict().items()}
    about = {"klass": "demucs.htdemucs.HTDemucs", "args": "[]", "kwargs": json.dumps(dims)}
    save_file(state, path / "955717e8.safetensors", metadata=about)
    (path / "htdemucs.yaml").write_text(yaml.safe_dump({"models": ["955717e8"]}))


def _make_hub_codec(folder: Path, dims: Kind) -> None:
    """The codec as the transformers package has it."""
    import torch
    from transformers import EncodecConfig, EncodecModel

    config = EncodecConfig(
        target_bandwidths=[4 * 50 * math.log2(dims.card) / 1000],  # kbit/s of four codebooks
        sampling_rate=dims.sample_rate,
        audio_channels=1,
        normalize=False,
        num_filters=dims.filters,
        hidden_size=dims.latent,
        codebook_size=dims.card,
        codebook_dim=dims.latent,
        upsampling_ratios=[8, 5, 4, 4],
        use_causal_conv=False,
        norm_type="weight_norm",
        pad_mode="constant",
    )
    torch.manual_seed(0)
    codec = EncodecModel(config)
    for layer in codec.quantizer.layers:
        layer.codebook.embed.normal_()
    codec.save_pretrained(snapshot(folder, dims.codec))


def _codec(dims: Kind) -> tuple[dict[str, Any], dict[str, Any]]:
    from audiocraft_studio.engines.audiocraft import compat

    compat.import_models()
    import torch
    from audiocraft.models import builders
    from omegaconf import OmegaConf

    config = _codec_config(dims)
    torch.manual_seed(0)
    codec = builders.get_compression_model(OmegaConf.create(config))
    with torch.no_grad():
        latents = codec.eval().encoder(torch.randn(1, 1, 2 * dims.sample_rate).cumsum(-1).sin())
        centre, spread = latents.mean((0, 2)), latents.std((0, 2))
    for depth, layer in enumerate(codec.quantizer.vq.layers):  # as after training: codes lie where sounds are
        codebook = layer._codebook
        codebook.inited.fill_(1)
        codebook.embed.copy_(torch.randn(dims.card, dims.latent) * spread * 0.5**depth + (0 if depth else centre))
        codebook.embed_avg.copy_(codebook.embed)
    return codec.state_dict(), config


def _codec_config(dims: Kind) -> dict[str, Any]:
    return {
        "solver": "compression",
        "sample_rate": dims.sample_rate,
        "channels": 1,
        "device": "cpu",
        "dtype": "float32",
        "compression_model": "encodec",
        "encodec": {
            "autoencoder": "seanet",
            "quantizer": "rvq",
            "sample_rate": "${sample_rate}",
            "channels": "${channels}",
            "causal": False,
            "renormalize": False,
        },
        "seanet": {
            "dimension": dims.latent,
            "channels": "${channels}",
            "causal": "${encodec.causal}",
            "n_filters": dims.filters,
            "n_residual_layers": 1,
            "ratios": [8, 5, 4, 4] if dims.sample_rate == 32_000 else [8, 5, 4, 2],
            "activation": "ELU",
            "activation_params": {"alpha": 1.0},
            "norm": "weight_norm",
            "norm_params": {},
            "kernel_size": 7,
            "residual_kernel_size": 3,
            "last_kernel_size": 7,
            "dilation_base": 2,
            "pad_mode": "constant",
            "true_skip": True,
            "compress": 2,
            "lstm": 2,
            "disable_norm_outer_blocks": 0,
            "encoder": {},
            "decoder": {"trim_right_ratio": 1.0, "final_activation": None, "final_activation_params": None},
        },
        "rvq": {
            "n_q": 4,
            "q_dropout": False,
            "bins": dims.card,
            "decay": 0.99,
            "kmeans_init": True,
            "kmeans_iters": 50,
            "threshold_ema_dead_code": 2,
            "orthogonal_reg_weight": 0.0,
            "orthogonal_reg_active_codes_only": False,
        },
        "no_quant": {},
    }


def _language_model(dims: Kind) -> tuple[dict[str, Any], dict[str, Any]]:
    """Random half-precision weights for every key that the library's model of one layer has, repeated for each."""
    from audiocraft_studio.engines.audiocraft import compat

    compat.import_models()
    from audiocraft.models import builders
    from omegaconf import OmegaConf

    config = _language_model_config(dims)
    one = OmegaConf.create(config)
    quick = {"num_layers": 1, "weight_init": None, "depthwise_init": None, "zero_bias_init": False}
    if dims.solver == "magnet":
        quick |= {"segment_duration": dims.window_s, "span_len": 3}
    one.transformer_lm.update(quick)
    return _random_state(builders.get_lm_model(one).state_dict(), dims.layers), config


def _random_state(template: dict[str, Any], layers: int) -> dict[str, Any]:
    import torch

    random, state = torch.Generator().manual_seed(0), {}
    first = "transformer.layers.0."
    for key, like in template.items():
        for layer in range(layers if key.startswith(first) else 1):
            if "norm" in key:
                values = torch.full_like(like, 1.0 if key.endswith("weight") else 0.0)
            else:
                # Of about unit size throughout, so that prompt, melody and past are all heard in what comes out.
                scale = 2.0 if "self_wav" in key else like.shape[-1] ** -0.5
                values = torch.randn(like.shape, generator=random) * scale
            state[key.replace(first, f"transformer.layers.{layer}.")] = values.half()
    return state


def _language_model_config(dims: Kind) -> dict[str, Any]:
    magnet, stereo = dims.solver == "magnet", dims.channels == 2
    melody = {
        "model": "chroma_stem",
        "chroma_stem": {
            "sample_rate": "${sample_rate}",
            "n_chroma": 12,
            "radix2_exp": 14,
            "argmax": True,
            "match_len_on_eval": False,
            "eval_wavs": None,
            "n_eval_wavs": 100,
            "cache_path": None,
        },
    }
    text = {"name": dims.t5, "finetune": False, "word_dropout": 0.3, "normalize_text": False}
    config: dict[str, Any] = {
        "solver": dims.solver,
        "device": "cpu",
        "dtype": "float32",
        "autocast": True,
        "autocast_dtype": "float16",
        "sample_rate": dims.sample_rate,
        "channels": dims.channels,
        "dataset": {"segment_duration": dims.window_s},
        "compression_model_checkpoint": "//pretrained/facebook/encodec_32khz",
        "compression_model_n_q": None,
        "interleave_stereo_codebooks": {"use": stereo, "per_timestep": False},
        "lm_model": "transformer_lm_magnet" if magnet else "transformer_lm",
        "codebooks_pattern": {
            "modeling": "delay",
            "delay": {
                "delays": [0, 0, 1, 1, 2, 2, 3, 3] if stereo else [0, 1, 2, 3],
                "flatten_first": 0,
                "empty_initial": 0,
            },
        },
        "transformer_lm": _transformer_config(dims),
        "conditioners": {**({"self_wav": melody} if dims.melody else {}), "description": {"model": "t5", "t5": text}},
        "classifier_free_guidance": {"training_dropout": 0.3, "inference_coef": 3.0},
        "attribute_dropout": {},
        "fuser": {
            "cross_attention_pos_emb": False,
            "cross_attention_pos_emb_scale": 1,
            "sum": [],
            "prepend": ["self_wav", "description"] if dims.melody else [],
            "cross": [] if dims.melody else ["description"],
            "input_interpolate": [],
        },
    }
    if magnet:
        config["masking"] = {"span_len": 3}
        config["codebooks_pattern"] = {"modeling": "parallel", "parallel": {"empty_initial": -1}}
    return config


def _transformer_config(dims: Kind) -> dict[str, Any]:
    config: dict[str, Any] = {
        "dim": dims.dim,
        "num_heads": dims.heads,
        "num_layers": dims.layers,
        "hidden_scale": 4,
        "n_q": 4 * dims.channels,
        "card": dims.card,
        "dropout": 0.0,
        "emb_lr": None,
        "activation": "gelu",
        "norm_first": True,
        "bias_ff": False,
        "bias_attn": False,
        "bias_proj": False,
        "past_context": None,
        "causal": dims.solver != "magnet",
        "custom": False,
        "memory_efficient": True,
        "attention_as_float32": False,
        "layer_scale": None,
        "positional_embedding": "sin",
        "xpos": False,
        "checkpointing": "none",
        "weight_init": "gaussian",
        "depthwise_init": "current",
        "zero_bias_init": True,
        "norm": "layer_norm",
        "cross_attention": False,
        "qk_layer_norm": False,
        "qk_layer_norm_cross": False,
        "attention_dropout": None,
        "kv_repeat": 1,
        "two_step_cfg": False,
    }
    if dims.solver == "magnet":
        config |= {"subcodes_context": 5, "compression_model_framerate": 50, "segment_duration": 0, "span_len": -1}
    return config


def _save(path: Path, state: dict[str, Any], config: dict[str, Any]) -> None:
    from omegaconf import OmegaConf

    text = OmegaConf.to_yaml(OmegaConf.create(config))
    _write(path, {"best_state": state, "xp.cfg": text, "version": "1.3.0", "exported": True})


def _write(path: Path, content: dict[str, Any]) -> None:
    import torch

    unfinished = path.with_suffix(".part")
    torch.save(content, unfinished)
    unfinished.rename(path)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    for wanted in sys.argv[2:]:
        print(make(Path(sys.argv[1]).resolve(), wanted))
