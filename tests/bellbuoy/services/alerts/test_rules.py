"""Rules kept, changed, forgotten, and told in the audit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from bellbuoy.services.alerts.rules import add, delete, edit, listed, show, who_fits
from bellbuoy.services.context import Context
from core.alerts.shipped import RULES
from core.values.errors import ConflictError, DeniedError, NotFoundError, UsageError
from tests.bellbuoy.services.alerts.ringing import (
    alerts,
    keep,
    kept,
    quiet_store,
    rule_of,
    settle,
    trouble,
)
from tests.fixtures.stores import NewStore, context


def changes(ctx: Context) -> list[tuple[str, str, str | None, str | None]]:
    with ctx.reader() as reader:
        return reader.rows(
            "SELECT s.action, r.row_key, r.before, r.after FROM change_set s"
            " JOIN change_row r ON r.change_id = s.id WHERE r.table_name = 'alert_rule'"
            " ORDER BY s.id"
        )


def test_what_ships_is_there_and_on(new_store: NewStore) -> None:
    found = listed(new_store())
    assert [row.rule.name for row in found] == sorted(rule.name for rule in RULES)
    assert all(row.rule.active and row.rule.shipped and row.looked is None for row in found)


def test_a_rule_is_kept_changed_and_forgotten_with_its_alerts(new_store: NewStore) -> None:
    ctx = quiet_store(new_store)
    before = len(changes(ctx))
    keep(ctx, "incidents>=1")
    with pytest.raises(ConflictError):
        keep(ctx, "incidents>=2")
    trouble(ctx, "k1")
    settle(ctx)
    assert show(ctx, "mine").open == 1
    edit(ctx, "mine", {"condition": "incidents>=2"})
    assert alerts(ctx)[0][2] == "resolved"
    assert edit(ctx, "mine", {"condition": "incidents>=2"}).rev == 2
    assert delete(ctx, "mine") is None
    with pytest.raises(NotFoundError):
        show(ctx, "mine")
    told = changes(ctx)[before:]
    assert [row[0] for row in told] == ["alert.rule"] * 3
    assert told[1][2:] == (
        '{"condition": "incidents>=1", "rev": 1}', '{"condition": "incidents>=2", "rev": 2}'
    )  # fmt: skip


def test_a_shipped_rule_that_is_forgotten_is_as_it_came(new_store: NewStore) -> None:
    ctx = new_store()
    shipped = kept(ctx, "health-drop")
    edit(ctx, "health-drop", {"condition": "fell>=30", "days": 14})
    assert kept(ctx, "health-drop").condition == "fell>=30"
    assert delete(ctx, "health-drop") == shipped
    assert kept(ctx, "health-drop") == shipped
    with pytest.raises(UsageError, match="came with the program"):
        delete(ctx, "health-drop")


def test_who_fits_is_told_before_a_rule_is_kept(new_store: NewStore) -> None:
    ctx = quiet_store(new_store)
    trouble(ctx, "k1")
    settle(ctx)
    count, first = who_fits(ctx, rule_of("incidents>=1"))
    assert (count, [each.name for each in first]) == (1, ["Client k1"])
    with pytest.raises(NotFoundError, match="no alert channel “pager”"):
        who_fits(ctx, rule_of("incidents>=1", channels=("pager",)))
    with pytest.raises(UsageError):
        who_fits(ctx, rule_of("incidents>=one"))
    assert alerts(ctx) == []


@pytest.mark.parametrize("role", ["rep", "manager", "analyst", "auditor"])
def test_only_an_admin_configures(new_store: NewStore, role: str) -> None:
    ctx = new_store()
    other = replace(context(ctx.store, role=role), store=ctx.store)
    acts: list[Callable[[], object]] = [
        partial(add, other, rule_of("tier:critical")),
        partial(edit, other, "job-failed", {"active": False}),
        partial(delete, other, "job-failed"),
    ]
    for act in acts:
        with pytest.raises(DeniedError):
            act()
    assert kept(ctx, "job-failed").active
