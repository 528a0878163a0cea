"""The values of a clause, read as the type of their field asks."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from core.query.automaton import automaton
from core.query.bounds import minute_start
from core.query.errors import QueryError, nearest, quoted
from core.query.fields import FLAG_WORDS, Field
from core.query.grammar import Item, RawClause
from core.query.pattern import PatternError
from core.query.scalars import read_amount, read_date, read_number, read_span
from core.query.types import (
    Amount,
    Between,
    Keyword,
    Minute,
    Number,
    Op,
    Scalar,
    Span,
    Value,
    Word,
)
from core.values.text import fold

MAX_TEXT = 1000
_ADVICE = {
    "number": "write 40, -2.5 or 5k",
    "money": "write 5000, 5k or 5k.eur",
    "day": "write 30d, today, today-7d, 2026-10 or 2026-10-31",
    "instant": "write 30d, 2h, now, today-7d, 2026-10-31 or 2026-10-31T09:30",
}


def read_values(clause: RawClause, field: Field, zone: ZoneInfo) -> tuple[Value, ...]:
    """All values of a clause. Raises QueryError at the value that does not fit,
    also for a local time that a clock change skips in `zone`."""
    if clause.op not in field.ops:
        fitting = "`:` `!=` `<` `<=` `>` `>=`" if field.ordered else "`:` and `!=`"
        if "like" in field.ops:
            fitting = "`:` `!=` `~` `:starts:` `:ends:` `:matches:`"
        problem = f"{quoted(clause.sign)} does not fit `{field.name}`"
        raise QueryError(problem, clause.op_at, f"use {fitting}")
    values = tuple(_value(item, field, clause.op) for item in clause.items)
    for item, value in zip(clause.items, values, strict=True):
        ends = (value.low, value.high) if isinstance(value, Between) else (value,)
        for end in ends:
            if isinstance(end, Minute):
                minute_start(end, zone, item.at)
    if len(values) > 1 and any(isinstance(v, Between) for v in values):
        raise QueryError("a range stands alone", clause.items[1].at)
    return values


def _value(item: Item, field: Field, op: Op) -> Value:
    if not item.quoted and op in ("eq", "ne"):
        keyword = _keyword(item.text, field)
        if keyword:
            return keyword
        if field.ordered and ".." in item.text:
            return _range(item, field)
    if field.ordered and not item.quoted and ".." in item.text:
        raise QueryError(f"{quoted(item.text)} is a range", item.at, "it stands behind `:`")
    if field.ordered:
        return _checked_span(_scalar(item, field, item.text), field, op, item)
    if field.type in ("text", "reference"):
        return _word(item, op)
    return _token(item, field)


def _keyword(text: str, field: Field) -> Keyword | None:
    if text in ("any", "*"):
        return Keyword("any")
    if text == "none":
        return Keyword("none")
    if text == "me" and field.people:
        return Keyword("me")
    if text == "look" and field.looked:
        return Keyword("look")
    return Keyword("past") if text == "past" and field.future else None


def _word(item: Item, op: Op) -> Word:
    if len(fold(item.text)) > MAX_TEXT:
        raise QueryError("the text is too long", item.at, f"{MAX_TEXT} characters at most")
    if op == "matches":
        try:
            automaton(item.text)
        except PatternError as error:
            raise QueryError(
                f"{quoted(item.text)} is no pattern", item.at, str(error)
            ) from None
    return Word(item.text, item.at)


def _token(item: Item, field: Field) -> Word:
    """A stored token, however it is spaced or cased: "At risk" is at_risk."""
    known = FLAG_WORDS if field.type == "flag" else dict(field.short)
    known = {**{token: token for token in field.allowed}, **known}
    token = {_spelled(word): token for word, token in known.items()}.get(_spelled(item.text))
    if token is None:
        listed = f"one of {', '.join(field.allowed or known)}"
        advice = nearest(item.text, tuple(known)) or listed
        raise QueryError(f"`{field.name}` has no value {quoted(item.text)}", item.at, advice)
    return Word(token, item.at)


def _spelled(token: str) -> str:
    return " ".join(fold(token).replace("_", " ").replace("-", " ").split())


def _scalar(item: Item, field: Field, text: str) -> Scalar:
    """A number, amount, span or date. `text` is the item or one end of its range."""
    found: Scalar | None = None
    if not item.quoted:
        if field.type == "number":
            found = read_number(text, item.at, share=field.share)
        elif field.type == "money":
            found = read_amount(text, item.at)
        else:
            found = read_date(text, item.at) or read_span(text, item.at)
    if found is None:
        kind = {"number": "number", "money": "amount"}.get(field.type, "day or span")
        raise QueryError(f"{quoted(text)} is no {kind}", item.at, _ADVICE[field.type])
    if field.type == "day":
        _refuse_hours(found, field, item)
    if isinstance(found, Span) and field.future is None:
        raise QueryError(f"`{field.name}` takes no span", item.at)
    return found


def _refuse_hours(found: Scalar, field: Field, item: Item) -> None:
    if isinstance(found, Minute) or (isinstance(found, Span) and found.unit in ("min", "h")):
        raise QueryError(
            f"`{field.name}` counts in days", item.at, "leave out hours and minutes"
        )


def _checked_span(found: Scalar, field: Field, op: Op, item: Item) -> Scalar:
    """Exactly two hours ago is never true to the microsecond: an error, not an
    empty list."""
    if op in ("eq", "ne") and isinstance(found, Span) and found.unit in ("min", "h"):
        raise QueryError(f"{quoted(item.text)} is a moment", item.at, "use < or > or a range")
    return found


def _range(item: Item, field: Field) -> Between:
    low_text, _, high_text = item.text.partition("..")
    if not low_text and not high_text:
        raise QueryError("a range needs at least one end", item.at)
    low = _scalar(item, field, low_text) if low_text else None
    high = _scalar(item, field, high_text) if high_text else None
    if low is not None and high is not None:
        _check_ends(low, high, item)
    return Between(low, high)


def _check_ends(low: Scalar, high: Scalar, item: Item) -> None:
    if isinstance(low, Span) is not isinstance(high, Span):
        raise QueryError("both ends of a range are spans or both are days", item.at)
    if isinstance(low, Amount) and isinstance(high, Amount) and low.currency != high.currency:
        raise QueryError("both ends of a range need the same currency", item.at)
    # Days may be relative, and are compared when they are used.
    plain = Number | Amount
    if isinstance(low, plain) and isinstance(high, plain) and low.value > high.value:
        raise QueryError("the range runs backwards", item.at)
