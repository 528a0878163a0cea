"""The condition of a rule as the store can be asked it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bellbuoy.services.context import Context
from bellbuoy.services.lists import query_context
from bellbuoy.services.looks import now_of
from core.alerts.fields import RULE_FIELDS, WORKED
from core.alerts.rules import fields_of, read
from core.alerts.types import Rule
from core.query.evaluate import Row, matches
from core.query.references import bind, lookups
from core.query.types import And, Clause, Node, Not, Or
from core.store.types import ClockSetting
from core.values.instants import to_micros
from storage.alerts.clients import Asked, rule_columns
from storage.engine.reader import Rows
from storage.incidents.lists import incident_columns
from storage.incidents.still import WORKED as STILL_LEFT_OUT
from storage.query.columns import ColumnSql
from storage.query.compile import TRUE, compile_where
from storage.query.references import references

WEEK = 7
_PARAM = re.compile(r":q(\d+)\b")


@dataclass(frozen=True, slots=True)
class Days:
    """What a client rule compares with: the end of `fell` for points lost, the end
    of `was` for what was before. `was` reaches back to the last look at the rule,
    so that a move that nobody saw happen still counts."""

    fell: int
    was: int


def days_of(rule: Rule, today: int, looked: int | None) -> Days:
    """The days that a look of today compares with; `looked` is that of the last."""
    before = today - rule.days
    return Days(before, before if looked is None else min(before, looked))


def asked_of_clients(ctx: Context, rows: Rows, rule: Rule, days: Days) -> Asked:
    """A client rule as SQL. Raises QueryError, where a name fits several."""
    holds, begins = read(rule, query_context(ctx))
    columns = rule_columns(days.fell, days.was, now_of(ctx), week=rule.days == WEEK)
    sql, params = _compiled(ctx, rows, rule, holds, columns)
    if begins is None:
        return Asked(sql, TRUE, params)
    more, others = _compiled(ctx, rows, rule, begins, columns)
    # Both count their parameters from nought.
    return Asked(
        sql,
        _PARAM.sub(r":w\1", more),
        {**params, **{f"w{name[1:]}": value for name, value in others.items()}},
    )


def asked_of_incidents(ctx: Context, rows: Rows, rule: Rule) -> tuple[str, Mapping[str, Any]]:
    """An incident rule as SQL."""
    holds, _ = read(rule, query_context(ctx))
    columns = {**incident_columns(past=False), WORKED.name: ColumnSql(f"({STILL_LEFT_OUT})")}
    where, params = _compiled(ctx, rows, rule, holds, columns)
    return where, {**params, "now": to_micros(ctx.now)}


def _compiled(
    ctx: Context, rows: Rows, rule: Rule, tree: Node, columns: Mapping[str, ColumnSql]
) -> tuple[str, Mapping[str, Any]]:
    fields, context = fields_of(rule), query_context(ctx)
    bound = bind(tree, fields, context, references(rows, lookups(tree, fields, context)))
    return compile_where(bound, fields, columns, context)


def fits(ctx: Context, rule: Rule, row: Row) -> bool:
    """Whether a rule about a job or the store holds."""
    holds, _ = read(rule, query_context(ctx))
    return matches(holds, row, RULE_FIELDS[rule.subject], query_context(ctx))


def named_fields(ctx: Context, rule: Rule) -> tuple[str, ...]:
    """The fields that a condition speaks of, in order of appearance."""
    holds, _ = read(rule, query_context(ctx))
    return tuple(dict.fromkeys(_named(holds)))


def _named(node: Node) -> list[str]:
    match node:
        case And() | Or():
            return [name for part in node.parts for name in _named(part)]
        case Not():
            return _named(node.part)
        case Clause():
            return [node.field]
        case _:
            return []


def by_the_wall(ctx: Context) -> Context:
    """The same context with the machine's clock: alerts are told in its time, even
    where the store's own stands still."""
    return replace(ctx, info=replace(ctx.info, clock=ClockSetting("live")))
