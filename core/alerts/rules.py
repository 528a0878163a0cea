"""A rule is read and checked before it is kept, and asked as one query."""

from __future__ import annotations

import re
from dataclasses import replace

from core.alerts.fields import BOTH_FIELDS, RULE_FIELDS, WAS, WAS_FIELDS
from core.alerts.types import QUIETS, SEVERITIES, SUBJECTS, Rule
from core.query.context import QueryContext
from core.query.errors import QueryError
from core.query.fields import FieldSet
from core.query.mentions import says
from core.query.parse import parse
from core.query.types import And, Clause, Directives, Node, Not, Or
from core.values.errors import UsageError

MOST_DAYS = 365
SHORTEST_AGAIN = 300
LONGEST_AGAIN = 30 * 86_400
MOST_CHANNELS = 10
_NAME = re.compile(r"[a-z][a-z0-9-]{1,39}", re.ASCII)


def checked(rule: Rule, context: QueryContext) -> Rule:
    """The rule, when it holds. Raises UsageError (QueryError for a condition)."""
    check_name(rule.name, "rule")
    _one_of("subject", rule.subject, SUBJECTS)
    _one_of("severity", rule.severity, SEVERITIES)
    _one_of("quiet", rule.quiet, QUIETS)
    if not rule.condition.strip():
        raise UsageError("a rule has a condition", "for example: tier:critical")
    if not 1 <= len(set(rule.channels)) <= MOST_CHANNELS:
        raise UsageError(f"a rule has 1 to {MOST_CHANNELS} channels", "screen,bell")
    if not 1 <= rule.days <= MOST_DAYS:
        raise UsageError(f"the days of a rule are 1 to {MOST_DAYS}")
    if rule.again and not SHORTEST_AGAIN <= rule.again <= LONGEST_AGAIN:
        raise UsageError("a rule rings again after 5min to 30d, or never: 0s")
    if rule.was.strip() and rule.subject != "client":
        raise UsageError("only a rule about clients can ask what was before")
    read(rule, context)
    return replace(rule, channels=tuple(dict.fromkeys(rule.channels)))


_ASKS = ("subject", "condition", "was", "days")


def asks_like(one: Rule, other: Rule) -> bool:
    """Whether both ask the same of the same: open alerts of one are those of the other."""
    return all(getattr(one, name) == getattr(other, name) for name in _ASKS)


def check_name(name: str, what: str) -> None:
    """Raises UsageError for a name that is none."""
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"“{name}” is no name of a {what}", "2 to 40 of a-z, 0-9 and -, a letter first"
        )


def _one_of(what: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise UsageError(f"“{value}” is no {what}", f"choose {', '.join(allowed)}")


def read(rule: Rule, context: QueryContext) -> tuple[Node, Node | None]:
    """The condition, and for clients what has to hold besides for an alert to begin
    (over `BOTH_FIELDS`, None: nothing). Raises QueryError."""
    condition = _tree(rule.condition, RULE_FIELDS[rule.subject], context)
    if not rule.was.strip():
        return condition, None
    return condition, _renamed(_tree(rule.was, WAS_FIELDS, context))


def fields_of(rule: Rule) -> FieldSet:
    """The fields that the trees of `read` speak of."""
    return BOTH_FIELDS if rule.subject == "client" else RULE_FIELDS[rule.subject]


def _tree(text: str, fields: FieldSet, context: QueryContext) -> Node:
    query = parse(text, fields, context)
    if query.directives != Directives():
        raise QueryError("a rule only has conditions", 1, "leave out sort: and limit:")
    if query.where is None:
        raise QueryError("this asks for nothing", 1)
    if says(query.where, "me"):
        raise QueryError("`me` is nobody in a rule", 1, "name the owner")
    return query.where


def _renamed(node: Node) -> Node:
    """`tier` and `health` of `was` as the fields that stand for them."""
    match node:
        case And() | Or():
            return replace(node, parts=tuple(map(_renamed, node.parts)))
        case Not():
            return Not(_renamed(node.part))
        case Clause():
            return replace(node, field=WAS + node.field)
        case _:
            raise QueryError("`was` takes no bare words", 1, "write tier:healthy or health>70")
