"""How long records are kept. No fact goes without a policy that a person has set;
what the program keeps of its own running goes by what is shipped, or by a policy.

What was counted stays: the daily rollup, the scores and their history. So a past day
whose raw rows are gone is told as a whole, as it was; and facts about such a day are
refused, as nobody could tell any more whether they had been counted before.
"""

from __future__ import annotations

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.retention_machine import Pace, delete_machine, machine_told
from bellbuoy.services.retention_months import fold_months, months_told
from bellbuoy.services.retention_told import told, with_held
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from core.health.types import WINDOW
from core.store.retention import CLASSES, MONTHS, MOST_DAYS, RecordClass
from core.store.types import Retention
from core.values.errors import NotFoundError, UsageError
from core.values.instants import day_text
from storage.engine.reader import Rows
from storage.retention.bounded import Count
from storage.retention.reads import (
    Policy,
    about_due,
    cut_of,
    due,
    held_back,
    newest_day,
    next_due_day,
    policies,
)

_LEASE = "worker"


@service("retention:read")
def listed(ctx: Context) -> tuple[Retention, ...]:
    """Every class with its policy, if it has one, and what is due by it."""
    with ctx.reader() as reader:
        kept = policies(reader)
        return tuple(_told(ctx, reader, name, kept.get(name)) for name in CLASSES)


@service("retention:read")
def show(ctx: Context, name: str) -> Retention:
    """One class. Raises NotFoundError for a word that is none."""
    _class(name)
    with ctx.reader() as reader:
        return _told(ctx, reader, name, policies(reader).get(name))


@service("retention:write", writes=True)
def put(ctx: Context, name: str, days: int, basis: str | None, *, new: bool) -> Retention:
    """Add a policy (`new`) or change one; the class as it stands then. `basis` None
    keeps what stood. Raises UsageError where there is one already, or days do not fit;
    NotFoundError where there is none to change."""
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change
    from storage.retention.writes import put_policy

    _check(name, days)
    with ctx.store.unit() as unit:
        before = policies(unit).get(name)
        _expect(name, before, new=new)
        why = basis if basis is not None else (before.basis if before else "")
        change = Change(unit, actor_of(ctx), "retention.write", name)
        change.watch("retention_policy", [name])
        put_policy(unit, name, days, why, ctx.wall_us)
        change.close()
        return _told(ctx, unit, name, policies(unit)[name])


@service("store:read")
def gone_words(ctx: Context) -> str | None:
    """What is to be said of a look at a day whose raw rows have gone; None elsewhere."""
    if ctx.as_of is None:
        return None
    with ctx.reader() as reader:
        gone, folded = cut_of(reader, "telemetry"), cut_of(reader, MONTHS)
    if folded is not None and ctx.today < folded + WINDOW:
        return (
            f"use up to {day_text(folded)} is known by month only: scores and their parts"
            " are those that history keeps, and a last day of use is that of whole months"
        )
    if gone is None or ctx.today > gone:
        return None
    return (
        f"raw rows up to {day_text(gone)} are no longer kept: this is told from daily sums"
        " and the history of scores"
    )


@service("retention:read")
def plan(ctx: Context, name: str, days: int) -> Retention:
    """What would be due by a policy that is not set."""
    _check(name, days)
    with ctx.reader() as reader:
        return _told(ctx, reader, name, Policy(name, days, "", ctx.wall_us))


@service("retention:write", writes=True)
def remove(ctx: Context, name: str) -> Retention:
    """Take a policy away: from then on nothing of the class goes, or by what is shipped.
    What it was."""
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change
    from storage.retention.writes import remove_policy

    _class(name)
    with ctx.store.unit() as unit:
        before = policies(unit).get(name)
        _expect(name, before, new=False)
        assert before is not None
        change = Change(unit, actor_of(ctx), "retention.write", name)
        change.watch("retention_policy", [name])
        remove_policy(unit, name)
        change.close()
        return _told(ctx, unit, name, before)


