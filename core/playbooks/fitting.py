"""Why a playbook fits a client: the conditions that hold, each with what it met.

A condition counts one point, so that of two playbooks the one that asks for more
stands first; points only order, and an explanation carries what they are made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from core.clients.types import ClientRow
from core.playbooks.types import Fit, Playbook
from core.query.context import QueryContext
from core.query.evaluate import Row, RowValue, matches
from core.query.nouns import CLIENT_FIELDS
from core.query.types import And, Clause, Node, Not, Or, Reference, Text
from core.query.write import to_text
from core.values.contribution import Contribution, Explanation
from core.values.instants import day_text
from core.values.money import Money, show_money

VERSION = "fit/1"


def client_fields(row: ClientRow) -> Row:
    """A client as its query sees it."""
    return {
        "id": row.key, "name": row.name, "tier": row.tier, "health": row.score,
        "trend": row.delta7, "arr": row.arr, "renews": row.renews,
        "owner": None if row.owner is None else Reference(row.owner, row.owner),
        "plan": row.plan, "industry": row.industry, "country": row.country,
        "status": row.status, "since": row.start, "seen": row.last_seen,
        "incidents": row.open_incidents, "calls": row.calls_30, "logins": row.logins_30,
        "reason": row.top_reason or None, "partial": row.partial, "tag": row.tags,
        "playbook": row.playbooks,
        "snoozed": row.snoozed, "changed": row.changed, "login": row.last_login,
        "bought": row.last_bought, "churn_tier": row.churn_tier,
        "risk_score": row.risk_score,
    }  # fmt: skip


def fit_of(
    playbook: Playbook, tree: Node, row: ClientRow, context: QueryContext, as_of: datetime
) -> Fit:
    """Why a client that a playbook's condition finds is found. `tree` is that condition,
    its references looked up."""
    values = client_fields(row)
    parts = tuple(
        Contribution(f"condition-{n}", to_text(part), 1, _met(part, values))
        for n, part in enumerate(_holding(tree, values, context), 1)
    )
    explained = Explanation(
        f"{playbook.name}: {row.key}", "fit", len(parts), parts, as_of, VERSION
    )
    return Fit(playbook, explained)


def _holding(node: Node, row: Row, context: QueryContext) -> Iterator[Node]:
    """The single conditions that hold, of an `or` those of its parts that do."""
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from _holding(part, row, context)
    elif matches(node, row, CLIENT_FIELDS, context):
        yield node


def _met(node: Node, row: Row) -> str:
    """The value that a condition met: `-21`, `2026-04-01`; of a `not` the same."""
    match node:
        case Clause():
            field = CLIENT_FIELDS[node.field]
            return _told(row[field.reads], day=field.type == "day")
        case Not():
            return _met(node.part, row)
        case Text():
            return _told(row["name"], day=False)
    return ""


def _told(value: RowValue, *, day: bool) -> str:
    match value:
        case None | ():
            return "none"
        case bool():
            return "yes" if value else "no"
        case int() if day:
            return day_text(value)
        case Money():
            return show_money(value)
        case Reference():
            return value.key
        case tuple():
            return ", ".join(str(each) for each in value)
    return str(value)
