"""All changes, the newest first, with what was before and after."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services import changes as service
from bellbuoy.services.alerts.channels import add as add_channel
from bellbuoy.services.alerts.rules import edit
from bellbuoy.services.changes import HIDDEN, changes, listed, rows_of, show
from core.access.types import Viewer
from core.alerts.types import Channel
from core.query.errors import QueryError
from core.values.errors import DeniedError, NotFoundError
from tests.fixtures.facts import client, store
from tests.fixtures.stores import NewStore


def test_who_what_before_and_after_the_newest_first(new_store: NewStore) -> None:
    ctx = new_store()
    store(ctx, "client", [client("a"), client("b")])
    edit(ctx, "tier-critical", {"severity": "low"})
    edit(ctx, "tier-critical", {"severity": "high"})
    newest, before, *_ = changes(ctx)
    assert (newest.who, newest.action, newest.target) == ("ana", "alert.rule", "tier-critical")
    assert newest.id > before.id
    assert (newest.rows, newest.trace) == (1, ctx.trace_id)
    (row,) = rows_of(ctx, newest.id)
    assert (row.table, row.key) == ("alert_rule", "tier-critical")
    assert (row.before, row.after) == ({"severity": "low"}, {"severity": "high"})
    assert next(each.id for each in changes(ctx, before=newest.id)) == before.id
    assert len(changes(ctx, 1)) == 1
    assert rows_of(ctx, 999_999) == ()


def test_a_query_takes_of_all_of_them(
    new_sqlite: NewStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx = new_sqlite()
    store(ctx, "client", [client("a")])
    for severity in ("low", "high", "low"):
        edit(ctx, "tier-critical", {"severity": severity})
    monkeypatch.setattr(service, "_PAGE", 2)
    assert listed(ctx) == changes(ctx)
    rules = listed(ctx, "action:alert.rule")
    assert [each.action for each in rules] == ["alert.rule"] * 3
    assert listed(ctx, "action:alert.rule", 2) == rules[:2]
    with pytest.raises(QueryError):
        listed(ctx, "colour:red")


def test_one_change_by_its_number(new_sqlite: NewStore) -> None:
    ctx = new_sqlite()
    edit(ctx, "tier-critical", {"severity": "low"})
    newest = changes(ctx)[0]
    assert show(ctx, newest.id) == (newest, rows_of(ctx, newest.id))
    with pytest.raises(NotFoundError, match="no change 999"):
        show(ctx, 999)


def test_new_rows_are_counted_together(new_store: NewStore) -> None:
    ctx = new_store()
    store(ctx, "client", [client("a"), client("b")])
    told = {row.table: row for row in rows_of(ctx, changes(ctx)[-1].id)}
    assert told["client"].rows == 2
    assert (told["client"].before, told["client"].after) == (None, None)


def test_an_address_is_for_who_sets_it_up(new_store: NewStore) -> None:
    ctx = new_store()
    add_channel(ctx, Channel("ops", "webhook", ("https://hooks.example.com/T0KEN",)))
    newest = changes(ctx)[0].id
    (row,) = rows_of(ctx, newest)
    assert "T0KEN" in str(row.after)
    auditor = replace(ctx, viewer=Viewer("zoe", "auditor"))
    (row,) = rows_of(auditor, newest)
    assert row.after is not None
    assert row.after["target"] == HIDDEN
    assert "T0KEN" not in str(row)


@pytest.mark.parametrize("role", ["rep", "analyst", "manager", "system"])
def test_others_may_not_read_them(new_sqlite: NewStore, role: str) -> None:
    ctx = replace(new_sqlite(), viewer=Viewer("zoe", role))
    with pytest.raises(DeniedError):
        changes(ctx)
    with pytest.raises(DeniedError):
        rows_of(ctx, 1)