@service("retention:run", writes=True)
def run(
    ctx: Context,
    name: str | None = None,
    *,
    fence: int | None = None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> tuple[Retention, ...]:
    """Delete what is due by the policies, or by one; what was due. First it is kept up
    to which day facts go; then they go, 5,000 in a transaction. Stopped half-way, the
    next run goes on. Raises NotFoundError for a class of facts without a policy."""
    with ctx.store.reader() as reader:
        kept = policies(reader)
        if name is not None and not _class(name).machine:
            _expect(name, kept.get(name), new=False)
        every = [_told(ctx, reader, each, kept.get(each), exact=True) for each in _names(name)]
    wanted = [each for each in every if each.days is not None]
    total, done = sum(each.due for each in wanted), 0
    for each in wanted:
        pace = Pace(done, total, progress, cancelled)
        if each.due and CLASSES[each.name].machine:
            done = delete_machine(ctx, each, fence, pace)
        elif each.due and each.name == MONTHS:
            _keep_cut(ctx, each, fence)
            done = fold_months(ctx, each, fence, pace)
        elif each.due:
            done = _delete(ctx, each, fence, done, total, progress, cancelled)
    return tuple(wanted)


def _names(name: str | None) -> tuple[str, ...]:
    return tuple(CLASSES) if name is None else (name,)


def _delete(
    ctx: Context, what: Retention, fence: int | None, done: int, total: int,
    progress: Progress, cancelled: Cancelled,
) -> int:  # fmt: skip
    from storage.jobs.lease import check_fence
    from storage.retention.writes import CHUNK, delete_some

    assert what.cut is not None
    _keep_cut(ctx, what, fence)
    day = None
    while not cancelled():
        with ctx.store.reader() as reader:
            day = next_due_day(reader, what.name, -(2**40) if day is None else day, what.cut)
        if day is None:
            break
        gone = CHUNK
        while gone == CHUNK and not cancelled():
            with ctx.store.unit(durable=False) as unit:
                if fence is not None:
                    check_fence(unit, _LEASE, fence)
                gone = delete_some(unit, what.name, day)
            done += gone
            progress(done, total)
    return done


def _keep_cut(ctx: Context, what: Retention, fence: int | None) -> None:
    """Keep up to which day rows go, and who did it, before the first one does."""
    from bellbuoy.services.settings import actor_of
    from storage.audit.writes import Change
    from storage.health.marks import drop_past_views
    from storage.jobs.lease import check_fence
    from storage.retention.writes import move_cut

    assert what.cut is not None
    with ctx.store.unit() as unit:
        if fence is not None:
            check_fence(unit, _LEASE, fence)
        change = Change(unit, actor_of(ctx), "retention.run", what.name)
        move_cut(unit, what.name, what.cut)
        if what.name == MONTHS:
            # A look must not depend on whether somebody had it while there were days.
            drop_past_views(unit, 0)
        change.close({"rows": what.due, "until": day_text(what.cut)})


def _told(
    ctx: Context, rows: Rows, name: str, policy: Policy | None, *, exact: bool = False
) -> Retention:
    """A class as it stands; not `exact`, many rows are estimated. Facts are due that are
    more than the days of the policy older than the newest fact: an old export keeps its
    days (DEFINITIONS 15.3)."""
    record = CLASSES[name]
    if record.machine:
        return machine_told(ctx, rows, record, policy)
    if name == MONTHS:
        return months_told(ctx, rows, record, policy, exact=exact)
    gone = cut_of(rows, name)
    newest = newest_day(rows, ctx.today)
    cut = None if policy is None or newest is None else newest - policy.days - 1
    held = held_back(rows, name, cut)
    cut = cut if held is None else held - 1
    found = Count(0, None) if cut is None else _counted(rows, name, cut, exact=exact)
    return with_held(told(record, policy, found, cut, gone), held)


def _counted(rows: Rows, name: str, cut: int, *, exact: bool) -> Count:
    return Count(*due(rows, name, cut)) if exact else about_due(rows, name, cut)


def _class(name: str) -> RecordClass:
    if name not in CLASSES:
        raise NotFoundError(f"no class “{name}”", "classes: " + ", ".join(CLASSES))
    return CLASSES[name]


def _check(name: str, days: int) -> None:
    record = _class(name)
    if not record.least <= days <= MOST_DAYS:
        raise UsageError(f"a policy takes {record.least} to {MOST_DAYS:,} days", record.why)


def _expect(name: str, found: Policy | None, *, new: bool) -> None:
    if new and found is not None:
        raise UsageError(
            f"there is a policy for {name} already", f"bellbuoy retention edit {name} --days N"
        )
    if not new and found is None:
        days = CLASSES[name].days
        raise NotFoundError(
            f"no policy for {name}", f"bellbuoy retention add {name} --days {days}"
        )
