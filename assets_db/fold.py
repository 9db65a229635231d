"""Text as search sees it: without case and without diacritics."""

from __future__ import annotations

import unicodedata

# Letters that Unicode does not decompose, but which people type without their stroke or tie.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_DIACRITICS = range(0x300, 0x370)


def fold(text: str) -> str:
    """`text` in the form in which texts are compared: "Épée" and "EPEE" give the same, so do "Straße" and "strasse"."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in decomposed if ord(c) not in _DIACRITICS).translate(_LETTERS)
