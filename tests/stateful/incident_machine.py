"""Two people who take incidents through their lives, in any order and under a clock
that jumps ahead, and take it back.

The model knows nothing of tables: of each incident its severity, whether it is over and
how, and whom it hurts. What a client's incidents cost it follows from that alone.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bellbuoy.services import incidents
from bellbuoy.services.incidents.adding import NewIncident, add
from bellbuoy.services.incidents.linking import link
from bellbuoy.services.incidents.merging import merge
from bellbuoy.services.incidents.moves import assign, move, note, set_severity
from bellbuoy.services.incidents.splitting import split
from bellbuoy.services.scoring.recompute import recompute
from bellbuoy.services.undo.taking_back import undo
from core.desk.types import Selection
from core.incidents.types import SEVERITIES, VERBS, Done, Severity, Verb
from core.values.errors import ConflictError
from tests.bellbuoy.services.desk.working import of, some_clients
from tests.bellbuoy.services.incidents.acting import the
from tests.bellbuoy.services.incidents.counted import counters_are_right
from tests.fixtures.stores import NOW, NewStore
from tests.fixtures.stores import move as set_clock

CLIENTS = tuple(f"C-{n}" for n in range(1, 5))
COST = {"critical": 40, "high": 20, "medium": 10, "low": 4}
ALLOWED: dict[str, tuple[str, ...]] = {
    "ack": ("open", "acknowledged", "pending"),
    "pend": ("open", "acknowledged", "pending"),
    "resume": ("open", "acknowledged", "pending"),
    "resolve": ("open", "acknowledged", "pending", "resolved", "closed"),
    "close": ("resolved", "closed"),
    "reopen": ("resolved", "closed"),
}
people = st.sampled_from(["ana", "mei"])
places = st.integers(0, 3)
clients = st.sets(st.sampled_from(CLIENTS), min_size=1, max_size=3).map(sorted)


@dataclass
class Known:
    """An incident as the model has it; `hurts`: the first client comes first."""

    severity: str
    hurts: list[str]
    status: str = "open"
    answered: bool = False
    reason: str | None = None

    def cost(self) -> int:
        if self.reason is None:
            return COST[self.severity]
        return 0 if self.reason in ("duplicate", "cancelled") else COST[self.severity] // 2


@dataclass
class Stack:
    """What stood before each change, and who made it: only the last goes back."""

    made: list[tuple[str, int, dict[str, Known]]] = field(default_factory=list)


class IncidentMachine(RuleBasedStateMachine):
    def __init__(self, new_store: NewStore) -> None:
        super().__init__()
        self._new_store = new_store

    @initialize()
    def begin(self) -> None:
        self.ctx = some_clients(self._new_store, len(CLIENTS))
        self.known: dict[str, Known] = {}
        self.stack = Stack()
        self.now, self.given = NOW, 0

    def _named(self, place: int) -> str:
        return sorted(self.known)[place % len(self.known)]

    def _did(self, who: str, before: dict[str, Known], done: Done) -> None:
        if done.change is None:
            assert self.known == before
        else:
            self.stack.made.append((who, done.change, before))

    def _tried(self, allowed: bool, act: Callable[[], Done]) -> Done | None:
        try:
            done = act()
        except ConflictError:
            assert not allowed
            return None
        assert allowed
        return done

    @rule(minutes=st.sampled_from([0, 7, 50, 300, 5_000]))
    def the_clock_jumps(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        set_clock(self.ctx, self.now)

    @rule(who=people, some=clients, severity=st.sampled_from(SEVERITIES))
    def adds(self, who: str, some: list[str], severity: Severity) -> None:
        before = copy.deepcopy(self.known)
        found = add(of(self.ctx, who), [NewIncident(tuple(some), "trouble", severity)])
        self.known[found.keys[0]] = Known(severity, list(some))
        self._did(who, before, found.done)

    @precondition(lambda self: self.known)
    @rule(who=people, place=places, verb=st.sampled_from(VERBS), fine=st.booleans())
    def moves(self, who: str, place: int, verb: Verb, fine: bool) -> None:
        key, before = self._named(place), copy.deepcopy(self.known)
        found, reason = self.known[key], "fixed" if fine else "cancelled"
        ctx = of(self.ctx, who)
        done = self._tried(
            found.status in ALLOWED[verb],
            lambda: move(ctx, the(key), verb, reason=reason),  # type: ignore[arg-type]
        )
        if done is not None:
            self._moved(found, verb, reason)
            self._did(who, before, done)

    def _moved(self, found: Known, verb: str, reason: str) -> None:
        if verb == "ack":
            found.status, found.answered = "acknowledged", True
        elif verb == "pend":
            found.status = "pending"
        elif verb == "resume" and found.status == "pending":
            found.status = "acknowledged" if found.answered else "open"
        elif verb == "resolve":
            found.reason, found.answered = reason, True
            found.status = found.status if found.status == "closed" else "resolved"
        elif verb == "close":
            found.status = "closed"
        elif verb == "reopen":
            found.status, found.reason = "open", None

    @precondition(lambda self: self.known)
    @rule(who=people, place=places, severity=st.sampled_from(SEVERITIES))
    def rates(self, who: str, place: int, severity: Severity) -> None:
        key, before = self._named(place), copy.deepcopy(self.known)
        done = set_severity(of(self.ctx, who), the(key), severity)
        self.known[key].severity = severity
        self._did(who, before, done)

    @precondition(lambda self: self.known)
    @rule(who=people, place=places, told=st.booleans())
    def tells(self, who: str, place: int, told: bool) -> None:
        key, ctx = self._named(place), of(self.ctx, who)
        done = note(ctx, the(key), "words") if told else assign(ctx, the(key), who)
        if done.change is not None:
            self.stack.made.append((who, done.change, copy.deepcopy(self.known)))

    @precondition(lambda self: self.known)
    @rule(who=people, place=places, some=clients, put=st.booleans())
    def links(self, who: str, place: int, some: list[str], put: bool) -> None:
        key, before = self._named(place), copy.deepcopy(self.known)
        found, ctx = self.known[key], of(self.ctx, who)
        done = self._tried(
            put or found.hurts[0] not in some,
            lambda: link(ctx, the(key), Selection(tuple(some)), take_away=not put),
        )
        if done is not None:
            others = {*found.hurts[1:], *some} if put else {*found.hurts[1:]} - {*some}
            found.hurts[1:] = sorted(others - {found.hurts[0]})
            self._did(who, before, done)

    @precondition(lambda self: len(self.known) > 1)
    @rule(who=people, place=places, other=places)
    def merges(self, who: str, place: int, other: int) -> None:
        one, into = self._named(place), self._named(other)
        before, ctx = copy.deepcopy(self.known), of(self.ctx, who)
        found, goal = self.known[one], self.known[into]
        if one == into:
            return
        allowed = goal.reason is None and found.reason != "duplicate"
        if not allowed and goal.reason is None:
            return  # whether it repeats that very one is the store's to know
        done = self._tried(allowed, lambda: merge(ctx, the(one), into))
        if done is not None:
            found.status, found.reason, found.answered = "closed", "duplicate", True
            others = {*goal.hurts[1:], *found.hurts} - {goal.hurts[0]}
            goal.hurts[1:] = sorted(others)
            self._did(who, before, done)

    @precondition(lambda self: self.known)
    @rule(who=people, place=places, client=st.sampled_from(CLIENTS))
    def splits(self, who: str, place: int, client: str) -> None:
        key, before = self._named(place), copy.deepcopy(self.known)
        found, ctx = self.known[key], of(self.ctx, who)
        done = self._tried(
            found.reason is None and client in found.hurts[1:],
            lambda: split(ctx, key, Selection((client,))),
        )
        if done is not None:
            found.hurts.remove(client)
            status = "acknowledged" if found.answered else "open"
            new = Known(found.severity, [client], status, found.answered)
            self.known[done.first[-1].key] = new
            self._did(who, before, done)

    @precondition(lambda self: self.stack.made)
    @rule()
    def takes_back(self) -> None:
        """The last change, whosever it was, goes back."""
        who, number, before = self.stack.made.pop()
        assert undo(of(self.ctx, who), number) is not None
        self.known = before

    @invariant()
    def lists_say_what_the_model_says(self) -> None:
        if not hasattr(self, "known"):
            return
        told = {
            row.key: (row.severity, list(row.affects), row.status, row.resolution)
            for row in incidents.page(self.ctx).rows
        }
        assert told == {
            key: (each.severity, each.hurts, each.status, each.reason)
            for key, each in self.known.items()
        }

    def teardown(self) -> None:
        """Scores and counters are what a recompute from nothing finds."""
        if not hasattr(self, "known"):
            return
        recompute(self.ctx)
        counters_are_right(self.ctx)
        with self.ctx.reader() as reader:
            told = reader.rows(
                "SELECT c.key, c.open_incidents, s.penalty FROM client c"
                " JOIN score s ON s.client_id = c.id ORDER BY c.key"
            )
        wanted = []
        for key in CLIENTS:
            mine = [each for each in self.known.values() if key in each.hurts]
            still = sum(each.reason is None for each in mine)
            wanted.append((key, still, sum(each.cost() for each in mine)))
        assert [tuple(row) for row in told] == wanted
