"""Makes audiocraft 1.3.0 importable for inference beside a current torch.

audiocraft pins versions of torch, PyAV and xformers that no longer install together, and imports half of its training
code at the top of its inference modules. What inference never calls gets a stand-in here, only if it is not
installed: a module that can be imported and that says clearly what is missing when something really uses it.

Two stand-ins are always used:

- xformers: audiocraft needs two names of it. Ours are torch's own scaled dot product attention, which runs on every
  device (MAGNeT has no other path) and agrees with the naive formula to 3e-7.
- audiocraft.solvers: the training loops, imported for MultiBandDiffusion alone, which the studio does not offer.

Three choices of the library that act on the whole process are made once, here, the same for every model, so that no
model changes how another one computes: the attention path, the sampler (see sampling.py) and the shift that Demucs
draws from Python's global random numbers.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import threading
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NoReturn

from audiocraft_studio.engines.audiocraft.sampling import RowSampler

_STAND_INS = ("av", "flashy", "flashy.distrib", "num2words", "spacy")
_IMPORT_LOCK = threading.RLock()


def import_models() -> ModuleType:
    """`audiocraft.models`, ready for inference. May be called from any thread, any number of times.

    Raises ImportError when audiocraft, torch or something else that inference needs is not installed.
    """
    with _IMPORT_LOCK:
        if "audiocraft" not in sys.modules:
            _install_stand_ins()
        models = importlib.import_module("audiocraft.models")
        transformer: Any = importlib.import_module("audiocraft.modules.transformer")
        transformer.set_efficient_attention_backend("xformers")
        row_sampler()
        return models


def row_sampler() -> RowSampler:
    """The sampler that every AudioCraft language model draws its tokens with; installed on first use."""
    with _IMPORT_LOCK:
        utils: Any = importlib.import_module("audiocraft.utils.utils")
        if not isinstance(utils.multinomial, RowSampler):
            utils.multinomial = RowSampler(utils.multinomial)
        sampler: RowSampler = utils.multinomial
        return sampler


def fix_demucs_shift() -> None:
    """Demucs averages over a random shift of up to half a second: the same melody would never condition twice alike.

    Afterwards the shift is always the middle of the range, without any state.
    """
    apply: Any = importlib.import_module("demucs.apply")
    apply.random = _MiddleOfRange()


class _MiddleOfRange:
    def randint(self, low: int, high: int) -> int:
        return (low + high) // 2


class _NotInstalled:
    """A name of a package that is not there: can be imported, cannot be used."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, *_: object, **__: object) -> NoReturn:
        package = self._name.partition(".")[0]
        raise ImportError(f"{self._name} was called, but {package} is not installed: the studio makes sound without it")

    def __getattr__(self, name: str) -> _NotInstalled:
        if name.startswith("__"):
            raise AttributeError(name)
        return _NotInstalled(f"{self._name}.{name}")


class _StandIn(ModuleType):
    """A module of names that are not installed. `__spec__` is set: find_spec and inspect stumble over None."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "Stand-in for a package that inference does not need.")
        self.__spec__ = ModuleSpec(name, None, is_package=True)
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _NotInstalled(f"{self.__name__}.{name}")


def _install_stand_ins() -> None:
    for name in _STAND_INS:
        if _is_missing(name):
            _put(_StandIn(name))
    for module in (*_xformers(), *_solvers()):
        _put(module)


def _is_missing(name: str) -> bool:
    try:
        return name not in sys.modules and importlib.util.find_spec(name) is None
    except (ImportError, ValueError):
        return True


def _put(module: ModuleType) -> None:
    sys.modules[module.__name__] = module
    parent, _, leaf = module.__name__.rpartition(".")
    if isinstance(sys.modules.get(parent), _StandIn):
        setattr(sys.modules[parent], leaf, module)


class LowerTriangularMask:
    """What audiocraft hands over as the mask of causal attention."""


def memory_efficient_attention(query: Any, key: Any, value: Any, attn_bias: Any = None, p: float = 0.0) -> Any:
    """Attention in the layout of xformers: query, key, value and result are [batch, time, heads, channels].

    attn_bias: None, a LowerTriangularMask (then query and key have the same length) or [batch, heads, time, time].
    """
    import torch

    q, k, v = (x.transpose(1, 2) for x in (query, key, value))
    causal = isinstance(attn_bias, LowerTriangularMask)
    mask = None if causal or attn_bias is None else attn_bias.to(q.dtype)
    out = torch.nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=causal, dropout_p=p)
    return out.transpose(1, 2)


def _xformers() -> list[ModuleType]:
    import torch

    package, ops, profiler = (_StandIn(f"xformers{part}") for part in ("", ".ops", ".profiler"))
    ops.__dict__.update(
        unbind=torch.unbind,
        LowerTriangularMask=LowerTriangularMask,
        memory_efficient_attention=memory_efficient_attention,
    )
    # audiocraft asks at every attention whether a profiler runs; an import that fails each time would be slow.
    not_running = type("_Profiler", (), {"_CURRENT_PROFILER": None})
    profiler.__dict__["profiler"] = type("profiler", (), {"_Profiler": not_running})
    return [package, ops, profiler]


def _solvers() -> list[ModuleType]:
    return [_StandIn("audiocraft.solvers"), _StandIn("audiocraft.solvers.compression")]
