"""A tree back to text that reads as the same tree."""

from __future__ import annotations

import re
from decimal import Decimal

from core.query.types import (
    Amount,
    And,
    Between,
    Clause,
    Date,
    Day,
    Directives,
    Found,
    Keyword,
    Minute,
    Month,
    Node,
    Not,
    Now,
    Number,
    Op,
    Or,
    Query,
    Scalar,
    Span,
    Text,
    Today,
    Value,
    Word,
)
from core.values.instants import day_text

_SIGNS: dict[Op, str] = {
    "eq": ":",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "like": "~",
    "starts": ":starts:",
    "ends": ":ends:",
    "matches": ":matches:",
}
_PLAIN = re.compile(r"[\w./@&+#][\w./@&+#'-]*")
_MEANT = frozenset({"AND", "OR", "NOT", "me", "none", "any", "past", "look"})


def to_text(query: Query | Node) -> str:
    """The query as it would be typed: conditions first, then directives."""
    if not isinstance(query, Query):
        return _node(query)
    where = [] if query.where is None else [_node(query.where)]
    return " ".join(where + _directives(query.directives))


def _node(node: Node) -> str:
    match node:
        case Clause():
            values = ",".join(_value(value) for value in node.values)
            return f"{node.field}{_SIGNS[node.op]}{values}"
        case Text():
            return _word(node.text)
        case Not():
            return f"NOT {_inside(node.part, (And, Or, Not))}"
        case And():
            return " ".join(_inside(part, (And, Or)) for part in node.parts)
        case Or():
            return " OR ".join(_inside(part, (Or,)) for part in node.parts)


def _inside(node: Node, wrapped: tuple[type, ...]) -> str:
    return f"({_node(node)})" if isinstance(node, wrapped) else _node(node)


def _value(value: Value) -> str:
    match value:
        case Keyword():
            return value.name
        case Found():
            return _value(value.written)
        case Between():
            return "..".join("" if v is None else _scalar(v) for v in (value.low, value.high))
        case _:
            return _scalar(value)


def _scalar(value: Scalar) -> str:
    match value:
        case Word():
            return _word(value.text)
        case Number():
            return _decimal(value.value)
        case Amount():
            code = f".{value.currency.lower()}" if value.currency else ""
            return _decimal(value.value) + code
        case Span():
            return f"{value.count}{value.unit}"
        case _:
            return _date(value)


def _date(value: Date) -> str:
    match value:
        case Now():
            return "now"
        case Today():
            return f"today-{value.back}d" if value.back else "today"
        case Day():
            return day_text(value.day)
        case Month():
            return f"{value.year:04}-{value.month:02}"
        case Minute():
            hour, minute = divmod(value.minute, 60)
            return f"{day_text(value.day)}T{hour:02}:{minute:02}"


def _decimal(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _word(text: str) -> str:
    if _PLAIN.fullmatch(text) and text not in _MEANT:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _directives(directives: Directives) -> list[str]:
    sort = ",".join(f"-{name}" if down else name for name, down in directives.sort)
    limit = "" if directives.limit is None else str(directives.limit)
    asof = "" if directives.asof is None else _date(directives.asof)
    written = {
        "sort": sort,
        "by": ",".join(directives.by),
        "cols": ",".join(directives.cols),
        "limit": limit,
        "asof": asof,
    }
    return [f"{name}:{text}" for name, text in written.items() if text]
