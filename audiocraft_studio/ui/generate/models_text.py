"""Models in the words of the form: the choices with their states, and the honest line under the field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from audiocraft_studio.services.models import ModelView

STATES = ("loaded", "loading", "built in", "on disk", "needs download")
READY = ("loaded", "loading", "on disk", "built in")


def choices(views: Iterable[ModelView]) -> list[tuple[str, str]]:
    """(what is shown, id), in groups: Sketch, what is loaded, what lies on disk, what has to be fetched."""
    order = ("built in", "loaded", "loading", "on disk", "needs download")
    ranked = sorted(views, key=lambda view: order.index(view.state))
    return [(f"{view.info.name} · {_state(view)}", view.info.id) for view in ranked]


def fitting(views: Sequence[ModelView], type: str, current: str) -> str:
    """The model for an asset type. Sketch stays until the user leaves it; else the best that needs no download."""
    by_id = {view.info.id: view for view in views}
    now = by_id.get(current)
    if now is None or now.info.procedural:
        return next(view.info.id for view in views if view.info.procedural)
    if type in now.info.types:
        return current
    able = [view for view in views if type in view.info.types and view.state in READY and not view.info.procedural]
    best = min(able, key=lambda view: (READY.index(view.state), view.info.types.index(type)), default=None)
    return best.info.id if best else next(view.info.id for view in views if view.info.procedural)


def note(view: ModelView) -> str:
    """Rate, channels, bandwidth limit, licence, what a first run costs: said where the model is chosen."""
    info = view.info
    rate = f"{info.sample_rate / 1000:g} kHz {'stereo' if info.channels == 2 else 'mono'}"
    if info.procedural:
        terms = info.licence.removeprefix("procedural, ")
        return f"{rate}. Procedural: made by rules, not by a model. {_sentence(terms)}"
    limit = f", so nothing above {info.sample_rate / 2000:g} kHz" if info.sample_rate < 40_000 else ""
    parts = [f"{rate}{limit}.", f"Weights {info.licence}: not for sale without a licence."]
    if info.fixed_s:
        parts.insert(1, f"Always {info.fixed_s:g} s.")
    elif info.window_s:
        parts.insert(1, f"Beyond {info.window_s:g} s it goes on from its own last seconds.")
    if view.state == "needs download":
        parts.append(f"The first run fetches {info.download_bytes / 1e9:.1f} GB.")
    return " ".join(parts)


def _state(view: ModelView) -> str:
    if view.state == "needs download":
        return f"download {view.info.download_bytes / 1e9:.1f} GB"
    return view.state


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""
