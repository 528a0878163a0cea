"""A screen as SVG, for documents: the same screen gives the same bytes."""

from __future__ import annotations

from typing import Any

from textual.app import App


def svg(app: App[Any]) -> str:
    """The screen that the app shows; its title is that of the place."""
    page = getattr(app, "page", None)
    crumbs = getattr(page, "crumbs", ())
    return app.export_screenshot(title=" › ".join(("Bellbuoy", *crumbs)), simplify=True)
