"""Turns what torch, the hub client and the library raise into the studio's errors."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from audiocraft_studio.engines.audiocraft.memory import is_out_of_memory
from audiocraft_studio.engines.decoding.errors import NotFinite
from audiocraft_studio.errors import DamagedFile, GenerationFailed, ModelUnavailable, OutOfMemory, StudioError

_REFUSED = {"RepositoryNotFoundError", "RevisionNotFoundError", "GatedRepoError", "RemoteEntryNotFoundError"}
_REFUSED |= {"HfHubHTTPError", "HTTPStatusError", "HTTPError"}
_OFFLINE = {"LocalEntryNotFoundError", "OfflineModeIsEnabled", "ConnectionError", "ConnectError", "TransportError"}
_OFFLINE |= {"Timeout", "TimeoutError", "TimeoutException", "URLError", "gaierror"}


@contextmanager
def loading(model: str, part: str = "") -> Iterator[None]:
    """Everything raised inside becomes ModelUnavailable or OutOfMemory, with what to do about it.

    part: what of the model is loaded, for the message; the whole when empty.
    """
    try:
        yield
    except DamagedFile as error:
        raise ModelUnavailable(model, f"{error} Delete it and fetch it again.") from error
    except StudioError:
        raise
    except Exception as error:
        if is_out_of_memory(error):
            raise OutOfMemory(
                model, f"{model} does not fit into memory. Unload another model, or choose a smaller one."
            ) from error
        raise ModelUnavailable(model, _why_unavailable(f"{part} of {model}" if part else model, error)) from error


@contextmanager
def generating(model: str) -> Iterator[None]:
    """Everything raised inside becomes OutOfMemory or GenerationFailed."""
    try:
        yield
    except StudioError:
        raise
    except NotFinite as error:
        raise GenerationFailed(
            model,
            f"{model} computed values that are not numbers. Try a lower guidance or a higher temperature; if it "
            "happens with every prompt, its weights are damaged: delete and download them again.",
        ) from error
    except Exception as error:
        if is_out_of_memory(error):
            raise OutOfMemory(
                model,
                f"There is not enough memory for even one sound of this length with {model}. Choose a shorter "
                "duration or a smaller model, or unload another one.",
            ) from error
        raise GenerationFailed(
            model, f"{model} could not generate: {type(error).__name__}: {_first_line(error)}."
        ) from error


def _why_unavailable(what: str, error: Exception) -> str:
    chain = _chain(error)
    exact = {type(one).__name__ for one in chain}
    kinds = {kind.__name__ for one in chain for kind in type(one).__mro__}
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return f"The disk filled up while {what} was fetched. Free some space and load it again; it goes on from there."
    if exact & _REFUSED:
        return f"The model hub did not hand out {what}: {_first_line(chain[-1])}. Try again later."
    if kinds & _OFFLINE:
        return (
            f"{what} is not on this machine, or not whole, and the model hub cannot be reached. Connect to the "
            "internet (and unset HF_HUB_OFFLINE), then load it again."
        )
    if isinstance(error, ImportError):
        return f"{what} needs a package that is not installed: {_first_line(error)}. Install requirements.txt again."
    return (
        f"{what} could not be loaded: its files are damaged or of another kind ({type(error).__name__}: "
        f"{_first_line(error)}). Delete them and download them again."
    )


def _chain(error: BaseException) -> list[BaseException]:
    """The error and its causes: clients wrap each other's errors, and change whose they are."""
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None:
        chain.append(current)
        current = current.__cause__ or current.__context__
    return chain


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200].rstrip(".") if lines else "no reason given"
