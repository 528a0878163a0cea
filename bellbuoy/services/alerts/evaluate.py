"""Looking at the rules: alerts begin, ring again and end, as facts say.

The work follows the change: of a client rule only clients are looked at about
whom something came in. A new day, another wording of the rule, or very many
changes at once ask it of the whole base, in one statement. Whom a simulation in
force has reached is left alone (`storage/alerts/held.py`), and keeps its mark.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2s
from typing import TYPE_CHECKING

from bellbuoy.services.alerts.posting import post_again, post_openings
from bellbuoy.services.alerts.subjects import Found, look_up
from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from bellbuoy.services.snapshot import one_snapshot
from core.alerts.episodes import Standing, changes
from core.alerts.types import Rule
from core.query.errors import QueryError
from storage.alerts import reads
from storage.alerts.held import held_subjects, mark_held
from storage.alerts.marks import EVERYBODY, MANY, Taken, gather, release, taken
from storage.alerts.rules import Look, looks, put_look, rules
from storage.engine.reader import Reader, Rows
from storage.simulations.reads import any_simulated

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
        whole = _asked_of_all(ctx, wanted, before, everybody=EVERYBODY in only)
        _wait_for_held(ctx, reader, whole, fence)
        for place, rule in enumerate(wanted):
            if cancelled():
                return done
            among = None if rule in whole else only
            done += _one(ctx, reader, rule, among, before.get(rule.name), fence)
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


def _asked_of_all(
    ctx: Context, wanted: Sequence[Rule], before: Mapping[str, Look], *, everybody: bool
) -> list[Rule]:
    """The rules of which the whole base is asked."""
    found = ((rule, before.get(rule.name)) for rule in wanted)
    return [
        rule for rule, look in found
        if everybody or look is None or look.stamp != _stamp(ctx, rule)
    ]  # fmt: skip


def _wait_for_held(
    ctx: Context, reader: Rows, whole: Sequence[Rule], fence: int | None
) -> None:
    """Mark whom a simulation holds before the base is asked without them: they are looked
    at once it has been taken back."""
    if any(rule.subject == "client" for rule in whole) and any_simulated(reader):
        with ctx.store.unit() as unit:
            _lead(unit, fence)
            mark_held(unit)


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
            with one_snapshot(reader):
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
    standing = _standing(reader, rule)
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
    standing = _standing(unit, rule)
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


def _standing(rows: Rows, rule: Rule) -> dict[str, Standing]:
    """The open alerts of a rule that may ring again or end."""
    held = held_subjects(rows, rule)
    found = reads.open_of(rows, rule.name)
    return {key: alert for key, alert in found.items() if key not in held}


def _lead(unit: Unit, fence: int | None) -> None:
    """Raise ConflictError where another worker has taken the lead."""
    from storage.jobs.lease import check_fence

    if fence is not None:
        check_fence(unit, LEASE, fence)
