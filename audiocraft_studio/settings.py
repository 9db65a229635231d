"""One frozen settings object, read from the environment and the command line."""

from __future__ import annotations

import argparse
import ipaddress
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiocraft_studio.errors import InputError

SIGN_IN = ("auto", "on", "off")
PRECISIONS = ("auto", "exact", "compiled-exact", "half", "int8", "compiled")


@dataclass(frozen=True)
class Settings:
    """Everything that differs between a laptop, a studio's server and a hosted Space.

    data_dir: the one folder the studio writes to; made if missing.
    host, port: where the page is served. Anything but a loopback address asks for a sign-in (see sign_in).
    device: "auto", "cpu", "cuda" or "mps".
    precision: that models compute in: "auto" (the fastest that comes near enough to the exact one on the very weights),
    "exact", "compiled-exact", "half", "int8" or "compiled".
    model_dirs: folders whose subfolders hold AudioCraft checkpoints; `data_dir/models` is always one of them.
    memory_limit_gb: how much the loaded models may take together; 0 for three quarters of what the device has.
    sign_in: "auto" (on unless bound to loopback), "on" or "off". password: "" makes one, kept in the data folder.
    queue_limit: how many jobs may wait. root_path: the prefix a reverse proxy adds.
    import_dirs: folders below which this machine's own files may be imported by whoever may use the studio; on loopback
    without sign-in every folder may be.
    """

    data_dir: Path = Path("studio-data")
    host: str = "127.0.0.1"
    port: int = 7860
    device: str = "auto"
    precision: str = "auto"
    model_dirs: tuple[Path, ...] = ()
    memory_limit_gb: float = 0.0
    sign_in: str = "auto"
    password: str = ""
    queue_limit: int = 200
    root_path: str = ""
    import_dirs: tuple[Path, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "data_dir", Path(self.data_dir).expanduser().absolute())
        if not 0 <= self.port <= 65535:
            raise InputError("Port", f"{self.port} is no port. Use a number from 0 (any free one) to 65535.")
        if self.sign_in not in SIGN_IN:
            raise InputError("Sign-in", f"{self.sign_in!r} is not one of {', '.join(SIGN_IN)}.")
        if self.precision not in PRECISIONS:
            raise InputError("Precision", f"{self.precision!r} is not one of {', '.join(PRECISIONS)}.")
        if not self.memory_limit_gb >= 0:
            raise InputError("Memory limit", "must be 0 (automatic) or a number of gigabytes above it.")

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def asks_sign_in(self) -> bool:
        return self.sign_in == "on" or (self.sign_in == "auto" and not self.loopback)

    @classmethod
    def read(cls, argv: Sequence[str], environ: Mapping[str, str]) -> Settings:
        """Command line over environment (STUDIO_DATA, STUDIO_HOST, …) over defaults."""
        parser = argparse.ArgumentParser(prog="app.py", description="AudioCraft Studio")
        for flag, variable, default, text in OPTIONS:
            parser.add_argument(f"--{flag}", default=environ.get(variable, default), help=f"{text} [{variable}]")
        given = parser.parse_args(argv)
        return cls(
            data_dir=Path(given.data),
            host=given.host,
            port=int(_number("Port", given.port)),
            device=given.device,
            precision=given.precision,
            model_dirs=_folders(given.models),
            memory_limit_gb=_number("Memory limit", given.memory_limit_gb),
            sign_in=given.sign_in,
            password=environ.get("STUDIO_PASSWORD", ""),
            queue_limit=int(_number("Queue limit", given.queue_limit)),
            root_path=given.root_path,
            import_dirs=_folders(given.import_dirs),
        )


OPTIONS = (
    ("data", "STUDIO_DATA", "studio-data", "folder for everything the studio keeps"),
    ("host", "STUDIO_HOST", "127.0.0.1", "address to serve on; anything but loopback asks for a sign-in"),
    ("port", "STUDIO_PORT", "7860", "port to serve on; 0 takes any free one"),
    ("device", "STUDIO_DEVICE", "auto", "auto, cpu, cuda or mps"),
    (
        "precision",
        "STUDIO_PRECISION",
        "auto",
        "auto, exact, compiled-exact, half, int8 or compiled: what models compute in",
    ),
    ("models", "STUDIO_MODELS", "", "folders with AudioCraft checkpoints, separated by semicolons"),
    ("memory-limit-gb", "STUDIO_MEMORY_LIMIT_GB", "0", "memory for loaded models; 0 is automatic"),
    ("sign-in", "STUDIO_SIGN_IN", "auto", "auto, on or off"),
    ("queue-limit", "STUDIO_QUEUE_LIMIT", "200", "how many jobs may wait"),
    ("root-path", "STUDIO_ROOT_PATH", "", "prefix that a reverse proxy adds"),
    ("import-dirs", "STUDIO_IMPORT_DIRS", "", "folders of this machine that may be imported, separated by semicolons"),
)


def _folders(text: str) -> tuple[Path, ...]:
    return tuple(Path(part).expanduser() for part in text.split(";") if part)


def _number(field: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(field, f"{text!r} is not a number.")
    return value
