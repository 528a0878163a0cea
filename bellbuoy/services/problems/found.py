"""The problems of a store and of this installation, as far as a role may know."""

from __future__ import annotations

from datetime import timedelta

from bellbuoy.services import jobs, quarantine, worker
from bellbuoy.services.authorise import policy, service
from bellbuoy.services.backup import keeping as backups
from bellbuoy.services.context import Context
from bellbuoy.services.lists import query_context
from bellbuoy.services.problems import keeping, state_file
from core.access.policy import decide
from core.operations.problems import FAILED, PROBLEM_FIELDS, SCORING, State, problems_of
from core.operations.report import together
from core.operations.types import Fault, Problem
from core.query.evaluate import Row, predicate
from core.query.parse import parse
from core.values.errors import NotFoundError
from storage.operations.faults import faults as stored_faults

_RECENT = timedelta(days=7)
_FEW = 40


@service("problem:read")
def faults(ctx: Context) -> tuple[Fault, ...]:
    """Every fault that is kept, in the store and beside it, the last seen first."""
    with ctx.reader() as reader:
        found = stored_faults(reader)
    return tuple(together([*found, *state_file.faults()]))


@service("problem:read")
def others(ctx: Context) -> tuple[Problem, ...]:
    """What the screens' own pulse does not tell: the recent faults."""
    recent = tuple(fault for fault in faults(ctx) if ctx.clock.now() - fault.last <= _RECENT)
    state = State((), None, None, None, live=False, now=ctx.clock.now(), faults=recent)
    return tuple(problems_of(state))


@service("problem:read")
def listed(ctx: Context, query: str = "") -> tuple[Problem, ...]:
    """The problems that a query takes, the gravest first. Raises QueryError."""
    asked = parse(query, PROBLEM_FIELDS, query_context(ctx))
    fits = predicate(asked.where, PROBLEM_FIELDS, query_context(ctx))
    return tuple(problem for problem in problems_of(_state(ctx)) if fits(_row(problem)))


@service("problem:read")
def show(ctx: Context, name: str) -> tuple[Problem, tuple[str, ...]]:
    """A problem, and the report of a fault as lines. Raises NotFoundError."""
    found = {problem.id: problem for problem in problems_of(_state(ctx))}
    if name not in found:
        raise NotFoundError(f"no problem “{name}”", "bellbuoy problem list")
    fault = next((each for each in faults(ctx) if each.report.ref == name), None)
    return found[name], () if fault is None else tuple(keeping.lines_of(fault))


def _state(ctx: Context) -> State:
    runs = jobs.runs(ctx, limit=_FEW) if _may(ctx, "job:read") else []
    newest = {run.job: run for run in reversed(runs) if run.state not in ("running", "skipped")}
    scored = [
        run.ended for run in runs if run.job == SCORING and run.state == "ok" and run.ended
    ]
    return State(
        failed=tuple(run for run in newest.values() if run.state in FAILED),
        worker=worker.status(ctx) if _may(ctx, "worker:read") else None,
        scored=max(scored, default=None),
        quarantined=quarantine.waiting(ctx) if _may(ctx, "quarantine:read") else None,
        live=ctx.info.clock.mode == "live",
        now=ctx.clock.now(),
        faults=faults(ctx),
        backup=backups.state(ctx) if _may(ctx, "store:read") else None,
    )


def _may(ctx: Context, action: str) -> bool:
    """Asked in passing: a refusal of what nobody asked for is not recorded."""
    return decide(policy(), ctx.viewer, action).allowed


def _row(problem: Problem) -> Row:
    return {
        "id": problem.id,
        "kind": problem.kind,
        "words": problem.words,
        "grave": problem.grave,
        "count": problem.count,
        "first": problem.first,
        "last": problem.last,
    }
