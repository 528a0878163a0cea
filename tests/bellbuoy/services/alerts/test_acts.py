"""Alerts taken by a person: once is enough, and what is over stays over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bellbuoy.services.alerts.acts import acknowledge, assign, snooze
from bellbuoy.services.alerts.listing import count, new, page, show
from bellbuoy.services.alerts.rules import edit
from bellbuoy.services.context import Context
from core.values.errors import ConflictError, DeniedError, NotFoundError, UsageError
from tests.bellbuoy.services.alerts.ringing import keep, quiet_store, settle, trouble
from tests.fixtures.stores import NewStore, context

HOUR = timedelta(hours=1)


@pytest.fixture
def rung(new_store: NewStore) -> Context:
    ctx = quiet_store(new_store)
    keep(ctx, "incidents>=1")
    trouble(ctx, "k1")
    trouble(ctx, "k2")
    settle(ctx)
    return ctx


def audited(ctx: Context) -> list[str]:
    with ctx.reader() as reader:
        rows = reader.rows("SELECT action FROM audit WHERE target = 'A-1' ORDER BY id")
    return [action for (action,) in rows]


def test_it_is_taken_once_and_told(rung: Context) -> None:
    assert new(rung) == 2
    found = acknowledge(rung, "a-1")
    assert (found.state, found.who) == ("acknowledged", "ana")
    assert acknowledge(rung, "1") == found
    assert audited(rung) == ["alert.ack"]
    assert new(rung) == 1
    silent = snooze(rung, "A-1", 4 * HOUR)
    assert silent.snoozed_until == rung.clock.now() + 4 * HOUR
    assert silent.acknowledged is None
    assert audited(rung) == ["alert.ack", "alert.snooze"]


def test_it_is_given_to_a_person_whoever_had_it(rung: Context) -> None:
    given = assign(rung, "A-1", " mei ")
    assert (given.state, given.who) == ("acknowledged", "mei")
    assert assign(rung, "a-1", "mei") == given
    assert acknowledge(rung, "A-1") == given
    assert audited(rung) == ["alert.assign"]
    snooze(rung, "A-1", 4 * HOUR)
    again = assign(rung, "A-1", "mei")
    assert (again.state, again.who, again.snoozed_until) == ("acknowledged", "mei", None)
    assert assign(rung, "A-1", "ana").who == "ana"
    assert [each.key for each in page(rung, "who:ana").rows] == ["A-1"]
    assert settle(rung).changed == 0
    assert new(rung) == 1


@pytest.mark.parametrize("name", ["", "  ", "a\x1b[2J", "a\nb", "x" * 81])
def test_an_alert_is_given_to_a_name(rung: Context, name: str) -> None:
    with pytest.raises(UsageError, match="a name has 1 to 80"):
        assign(rung, "A-1", name)
    assert new(rung) == 2


def test_who_gives_alerts_to_others_may_do_so(rung: Context) -> None:
    rep = replace(context(rung.store, role="rep"), store=rung.store)
    acknowledge(rep, "A-1")
    with pytest.raises(DeniedError):
        assign(rep, "A-2", "mei")
    edit(rung, "mine", {"active": False})
    with pytest.raises(ConflictError, match="A-2 is over"):
        assign(rung, "A-2", "mei")


def test_what_is_over_or_unknown_cannot_be_taken(rung: Context) -> None:
    edit(rung, "mine", {"active": False})
    with pytest.raises(ConflictError, match="A-1 is over"):
        acknowledge(rung, "A-1")
    with pytest.raises(ConflictError):
        snooze(rung, "A-1", HOUR)
    for key in ("A-9", "x", "A-", "A-" + "9" * 30):
        with pytest.raises(NotFoundError):
            acknowledge(rung, key)
    with pytest.raises(UsageError):
        snooze(rung, "A-1", timedelta(days=91))


def test_the_list_shows_what_is_open_unless_asked(rung: Context) -> None:
    acknowledge(rung, "A-2")
    assert [each.key for each in page(rung).rows] == ["A-1", "A-2"]
    assert [each.key for each in page(rung, "state:new").rows] == ["A-1"]
    assert count(rung, "k2") == 1
    first = page(rung, limit=1)
    assert first.next is not None
    assert [each.key for each in page(rung, cursor=first.next).rows] == ["A-2"]
    edit(rung, "mine", {"active": False})
    assert count(rung) == 0
    assert count(rung, "state:resolved opened<1h") == 2
    assert show(rung, "A-1").like == 2


def test_who_may_not_is_denied(rung: Context) -> None:
    other = replace(context(rung.store, role="analyst"), store=rung.store)
    with pytest.raises(DeniedError):
        acknowledge(other, "A-1")
    with pytest.raises(DeniedError):
        page(other)
