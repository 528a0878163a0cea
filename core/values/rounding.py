"""Exact rounding: whole numbers and fractions only, never a float.

DEFINITIONS 1.4 (half up for scores), 1.5 (largest remainder), 1.6 (weights).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isfinite, lcm

from core.values.errors import UsageError


def half_up(numerator: int, denominator: int = 1) -> int:
    """`floor(n / d + 1/2)` of whole numbers, `denominator` > 0."""
    return (2 * numerator + denominator) // (2 * denominator)


def half_even(value: Fraction) -> int:
    """Round an exact value to a whole number, ties to even (money)."""
    return round(value)


def apportion_whole(
    numerators: Sequence[int], denominator: int, target: int
) -> tuple[int, ...]:
    """Whole parts of `numerators / denominator` that sum to `target`.

    Hamilton's largest remainder. Ties go to the earlier entry; where `target` is
    the rounded sum, an entry that is whole already never changes. Raises
    ValueError unless 0 <= target - sum(floors) <= len(numerators).
    """
    wholes = [n // denominator for n in numerators]
    missing = target - sum(wholes)
    if missing == 0:
        return tuple(wholes)
    if not 0 < missing <= len(wholes):
        raise ValueError(f"cannot apportion {target} over {len(wholes)} entries")
    remainders = [n % denominator for n in numerators]
    # The sort is stable, so the earlier of two equal remainders comes first.
    order = sorted(range(len(wholes)), key=remainders.__getitem__, reverse=True)
    for index in order[:missing]:
        wholes[index] += 1
    return tuple(wholes)


def apportion(raw: Sequence[Fraction | int], target: int) -> tuple[int, ...]:
    """`apportion_whole` of exact values of any denominators."""
    numerators, denominator = _over_one(raw)
    return apportion_whole(numerators, denominator, target)


def apportion_share(shares: Sequence[Fraction | int], target: int) -> tuple[int, ...]:
    """Split `target` in proportion to `shares` >= 0.

    Raises ValueError when the shares sum to nothing.
    """
    numerators, _ = _over_one(shares)
    total = sum(numerators)
    if total <= 0:
        raise ValueError("no share to split by")
    return apportion_whole([target * n for n in numerators], total, target)


def _over_one(values: Sequence[Fraction | int]) -> tuple[list[int], int]:
    """The numerators of exact values over their least common denominator."""
    denominator = lcm(*(value.denominator for value in values))
    return [v.numerator * (denominator // v.denominator) for v in values], denominator


def normalised_weights(weights: Sequence[float | Fraction]) -> tuple[int, ...]:
    """Whole percents that sum to 100, in the proportions given.

    Floats count as the decimal that they print as (0.4 is 2/5, not its binary
    neighbour). Raises UsageError for a negative, non-finite or all-zero set.
    """
    if any((isinstance(w, float) and not isfinite(w)) or w < 0 for w in weights):
        raise UsageError("weights must be finite numbers, 0 or more")
    exact = [Fraction(str(w)) if isinstance(w, float) else Fraction(w) for w in weights]
    if not exact or sum(exact) <= 0:
        raise UsageError("at least one weight must be above 0")
    return apportion_share(exact, 100)
