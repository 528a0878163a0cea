"""A store with clients and a few incidents, for what people do about them."""

from __future__ import annotations

from typing import Any

from bellbuoy.services.context import Context
from bellbuoy.services.incidents.adding import NewIncident, add
from bellbuoy.services.undo.taking_back import redo, undo
from core.incidents.types import Done, IncidentSelection
from tests.bellbuoy.services.desk.working import some_clients
from tests.bellbuoy.services.undo.standing import state
from tests.fixtures.stores import NewStore

ALL = IncidentSelection(query="")
DUE = ("history_due", "past_view")
"""What is due to be computed again, or was thrown away: it is not taken back."""


def the(*keys: str) -> IncidentSelection:
    return IncidentSelection(keys)


def some_incidents(new_store: NewStore, many: int = 3, clients: int = 5) -> Context:
    """Incidents `INC-N1` … of the clients `C-1` …, one each, all high."""
    ctx = some_clients(new_store, clients)
    add(ctx, [NewIncident((f"C-{n}",), f"trouble {n}", "high") for n in range(1, many + 1)])
    return ctx


def stands(ctx: Context) -> dict[str, list[dict[str, Any]]]:
    """Every table, but for what is due."""
    return {name: rows for name, rows in state(ctx).items() if name not in DUE}


def there_and_back(ctx: Context, change: Done | int | None, before: dict[str, Any]) -> None:
    """A change leaves nothing when it is taken back, and all when it is done again."""
    number = change.change if isinstance(change, Done) else change
    after = stands(ctx)
    assert after != before
    undone = undo(ctx, number)
    assert undone is not None
    assert stands(ctx) == before
    assert redo(ctx) is not None
    assert stands(ctx) == after
