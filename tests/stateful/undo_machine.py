"""Two people who change things, take them back and do them again, beside a ledger."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bellbuoy.services import cache
from bellbuoy.services.alerts import channels, rules
from bellbuoy.services.backup.rules import set_rule
from bellbuoy.services.context import Context
from bellbuoy.services.undo.taking_back import redo, undo
from core.access.types import Viewer
from core.alerts.types import Channel
from core.operations.types import TakenBack, UndoConflictError
from core.values.errors import ConflictError, NotFoundError, UsageError
from storage.audit.rows import rows_by_key
from storage.audit.writes import Change
from tests.fixtures.stores import NewStore

PEOPLE = st.sampled_from(("ana", "mei"))
THINGS = {
    ("setting", "cache.days"): ("value",),
    ("setting", "backup.keep"): ("value",),
    ("alert_rule", "tier-critical"): ("severity", "rev"),
    ("alert_channel", "ops"): ("active", "rev"),
}
Thing = tuple[str, str]
Value = tuple[Any, ...] | None


@dataclass(frozen=True)
class Entry:
    """A change set as the ledger has it: whose, the first of its chain, what it did."""

    id: int
    who: str
    first: int
    undoes: bool
    thing: Thing
    before: Value
    after: Value


class UndoMachine(RuleBasedStateMachine):
    """The store must hold what the ledger says after each step, and a refusal must
    name the row that somebody changed since."""

    def __init__(self, new_store: NewStore) -> None:
        super().__init__()
        self.ctx: Context = new_store()
        self.ledger: list[Entry] = []
        self.state: dict[Thing, Value] = dict.fromkeys(THINGS)

    @initialize()
    def nothing_yet(self) -> None:
        assert self._stored() == self.state

    def _as(self, who: str) -> Context:
        return replace(self.ctx, viewer=Viewer(who, "admin"))

    def _stored(self) -> dict[Thing, Value]:
        found: dict[Thing, Value] = {}
        with self.ctx.store.reader() as reader:
            for (table, key), columns in THINGS.items():
                row = rows_by_key(reader, table, [key], columns).get(key)
                found[table, key] = None if row is None else tuple(row.values())
        return found

    # Changes

    def _changed(self, who: str, thing: Thing, call: Callable[[Context], object]) -> None:
        """What a service makes of a thing is what it is from then on."""
        with suppress(ConflictError, NotFoundError, UsageError):
            call(self._as(who))
        after = self._stored()[thing]
        if after != self.state[thing]:
            number = len(self.ledger) + 1
            entry = Entry(number, who, number, False, thing, self.state[thing], after)
            self.ledger.append(entry)
            self.state[thing] = after

    @rule(who=PEOPLE, days=st.sampled_from((7, 8, 9)))
    def looks_stay(self, who: str, days: int) -> None:
        self._changed(who, ("setting", "cache.days"), lambda c: cache.set_lifetime(c, days))

    @rule(who=PEOPLE, number=st.sampled_from(("7", "8")))
    def backups_stay(self, who: str, number: str) -> None:
        thing = ("setting", "backup.keep")
        self._changed(who, thing, lambda c: set_rule(c, "backup.keep", number))

    @rule(who=PEOPLE, severity=st.sampled_from(("low", "high", "critical")))
    def a_rule_changes(self, who: str, severity: str) -> None:
        thing = ("alert_rule", "tier-critical")
        change = {"severity": severity}
        self._changed(who, thing, lambda c: rules.edit(c, "tier-critical", change))

    @rule(who=PEOPLE)
    def a_rule_is_as_shipped(self, who: str) -> None:
        thing = ("alert_rule", "tier-critical")
        self._changed(who, thing, lambda c: rules.delete(c, "tier-critical"))

    @rule(who=PEOPLE)
    def a_channel_comes(self, who: str) -> None:
        made = Channel("ops", "file", ("/tmp/ops.jsonl",))
        self._changed(who, ("alert_channel", "ops"), lambda c: channels.add(c, made))

    @rule(who=PEOPLE, on=st.booleans())
    def a_channel_turns(self, who: str, on: bool) -> None:
        thing = ("alert_channel", "ops")
        self._changed(who, thing, lambda c: channels.turn(c, "ops", on=on))

    @rule(who=PEOPLE)
    def a_channel_goes(self, who: str) -> None:
        self._changed(who, ("alert_channel", "ops"), lambda c: channels.delete(c, "ops"))

    # Taking back

    def _last(self, first: int) -> Entry:
        return [each for each in self.ledger if each.first == first][-1]

    def _own(self, who: str) -> list[Entry]:
        return [each for each in reversed(self.ledger) if each.who == who]

    def _standing(self, who: str) -> Entry | None:
        """The newest of one's own sets that is the last word on its change, and no undo."""
        own = (each for each in self._own(who) if not each.undoes)
        return next((each for each in own if self._last(each.first) == each), None)

    def _undone(self, who: str) -> Entry | None:
        for each in self._own(who):
            if each.undoes and self._last(each.first) == each:
                return each
            if each.first == each.id:
                return None
        return None

    def _take(
        self, who: str, wanted: Entry | None, call: Callable[[Context], TakenBack | None]
    ) -> None:
        """`wanted` goes back where its row stands as it left it, else nothing moves."""
        if wanted is None:
            assert call(self._as(who)) is None
            return
        if self.state[wanted.thing] != wanted.after:
            with pytest.raises(UndoConflictError) as told:
                call(self._as(who))
            (row,) = told.value.rows
            assert (row.table, row.key) == wanted.thing
            return
        found = call(self._as(who))
        assert found is not None
        number = len(self.ledger) + 1
        assert (found.change, found.number, found.redo) == (
            wanted.first, number, wanted.undoes,
        )  # fmt: skip
        self.state[wanted.thing] = wanted.before
        self.ledger.append(
            Entry(number, who, wanted.first, not wanted.undoes, wanted.thing,
                  wanted.after, wanted.before)
        )  # fmt: skip

    @rule(who=PEOPLE)
    def z(self, who: str) -> None:
        self._take(who, self._standing(who), undo)

    @rule(who=PEOPLE)
    def shift_z(self, who: str) -> None:
        self._take(who, self._undone(who), redo)

    @rule(who=PEOPLE, pick=st.integers(0, 10_000))
    def a_change_by_its_number(self, who: str, pick: int) -> None:
        if not self.ledger:
            return
        named = self.ledger[pick % len(self.ledger)]
        last = self._last(named.first)
        if named == last or (named.id == named.first and not last.undoes):
            self._take(who, last, lambda ctx: undo(ctx, named.id))
            return
        found = undo(self._as(who), named.id)
        assert found is not None
        assert (found.number, found.note) == (
            None, f"change {named.id} is taken back already, by {last.id}",
        )  # fmt: skip

    @rule(who=PEOPLE)
    def the_power_goes_in_the_middle(self, who: str) -> None:
        def fails(*_: object) -> int:
            raise OSError("gone")

        with pytest.MonkeyPatch.context() as patch, suppress(OSError, UndoConflictError):
            patch.setattr(Change, "close", fails)
            assert undo(self._as(who)) is None

    @invariant()
    def the_store_holds_what_the_ledger_says(self) -> None:
        assert self._stored() == self.state
        with self.ctx.store.reader() as reader:
            assert reader.rows("SELECT id, actor FROM change_set ORDER BY id") == [
                (each.id, each.who) for each in self.ledger
            ]
