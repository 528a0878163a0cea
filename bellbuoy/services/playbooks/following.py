"""Who follows a playbook, how far, and what comes of it in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bellbuoy.services.authorise import service
from bellbuoy.services.clients import identify
from bellbuoy.services.context import Context
from bellbuoy.services.desk.numbers import number_of
from bellbuoy.services.playbooks.definitions import named
from core.desk.wording import LONGEST_LINE, written
from core.playbooks.results import compared
from core.playbooks.types import OUTCOMES, Counts, Follow, Followed, Outcome, Playbook, Results
from core.values.errors import ConflictError, NotFoundError, UsageError
from core.values.instants import to_micros
from storage.engine.reader import Rows
from storage.playbooks import measure, reads

if TYPE_CHECKING:
    from storage.engine.unit import Unit

MOST = 200
"""Clients of a playbook, and playbooks of a client, that a screen shows."""


@service("playbook:read")
def show(ctx: Context, name: str, limit: int = MOST) -> tuple[Playbook, tuple[Follow, ...]]:
    """A playbook and who follows it, the newest first; then who did. Raises
    NotFoundError."""
    with ctx.reader() as reader:
        found = named(reader, name)
        return found, tuple(reads.follows_of_playbook(reader, found.name, limit))


@service("playbook:read")
def results(ctx: Context, name: str) -> Results:
    """What came of a playbook, beside clients that did not follow it. Raises
    NotFoundError."""
    with ctx.reader() as reader:
        found = named(reader, name).name
        counts = reads.counts(reader).get(found, Counts())
        said = reads.outcomes(reader, found)
        groups, unknown = measure.ended(reader, found)
    followers, others, alone = compared(groups)
    told = tuple((each, said[each]) for each in OUTCOMES if each in said)
    return Results(counts, told, followers, others, alone + unknown)


@service("playbook:read")
def of_client(ctx: Context, name: str) -> tuple[Followed, ...]:
    """The playbooks of one client with their steps: what it follows, then what it did;
    of a past moment what had begun by then, as it stands now. Raises NotFoundError;
    UsageError where several clients fit."""
    client = identify(ctx, name)
    with ctx.reader() as reader:
        found = reads.follows_of_client(reader, client, to_micros(ctx.now), MOST)
        return _with_steps(reader, found)


@service("playbook:read")
def one(ctx: Context, key: str) -> Followed:
    """One client's way through a playbook (`P-12`, or `12`). Raises NotFoundError."""
    with ctx.reader() as reader:
        return _with_steps(reader, [_there(reader, key)])[0]


def _with_steps(rows: Rows, found: list[Follow]) -> tuple[Followed, ...]:
    steps = reads.steps_of(rows, [each.id for each in found])
    return tuple(Followed(each, steps.get(each.id, ())) for each in found)


@service("playbook:read")
def finished_by(ctx: Context, task: str) -> Follow | None:
    """The way through a playbook that waits for its outcome since this task (`T-12`)
    ended: none of its steps is open any more. None: there is none."""
    with ctx.reader() as reader:
        found = reads.follow_of_task(reader, number_of(task, "T"))
    return found if found is not None and found.running and not found.open_steps else None


@service("playbook:assign", writes=True)
def close(
    ctx: Context,
    key: str,
    outcome: Outcome,
    note: str = "",
    *,
    expect: int | None = None,
) -> Follow:
    """End a client's way through a playbook with what came of it; steps that are still
    open are dropped for that reason. One that ended so, with the same words, stays as it
    is. Raises NotFoundError; UsageError for no such outcome; ConflictError for one that
    ended otherwise, or where its revision is no longer `expect`."""
    said = readable(outcome, note)
    with ctx.store.unit() as unit:
        before = _there(unit, key)
        if before.outcome == outcome and said in ("", before.said):
            return before
        if not before.running:
            raise ConflictError(
                f"{before.key} ended already: {before.outcome}",
                "bellbuoy undo takes back your last change",
            )
        if expect is not None and before.rev != expect:
            raise ConflictError(f"{before.key} was changed meanwhile", _hint(before))
        return _closed(ctx, unit, before, outcome, said)


def readable(outcome: str, note: str = "") -> str:
    """The words of an outcome, when both hold. Raises UsageError."""
    if outcome not in OUTCOMES:
        raise UsageError(f"“{outcome}” is no outcome", "outcomes: " + ", ".join(OUTCOMES))
    return written(note, "the note", LONGEST_LINE) if note else ""


def _closed(ctx: Context, unit: Unit, before: Follow, outcome: str, said: str) -> Follow:
    from bellbuoy.services.desk.changing import changing
    from storage.playbooks.writes import drop_tasks, end

    steps = reads.steps_of(unit, [before.id]).get(before.id, ())
    open_tasks = [number_of(each.task, "T") for each in steps if each.state == "open"]
    watched = {
        "playbook_follow": (
            [before.id],
            ("open_key", "end_day", "ended_us", "ended_by", "outcome", "said", "rev"),
        ),
        "task": (open_tasks, ("state", "outcome", "done_us", "rev")),
    }
    us = to_micros(ctx.present)
    summary = {"outcome": outcome, "dropped": len(open_tasks)}
    with changing(ctx, unit, "playbook.close", before.key, watched, summary):
        end(unit, before.id, ctx.today, us, ctx.viewer.name, outcome, said)
        drop_tasks(unit, open_tasks, us, f"{before.playbook} ended: {outcome}")
    return _there(unit, before.key)


def _there(rows: Rows, key: str) -> Follow:
    found = reads.follow_by_id(rows, number_of(key, "P"))
    if found is None:
        raise NotFoundError(f"no run of a playbook “{key}”", "bellbuoy playbook list")
    return found


def _hint(found: Follow) -> str:
    return f"bellbuoy playbook show {found.playbook}"
