"""Which backups stay."""

from __future__ import annotations

from collections.abc import Iterable

_DAY_US = 86_400_000_000


def outlived(
    made: Iterable[tuple[int, int]], *, keep: int, days: int, now_us: int
) -> tuple[int, ...]:
    """The numbers of the backups that may go, the oldest first: they are older than
    `days` days and not among the `keep` newest. `made` are (number, microseconds)."""
    newest_first = sorted(made, key=lambda each: (each[1], each[0]), reverse=True)
    old = [(at, number) for number, at in newest_first[keep:] if now_us - at > days * _DAY_US]
    return tuple(number for _, number in sorted(old))
