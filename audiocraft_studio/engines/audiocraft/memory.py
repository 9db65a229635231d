"""How much memory there is and how much is taken."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_CGROUP = Path("/sys/fs/cgroup")


def free_bytes(device: str) -> int | None:
    """Memory that a model could still take on `device` ("cpu", "cuda", "mps"); None where the system doesn't tell."""
    if device.startswith("cuda"):
        import torch

        return int(torch.cuda.mem_get_info(device)[0])
    limits = [limit for limit in (_system_free(), _container_free()) if limit is not None]
    return min(limits) if limits else None


def _system_free() -> int | None:
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None


def _container_free() -> int | None:
    try:
        limit = (_CGROUP / "memory.max").read_text().strip()
        return None if limit == "max" else int(limit) - int((_CGROUP / "memory.current").read_text())
    except (OSError, ValueError):
        return None


def held_bytes(modules: Iterable[Any]) -> int:
    """Memory of all weights and buffers of torch modules; what two of them share counts once."""
    tensors = {id(t): t for module in modules for t in (*module.parameters(), *module.buffers())}
    return sum(int(t.numel() * t.element_size()) for t in tensors.values())


def is_out_of_memory(error: BaseException) -> bool:
    """Whether torch or Python found no memory. torch says so with several types and, on the CPU, in words alone."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    text = str(error).lower()
    return isinstance(error, RuntimeError) and ("out of memory" in text or "can't allocate memory" in text)


def release(device: str) -> None:
    """Gives back to the system what torch keeps for later."""
    import gc

    gc.collect()
    import torch

    if device.startswith("cuda"):
        torch.cuda.empty_cache()
    elif device == "mps":
        torch.mps.empty_cache()
