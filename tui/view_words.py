"""Views in words: whose they are, what they ask, what was done with them."""

from __future__ import annotations

from core.values.text import safe_text
from core.views.types import EVERYBODY, View, told


def spoken(view: View, viewer: str) -> str:
    """The name by which a view is meant: with its owner where that is somebody else."""
    if view.origin_for(viewer) == "shared":
        return f"{view.owner}/{view.name}"
    return view.name


def whose(view: View, viewer: str) -> str:
    """`own`, `own, shared`, `of raj`, `starter`; safe to show."""
    match view.origin_for(viewer):
        case "starter":
            return "starter"
        case "shared":
            return f"of {safe_text(view.owner, 20)}"
        case _:
            return f"own, {shared_words(view.shared)}" if view.shared else "own"


def shared_words(shared: str) -> str:
    """With whom: `for all`, `for rep`."""
    return "for all" if shared == EVERYBODY else f"for {safe_text(shared, 20)}"


def asks(view: View) -> str:
    """What it shows, in the words of a query; safe to show."""
    return safe_text(told(view), 400)
