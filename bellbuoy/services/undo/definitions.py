"""What follows where an apply of definitions is taken back, or done again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from bellbuoy.services.undo.following import Taking, formula_upon, rule_changes
from storage.health.config import current_config

if TYPE_CHECKING:
    from bellbuoy.services.context import Context
    from storage.engine.unit import Unit


@contextmanager
def definitions_go_back(ctx: Context, unit: Unit, taking: Taking) -> Iterator[None]:
    """Each subject as where it is changed by itself: a formula comes into force again
    under the next name, alerts end where a rule asks something else, and the names of
    shared views are free."""
    from bellbuoy.services.playbooks.definitions import refuse_followed
    from storage.alerts.windows import release_held

    keys = {(row.table, row.key) for row in taking.rows}
    now = current_config(unit)
    with ExitStack() as rules:
        for table, name in sorted(keys):
            if table == "alert_rule":
                first = replace(taking.first, target=name)
                rules.enter_context(rule_changes(ctx, unit, replace(taking, first=first)))
        _refuse_taken(unit, taking)
        yield
    for row in taking.rows:
        if row.table == "playbook" and row.before is None:
            refuse_followed(unit, row.key)
    if ("setting", "alerts.quiet") in keys:
        release_held(unit, ctx.wall_us)
    if ("setting", "health.config") in keys:
        taking.told.update(formula_upon(ctx, unit, taking, now))


def _refuse_taken(unit: Unit, taking: Taking) -> None:
    """A view that is shared again needs its name; one that goes with it leaves it."""
    from bellbuoy.services.views.writing import refuse_taken

    for row in taking.rows:
        name = None if row.before is None else row.before.get("shared_key")
        if name is not None:
            refuse_taken(unit, str(name), row.key)
