"""The impulse responses of reverbs, so that page and renderer convolve with the same numbers."""

from __future__ import annotations

from starlette.responses import Response

from audiocraft_studio.errors import InputError
from audiocraft_studio.services.checks import whole
from audiocraft_studio.services.scenes.effects import impulse_response
from audiocraft_studio.web.calls import Call

_WORDS = ("place",)
_FOR_EVER = "private, max-age=31536000, immutable"


def reverb(call: Call) -> Response:
    """The response of a place at `sample_rate` Hz: little-endian 32-bit floats, the left side, then the right."""
    given = {name: _read(name, text) for name, text in call.query.items()}
    sample_rate = whole("sample_rate", given.pop("sample_rate", 44100), 8000, 192000)
    told = impulse_response(given, sample_rate).astype("<f4").tobytes()
    return Response(told, media_type="application/octet-stream", headers={"Cache-Control": _FOR_EVER})


def _read(name: str, text: str) -> str | float:
    if name in _WORDS:
        return text
    try:
        return float(text)
    except ValueError:
        raise InputError(name, f"{text!r} is not a number.") from None
