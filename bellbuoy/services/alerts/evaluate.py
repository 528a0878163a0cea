"""Looking at the rules: alerts begin, ring again and end, as facts say.

The work follows the change: of a client rule only clients are looked at about
whom something came in. A new day, another wording of the rule, or very many
changes at once ask it of the whole base, in one statement.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2s
from typing import TYPE_CHECKING

from bellbuoy.services.alerts.posting import post_again, post_openings
from bellbuoy.services.alerts.subjects import Found, look_up
from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from core.alerts.episodes import changes
from core.alerts.types import Rule
from core.query.errors import QueryError
from storage.alerts import reads
from storage.alerts.marks import EVERYBODY, MANY, Taken, gather, release, taken
from storage.alerts.rules import Look, looks, put_look, rules
from storage.engine.reader import Reader, Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit

LEASE = "worker"
HOUR_US = 3_600_000_000
"""At least so often a look is written down, though it says nothing new."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """How many subjects were looked at, how many alerts began, rang again and
    ended, and how many deliveries wait to be sent because of it."""

    looked: int = 0
    opened: int = 0
    again: int = 0
    closed: int = 0
    posted: int = 0

    def __add__(self, other: Evaluated) -> Evaluated:
        return Evaluated(
            self.looked + other.looked,
            self.opened + other.opened,
            self.again + other.again,
            self.closed + other.closed,
            self.posted + other.posted,
        )

    @property
    def changed(self) -> int:
        return self.opened + self.again + self.closed


@service("alert:evaluate", writes=True)
def evaluate(
    ctx: Context,
    *,
    fence: int | None = None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Evaluated:
    """Look at every active rule. Safe to kill at any point: what a rule changes and
    what is to be sent for it is one transaction, and marks go last."""
    done = Evaluated()
    with ctx.store.reader() as reader:
        marks = _marks(ctx, reader, fence)
        wanted = [rule for rule in rules(reader).values() if rule.active]
        before = looks(reader)
        only = {client for client, _ in marks}
        everybody = EVERYBODY in only
        for place, rule in enumerate(wanted):
            if cancelled():
                return done
            look = before.get(rule.name)
            whole = everybody or look is None or look.stamp != _stamp(ctx, rule)
            done += _one(ctx, reader, rule, None if whole else only, look, fence)
            progress(place + 1, len(wanted))
    if marks:
        with ctx.store.unit() as unit:
            _lead(unit, fence)
            release(unit, marks)
    return done


def _marks(ctx: Context, reader: Rows, fence: int | None) -> Taken:
    """The marks that wait; many become one for all."""
    found = taken(reader)
    if len(found) <= MANY:
        return found
    with ctx.store.unit() as unit:
        _lead(unit, fence)
        gather(unit)
    return taken(reader)


def _stamp(ctx: Context, rule: Rule) -> str:
    """The wording of a rule and the day, which a look holds for."""
    worded = repr((rule.subject, rule.condition, rule.was, rule.days, ctx.info.timezone))
    return f"{ctx.today} {blake2s(worded.encode(), digest_size=8).hexdigest()}"


def _one(
    ctx: Context,
    reader: Reader,
    rule: Rule,
    only: Collection[int] | None,
    look: Look | None,
    fence: int | None,
) -> Evaluated:
    """Look at one rule. A rule that cannot be read says so in the list of rules;
    the others go on."""
    if rule.subject == "client" and only is not None and not only:
        # Nothing came in: only the time may have come for a ring.
        numbers = reads.open_numbers(reader, rule.name)
        found = Found(frozenset(numbers), (), 0, None)
    else:
        try:
            found = look_up(ctx, reader, rule, only, None if look is None else look.day)
        except QueryError as fault:
            with ctx.store.unit() as unit:
                _lead(unit, fence)
                put_look(unit, rule.name, Look("", ctx.today, ctx.wall_us, 0, fault.message))
            return Evaluated()
    if _as_before(ctx, reader, rule, found, look):
        return Evaluated(found.looked)
    with ctx.store.unit() as unit:
        _lead(unit, fence)
        return _write(ctx, unit, rule, found, look)


def _as_before(
    ctx: Context, reader: Reader, rule: Rule, found: Found, look: Look | None
) -> bool:
    """Whether a look says nothing new: then it costs no transaction."""
    if look is None or look.error or look.stamp != _stamp(ctx, rule):
        return False
    if found.left_out not in (None, look.left_out) or ctx.wall_us - look.looked_us > HOUR_US:
        return False
    standing = reads.open_of(reader, rule.name)
    return not changes(rule, found.holding, found.starting, standing, ctx.wall_us)


def _write(ctx: Context, unit: Unit, rule: Rule, found: Found, look: Look | None) -> Evaluated:
    from storage.alerts import writes

    now = ctx.wall_us
    left_out = found.left_out
    if left_out is None:
        left_out = 0 if look is None else look.left_out
    fresh = Look(_stamp(ctx, rule), ctx.today, now, left_out, "")
    current = rules(unit).get(rule.name)
    if current != rule:
        # Somebody changed it since: the next look is at the new one.
        return Evaluated(found.looked)
    standing = reads.open_of(unit, rule.name)
    moved = changes(rule, found.holding, found.starting, standing, now)
    posted = 0
    if moved:
        writes.end(unit, moved.closed, now)
        writes.ring_again(unit, moved.again, now)
        made = writes.begin(unit, rule, moved.opened, now)
        posted = post_openings(unit, rule, made, left_out, now)
        rung = [reads.alert_by_id(unit, number) for number in moved.again]
        posted += post_again(unit, rule, [alert for alert in rung if alert], now)
    put_look(unit, rule.name, fresh)
    return Evaluated(
        found.looked, len(moved.opened), len(moved.again), len(moved.closed), posted
    )


def _lead(unit: Unit, fence: int | None) -> None:
    """Raise ConflictError where another worker has taken the lead."""
    from storage.jobs.lease import check_fence

    if fence is not None:
        check_fence(unit, LEASE, fence)
