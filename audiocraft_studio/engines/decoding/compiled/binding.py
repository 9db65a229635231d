"""The C interface of native/api.cpp for ctypes."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_bool, c_char_p, c_float, c_int, c_int32, c_void_p
from pathlib import Path


class Shape(ctypes.Structure):
    """As in native/layout.h."""

    _fields_ = [
        *((name, c_int32) for name in ("dim", "heads", "head_dim", "layers", "codebooks", "card", "hidden", "crossed")),
        ("epsilon", c_float),
    ]


_FUNCTIONS = {
    "kernel": (c_char_p, [c_int]),
    "new": (c_void_p, [POINTER(Shape), c_char_p, c_int, c_int]),
    "free": (None, [c_void_p]),
    "linear": (c_bool, [c_void_p, c_int, c_char_p, c_void_p, c_int, c_int, c_int]),
    "norm": (c_bool, [c_void_p, c_int, c_char_p, c_void_p, c_void_p]),
    "embeddings": (None, [c_void_p, c_void_p]),
    "start": (c_void_p, [c_void_p, c_int, c_bool, c_float, c_int, c_void_p, c_void_p]),
    "end": (None, [c_void_p]),
    "read_text": (None, [c_void_p, c_int, c_void_p]),
    "feed_vectors": (None, [c_void_p, c_void_p, c_int]),
    "feed": (None, [c_void_p, c_void_p, c_int, c_void_p]),
    "apply": (c_bool, [c_char_p, c_void_p, c_int, c_int, c_int, c_void_p, c_int, c_void_p]),
    "attend": (c_bool, [c_char_p, c_int, c_int, c_int, c_float, c_void_p, c_void_p, c_void_p, c_void_p]),
}


class Native:
    """The functions of a compiled library, without their prefix `decoding_`. Each call releases Python's lock."""

    def __init__(self, library: Path) -> None:
        loaded = ctypes.CDLL(str(library))
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(loaded, f"decoding_{name}")
            function.restype, function.argtypes = result, arguments
            setattr(self, name, function)

    def __getattr__(self, name: str) -> ctypes._NamedFuncPointer:
        raise AttributeError(name)

    def kernels(self) -> list[str]:
        """Names of the kernels that run on this processor, best first; the last is "plain"."""
        names: list[str] = []
        while (name := self.kernel(len(names))) is not None:
            names.append(name.decode())
        return names
