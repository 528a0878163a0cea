"""Rows that belong to a query and rows that do not (SCREENS 3, DEFINITIONS 12.1)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.query.evaluate import Row, RowValue, matches, predicate
from core.query.parse import parse
from core.query.types import Clause, Node, Not, Reference
from core.values.instants import add_months, date_of, day_of, local_day
from core.values.money import Money
from tests.core.query.drawn import CONTEXT, NOW, THINGS, TODAY, ZONE, clauses, day, nodes, rows

EMPTY: dict[str, RowValue] = {field.reads: None for field in THINGS.fields}
NEVER = (None,)


def _found(text: str, **values: RowValue) -> bool:
    where = parse(text, THINGS, CONTEXT).where
    return matches(where, {**EMPTY, **values}, THINGS, CONTEXT)


def _each(field: str, text: str, values: list[RowValue]) -> list[RowValue]:
    """Those of the values with which a row matches."""
    return [value for value in values if _found(text, **{field: value})]


def test_no_query_is_every_row() -> None:
    assert matches(None, EMPTY, THINGS, CONTEXT)
    assert _found("sort:name")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name:strasse", ["Straße", "STRASSE"]),
        ("name=STRASSE", ["Straße", "STRASSE"]),
        ("name!=strasse", ["Strassen", "Café", "ﬁn", ""]),
        ("name:strasse,ﬁn", ["Straße", "STRASSE", "ﬁn"]),
        ("name!=strasse,fin", ["Strassen", "Café", ""]),
        ("name~rass", ["Straße", "STRASSE", "Strassen"]),
        ("name:like:FÉ", ["Café"]),
        ('name~"fe\u0301"', ["Café"]),
        ("name:starts:stra", ["Straße", "STRASSE", "Strassen"]),
        ("name:ends:SE", ["Straße", "STRASSE"]),
        ("name:matches:^s.*e$", ["Straße", "STRASSE"]),
        ('name:""', [""]),
        ("name:none", [None]),
        ("name:any", ["Straße", "STRASSE", "Strassen", "Café", "ﬁn", ""]),
        ("NOT name:strasse", ["Strassen", "Café", "ﬁn", "", None]),
        ("strasse", ["Straße", "STRASSE", "Strassen"]),
        ("-stra", ["Café", "ﬁn", "", None]),
    ],
)
def test_text(text: str, expected: list[RowValue]) -> None:
    values: list[RowValue] = ["Straße", "STRASSE", "Strassen", "Café", "ﬁn", "", None]
    assert _each("name", text, values) == expected


def test_bare_words_look_in_every_name_field() -> None:
    assert _found('export "the api"', name="Export", note="uses the API")
    assert not _found("export api", name="Export")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("score:40..60", [40, 60]),
        ("score!=40..60", [39, 61]),
        ("score>40", [60, 61]),
        ("score:40,61", [40, 61]),
        ("score!=40,61", [39, 60]),
        ("score<40.5", [39, 40]),
        ("score:none,40", [40, None]),
        ("score!=none,40", [39, 60, 61]),
        ("score!=none", [39, 40, 60, 61]),
        ("score!=any", []),
        ("NOT score>40", [39, 40, None]),
        ("points:..40", [39, 40]),
    ],
)
def test_numbers(text: str, expected: list[RowValue]) -> None:
    assert _each("score", text, [39, 40, 60, 61, None]) == expected


def test_the_example_of_a_missing_country() -> None:
    # DEFINITIONS 12.1: false on null with !=, true on null with NOT.
    assert not _found("arr>1000 note!=us", arr=Money(120000, "USD"))
    assert _found("arr>1000 NOT note:us", arr=Money(120000, "USD"))


def test_shares_compare_as_they_print() -> None:
    assert _each("ratio", "ratio>60%", [0.6, 0.600001, None]) == [0.600001]
    assert _each("ratio", "ratio:0.6", [0.6, 0.61]) == [0.6]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 12.00 dollars a year are one a month, to the cent of the yearly amount.
        ("mrr>=1", [Money(1200, "USD"), Money(1201, "USD")]),
        ("mrr>1", [Money(1201, "USD")]),
        ("mrr<1", [Money(1199, "USD")]),
        ("mrr:1", [Money(1200, "USD")]),
        ("mrr:0.9999", []),
        ("arr:12", [Money(1200, "USD")]),
        ("arr>11.995", [Money(1200, "USD"), Money(1201, "USD")]),
        ("arr<=11.995", [Money(1199, "USD")]),
        ("arr!=12", [Money(1199, "USD"), Money(1201, "USD")]),
        ("arr:1200.jpy", [Money(1200, "JPY")]),
        ("arr>0.eur", []),
        ("arr:12,1200.jpy", [Money(1200, "USD"), Money(1200, "JPY")]),
        ("arr!=12,1199.jpy", [Money(1199, "USD"), Money(1201, "USD"), Money(1200, "JPY")]),
        ("arr:11.99..12", [Money(1199, "USD"), Money(1200, "USD")]),
        ("arr:none", [None]),
        (
            "NOT arr>=12",
            [Money(1199, "USD"), Money(1200, "JPY"), None],
        ),
    ],
)
def test_money_is_exact_and_keeps_its_currency(text: str, expected: list[RowValue]) -> None:
    values: list[RowValue] = [
        Money(1199, "USD"),
        Money(1200, "USD"),
        Money(1201, "USD"),
        Money(1200, "JPY"),
        None,
    ]
    assert _each("arr", text, values) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("renews<30d", [0, 29]),
        ("renews<=30d", [0, 29, 30]),
        ("renews>30d", [31, 400]),
        ("renews>=30d", [30, 31, 400]),
        ("renews:30d", [30]),
        ("renews!=30d", [0, 29, 31, 400]),
        ("NOT renews<30d", [-400, -1, 30, 31, 400]),
        ("renews:29d..31d", [29, 30, 31]),
        ("renews:..30d", [0, 29, 30]),
        ("renews:past", [-400, -1]),
        ("renews!=past", [0, 29, 30, 31, 400]),
        ("renews:today", [0]),
        ("renews<today", [-400, -1]),
        ("renews:today-1d..today", [-1, 0]),
        ("renews<=1mo", [0, 29, 30]),
        ("renews<1y", [0, 29, 30, 31]),
        ("renews<=5w", [0, 29, 30, 31]),
        ("renews:2024-04", [29, 30]),
        ("renews>2024-04", [31, 400]),
        ("renews<2024-04", [-400, -1, 0]),
        ("renews<=2024-04", [-400, -1, 0, 29, 30]),
        ("renews!=2024-04", [-400, -1, 0, 31, 400]),
        ("renews:2024-03-30..2024-04", [-1, 0, 29, 30]),
        ("renews:2024-04-30", [30]),
        ("renews<=now", [-400, -1, 0]),
    ],
)
def test_days_ahead(text: str, expected: list[int]) -> None:
    days: list[RowValue] = [TODAY + n for n in (-400, -1, 0, 29, 30, 31, 400)]
    assert _each("renews", text, [*days, None]) == [TODAY + n for n in expected] + (
        [None] if text.startswith("NOT") else []
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("seen>14d", [-15, -60]),
        ("seen>=14d", [-14, -15, -60]),
        ("seen<14d", [0, -13]),
        ("seen<=14d", [0, -13, -14]),
        ("seen:14d", [-14]),
        ("seen!=14d", [0, -13, -15, -60]),
        ("seen:13d..15d", [-13, -14, -15]),
        ("seen:14d..", [-14, -15, -60]),
        ("seen:..2w", [0, -13, -14]),
        ("seen>1mo", [-60]),
        ("seen>=today-14d", [1, 0, -13, -14]),
    ],
)
def test_days_behind(text: str, expected: list[int]) -> None:
    days: list[RowValue] = [TODAY + n for n in (1, 0, -13, -14, -15, -60)]
    assert _each("seen", text, [*days, None]) == [TODAY + n for n in expected]


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# Now is 12:30 in Berlin on the day that has lost the hour from 02:00 to 03:00.
@pytest.mark.parametrize(
    ("text", "found", "missed"),
    [
        ("opened<2h", "2024-03-31T08:30:01", "2024-03-31T08:30:00"),
        ("opened<=120min", "2024-03-31T08:30:00.000250", "2024-03-31T08:30:00.000249"),
        ("opened>2h", "2024-03-31T08:29:59", "2024-03-31T08:31:00"),
        ("opened<2h", "2024-03-31T10:30:00.000250", "2024-03-31T10:30:00.000251"),
        ("opened:1h..2h", "2024-03-31T09:00:00", "2024-03-31T10:00:00"),
        ("opened:0d", "2024-03-30T23:00:00", "2024-03-30T22:59:59"),
        ("opened:1d", "2024-03-29T23:00:00", "2024-03-30T23:00:00"),
        ("opened<1d", "2024-03-31T10:33:00", "2024-03-30T22:59:59"),
        ("opened>1d", "2024-03-29T22:59:59", "2024-03-30T12:00:00"),
        ("opened:today", "2024-03-31T21:59:59.999999", "2024-03-31T22:00:00"),
        ("opened:2024-03", "2024-02-29T23:00:00", "2024-03-31T22:00:00"),
        ("opened:2024-03-31T03:00", "2024-03-31T01:00:59", "2024-03-31T01:01:00"),
        ("opened>2024-03-31T03:00", "2024-03-31T01:01:00", "2024-03-31T01:00:59"),
        ("opened<2024-03-31T03:00", "2024-03-31T00:59:59", "2024-03-31T01:00:00"),
        ("opened<=now", "2024-03-31T10:30:00.000250", "2024-03-31T10:30:00.000251"),
        ("due<1h", "2024-03-31T10:30:00.000250", "2024-03-31T10:30:00"),
        ("due<1h", "2024-03-31T11:30:00", "2024-03-31T11:30:00.000250"),
        ("due<1d", "2024-03-31T21:59:59", "2024-03-31T22:00:00"),
        ("due<1d", "2024-03-31T10:31:00", "2024-03-31T10:30:00"),
        ("due:1d", "2024-03-31T22:00:00", "2024-03-31T21:59:59"),
        ("due:past", "2024-03-31T10:30:00.000249", "2024-03-31T10:30:00.000250"),
    ],
)
def test_instants(text: str, found: str, missed: str) -> None:
    name = text[: 3 if text.startswith("due") else 6]
    assert _found(text, **{name: _utc(found)})
    assert not _found(text, **{name: _utc(missed)})
    assert not _found(text, **{name: None})


@given(st.integers(-500, 500), st.integers(0, 14), st.sampled_from(["d", "w", "mo"]))
def test_spans_count_whole_days(offset: int, count: int, unit: str) -> None:
    """Against a count of days from today, for both directions of time."""
    there = TODAY + offset
    for field, sign in (("renews", 1), ("seen", -1)):
        if unit == "mo":
            limit = sign * (day_of(add_months(date_of(TODAY), sign * count)) - TODAY)
        else:
            limit = count * (7 if unit == "w" else 1)
        left = sign * offset
        assert _found(f"{field}<{count}{unit}", **{field: there}) is (0 <= left < limit)
        assert _found(f"{field}>{count}{unit}", **{field: there}) is (
            left >= 0 and left > limit
        )


@given(st.integers(-100_000, 100_000), st.integers(0, 40))
def test_days_since_an_instant_are_local_days(minutes: int, count: int) -> None:
    instant = NOW - timedelta(minutes=minutes)
    since = TODAY - local_day(instant, ZONE)
    assert _found(f"opened>{count}d", opened=instant) is (since > count)
    assert _found(f"opened<{count}d", opened=instant) is (0 <= since < count)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("owner:me", ["Ana", "ana"]),
        ("owner:me,raj", ["Ana", "ana", "raj"]),
        ("owner!=me", ["raj", "Anatol"]),
        ("owner:ana", ["Ana", "ana", "Anatol"]),
        ("owner:none", [None]),
        ("NOT owner:none", ["Ana", "ana", "raj", "Anatol"]),
        ("owner~TO", ["Anatol"]),
        ('owner:"me"', []),
    ],
)
def test_owners(text: str, expected: list[RowValue]) -> None:
    assert _each("owner", text, ["Ana", "ana", "raj", "Anatol", None]) == expected


def test_a_reference_is_its_id_its_name_or_the_beginning_of_it() -> None:
    north, south = Reference("C-1", "Northwind Labs"), Reference("C-10", "Südwind")
    values: list[RowValue] = [north, south, None]
    assert _each("client", "client:c-1", values) == [north]
    assert _each("client", "client:north", values) == [north]
    assert _each("client", "client:SÜDWIND", values) == [south]
    assert _each("client", "client:wind", values) == []
    assert _each("client", "client~wind", values) == [north, south]
    assert _each("client", "client:ends:labs", values) == [north]
    assert _each("client", "client!=north", values) == [south]


def test_flags_and_tokens() -> None:
    assert _each("partial", "partial:yes", [True, False, None]) == [True]
    assert _each("partial", "partial:0", [True, False, None]) == [False]
    assert _each("partial", "partial!=yes", [True, False, None]) == [False]
    assert _each("tier", 'tier:t1,"at risk"', ["critical", "at_risk", "healthy", None]) == [
        "critical",
        "at_risk",
    ]


def test_a_row_without_the_field_is_a_mistake_of_the_caller() -> None:
    where = parse("score>1", THINGS, CONTEXT).where
    with pytest.raises(KeyError):
        matches(where, {}, THINGS, CONTEXT)
    with pytest.raises(TypeError):
        matches(where, {**EMPTY, "score": "2"}, THINGS, CONTEXT)


@given(nodes(), rows())
def test_not_is_always_the_other(node: Node, row: Row) -> None:
    found = matches(node, row, THINGS, CONTEXT)
    assert matches(Not(node), row, THINGS, CONTEXT) is not found
    assert predicate(node, THINGS, CONTEXT)(row) is found


@given(clauses())
def test_a_missing_value_meets_only_none(clause: Clause) -> None:
    asks = clause.op == "eq" and any(getattr(v, "name", "") == "none" for v in clause.values)
    assert matches(clause, EMPTY, THINGS, CONTEXT) is asks


def test_days_are_those_of_the_stores_zone() -> None:
    assert day("2024-03-31") == TODAY
