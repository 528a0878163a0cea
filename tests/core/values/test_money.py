from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values.errors import RowError
from core.values.money import (
    Money,
    exponent,
    monthly,
    parse_money,
    show_money,
    show_short,
)

usual = settings(deadline=None, max_examples=150)
currencies = st.sampled_from(["USD", "EUR", "CHF", "JPY", "KRW", "BHD", "KWD", "CLF", "XOF"])
amounts = st.builds(Money, st.integers(-(10**17), 10**17), currencies)


@pytest.mark.parametrize(
    ("currency", "places"), [("JPY", 0), ("USD", 2), ("EUR", 2), ("BHD", 3), ("KWD", 3)]
)
def test_exponents(currency: str, places: int) -> None:
    assert exponent(currency) == places


@pytest.mark.parametrize("currency", ["", "usd", "US", "USDX", "ÜSD", "US1", "USD\n"])
def test_no_currency(currency: str) -> None:
    with pytest.raises(RowError) as error:
        exponent(currency)
    assert error.value.code == "money.currency"


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12400", "USD", 1240000),
        ("+12.50", "USD", 1250),
        ("-0.05", "EUR", -5),
        ("7.000", "JPY", 7),
        ("1.2340", "BHD", 1234),
        ("007", "USD", 700),
        ("-0", "USD", 0),
    ],
)
def test_plain_amounts(text: str, currency: str, minor: int) -> None:
    assert parse_money(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("1,200.00", "USD", "money.syntax"),
        ("NaN", "USD", "money.syntax"),
        ("Infinity", "USD", "money.syntax"),
        ("1e3", "USD", "money.syntax"),
        ("1.", "USD", "money.syntax"),
        (".5", "USD", "money.syntax"),
        ("", "USD", "money.syntax"),
        ("1_000", "USD", "money.syntax"),
        ("٣", "USD", "money.syntax"),
        ("12 ", "USD", "money.syntax"),
        ("$5", "USD", "money.syntax"),
        ("999999999999999999", "USD", "money.syntax"),
        ("1.005", "USD", "money.precision"),
        ("1.5", "JPY", "money.precision"),
        ("123456789012345678.000000000000000001", "JPY", "money.precision"),
        ("5", "", "money.currency"),
    ],
)
def test_refused_amounts(text: str, currency: str, code: str) -> None:
    with pytest.raises(RowError) as error:
        parse_money(text, currency)
    assert error.value.code == code


@usual
@given(st.integers(1 - 10**18, 10**18 - 1), currencies, st.integers(0, 4))
def test_what_is_written_plainly_is_read_again(minor: int, currency: str, zeros: int) -> None:
    places = exponent(currency)
    digits = f"{abs(minor):0{places + 1}d}"
    text = "-" * (minor < 0) + digits[: len(digits) - places]
    decimals = digits[len(digits) - places :] + "0" * zeros
    text = f"{text}.{decimals}" if decimals else text
    assert parse_money(text, currency) == Money(minor, currency)


@usual
@given(amounts)
def test_what_is_shown_in_full_is_read_again(money: Money) -> None:
    plain = show_money(money, whole=False)
    for mark in (",", "$", "€", f" {money.currency}"):
        plain = plain.replace(mark, "")
    plain = plain.replace("¥", "").replace("−", "-")
    assert parse_money(plain, money.currency) == money


@pytest.mark.parametrize(
    ("money", "shown"),
    [
        (Money(1240000, "USD"), "$12,400"),
        (Money(1240000, "CHF"), "12,400 CHF"),
        (Money(-1240050, "EUR"), "−€12,400"),
        (Money(1240150, "EUR"), "€12,402"),
        (Money(500, "JPY"), "¥500"),
        (Money(-40, "USD"), "$0"),
        (None, ""),
    ],
)
def test_whole_amounts(money: Money | None, shown: str) -> None:
    assert show_money(money) == shown


@pytest.mark.parametrize(
    ("money", "shown"),
    [
        (Money(1234567, "USD"), "$12,345.67"),
        (Money(-5, "USD"), "−$0.05"),
        (Money(1234, "BHD"), "1.234 BHD"),
        (Money(500, "JPY"), "¥500"),
    ],
)
def test_amounts_in_full(money: Money, shown: str) -> None:
    assert show_money(money, whole=False) == shown


@pytest.mark.parametrize(
    ("major", "shown"),
    [
        ("0", "$0"),
        ("-0.4", "$0"),
        ("999.40", "$999"),
        ("999.60", "$1k"),
        ("1500", "$2k"),
        ("316600", "$317k"),
        ("999400", "$999k"),
        ("999600", "$1.0M"),
        ("2440000", "$2.4M"),
        ("99960000", "$100M"),
        ("120400000", "$120M"),
        ("999600000", "$1.0B"),
        ("-2440000", "−$2.4M"),
        ("1234000000000", "$1,234B"),
    ],
)
def test_short_amounts(major: str, shown: str) -> None:
    assert show_short(parse_money(major, "USD")) == shown


def test_no_amount_is_shown_as_nothing() -> None:
    assert show_short(None) == ""


@usual
@given(amounts)
def test_a_short_amount_is_off_by_half_its_last_digit_at_most(money: Money) -> None:
    shown = show_short(Money(abs(money.minor), "USD")).strip("$").replace(",", "")
    unit = Decimal(10) ** {"k": 3, "M": 6, "B": 9}.get(shown[-1], 0)
    figure = Decimal(shown.rstrip("kMB"))
    half = Decimal("0.05") if "." in shown else Decimal("0.5")
    assert abs(figure - Decimal(abs(money.minor)).scaleb(-2) / unit) <= half
    assert figure < 1000 or unit == 10**9


def test_monthly_is_rounded_once() -> None:
    assert monthly(Money(100000, "USD")) == Money(8333, "USD")
    assert monthly(Money(12 * 100000, "USD")) == Money(100000, "USD")


@usual
@given(amounts)
def test_monthly_is_half_even(money: Money) -> None:
    exact = Decimal(money.minor) / 12
    assert monthly(money).minor == int(exact.quantize(Decimal(1), ROUND_HALF_EVEN))
