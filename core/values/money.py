"""Money: whole minor units and an ISO 4217 code; amounts never pass a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.values.errors import RowError

# ISO 4217 exponents that are not 2.
_EXPONENTS = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
_PLAIN = re.compile(r"[+-]?\d{1,18}(\.\d{1,18})?", re.ASCII)
_CODE = re.compile(r"[A-Z]{3}", re.ASCII)
_LARGEST = 2**62


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units of `currency` (`Money(1240000, "USD")` is $12,400)."""

    minor: int
    currency: str


def exponent(currency: str) -> int:
    """Decimal places of a currency. Raises RowError `money.currency`."""
    if not _CODE.fullmatch(currency):
        raise RowError("money.currency", f"“{currency}” is no currency code")
    return _EXPONENTS.get(currency, 2)


def parse_money(text: str, currency: str) -> Money:
    """Read a plain decimal amount in major units.

    Raises RowError `money.syntax` (grouping marks, NaN, words),
    `money.precision` (more decimals than the currency has) or `money.currency`.
    """
    places = exponent(currency)
    if not _PLAIN.fullmatch(text):
        raise RowError("money.syntax", f"“{text}” is no plain amount")
    minor = Fraction(text) * 10**places
    if minor.denominator != 1:
        raise RowError("money.precision", f"“{text}” has more than {places} decimals")
    if abs(minor) >= _LARGEST:
        raise RowError("money.syntax", f"“{text}” is too large")
    return Money(int(minor), currency)


def monthly(annual: Money) -> Money:
    """MRR of an ARR, rounded half-even: for display only (DEFINITIONS 3.1)."""
    return Money(round(Fraction(annual.minor, 12)), annual.currency)


def show_money(money: Money | None, *, whole: bool = True) -> str:
    """`$12,400`, or `12,400 CHF` for a currency without a sign of its own.

    `whole` leaves out the minor units (rounded half-even): lists; False: detail.
    """
    if money is None:
        return ""
    places = 0 if whole else exponent(money.currency)
    return _signed(f"{_major(money):,.{places}f}", money)


def show_short(money: Money | None) -> str:
    """`$317k`, `$2.4M`, `$120M`: for counters where a rounded figure is enough."""
    if money is None:
        return ""
    major = _major(money)
    for power, unit in ((9, "B"), (6, "M"), (3, "k")):
        figure = major.scaleb(-power)
        # What would round to 1,000 of the smaller unit is 1 of this one.
        if round(figure, 3) >= 1:
            places = 1 if unit != "k" and round(figure, 1) < 100 else 0
            return _signed(f"{figure:,.{places}f}{unit}", money)
    return _signed(f"{major:,.0f}", money)


def _major(money: Money) -> Decimal:
    """The size of an amount in major units, without its sign."""
    return Decimal(abs(money.minor)).scaleb(-exponent(money.currency))


def _signed(number: str, money: Money) -> str:
    """`number` with the sign and the currency of `money`; a rounded 0 has no sign."""
    minus = "−" if money.minor < 0 and number.strip("0.,") else ""
    sign = _SIGNS.get(money.currency)
    return f"{minus}{sign}{number}" if sign else f"{minus}{number} {money.currency}"
