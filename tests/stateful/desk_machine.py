"""Two people who act on the same clients, one or many at once, and take it back.

The oracle knows nothing of tables: a cell is a thing that can differ of a client, a
change is the cells that it made differ, and it goes back where each of them still
stands as it left it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from bellbuoy.services.desk.assign import as_imported, assign
from bellbuoy.services.desk.interactions import add, count
from bellbuoy.services.desk.snooze import snooze
from bellbuoy.services.desk.tags import tag
from bellbuoy.services.playbooks.assigning import assign as follow
from bellbuoy.services.playbooks.following import close, of_client
from bellbuoy.services.undo.taking_back import undo
from core.desk.types import Selection
from core.operations.types import UndoConflictError
from core.values.errors import ConflictError
from storage.health.facets import counted_sql
from tests.bellbuoy.services.desk.working import of, some_clients
from tests.fixtures.stores import NewStore

MANY = 6
KEYS = tuple(f"C-{n}" for n in range(1, MANY + 1))
TAGS = ("vip", "trial")
PLAYBOOKS = ("silent", "renewal")
Cell = tuple[str, ...]
_COLUMNS = "dimension, value, live, tier, currency, n, scored, score_sum, delta_n, delta_sum"

people = st.sampled_from(["ana", "mei"])
some = st.sets(st.sampled_from(KEYS), min_size=1).map(lambda keys: tuple(sorted(keys)))
owners = st.sampled_from(["raj", "kim", "zoe", None])


@dataclass
class Made:
    """A change: whose, the last of its chain, and the cells before and after it."""

    who: str
    last: int
    cells: dict[Cell, tuple[Any, Any]]
    stands: bool = True


class DeskMachine(RuleBasedStateMachine):
    def __init__(self, new_store: NewStore) -> None:
        super().__init__()
        self._new_store = new_store

    @initialize()
    def begin(self) -> None:
        self.ctx = some_clients(self._new_store, MANY)
        self.made: list[Made] = []
        self.cells: dict[Cell, Any] = {}
        for row in clients.page(self.ctx).rows:
            self.cells["owner", row.key] = row.owner
        self.imported = {key: self.cells["owner", key] for key in KEYS}

    # What is done

    def _meant(self, keys: tuple[str, ...], by_query: bool) -> Selection:
        return Selection(query=f"id:{','.join(keys)}") if by_query else Selection(keys)

    def _note(self, who: str, number: int | None, wanted: Iterable[tuple[Cell, Any]]) -> None:
        """What should differ by a change; no number where nothing does."""
        cells = {
            cell: (self.cells.get(cell), value)
            for cell, value in wanted
            if self.cells.get(cell) != value
        }
        assert (number is None) == (not cells)
        if number is not None:
            self.made.append(Made(who, number, cells))
            self.cells |= {cell: after for cell, (_, after) in cells.items()}

    def _who(self, who: str) -> Context:
        return of(self.ctx, who)

    @rule(who=people, keys=some, owner=owners, by_query=st.booleans())
    def assigns(
        self, who: str, keys: tuple[str, ...], owner: str | None, by_query: bool
    ) -> None:
        meant = self._meant(keys, by_query)
        shown = assign(self._who(who), meant, owner, dry_run=True)
        done = assign(self._who(who), meant, owner, expect=shown.changing)
        assert (done.found, done.changing) == (len(keys), shown.changing)
        differ = [key for key in keys if self.cells["owner", key] != owner]
        wanted: list[tuple[Cell, Any]] = [(("owner", key), owner) for key in differ]
        wanted += [(cell, (owner, rev + 1, state)) for cell, rev, state in self._along(differ)]
        self._note(who, done.change, wanted + [(("set by", key), who) for key in differ])

    def _along(self, keys: Iterable[str]) -> list[tuple[Cell, int, str]]:
        """Steps that belong to the owner of their client, and so go over with it."""
        found = []
        for cell, value in self.cells.items():
            if cell[0] == "steps" and value is not None and cell[2] in keys:
                doer, rev, state = value
                if (
                    state == "open"
                    and doer is not None
                    and doer == self.cells["owner", cell[2]]
                ):
                    found.append((cell, rev, state))
        return found

    @rule(who=people, keys=some)
    def gives_back(self, who: str, keys: tuple[str, ...]) -> None:
        done = as_imported(self._who(who), Selection(keys))
        own = [key for key in keys if self.cells.get(("set by", key))]
        wanted: list[tuple[Cell, Any]] = [(("owner", k), self.imported[k]) for k in own]
        self._note(who, done.change, wanted + [(("set by", key), None) for key in own])

    @rule(who=people, keys=some, word=st.sampled_from(TAGS), put=st.booleans())
    def tags(self, who: str, keys: tuple[str, ...], word: str, put: bool) -> None:
        done = tag(self._who(who), Selection(keys), [f"{'+' if put else '-'}{word}"])
        self._note(who, done.change, [(("tag", key, word), put or None) for key in keys])

    @rule(who=people, keys=some, days=st.sampled_from([0, 3, None]))
    def snoozes(self, who: str, keys: tuple[str, ...], days: int | None) -> None:
        until = None if days is None else self.ctx.today + days
        why = None if days is None else "away"
        done = snooze(self._who(who), Selection(keys), until, why or "")
        wanted: list[tuple[Cell, Any]] = []
        for key in keys:
            if self.cells.get(("until", key)) != until:
                wanted += [(("until", key), until), (("why", key), why),
                           (("snoozed by", key), None if days is None else who)]  # fmt: skip
        self._note(who, done.change, wanted)

    @rule(who=people, keys=some)
    def notes(self, who: str, keys: tuple[str, ...]) -> None:
        text = f"note {len(self.made)}"
        found = add(self._who(who), keys, text)
        with self.ctx.reader() as reader:
            number = int(reader.value("SELECT max(id) FROM change_set"))
        self._note(who, number, [(("note", each.key), text) for each in found])

    def _running(self) -> list[tuple[str, ...]]:
        """(number, client, playbook) of those who follow one."""
        return [cell[1:] for cell, now in self.cells.items()
                if cell[0] == "follow" and now == "running"]  # fmt: skip

    @rule(who=people, keys=some, name=st.sampled_from(PLAYBOOKS))
    def begins(self, who: str, keys: tuple[str, ...], name: str) -> None:
        done = follow(self._who(who), Selection(keys), name)
        busy = {(client, book) for _, client, book in self._running()}
        wanted: list[tuple[Cell, Any]] = []
        for key in (key for key in keys if (key, name) not in busy):
            (found,) = [each.follow for each in of_client(self.ctx, key)
                        if each.follow.running and each.follow.playbook == name]  # fmt: skip
            doer = self.cells["owner", key] or who
            wanted += [(("follow", found.key, key, name), "running"),
                       (("steps", found.key, key), (doer, 1, "open"))]  # fmt: skip
        self._note(who, done.change, wanted)

    @precondition(lambda self: self._running())
    @rule(who=people, outcome=st.sampled_from(["kept", "lost"]), data=st.data())
    def closes(self, who: str, outcome: Any, data: st.DataObject) -> None:
        number, key, name = data.draw(st.sampled_from(self._running()))
        close(self._who(who), number, outcome)
        with self.ctx.reader() as reader:
            change = int(reader.value("SELECT max(id) FROM change_set"))
        doer, rev, _state = self.cells["steps", number, key]
        steps: tuple[Cell, Any] = (("steps", number, key), (doer, rev + 1, "dropped"))
        self._note(who, change, [(("follow", number, key, name), outcome), steps])

    # What is taken back, or done again

    @precondition(lambda self: self.made)
    @rule(data=st.data())
    def turns_back(self, data: st.DataObject) -> None:
        """Undo of a change, or of its undo: by whoever made it."""
        made = data.draw(st.sampled_from(self.made))
        left = {cell: after if made.stands else before
                for cell, (before, after) in made.cells.items()}  # fmt: skip
        fits = all(self.cells.get(cell) == value for cell, value in left.items())
        if not fits or self._twice(made):
            with pytest.raises(UndoConflictError if not fits else ConflictError):
                undo(self._who(made.who), made.last)
            return
        found = undo(self._who(made.who), made.last)
        assert found is not None
        assert found.number is not None
        assert found.redo == (not made.stands)
        for cell, (before, after) in made.cells.items():
            self.cells[cell] = before if made.stands else after
        made.last, made.stands = found.number, not made.stands

    def _twice(self, made: Made) -> bool:
        """Whether a client would follow a playbook that it follows again already."""
        busy = {(client, book): number for number, client, book in self._running()}
        return any(
            cell[0] == "follow"
            and (before if made.stands else after) == "running"
            and busy.get((cell[2], cell[3]), cell[1]) != cell[1]
            for cell, (before, after) in made.cells.items()
        )

    # What holds at any time

    @invariant()
    def playbooks_say_so(self) -> None:
        told = {("follow", each.follow.key, key, each.follow.playbook):
                each.follow.outcome or "running"
                for key in KEYS for each in of_client(self.ctx, key)}  # fmt: skip
        assert told == {
            cell: now for cell, now in self.cells.items() if cell[0] == "follow" and now
        }
        for key in KEYS:
            for each in of_client(self.ctx, key):
                doer, _rev, state = self.cells["steps", each.follow.key, key]
                assert {(step.owner, step.state) for step in each.steps} == {(doer, state)}

    @invariant()
    def the_list_says_so(self) -> None:
        rows = {row.key: row for row in clients.page(self.ctx).rows}
        for key in KEYS:
            row = rows[key]
            assert row.owner == self.cells["owner", key]
            assert row.tags == tuple(sorted(t for t in TAGS if self.cells.get(("tag", key, t))))
            assert row.snoozed == self.cells.get(("until", key))
            follows = sorted(book for _, client, book in self._running() if client == key)
            assert row.playbooks == tuple(follows)
        notes = sum(bool(value) for cell, value in self.cells.items() if cell[0] == "note")
        assert count(self.ctx) == notes

    @invariant()
    def counts_are_lists(self) -> None:
        running = self._running()
        first = PLAYBOOKS[0]
        for query, fits in (
            (
                f"playbook:{first}",
                lambda key: any(each[1:] == (key, first) for each in running),
            ),
            ("playbook:none", lambda key: all(client != key for _, client, _ in running)),
            ("tag:vip", lambda key: self.cells.get(("tag", key, "vip"))),
            ("NOT tag:any", lambda key: not any(self.cells.get(("tag", key, t)) for t in TAGS)),
            ("owner:zoe", lambda key: self.cells["owner", key] == "zoe"),
            ("NOT snoozed:any", lambda key: self.cells.get(("until", key)) is None),
        ):
            found = {row.key for row in clients.page(self.ctx, query).rows}
            assert found == {key for key in KEYS if fits(key)}, query
            assert clients.count(self.ctx, query) == len(found)

    @invariant()
    def counters_are_right(self) -> None:
        with self.ctx.reader() as reader:
            order = " ORDER BY dimension, value, live, tier, currency"
            told = reader.rows(
                f"SELECT {_COLUMNS} FROM facet_count WHERE dimension = 'owner'{order}"
            )
            counted = reader.rows(
                f"SELECT {_COLUMNS} FROM ({counted_sql(('owner',), '')}) AS f{order}"
            )
        assert told == counted
