import errno
import inspect
from pathlib import Path

import pytest

import assets_db
from audiocraft_studio import errors
from audiocraft_studio.services.guard import guarded, translated
from audiocraft_studio.web.calls import STATUS

HERE = Path("x")
STORE_ERRORS = [
    (assets_db.CatalogueLocked(HERE, 1), errors.FolderInUse),
    (assets_db.CatalogueDamaged(HERE, HERE, "torn", "Rebuild it."), errors.DamagedFile),
    (assets_db.LaterSchema(HERE, 2, 1), errors.DamagedFile),
    (assets_db.FileTrouble(HERE, "no"), errors.StorageError),
    (assets_db.DiskFull(HERE, "no room"), errors.DiskFull),
    (assets_db.NoSuchRecord("asset", "1"), errors.NotFound),
    (assets_db.RecordError("name", "is empty"), errors.InputError),
    (assets_db.QueryError(3, "what?"), errors.InputError),
]


@pytest.mark.parametrize(("error", "expected"), STORE_ERRORS)
def test_every_error_of_the_store_becomes_one_of_ours(error, expected):
    assert type(translated(error, HERE)) is expected


def test_no_error_of_the_store_was_forgotten():
    leaves = {
        kind for kind in vars(assets_db).values()
        if inspect.isclass(kind) and issubclass(kind, assets_db.CatalogueError) and kind is not assets_db.CatalogueError
    }  # fmt: skip
    assert leaves == {type(error) for error, _ in STORE_ERRORS}


@pytest.mark.parametrize(
    ("number", "expected"),
    [(errno.ENOSPC, errors.DiskFull), (errno.EFBIG, errors.DiskFull), (errno.EACCES, errors.StorageError)],
)
def test_what_the_system_refuses_becomes_one_of_ours(number, expected):
    with pytest.raises(expected), guarded(HERE):
        raise OSError(number, "no")


def test_every_error_has_a_status_and_is_drawn_in_the_tree():
    tree = errors.__doc__ or ""
    for name, kind in inspect.getmembers(errors, inspect.isclass):
        if issubclass(kind, errors.StudioError):
            assert name in tree
            assert any(issubclass(kind, mapped) for mapped, _ in STATUS)
