"""Which alert rules would ring for an effect that is computed and not written.

A rule is read and compiled once; a client is asked once before and once after, and only
if something of it changes. What would be sent for it is counted and held back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from bellbuoy.services.alerts.asking import days_of
from bellbuoy.services.alerts.posting import FLOOD
from bellbuoy.services.context import Context
from bellbuoy.services.lists import query_context
from bellbuoy.services.looks import now_of
from bellbuoy.services.simulations.subjects import Acted
from core.alerts.rules import fields_of, read
from core.alerts.types import Rule
from core.clients.types import ClientRow
from core.playbooks.fitting import client_fields
from core.query.errors import QueryError
from core.query.evaluate import Row, predicate
from core.query.mentions import rows_read, speaks_of
from core.query.references import bind, lookups
from core.query.types import Node
from core.simulations.asked_rows import (
    OF_THE_CLIENT,
    Ground,
    client_after,
    client_row,
    incident_row,
    opened_rows,
    with_client,
)
from core.simulations.types import HeldBack, Rings
from core.values.instants import to_micros
from storage.alerts.asked import client_rows, open_incidents, opened_lately
from storage.alerts.clients import stood
from storage.alerts.reads import open_of
from storage.alerts.rules import channels, looks, rules
from storage.engine.reader import Rows
from storage.incidents.targets import stored_targets
from storage.query.references import references

_NAMED = 10
_MOST_KNOWN = 20_000
Test = Callable[[Row], bool]
Was = tuple[int | None, str | None]
"""The score and tier that stood at the end of a day."""
Stood = dict[int, Was]
_COMPARED = ("fell", "was_health", "was_tier")


@dataclass(slots=True)
class Asked:
    """A rule as single rows are asked it, the days that it compares with where it does,
    and what was found: how many alerts, and the clients that they are about."""

    rule: Rule
    tree: Node
    holds: Test
    begins: Test
    fell: int | None
    was: int | None
    reads: tuple[str, ...]
    alerts: int = 0
    clients: set[str] = field(default_factory=set)
    _known: dict[tuple[object, ...], bool] = field(default_factory=dict)

    def fits(self, row: Row, score: int | None = None, was: Was = (None, None)) -> bool:
        """Whether it holds of a row; `score` and `was` (score, tier) stood on the days
        that it compares with. Rows that are alike where it looks are asked once."""
        key = (score, was, *(row[name] for name in self.reads))
        found = self._known.get(key)
        if found is None:
            if self.fell is not None or self.was is not None:
                row = _compared(row, score, was)
            found = self.holds(row) and self.begins(row)
            if len(self._known) < _MOST_KNOWN:
                self._known[key] = found
        return found


class Ringing:
    """Feed it with the clients of a look, some at a time; `found` says what would ring."""

    def __init__(self, ctx: Context, rows: Rows, window_us: int) -> None:
        self._ctx, self._window_us = ctx, window_us
        self._ground = Ground(ctx.now, ctx.today, ctx.info.currency, stored_targets(rows))
        self._channels = channels(rows)
        last = looks(rows)
        wanted = [rule for rule in rules(rows).values() if rule.active]
        asked = [
            _asked(ctx, rows, rule, last[rule.name].day if rule.name in last else None)
            for rule in wanted if rule.subject in ("client", "incident")
        ]  # fmt: skip
        self._asked = [each for each in asked if each is not None]
        self._of_clients = [each for each in self._asked if each.rule.subject == "client"]
        self._of_incidents = [each for each in self._asked if each.rule.subject == "incident"]

    def add(self, rows: Rows, acted: Sequence[Acted]) -> None:
        """Ask of those among these whom the effect changes."""
        changed = [each for each in acted if each.changes]
        if not changed:
            return
        if self._of_clients:
            self._ask_clients(rows, changed)
        if self._of_incidents:
            self._ask_incidents(rows, changed)

    @property
    def found(self) -> tuple[Rings, ...]:
        """The rules that would ring, by name."""
        return tuple(
            Rings(
                each.rule.name, each.rule.subject, each.rule.severity, each.alerts,
                len(each.clients), tuple(sorted(each.clients)[:_NAMED]), self._held(each),
            )
            for each in self._asked if each.alerts
        )  # fmt: skip

    def _held(self, asked: Asked) -> tuple[HeldBack, ...]:
        """As the outbox would hold them: very many alerts of a rule are one summary."""
        many = asked.alerts if asked.alerts <= FLOOD else 1
        used = [self._channels[name] for name in asked.rule.channels if name in self._channels]
        return tuple(
            HeldBack(channel.name, channel.kind, many)
            for channel in used if channel.active and not channel.stopped
        )  # fmt: skip

    # Clients

    def _ask_clients(self, rows: Rows, changed: Sequence[Acted]) -> None:
        ids = [each.id for each in changed]
        told = any(speaks_of(each.tree, "changed") for each in self._of_clients)
        silent = any(speaks_of(each.tree, "risk_score") for each in self._of_clients)
        stored = client_rows(rows, ids, 0, now_of(self._ctx), changed=told, silent=silent)
        days = {
            day for each in self._of_clients for day in (each.fell, each.was) if day is not None
        }
        then = {
            day: {client: row[1:3] for client, row in stood(rows, ids, day).items()}
            for day in days
        }
        pairs = [(each, *self._both(each, stored[each.id])) for each in changed]
        for asked in self._of_clients:
            fitting = []
            for each, before, after in pairs:
                score = _of(then, asked.fell, each.id)[0]
                was = _of(then, asked.was, each.id)
                if asked.fits(after, score, was) and not asked.fits(before, score, was):
                    fitting.append((each.key, each.key))
            _count(rows, asked, fitting)

    def _both(self, acted: Acted, stored: ClientRow) -> tuple[Row, Row]:
        found, ground = acted.found, self._ground
        row = {**client_fields(stored), "silent": stored.silent}
        before = client_row(row, found.standing, ground.currency)
        return before, client_after(before, found.subject, acted.then, acted.effect, ground)

    # Incidents

    def _ask_incidents(self, rows: Rows, changed: Sequence[Acted]) -> None:
        now_us = to_micros(self._ctx.now)
        opens = [each for each in changed if each.effect.opens]
        lately = opened_lately(rows, [each.id for each in opens], now_us) if opens else {}
        for each in opens:
            fresh = list(opened_rows(
                each.found.subject, each.found.name, each.then, each.effect, self._ground,
                lately.get(each.id, 0),
            ))  # fmt: skip
            for asked in self._of_incidents:
                ringing = sum(map(asked.fits, fresh))
                if ringing:
                    asked.alerts += ringing
                    asked.clients.add(each.key)
        self._ask_standing(rows, changed, now_us)

    def _ask_standing(self, rows: Rows, changed: Sequence[Acted], now_us: int) -> None:
        """Of incidents that stand open an effect changes what their client has."""
        speaking = [each for each in self._of_incidents if speaks_of(each.tree, *OF_THE_CLIENT)]
        if not speaking:
            return
        of = {each.id: each for each in changed if each.effect.resolves is None}
        standing = open_incidents(rows, list(of), now_us, self._window_us)
        moved = [
            (each, before, with_client(before, mine.found.standing, mine.then, mine.effect))
            for each in standing
            for mine in (of[each.client_id],)
            for before in (incident_row(each, self._ctx.now),)
        ]
        for asked in speaking:
            fitting = [
                (each.key, each.client_key) for each, before, after in moved
                if asked.fits(after) and not asked.fits(before)
            ]  # fmt: skip
            _count(rows, asked, fitting)


def _asked(ctx: Context, rows: Rows, rule: Rule, looked: int | None) -> Asked | None:
    """A rule that cannot be read rings for nobody: the list of rules says why."""
    context, fields = query_context(ctx), fields_of(rule)
    try:
        holds, begins = read(rule, context)
        trees = [
            bind(tree, fields, context, references(rows, lookups(tree, fields, context)))
            for tree in (holds, begins) if tree is not None
        ]  # fmt: skip
    except QueryError:
        return None
    tests = [predicate(tree, fields, context) for tree in trees]
    days = days_of(rule, ctx.today, looked)
    names = dict.fromkeys(name for tree in trees for name in rows_read(tree, fields))
    if "fell" in names:
        names["health"] = None  # what it fell to
    return Asked(
        rule, holds, tests[0], tests[1] if len(tests) > 1 else _always,
        days.fell if "fell" in names else None,
        days.was if begins is not None else None,
        tuple(name for name in names if name not in _COMPARED),
    )  # fmt: skip


def _always(row: Row) -> bool:
    del row
    return True


def _of(then: dict[int, Stood], day: int | None, client: int) -> Was:
    return (None, None) if day is None else then[day].get(client, (None, None))


def _compared(row: Row, score: int | None, was: Was) -> Row:
    """The row with what stood on the days that a rule compares with."""
    now = row["health"]
    fell = score - now if score is not None and isinstance(now, int) else None
    return {**row, "fell": fell, "was_health": was[0], "was_tier": was[1]}


def _count(rows: Rows, asked: Asked, fitting: Iterable[tuple[str, str]]) -> None:
    """Count (subject, client) of whom no alert of the rule stands open."""
    found = dict(fitting)
    standing = open_of(rows, asked.rule.name, found) if found else {}
    for subject, client in found.items():
        if subject not in standing:
            asked.alerts += 1
            asked.clients.add(client)
