"""Taking a share off the use of days, in whole calls."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from core.simulations.effect import Use
from core.simulations.scenario import Subject


def thinned(amounts: Sequence[int], shares: Sequence[Fraction]) -> list[int]:
    """What is taken off each amount, for a share (0 to 1) of each: whole numbers, never
    more than there is. What rounding down leaves is carried to the next, so that few
    logins a day get fewer too; the sum is the exact one, rounded down."""
    # In whole parts of a call: a thousand fractions a client are what a look waits for.
    parts = lcm(*(share.denominator for share in shares))
    taken, rest = [], 0
    for amount, share in zip(amounts, shares, strict=True):
        rest += amount * share.numerator * (parts // share.denominator)
        off = min(amount, rest // parts)
        taken.append(off)
        rest -= off * parts
    return taken


def less_use(
    subject: Subject,
    days: Sequence[int],
    calls: Sequence[Fraction],
    logins: Sequence[Fraction],
) -> tuple[Use, ...]:
    """What is taken off these days for a share of the calls, and of the logins, of each."""
    used = [subject.used(day) for day in days]
    fewer = zip(
        days,
        thinned([each[0] for each in used], calls),
        thinned([each[1] for each in used], logins),
        strict=True,
    )
    return tuple(Use(day, -c, -n) for day, c, n in fewer if c or n)
