"""Mending refused rows, and putting them away."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services import quarantine
from bellbuoy.services.context import Context
from bellbuoy.services.refused.fix import drop, fix
from core.values.errors import ConflictError, DeniedError, NotFoundError, UsageError
from tests.bellbuoy.services.refused.conftest import Row, every, states
from tests.fixtures.dump import dump
from tests.fixtures.stores import context


def test_a_cell_is_set_and_what_came_is_kept(ctx: Context, row: Row) -> None:
    before = row("Q-1")
    dealt = fix(ctx, "Q-1", {"start": "2024-12-01", "name": "Two; second"})
    assert (dealt.rows, dealt.done, dealt.refused, dealt.still) == (1, 1, 0, ())
    after = row("q-1")
    assert (after.raw, after.state) == (before.raw, "fixed")
    assert before.raw == b"c2;Two;2024-13-01;200\r\n"
    assert after.fixed == b'c2;"Two; second";2024-12-01;200\r\n'
    assert (after.code, after.first_seen) == (before.code, before.first_seen)
    assert every(ctx, "SELECT count(*) FROM client") == [(1,)]


def test_mending_goes_on_from_what_was_mended(ctx: Context, row: Row) -> None:
    fix(ctx, "1", {"start": "2024-12-01"})
    fix(ctx, "Q-1", {"name": "Zwei"})
    assert row("1").fixed == b"c2;Zwei;2024-12-01;200\r\n"


def test_a_row_that_is_still_bad_is_named(ctx: Context, row: Row) -> None:
    dealt = fix(ctx, "code:time.syntax", {"start": "tomorrow"})
    assert (dealt.done, [(each.id, each.code) for each in dealt.still]) == (
        1, [("Q-1", "time.syntax")],
    )  # fmt: skip
    assert "tomorrow" in dealt.still[0].reason
    assert row("Q-1").state == "fixed"


def test_many_rows_are_mended_by_a_query(ctx: Context) -> None:
    dealt = fix(ctx, "kind:usage", {"value": "1"})
    assert (dealt.rows, dealt.done) == (3, 3)
    assert states(ctx) == ["new", "new", "fixed", "fixed", "fixed", "new"]
    fixed = [r.fixed for r in quarantine.page(ctx, "state:fixed").rows]
    assert fixed[1] == b"u3,c1,2024-06-02T09:00:00Z,1\n"


def test_rows_that_do_not_have_the_column_are_left_and_named(ctx: Context) -> None:
    dealt = fix(ctx, "state:new", {"severity": "low"})
    assert (dealt.rows, dealt.done, dealt.refused) == (6, 1, 5)
    assert [each.id for each in dealt.still] == ["Q-1", "Q-2", "Q-3", "Q-4", "Q-5"]
    assert states(ctx) == ["new"] * 5 + ["fixed"]
    with pytest.raises(UsageError, match="Q-3: no column “severity”"):
        fix(ctx, "Q-3", {"severity": "low"})


def test_a_dry_run_changes_nothing(ctx: Context) -> None:
    before = dump(ctx.store)
    dealt = fix(ctx, "kind:usage", {"value": "1"}, dry_run=True)
    assert (dealt.done, dealt.dry_run) == (3, True)
    assert drop(ctx, "kind:usage", dry_run=True).done == 3
    assert dump(ctx.store) == before


def test_a_change_set_tells_who_mended_what(ctx: Context) -> None:
    fix(ctx, "Q-1", {"start": "2024-12-01"})
    drop(ctx, "Q-2")
    assert every(
        ctx,
        "SELECT s.action, s.summary, r.row_key, r.before, r.after FROM change_set s"
        " JOIN change_row r ON r.change_id = s.id WHERE s.action LIKE 'quarantine.%'"
        " ORDER BY s.id",
    ) == [
        ("quarantine.fix", '{"rows": 1, "set": {"start": "2024-12-01"}}', "1",
         '{"state": "new", "fixed": null}',
         '{"state": "fixed", "fixed": {"base64": "YzI7VHdvOzIwMjQtMTItMDE7MjAwDQo="}}'),
        ("quarantine.drop", '{"rows": 1}', "2", '{"state": "new"}', '{"state": "dropped"}'),
    ]  # fmt: skip
    assert every(ctx, "SELECT count(*) FROM audit WHERE action LIKE 'quarantine.%'") == [(2,)]


def test_dropped_rows_keep_their_bytes_and_wait_no_longer(ctx: Context, row: Row) -> None:
    dealt = drop(ctx, "code~ref,conflict")
    assert (dealt.rows, dealt.done) == (2, 2)
    assert states(ctx) == ["new", "dropped", "dropped", "new", "new", "new"]
    assert row("Q-3").raw == b"u2,c2,2024-06-01T09:00:00Z,7\n"
    assert quarantine.waiting(ctx) == 4
    again = drop(ctx, "state:dropped")
    assert (again.rows, again.done, again.unchanged) == (2, 0, 2)


def test_what_is_not_there_or_settled_is_told(ctx: Context, folder: Path) -> None:
    for act in (lambda q: drop(ctx, q), lambda q: fix(ctx, q, {"a": "b"})):
        with pytest.raises(NotFoundError, match="no row “Q-99”"):
            act("Q-99")
    assert drop(ctx, "file:none.csv").rows == 0
    with ctx.store.unit() as unit:
        unit.run("UPDATE quarantine SET state = 'replayed' WHERE id = 1")
        unit.run("UPDATE quarantine SET layout_id = NULL WHERE id = 2")
    with pytest.raises(ConflictError, match="taken in"):
        drop(ctx, "Q-1")
    with pytest.raises(UsageError, match="taken in"):
        fix(ctx, "Q-1", {"name": "x"})
    with pytest.raises(UsageError, match="another version refused it"):
        fix(ctx, "Q-2", {"name": "x"})


def test_only_those_who_may(ctx: Context) -> None:
    for role in ("rep", "analyst", "auditor"):
        other = context(ctx.store, role=role)
        for act in (lambda c: drop(c, "Q-1"), lambda c: fix(c, "Q-1", {"name": "x"})):
            with pytest.raises(DeniedError):
                act(other)
