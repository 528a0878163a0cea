"""Two people at two radars over one store, by keys alone.

Each filters, sorts, groups, keeps views, marks, acts and takes back, while the other does
the same. What the screens say is compared with a ledger that knows neither.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bellbuoy.services import clients, worker
from bellbuoy.services.supervision.schedule import make_known
from core.access.types import Viewer
from core.health.types import TIER_WORDS
from jobs.registry import JOBS
from tests.fixtures.stores import DEMO_NOW, NewStore
from tests.stateful.radar_acts import Acts
from tests.stateful.radar_export import exported
from tests.stateful.radar_ledger import AT_RISK, Clauses, Kept, Ledger
from tests.stateful.radar_person import SIZE, Line, Person, names_of
from tests.stateful.radar_views import Views
from tests.tui.hand import using

QUERIES: tuple[Clauses, ...] = (
    (), AT_RISK, ("owner:raj",), ("owner:me",), ("owner:none",), ("owner:zoe",), ("tag:vip",),
    ("NOT tag:any",), ("snoozed:any",), ("tier:healthy", "NOT tag:trial"),
)  # fmt: skip
SORTS = {"n": "name", "o": "owner", "a": "-arr", "h": "health"}
WORDS = {
    "a": ("zoe", "kim", "ana", "none"),
    "g": ("+vip", "-vip", "+trial -vip", "+vip +trial"),
    "z": ("3d away", "9d ill", "none"),
    "t": ("",),
    "c": ("",),
    "n": ("",),
}
STARTERS = {
    ("", "My book"): Kept(("owner:me",), "", "", "*", 0),
    ("", "At risk"): Kept(AT_RISK, "", "", "*", 0),
}
people = st.sampled_from(["ana", "mei"])
names = st.sampled_from(["Alpha", "Beta"])
acts = st.sampled_from([(letter, text) for letter, texts in WORDS.items() for text in texts])


class RadarMachine(RuleBasedStateMachine):
    def __init__(self, new_demo: NewStore) -> None:
        super().__init__()
        self._new_demo = new_demo
        self._runner = asyncio.Runner()
        self._open = AsyncExitStack()

    @initialize(role=st.sampled_from(["rep", "manager"]))
    def begin(self, role: str) -> None:
        self.ctx = self._new_demo(DEMO_NOW)
        make_known(self.ctx, [job.plan for job in JOBS])
        worker.enlist(self.ctx, "w")  # of this process, so that the screens start none
        worker.beat(self.ctx, "w", None)
        self.ledger = Ledger({row.key: row for row in clients.page(self.ctx).rows})
        self.people: dict[str, Person] = {}
        for name, may in (("ana", role), ("mei", "manager")):
            self._run(self._sit_down(Viewer(name, may)))
        self.acts = Acts(self.ctx, self.ledger)
        self.views = Views(self.ctx, self.ledger)

    async def _sit_down(self, viewer: Viewer) -> None:
        ctx = replace(self.ctx, viewer=viewer)
        hand = await self._open.enter_async_context(using(ctx, SIZE))
        self.people[viewer.name] = Person(hand, ctx, names_of(self.ledger))

    def teardown(self) -> None:
        self._runner.run(self._open.aclose())
        self._runner.close()

    def _run(self, coming: Coroutine[Any, Any, Any]) -> None:
        self._runner.run(coming)

    def _other(self, who: str) -> Person:
        return self.people["mei" if who == "ana" else "ana"]

    def _has_rows(self, who: str) -> bool:
        return not self.people[who].by and bool(self.people[who].cursor)

    # What is looked at

    @rule(who=people, clauses=st.sampled_from(QUERIES), kept=st.booleans())
    def filters(self, who: str, clauses: Clauses, kept: bool) -> None:
        self._run(self._filters(self.people[who], clauses, kept))

    async def _filters(self, person: Person, clauses: Clauses, kept: bool) -> None:
        before = person.clauses
        await person.press("slash")
        await person.until(lambda: "drop the edit" in person.row(-1))
        if clauses != before:
            await person.write(" ".join(clauses))
            person.clauses = clauses
            await person.until(lambda: self._is_counted(person))
            person.unmark()
        await person.press("enter" if kept else "escape")
        if kept and clauses != before:
            person.outer = None
        elif not kept:
            person.clauses = before

    def _is_counted(self, person: Person) -> bool:
        """Whether the rows are those of what stands in the box."""
        if person.hand.list.query_text != " ".join(person.clauses):
            return False
        many = len(self.ledger.found(person.clauses, person.who))
        return f" of {many} · " in person.row(3)

    @rule(who=people, letter=st.sampled_from(list(SORTS)))
    def sorts(self, who: str, letter: str) -> None:
        person = self.people[who]
        if person.by:
            return
        now = "▲" if person.right.endswith("▲") else "▼"
        field = person.right.split()[-2]
        wanted = SORTS[letter]
        if wanted.removeprefix("-") == field:
            wanted = f"-{field}" if now == "▲" else field
        self._run(person.press("s", letter))
        person.sort = wanted
        person.unmark()

    @rule(who=people, letter=st.sampled_from("otn"))
    def groups(self, who: str, letter: str) -> None:
        person = self.people[who]
        self._run(person.press("b", letter))
        if letter == "n" and not person.by:
            self._run(person.press("escape"))
            return
        person.unmark()
        person.outer, person.by = None, {"o": "owner", "t": "tier", "n": ""}[letter]

    @rule(who=people, down=st.integers(0, 4))
    def opens_a_group(self, who: str, down: int) -> None:
        person = self.people[who]
        if not person.by or not person.group:
            return
        self._run(person.press(*["down"] * down))
        tiers = {" ".join(words.split()): tier for tier, words in TIER_WORDS.items()}
        group = " ".join(person.group.split())
        condition = f"{person.by}:{tiers.get(group, group)}"
        self._run(person.press("enter"))
        person.outer, person.by = (person.clauses, person.by), ""
        if group != "total" and condition not in person.clauses:
            person.clauses = (*person.clauses, condition)

    @rule(who=people)
    def refreshes(self, who: str) -> None:
        self._run(self.people[who].press("r"))

    @rule(who=people)
    def goes_back(self, who: str) -> None:
        self._run(self.views.back(self.people[who]))

    # Marks

    @rule(who=people, down=st.integers(0, 3), key=st.sampled_from(["space", "shift+down"]))
    def marks(self, who: str, down: int, key: str) -> None:
        person = self.people[who]
        if not self._has_rows(who):
            return
        self._run(person.press(*["down"] * down))
        keys = [row.key for row in person.rows]
        at = keys.index(person.cursor)
        self._run(person.press(key))
        if key == "space":
            (person.left_out if person.by_query else person.marks).symmetric_difference_update(
                {keys[at]}
            )
        elif person.by_query:
            person.left_out -= set(keys[at : at + 2])
        else:
            person.marks |= set(keys[at : at + 2])

    @rule(who=people)
    def marks_all(self, who: str) -> None:
        person = self.people[who]
        if not self._has_rows(who):
            return
        self._run(person.press("asterisk"))
        by_query = not person.by_query
        person.unmark()
        person.by_query = by_query

    # What is done, and taken back

    @rule(who=people, act=acts, between=st.booleans())
    def acts_on_clients(self, who: str, act: tuple[str, str], between: bool) -> None:
        person, other = self.people[who], self._other(who)
        if act[0] == "a" and not person.leads:
            return

        async def meanwhile() -> None:
            if other.acts:
                await self.acts.act(other, "g", "+vip")

        if person.acts:
            self._run(self.acts.act(person, *act, meanwhile if between else None))

    @rule(who=people)
    def takes_back(self, who: str) -> None:
        self._run(self.acts.turn(self.people[who], "z"))

    @rule(who=people)
    def does_again(self, who: str) -> None:
        self._run(self.acts.turn(self.people[who], "Z"))

    # Views

    @rule(who=people, name=names, over=st.booleans())
    def saves_a_view(self, who: str, name: str, over: bool) -> None:
        self._run(self.views.save(self.people[who], name, over))

    def _views_of(self, who: str) -> list[tuple[str, str]]:
        return [*self.views.visible(self.people[who]), *STARTERS]

    @rule(who=people, data=st.data())
    def opens_a_view(self, who: str, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(self._views_of(who)))
        shown = STARTERS.get(key) or self.ledger.views()[key]
        self._run(self.views.open(self.people[who], key, shown))

    @precondition(lambda self: self.ledger.views())
    @rule(who=people, data=st.data(), letter=st.sampled_from("armn"))
    def shares_a_view(self, who: str, data: st.DataObject, letter: str) -> None:
        self._change_view(who, data, lambda p, key: self.views.share(p, key, letter))

    @precondition(lambda self: self.ledger.views())
    @rule(who=people, data=st.data())
    def forgets_a_view(self, who: str, data: st.DataObject) -> None:
        self._change_view(who, data, self.views.forget)

    def _change_view(
        self,
        who: str,
        data: st.DataObject,
        change: Callable[[Person, tuple[str, str]], Coroutine[Any, Any, None]],
    ) -> None:
        known = self.views.visible(self.people[who])
        if known:
            self._run(change(self.people[who], data.draw(st.sampled_from(known))))

    # What holds at any time

    @invariant()
    def the_store_holds_what_was_done(self) -> None:
        rows = {row.key: row for row in clients.page(self.ctx).rows}
        for key, row in rows.items():
            assert row.owner == self.ledger.owner(key)
            assert row.tags == self.ledger.tags(key)
            assert row.snoozed == self.ledger.snoozed(key)
            assert row.noted == self.ledger.noted(key)
        self.acts.tasks_agree()
        for person in self.people.values():
            self.views.agree(person)

    @invariant()
    def both_screens_say_so(self) -> None:
        for person in self.people.values():
            self._run(self._agrees(person))

    async def _agrees(self, person: Person) -> None:
        shows = self._groups_agree if person.by else self._rows_agree
        await person.until(lambda: person.waits or shows(person))
        if person.waits:
            await person.press("r")
            await person.until(lambda: shows(person))
        if not person.by:
            await person.until(lambda: self._marks_are_told(person))
        await self.views.is_told(person)
        self._exports_agree(person)

    def _groups_agree(self, person: Person) -> bool:
        counted = self._counted(person)
        words = f"group{'' if len(counted) == 1 else 's'} of {counted.total()} · by"
        shown = {" ".join(name.split()): n for name, n in person.groups.items()}
        shown.pop("total", None)
        told = {" ".join(TIER_WORDS.get(key, key).split()): n for key, n in counted.items()}
        return shown == told and person.right.startswith(f"{len(counted)} {words}")

    def _counted(self, person: Person) -> Counter[str]:
        """How many each group has: by owner, or by tier."""
        keys = self.ledger.found(person.clauses, person.who)
        if person.by == "owner":
            return Counter(self.ledger.owner(key) or "none" for key in keys)
        return Counter(self.ledger.clients[key].tier for key in keys)

    def _rows_agree(self, person: Person) -> bool:
        keys = self.ledger.found(person.clauses, person.who)
        if len(person.rows) != len(keys) or person.count != len(keys):
            return False
        asked, sort = person.asked, person.sort or None
        listed = [row.key for row in clients.page(person.ctx, asked, sort=sort).rows]
        return set(listed) == keys and person.rows == [self._line(person, k) for k in listed]

    def _line(self, person: Person, key: str) -> Line:
        left_out = person.left_out if person.by_query else person.marks
        owner = self.ledger.owner(key) or "none"
        return Line(key, owner, self.ledger.noted(key), (key in left_out) != person.by_query)

    def _marks_are_told(self, person: Person) -> bool:
        if person.by_query:
            many = len(self.ledger.found(person.clauses, person.who) - person.left_out)
            return f"{many} marked by query" in person.stands
        if person.marks:
            return f"{len(person.marks)} marked: " in person.stands
        return " marked" not in person.stands

    def _exports_agree(self, person: Person) -> None:
        keys = self.ledger.found(person.clauses, person.who)
        rows = exported(person)
        if person.by:
            told = {row[person.by] or "none": int(row["n"]) for row in rows}
            assert told == self._counted(person)
            return
        meant = person.marks or keys - person.left_out
        assert {row["id"] for row in rows} == meant
        assert len(rows) == len(meant)
        for row in rows:
            assert row["owner"] == (self.ledger.owner(row["id"]) or "")
