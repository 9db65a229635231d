"""The Universal Category System: what a CatID stands for, and what file names that follow it say.

The table beside this file is a small part of the list (it names its source). Whoever has the whole list puts it into
the data folder as ucs.csv, with the columns CatID, Category and SubCategory as the published tables have them.
"""

from __future__ import annotations

import csv
import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

TABLE = Path(__file__).with_suffix(".csv")
OWN_NAME = "ucs.csv"
MAX_LIST_BYTES = 5_000_000
PARTS_OF_A_FULL_NAME = 4

_ID = re.compile(r"(?P<short>[A-Z]{2,5})(?P<rest>[A-Z][a-z][A-Za-z0-9]*)?")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Category:
    """As in "Rain", "vegetation". subcategory: "" where the list at hand does not say."""

    name: str
    subcategory: str = ""


@dataclass(frozen=True)
class FileName:
    """What a file name after the UCS says: CatID(-UserCategory)_FXName_CreatorID_SourceID(_UserData)."""

    cat_id: str
    category: Category
    name: str
    creator: str = ""
    source: str = ""


class Ucs:
    """The list, read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        """folder: where the user's own copy of the whole list may lie."""
        self._own = folder / OWN_NAME

    def category(self, cat_id: str) -> Category | None:
        """What `cat_id` stands for, in its own case; None for what is no CatID. Of one that the list does not hold, but
        that begins as one, the category alone."""
        found = self._categories.get(cat_id)
        if found and found.subcategory:
            return found
        shape = _ID.fullmatch(cat_id)
        begins = self._categories.get(shape["short"]) if shape and shape["rest"] else None
        return Category(begins.name) if begins else None

    def file_name(self, stem: str) -> FileName | None:
        """What a name without its suffix says; None where it does not follow the UCS.

        A CatID alone is taken for one only with something behind it, and one that is a plain word (RAIN, WIND) only in
        a full name: "WIND_loop" is nobody's UCS.
        """
        parts = [part.strip() for part in stem.split("_")]
        cat_id = parts[0].split("-", 1)[0]
        category = self.category(cat_id)
        least = PARTS_OF_A_FULL_NAME if cat_id.isupper() else 2
        if category is None or len(parts) < least or not parts[1]:
            return None
        creator, source = (*parts[2:4], "", "")[:2]
        return FileName(cat_id, category, parts[1], creator, source)

    def listed(self) -> list[tuple[str, Category]]:
        """Each CatID that the list gives a subcategory, sorted by category."""
        known = [(cat_id, found) for cat_id, found in self._categories.items() if found.subcategory]
        return sorted(known, key=lambda pair: (pair[1].name, pair[0]))

    @cached_property
    def _categories(self) -> Mapping[str, Category]:
        found = _read(TABLE.read_text("utf-8").splitlines())
        try:
            if self._own.is_file() and self._own.stat().st_size <= MAX_LIST_BYTES:
                found |= _read(self._own.read_text("utf-8-sig", "replace").splitlines())
        except (OSError, csv.Error) as error:
            log.warning("%s cannot be read and is left out: %s", self._own, error)
        return found


def _read(lines: Iterable[str]) -> dict[str, Category]:
    """Rows of a table whose head names CatID, Category and SubCategory, in any order and case."""
    rows = csv.DictReader(line for line in lines if line.strip() and not line.startswith("#"))
    rows.fieldnames = [re.sub(r"[\W_]", "", str(name)).lower() for name in rows.fieldnames or ()]
    found = {}
    for row in rows:
        cat_id, category, subcategory = (str(row.get(k) or "").strip() for k in ("catid", "category", "subcategory"))
        if cat_id and category:
            found[cat_id] = Category(_sentence(category), subcategory.lower())
    return found


def _sentence(category: str) -> str:
    if category == "SCIFI":
        return "Sci-fi"
    return category.capitalize() if category.isupper() else category
