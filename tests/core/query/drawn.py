"""A noun with a field of every kind, and random trees and rows over it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from core.access.types import Viewer
from core.query.context import QueryContext
from core.query.evaluate import RowValue
from core.query.fields import Field, FieldSet
from core.query.parse import conjunction, disjunction
from core.query.types import (
    Amount,
    Between,
    Clause,
    Day,
    Keyword,
    Minute,
    Month,
    Node,
    Not,
    Now,
    Number,
    Op,
    Reference,
    Scalar,
    Span,
    Text,
    Today,
    Value,
    Word,
)
from core.values.instants import day_of, local_day
from core.values.money import Money

# The day on which Berlin leaps from 02:00 to 03:00.
ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2024, 3, 31, 10, 30, 0, 250, tzinfo=UTC)
TODAY = local_day(NOW, ZONE)
CONTEXT = QueryContext(Viewer("Ana", "rep"), TODAY, NOW, ZONE, "USD")

TIERS = ("critical", "at_risk", "healthy", "unknown")
THINGS = FieldSet(
    "thing",
    (
        Field("name", "text", "name", "its name", is_name=True),
        Field("note", "text", "note", "a remark", is_name=True),
        Field("tier", "enum", "tier", "its tier", allowed=TIERS, short=(("t1", "critical"),)),
        Field("score", "number", "score", "a whole number", aliases=("points",)),
        Field("ratio", "number", "ratio", "a share", share=True),
        Field("arr", "money", "ARR", "yearly"),
        Field("mrr", "money", "MRR", "monthly", of="arr", per=12),
        Field("renews", "day", "renews", "a day ahead", future=True),
        Field("seen", "day", "seen", "a day behind", future=False),
        Field("due", "instant", "due", "an instant ahead", future=True),
        Field("opened", "instant", "opened", "an instant behind", future=False),
        Field("owner", "reference", "owner", "a user", people=True),
        Field("client", "reference", "client", "another row"),
        Field("partial", "flag", "partial", "yes or no"),
    ),
)

# Letters that fold, compose, or mean something to LIKE; few, so that they meet.
LETTERS = "aAbßsSéE\u0301İıſﬁ%_\\*.東 "
texts = st.text(alphabet=LETTERS, max_size=5)
near_days = st.integers(TODAY - 70, TODAY + 70)
minors = st.sampled_from([0, 1, 99, 1199, 1200, 1201, 6000, 6006, 500000, -1200])


def _or_none(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[RowValue]:
    return st.one_of(st.none(), strategy)


_near_now = st.one_of(
    st.integers(-(70 * 24 * 60), 70 * 24 * 60).map(lambda m: NOW + timedelta(minutes=m)),
    st.sampled_from([-1, 0, 1]).map(lambda us: NOW + timedelta(microseconds=us)),
)


def rows() -> st.SearchStrategy[dict[str, RowValue]]:
    money = st.builds(Money, minors, st.sampled_from(["USD", "EUR", "JPY"]))
    reference = st.builds(Reference, st.sampled_from(["C-1", "c-1", "C-10"]), texts)
    return st.fixed_dictionaries(
        {
            "name": _or_none(texts),
            "note": _or_none(texts),
            "tier": _or_none(st.sampled_from(TIERS)),
            "score": _or_none(st.integers(-3, 3)),
            "ratio": _or_none(st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.6, 1.0])),
            "arr": _or_none(money),
            "renews": _or_none(near_days),
            "seen": _or_none(near_days),
            "due": _or_none(_near_now),
            "opened": _or_none(_near_now),
            "owner": _or_none(st.sampled_from(["Ana", "ana", "raj", "Anatol"])),
            "client": _or_none(reference),
            "partial": _or_none(st.booleans()),
        }
    )


_decimals = st.sampled_from(["0", "1", "-2", "0.1", "0.3", "0.6", "1.5", "2.005", "5000"])
_spans = st.builds(Span, st.integers(0, 60), st.sampled_from(["d", "w", "mo", "y"])).filter(
    lambda span: span.unit != "y" or span.count <= 3
)
_hours = st.builds(Span, st.integers(0, 2000), st.sampled_from(["min", "h"]))
_day_dates = st.one_of(
    st.builds(Today, st.integers(0, 60)),
    st.just(Now()),
    st.builds(Day, near_days),
    st.builds(Month, st.just(2024), st.integers(1, 12)),
)
_minutes = st.builds(
    # Hours of the morning, in which no clock in Berlin is changed.
    Minute,
    near_days,
    st.integers(6 * 60, 12 * 60),
)


def scalars(field: Field, *, exact: bool) -> st.SearchStrategy[Scalar]:
    """Values of an ordered field. `exact`: those that `:` and `!=` accept."""
    if field.type == "number":
        return _decimals.map(lambda text: Number(Decimal(text)))
    if field.type == "money":
        codes = st.sampled_from([None, "USD", "EUR", "JPY"])
        return st.builds(Amount, _decimals.map(Decimal), codes)
    if field.type == "day":
        return st.one_of(_day_dates, _spans)
    dates = st.one_of(_day_dates, _minutes, _spans)
    return dates if exact else st.one_of(dates, _hours)


@st.composite
def ranges(draw: st.DrawFn, field: Field) -> Between:
    low = draw(scalars(field, exact=False))
    high = draw(scalars(field, exact=False))
    open_end = draw(st.sampled_from(["low", "high", ""]))
    mixed = isinstance(low, Span) is not isinstance(high, Span)
    if isinstance(low, Amount) and isinstance(high, Amount):
        high = Amount(high.value, low.currency)
    if isinstance(low, Number | Amount) and isinstance(high, Number | Amount):
        mixed = low.value > high.value
    if open_end == "low" or (mixed and not open_end):
        return Between(None, high)
    return Between(low, None) if open_end == "high" else Between(low, high)


_keywords = st.sampled_from([Keyword("none"), Keyword("any")])


def _values(field: Field, op: Op) -> st.SearchStrategy[tuple[Value, ...]]:
    exact = op in ("eq", "ne")
    single: st.SearchStrategy[Value]
    if field.ordered:
        single = scalars(field, exact=exact)
    elif field.type == "flag":
        single = st.sampled_from([Word("yes"), Word("no")])
    elif field.type == "enum":
        single = st.sampled_from([Word(tier) for tier in TIERS])
    elif op == "matches":
        single = st.sampled_from(["^a", "s+$", "[a-é]b?", "(a|ß)s", "^$"]).map(Word)
    else:
        single = st.one_of(texts, st.sampled_from(["ana", "an", "c-1", "none"])).map(Word)
    if exact:
        single = st.one_of(single, single, single, _keywords)
    if exact and field.people:
        single = st.one_of(single, st.just(Keyword("me")))
    if exact and field.future:
        single = st.one_of(single, st.just(Keyword("past")))
    listed = st.lists(single, min_size=1, max_size=3).map(tuple)
    if exact and field.ordered:
        return st.one_of(listed, ranges(field).map(lambda r: (r,)))
    return listed


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    field = draw(st.sampled_from(THINGS.fields))
    op = draw(st.sampled_from(field.ops))
    return Clause(field.name, op, draw(_values(field, op)))


def nodes() -> st.SearchStrategy[Node]:
    """Trees as the parser makes them: And and Or flat, of two parts at least."""
    words = texts.filter(lambda text: bool(text.strip())).map(Text)
    leaves = st.one_of(clauses(), clauses(), clauses(), words)

    def grown(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        several = st.lists(parts, min_size=2, max_size=3)
        return st.one_of(
            several.map(lambda found: conjunction(found) or found[0]),
            several.map(disjunction),
            parts.map(Not),
        )

    return st.recursive(leaves, grown, max_leaves=6)


def day(text: str) -> int:
    """The epoch day of `2024-03-31`."""
    return day_of(date.fromisoformat(text))
