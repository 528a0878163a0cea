"""Views written from a screen. What writes is loaded when it is wanted."""

from __future__ import annotations

from bellbuoy.services.context import Context
from core.views.types import View


def keep(ctx: Context, view: View, rev: int | None) -> View:
    """Save a view, in place of the one with this number, or as a new one."""
    from bellbuoy.services.views.writing import save

    return save(ctx, view, rev=rev)


def forget(ctx: Context, view: View) -> View:
    """Delete it, if it is this one still."""
    from bellbuoy.services.views.writing import delete

    return delete(ctx, f"{view.owner}/{view.name}", rev=view.rev)


def share(ctx: Context, view: View, role: str) -> View:
    """Share it with a role, with all (`*`), or with nobody."""
    from bellbuoy.services.views.writing import share as shared

    return shared(ctx, f"{view.owner}/{view.name}", role)


def name_fault(text: str) -> str:
    """What is wrong with the name of a view, in one line; empty: nothing."""
    from bellbuoy.services.views.writing import fault_of_name

    return fault_of_name(text)
