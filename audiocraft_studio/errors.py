"""Every error the studio raises on purpose. A message says what happened, what is safe and what to do.

StudioError
 ├─ InputError             a value the user gave cannot be used (field, reason)
 │   └─ AxisError          the text of an axis of a grid, and where in it (at, end)
 ├─ DocumentErrors         a document has mistakes (problems: path and message of each)
 ├─ NotFound               no such asset, scene, grid, sound, job (kind, key)
 ├─ Changed                somebody else saved it since (name, by, you, at)
 ├─ ModelError             something about one model (model)
 │   ├─ UnknownModel       no such model was ever published, nor lies in a model folder
 │   ├─ ModelUnavailable   it exists, but its weights cannot be had now (no network, no disk, damaged)
 │   ├─ OutOfMemory        it does not fit, even alone in a batch
 │   └─ GenerationFailed   the engine failed in a way that is not the user's
 ├─ PromptNotUnderstood    Sketch found nothing in the prompt that it can make (suggestions)
 ├─ Cancelled              stopped by the user; what was finished is kept
 ├─ QueueFull              too many jobs wait (limit)
 └─ StorageError           the data folder (path)
     ├─ FolderInUse        another server owns it
     ├─ DiskFull           nothing was written; the earlier state is whole
     └─ DamagedFile        a file cannot be read as what it should be
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class StudioError(Exception):
    """Base of all errors above. `str(error)` is fit to be shown to the user as it is."""


class InputError(StudioError):
    """`field` names the offending field in the words of the screen; `reason` says what to write instead."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class AxisError(InputError):
    """The values of an axis cannot be used. `field` is "x", "y", "page" or "draws.<n>"; the characters from `at` to
    before `end` of their text are what is wrong. `str(error)` is the reason alone: it is shown under the field."""

    def __init__(self, field: str, reason: str, at: int, end: int) -> None:
        super().__init__(field, reason)
        self.args = (reason,)
        self.at = at
        self.end = end


class DocumentErrors(StudioError):
    """What is wrong with a document, all at once: (path, message) of each, such as ("layers[2].weight", "…")."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("\n".join(f"{path}: {message}" if path else message for path, message in problems))
        self.problems = tuple(problems)


class Changed(StudioError):
    """What is to be saved was saved by somebody else since it was read: `name` by `by`, at `at` (UTC)."""

    def __init__(self, name: str, *, by: str, you: str, at: str) -> None:
        who = "you, in another window," if by == you else by
        super().__init__(
            f"“{name}” was saved by {who} after you ({you}) opened it. Nothing is lost: keep yours as a copy, or take "
            "theirs."
        )
        self.name = name
        self.by = by
        self.you = you
        self.at = at


class NotFound(StudioError):
    """There is no `kind` (asset, scene, …) with this `key`."""

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(f"There is no {kind} {key!r}. It may have been deleted, or belongs to another data folder.")
        self.kind = kind
        self.key = key


class ModelError(StudioError):
    """Something about the model `model` (its id)."""

    def __init__(self, model: str, message: str) -> None:
        super().__init__(message)
        self.model = model


class UnknownModel(ModelError):
    """No such model was published and no model folder holds it."""


class ModelUnavailable(ModelError):
    """The model exists, but its weights cannot be had now."""


class OutOfMemory(ModelError):
    """The model or one single item does not fit into memory."""


class GenerationFailed(ModelError):
    """The engine failed while generating."""


class PromptNotUnderstood(StudioError):
    """Nothing in `prompt` is a sound that Sketch can make; `suggestions` are prompts near it that work."""

    def __init__(self, prompt: str, suggestions: Sequence[str]) -> None:
        tried = ", ".join(f"“{s}”" for s in suggestions)
        super().__init__(
            f"Sketch, the procedural engine, knows no sound in “{prompt[:80]}”. Try {tried}, or pick a model."
        )
        self.prompt = prompt
        self.suggestions = tuple(suggestions)


class Cancelled(StudioError):
    """The user stopped the work. What was finished before is kept."""

    def __init__(self) -> None:
        super().__init__("Cancelled. What was finished is kept.")


class QueueFull(StudioError):
    """`limit` jobs wait already."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"{limit} jobs are waiting already. Wait for one to finish, or cancel one, then try again.")
        self.limit = limit


class StorageError(StudioError):
    """Something about the data folder or a file in it (`path`)."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path


class FolderInUse(StorageError):
    """Another running studio owns the data folder."""


class DiskFull(StorageError):
    """The disk is full: nothing was written."""


class DamagedFile(StorageError):
    """The file is not what it should be. `reason` says why, without the file's name; "" where only the message does."""

    def __init__(self, path: Path, message: str, reason: str = "") -> None:
        super().__init__(path, message)
        self.reason = reason
