"""What the tests of the compiled decoder share: the library, its kernels, and models with drawn weights."""

from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path

import pytest
import torch

from audiocraft_studio.engines.decoding.compiled.binding import Native
from audiocraft_studio.engines.decoding.compiled.build import NoCompiler, library
from audiocraft_studio.engines.decoding.weights import CrossWeights, LayerWeights, Norm, Weights

KERNELS = ("plain", "avx2", "avx512", "neon")


@cache
def built() -> Path:
    """The library; the test is skipped where there is no compiler."""
    try:
        return library()
    except NoCompiler as reason:
        pytest.skip(str(reason))


def kernels_here() -> list[str]:
    """Those that this processor runs."""
    return Native(built()).kernels()


def kernel_here(name: str) -> str:
    """The kernel's name, unless this processor lacks what it needs: then the test is skipped."""
    if name not in kernels_here():
        pytest.skip(f"the {name} kernel does not run on this processor")
    return name


def drawn_model(dim=32, heads=2, layers=2, card=256, codebooks=4, crossed=True, seed=0) -> Weights:
    """Weights of the usual spread, drawn."""
    generator = torch.Generator().manual_seed(seed)

    def matrix(outputs, inputs):
        return torch.randn(outputs, inputs, generator=generator) / inputs**0.5

    def norm():
        return Norm(*(mean + 0.1 * torch.randn(dim, generator=generator) for mean in (1.0, 0.0)))

    def layer():
        return LayerWeights(
            norm1=norm(),
            qkv=matrix(3 * dim, dim),
            out=matrix(dim, dim),
            cross=CrossWeights(norm(), matrix(dim, dim), matrix(2 * dim, dim), matrix(dim, dim)) if crossed else None,
            norm2=norm(),
            up=matrix(4 * dim, dim),
            down=matrix(dim, 4 * dim),
        )

    return Weights(
        dim=dim,
        heads_n=heads,
        hidden=4 * dim,
        codebooks=codebooks,
        card=card,
        delays=tuple(range(codebooks)),
        max_period=10_000.0,
        positional_scale=1.0,
        layers=tuple(layer() for _ in range(layers)),
        embeddings=0.5 * torch.randn(codebooks * (card + 1), dim, generator=generator),
        out_norm=norm(),
        heads=matrix(codebooks * card, dim),
    )


def changed(weights, change):
    """The same weights with `change` applied to every tensor."""
    if isinstance(weights, torch.Tensor):
        return change(weights)
    if isinstance(weights, tuple):
        return tuple(changed(one, change) for one in weights)
    if is_dataclass(weights):
        return replace(weights, **{f.name: changed(getattr(weights, f.name), change) for f in fields(weights)})
    return weights
