"""What a rule would have rung in the last 30 days, before it is kept.

A client rule is asked about each day: tiers and scores as they stood at its end,
of other fields what is known now. An incident rule is asked about the incidents of
those days as they stand now. Of jobs and the store nothing of the past is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bellbuoy.services.alerts.asking import asked_of_incidents, named_fields
from bellbuoy.services.alerts.rules import who_fits
from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.lists import query_context
from bellbuoy.services.looks import now_of
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from core.alerts.rules import checked, fields_of, read
from core.alerts.types import Replayed, Rule
from core.query.context import QueryContext
from core.query.references import bind, lookups
from core.query.types import Node
from core.values.instants import from_micros, local_day
from storage.alerts.facts import fitting_incidents
from storage.alerts.replay import KNOWN, began, columns_of_day
from storage.alerts.replay import rang as rang_by_rule
from storage.engine.reader import Reader
from storage.query.columns import ColumnSql
from storage.query.compile import TRUE, compile_where
from storage.query.references import references

DAYS = 30
_MOST = 10_000
_OPENED = 7
_PARAM = re.compile(r":q(\d+)\b")


@service("alert:configure")
def replayed(
    ctx: Context,
    rule: Rule,
    *,
    days: int = DAYS,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Replayed:
    """How often a rule would have begun to ring. `progress` gets how many days were
    looked at, the newest first, and how often it rang on them. Raises UsageError
    (QueryError) for a rule that does not hold."""
    rule = checked(rule, query_context(ctx))
    now, _ = who_fits(ctx, rule, 0)
    if rule.subject == "incident":
        with ctx.reader() as reader:
            return Replayed(_incidents(ctx, reader, rule, days), now, named_fields(ctx, rule))
    if rule.subject != "client":
        return Replayed((), now)
    found: list[int] = []
    with ctx.reader() as reader:
        for back in range(days):
            if cancelled():
                break
            found.append(_day(ctx, reader, rule, ctx.today - back))
            progress(len(found), sum(found))
    known = tuple(name for name in named_fields(ctx, rule) if name not in KNOWN)
    return Replayed(tuple(reversed(found)), now, known)


@service("alert:read")
def rang(ctx: Context, days: int = DAYS) -> Mapping[str, tuple[int, ...]]:
    """Rule to how many of its alerts really began, by 24 hours, the newest last; rules
    without any are not in it."""
    with ctx.reader() as reader:
        return rang_by_rule(reader, ctx.wall_us, days)


def _day(ctx: Context, reader: Reader, rule: Rule, day: int) -> int:
    """Of how many clients it would have begun on a day: it held at the end of the
    day, and not at the end of the day before."""
    at, before, now = _seen_from(ctx, day), _seen_from(ctx, day - 1), now_of(ctx)
    holds, begins = read(rule, at)
    earlier, _ = read(rule, before)
    columns = columns_of_day(day, day - rule.days, day - rule.days, now)
    sql, params = _compiled(ctx, reader, rule, holds, columns, at, "a")
    more, others = TRUE, dict[str, Any]()
    if begins is not None:
        more, others = _compiled(ctx, reader, rule, begins, columns, at, "b")
    yesterday = columns_of_day(day - 1, day - 1 - rule.days, day - 1 - rule.days, now)
    past, those = _compiled(ctx, reader, rule, earlier, yesterday, before, "c")
    return began(reader, sql, more, past, {**params, **others, **those})


def _seen_from(ctx: Context, day: int) -> QueryContext:
    """Spans of time in a condition count from that day."""
    now = query_context(ctx)
    return replace(now, today=day, now=now.now - timedelta(days=now.today - day))


def _compiled(
    ctx: Context,
    reader: Reader,
    rule: Rule,
    tree: Node,
    columns: Mapping[str, ColumnSql],
    at: QueryContext,
    letter: str,
) -> tuple[str, dict[str, Any]]:
    """The condition as SQL, its parameters under names of their own."""
    fields = fields_of(rule)
    bound = bind(tree, fields, at, references(reader, lookups(tree, fields, at)))
    sql, params = compile_where(bound, fields, columns, at)
    named = {f"{letter}{name[1:]}": value for name, value in params.items()}
    return _PARAM.sub(rf":{letter}\1", sql), named


def _incidents(ctx: Context, reader: Reader, rule: Rule, days: int) -> tuple[int, ...]:
    """By the day on which they were opened."""
    where, params = asked_of_incidents(ctx, reader, rule)
    counts = [0] * days
    for row in fitting_incidents(reader, where, params, _MOST):
        back = ctx.today - local_day(from_micros(row[_OPENED]), ctx.zone)
        if 0 <= back < days:
            counts[days - 1 - back] += 1
    return tuple(counts)
