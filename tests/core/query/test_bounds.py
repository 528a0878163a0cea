"""What values cover."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.query.bounds import Cover, cover, instants, minute_start
from core.query.errors import QueryError
from core.query.types import Amount, Date, Day, Minute, Month, Now, Number, Span, Today, Word
from core.values.instants import iso
from tests.core.query.drawn import CONTEXT, NOW, THINGS, TODAY, ZONE, day


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        (Now(), "2024-03-31T10:30:00.000250Z", "2024-03-31T10:30:00.000250Z"),
        # The day of the clock change has 23 hours.
        (Today(), "2024-03-30T23:00:00.000000Z", "2024-03-31T21:59:59.999999Z"),
        (Today(1), "2024-03-29T23:00:00.000000Z", "2024-03-30T22:59:59.999999Z"),
        (Day(day("2024-07-01")), "2024-06-30T22:00:00.000000Z", "2024-07-01T21:59:59.999999Z"),
        (Month(2024, 3), "2024-02-29T23:00:00.000000Z", "2024-03-31T21:59:59.999999Z"),
        (
            Minute(day("2024-03-31"), 180),
            "2024-03-31T01:00:00.000000Z",
            "2024-03-31T01:00:59.999999Z",
        ),
    ],
)
def test_dates_cover_instants_of_the_stores_zone(value: Date, first: str, last: str) -> None:
    assert tuple(map(iso, instants(value, CONTEXT))) == (first, last)


def test_days_cover_themselves() -> None:
    renews = THINGS["renews"]
    assert cover(Today(2), renews, CONTEXT) == (TODAY - 2, TODAY - 2)
    assert cover(Now(), renews, CONTEXT) == (TODAY, TODAY)
    assert cover(Month(2024, 2), renews, CONTEXT) == (day("2024-02-01"), day("2024-02-29"))


@pytest.mark.parametrize(
    ("span", "ahead", "behind"),
    [
        (Span(3, "d"), "2024-04-03", "2024-03-28"),
        (Span(2, "w"), "2024-04-14", "2024-03-17"),
        (Span(1, "mo"), "2024-04-30", "2024-02-29"),
        (Span(1, "y"), "2025-03-31", "2023-03-31"),
        (Span(100, "y"), "2124-03-31", "1924-03-31"),
    ],
)
def test_spans_reach_ahead_or_back(span: Span, ahead: str, behind: str) -> None:
    assert cover(span, THINGS["renews"], CONTEXT) == (day(ahead), day(ahead))
    assert cover(span, THINGS["seen"], CONTEXT) == (day(behind), day(behind))


@pytest.mark.parametrize(
    ("field", "amount", "expected"),
    [
        ("arr", Amount(Decimal("12.5")), (1250, 1250)),
        ("arr", Amount(Decimal("12.505")), (1251, 1250)),
        ("arr", Amount(Decimal("-0.005")), (0, -1)),
        ("mrr", Amount(Decimal("0.01")), (12, 12)),
        ("mrr", Amount(Decimal("83.3333")), (100000, 99999)),
        ("arr", Amount(Decimal("1200"), "JPY"), (1200, 1200)),
        ("arr", Amount(Decimal("1.2345"), "KWD"), (1235, 1234)),
        ("mrr", Amount(Decimal("9e14"), "CLF"), (2**63 - 1, 2**63 - 1)),
    ],
)
def test_amounts_are_exact_minor_units(
    field: str, amount: Amount, expected: tuple[int, int]
) -> None:
    assert cover(amount, THINGS[field], CONTEXT) == expected


def test_numbers_are_whole_where_they_can_be() -> None:
    whole = cover(Number(Decimal("40.0")), THINGS["score"], CONTEXT)
    assert whole == Cover(40, 40)
    assert isinstance(whole.first, int)
    assert cover(Number(Decimal("0.1")), THINGS["ratio"], CONTEXT) == Cover(0.1, 0.1)


def test_a_word_covers_nothing() -> None:
    with pytest.raises(TypeError):
        cover(Word("x"), THINGS["score"], CONTEXT)


def test_a_time_that_never_occurs_names_its_place() -> None:
    with pytest.raises(QueryError, match="does not occur in Europe/Berlin at 9"):
        minute_start(Minute(TODAY, 150), ZONE, 9)
    assert minute_start(Minute(TODAY, 12 * 60 + 30), ZONE) < NOW
