"""Numbers and sentences as charts print them, measured in cells."""

from __future__ import annotations

from fractions import Fraction

from core.values.instants import date_of
from core.values.text import cells

_NO_TENTHS = 100
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_WEEKDAYS = "Mon Tue Wed Thu Fri Sat Sun".split()


def short(value: int) -> str:
    """An axis label of at most six cells below 10^18: `850`, `12k`, `1.5M`."""
    size = abs(value)
    for limit, unit in ((10**15, "P"), (10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "k")):
        if size >= limit:
            return f"{value / limit:.1f}".removesuffix(".0") + unit
    return str(value)


def axis_number(value: float) -> str:
    """The same for what may lie between two whole numbers: `0.5`, `−12k`."""
    size = abs(value)
    whole = value == int(value) or size >= _NO_TENTHS
    told = short(round(size)) if whole else f"{size:.1f}"
    return f"−{told}" if value < 0 else told


def signed(value: int) -> str:
    """`+3`, `−12`, `0`: a change always carries its sign."""
    return f"+{value:,}" if value > 0 else f"−{-value:,}" if value < 0 else "0"


def minus(value: int) -> str:
    """A number with a real minus sign and grouped thousands."""
    return f"−{-value:,}" if value < 0 else f"{value:,}"


def percent(part: float, whole: float) -> str:
    """A share with one decimal, `24.0%`; empty when `whole` is 0."""
    return f"{float(100 * Fraction(part) / Fraction(whole)):.1f}%" if whole else ""


def day_month(day: int) -> str:
    """`23 Oct` of an epoch day."""
    date = date_of(day)
    return f"{date.day} {_MONTHS[date.month - 1]}"


def month_year(day: int) -> str:
    """`Oct 24` of an epoch day."""
    date = date_of(day)
    return f"{_MONTHS[date.month - 1]} {date.year % 100:02d}"


def month(day: int) -> str:
    """`Oct` of an epoch day."""
    return _MONTHS[date_of(day).month - 1]


def weekday(index: int) -> str:
    """`Mon` for 0."""
    return _WEEKDAYS[index]


def full_day(day: int) -> str:
    """`Sat 21 Nov 2026` of an epoch day."""
    date = date_of(day)
    return f"{_WEEKDAYS[date.weekday()]} {day_month(day)} {date.year}"


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, broken at blanks; a longer word is cut up.

    Gaps of more than one blank inside a line are kept: they separate columns.
    Blanks at the start of the text are not.
    """
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        tried = f"{line} {word}" if line else word
        if cells(tried) <= width:
            line = tried
            continue
        if line.strip():
            lines.append(line.rstrip())
        *chunks, line = _chunks(word, width)
        lines.extend(chunks)
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return lines


def _chunks(word: str, width: int) -> list[str]:
    """A word in pieces of at most `width` cells; a wide sign is never halved."""
    pieces = [""]
    for char in word:
        if pieces[-1] and cells(pieces[-1] + char) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def folded_words(day: int) -> str:
    """`use up to Tue 31 Dec 2024 is known by month only`"""
    return f"use up to {full_day(day)} is known by month only"
