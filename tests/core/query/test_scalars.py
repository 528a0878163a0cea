"""Numbers, amounts, spans and dates as they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.query.errors import QueryError
from core.query.scalars import month_days, read_amount, read_date, read_number, read_span
from core.query.types import Amount, Day, Minute, Month, Now, Number, Span, Today
from core.values.instants import day_text, parse_day


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("40", "40"),
        ("-2.5", "-2.5"),
        ("5k", "5000"),
        ("1.5K", "1500"),
        ("2m", "2000000"),
        ("0.000000000001", "0.000000000001"),
        ("999999999999999", "999999999999999"),
    ],
)
def test_numbers_are_exact(text: str, value: str) -> None:
    assert read_number(text, 1) == Number(Decimal(value))


def test_a_percentage_is_a_hundredth_of_a_share() -> None:
    assert read_number("62.5%", 1, share=True) == Number(Decimal("0.625"))
    with pytest.raises(QueryError, match="leave out `%`"):
        read_number("40%", 1)


@pytest.mark.parametrize("text", ["", "x", "1e5", "1,000", "+5", "5kk", ".5", "5.", "NaN", "٣"])
def test_other_text_is_no_number(text: str) -> None:
    assert read_number(text, 1) is None


@pytest.mark.parametrize("text", ["1000000000000000", "999999999999m", "-1000000000m"])
def test_numbers_have_a_largest(text: str) -> None:
    with pytest.raises(QueryError, match="too large at 7"):
        read_number(text, 7)


def test_too_many_decimals_of_a_share_are_refused() -> None:
    with pytest.raises(QueryError, match="12 at most"):
        read_number("0.00000000001%", 1, share=True)


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("5000", "5000", None),
        ("5k.eur", "5000", "EUR"),
        ("12.50.USD", "12.5", "USD"),
        ("-3.jpy", "-3", "JPY"),
        ("1.5m", "1500000", None),
    ],
)
def test_amounts_and_their_currency(text: str, value: str, currency: str | None) -> None:
    assert read_amount(text, 1) == Amount(Decimal(value), currency)


@pytest.mark.parametrize("text", ["", "eur", "5.eu", "5.euro", "$5", "5%", "5 eur", ".eur"])
def test_other_text_is_no_amount(text: str) -> None:
    assert read_amount(text, 1) is None


@pytest.mark.parametrize("unit", ["min", "h", "d", "w", "mo", "y"])
def test_spans(unit: str) -> None:
    assert read_span(f"12{unit}", 1) == Span(12, unit)  # type: ignore[arg-type]
    assert read_span(f"12{unit.upper()}", 1) == Span(12, unit)  # type: ignore[arg-type]


def test_a_span_has_a_longest() -> None:
    assert read_span("100y", 1) == Span(100, "y")
    for text in ("101y", "1201mo", "5301w", "999999999d", "999999999h"):
        with pytest.raises(QueryError, match="100 years at most"):
            read_span(text, 1)
    assert read_span("-3d", 1) is None
    assert read_span("3", 1) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("now", Now()),
        ("today", Today()),
        ("Today-7d", Today(7)),
        ("2026-10", Month(2026, 10)),
        ("2026-10-31", Day(parse_day("2026-10-31"))),
        ("2026-10-31T09:30", Minute(parse_day("2026-10-31"), 570)),
    ],
)
def test_dates(text: str, value: object) -> None:
    assert read_date(text, 1) == value


@pytest.mark.parametrize("text", ["", "yesterday", "today+1d", "today-7", "31.10.2026", "2026"])
def test_other_text_is_no_date(text: str) -> None:
    assert read_date(text, 1) is None


@pytest.mark.parametrize(
    "text",
    ["2026-13", "2026-02-30", "0999-01-01", "9999-12-31", "2026-01-01T24:00", "today-99999d"],
)
def test_dates_that_do_not_exist(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_date(text, 4)
    assert caught.value.column == 4


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        (Month(2024, 2), "2024-02-01", "2024-02-29"),
        (Month(2023, 12), "2023-12-01", "2023-12-31"),
        (Month(9998, 12), "9998-12-01", "9998-12-31"),
    ],
)
def test_a_month_is_all_its_days(month: Month, first: str, last: str) -> None:
    assert tuple(map(day_text, month_days(month))) == (first, last)
