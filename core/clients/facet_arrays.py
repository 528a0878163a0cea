"""What a change of many clients adds to the facet counters, and takes off them.

It loads numpy: only bulk work imports it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.clients.revenue_arrays import Amounts
from core.health.arrays import TIER_CODES
from core.values.spans import MISSING, Flags, Ints

FacetKey = tuple[str, str, int, str, str]
"""(dimension, value, live, tier, currency); currency '' with the counts."""
FacetSums = tuple[int, int, int, int, int, int]
"""(clients, scored, sum of scores, with a delta, sum of deltas, ARR)"""
_TIERS = len(TIER_CODES)


@dataclass(frozen=True, slots=True)
class Side:
    """What the counters read of n clients: -1 for no score, MISSING for no change
    and no renewal."""

    live: Flags
    tier: Ints
    score: Ints
    delta7: Ints
    renews: Ints
    arr: Amounts

    def counts(self) -> NDArray[np.float64]:
        """(5, n): one client, scored, the score, with a delta, the delta. Their sums
        stay far below 2**53, so that they are exact."""
        scored, moved = self.score >= 0, self.delta7 != MISSING
        columns = (
            np.ones(len(scored)), scored, np.where(scored, self.score, 0), moved,
            np.where(moved, self.delta7, 0),
        )  # fmt: skip
        return np.stack([column.astype(np.float64) for column in columns])


class FacetChanges:
    """The change of n clients from one side to the other. `words` are the values
    of their other dimensions with the index of each client's, None for none."""

    def __init__(
        self,
        before: Side,
        after: Side,
        words: Mapping[str, tuple[Sequence[str | None], Ints]],
    ) -> None:
        self._sides = ((-1, before.arr), (1, after.arr))
        self._counts = (before.counts(), after.counts())
        self._keys: list[tuple[str, str, int, str]] = []
        clients = len(before.live)
        nothing = np.zeros(clients, dtype=np.int64)
        days, index = np.unique(
            np.concatenate([before.renews, after.renews]), return_inverse=True
        )
        named: list[tuple[str, Sequence[str], Ints, Ints]] = [("all", [""], nothing, nothing)]
        for name, (values, mine) in words.items():
            named.append((name, [value or "" for value in values], mine, mine))
        texts = ["" if day == MISSING else str(day) for day in days.tolist()]
        named.append(("renews", texts, index[:clients], index[clients:]))
        stands = [side.live * _TIERS + side.tier for side in (before, after)]
        found = [self._dense(*each, stands) for each in named]
        self._index = tuple(np.stack([pair[side] for pair in found]) for side in (0, 1))

    def _dense(
        self, name: str, values: Sequence[str], before: Ints, after: Ints, stands: list[Ints]
    ) -> tuple[Ints, Ints]:
        """Number the counters of one dimension that are touched, on from those of the
        others; the number of each client's, before and after."""
        both = [
            index * 2 * _TIERS + s for index, s in zip((before, after), stands, strict=True)
        ]
        codes, dense = np.unique(np.concatenate(both), return_inverse=True)
        dense += len(self._keys)
        for code in codes.tolist():
            rest, tier = divmod(code, _TIERS)
            value, live = divmod(rest, 2)
            self._keys.append((name, values[value], live, TIER_CODES[tier]))
        return dense[: len(before)], dense[len(before) :]

    def of(self, some: Ints) -> dict[FacetKey, FacetSums]:
        """The differences that the clients at these places (ascending) make."""
        if len(some) == 0:
            return {}
        size = len(self._keys)
        index = [side[:, some] for side in self._index]
        repeats = len(index[0])
        before, after = (
            np.stack(
                [
                    np.bincount(dense.ravel(), np.tile(column, repeats), size)
                    for column in counts[:, some]
                ],
                axis=1,
            )
            for dense, counts in zip(index, self._counts, strict=True)
        )
        sums = (after - before).astype(np.int64)
        found: dict[FacetKey, FacetSums] = {}
        rows = np.flatnonzero(sums.any(axis=1))
        for row, (n, scored, total, moved, deltas) in zip(
            rows.tolist(), sums[rows].tolist(), strict=True
        ):
            found[*self._keys[row], ""] = (n, scored, total, moved, deltas, 0)
        return found | self._arr_of(some)

    def _arr_of(self, some: Ints) -> dict[FacetKey, FacetSums]:
        currencies = self._sides[0][1].currencies
        many = len(currencies)
        sums = np.zeros(len(self._keys) * many, dtype=np.int64)
        wanted = np.zeros(self._index[0].shape[1], dtype=bool)
        wanted[some] = True
        for dense, (sign, arr) in zip(self._index, self._sides, strict=True):
            first, last = np.searchsorted(arr.client, [some[0], some[-1] + 1])
            mine = first + np.flatnonzero(wanted[arr.client[first:last]])
            cells = dense[:, arr.client[mine]] * many + arr.currency[mine]
            np.add.at(sums, cells.ravel(), np.tile(sign * arr.minor[mine], len(cells)))
        cells = np.flatnonzero(sums)
        return {
            (*self._keys[cell // many], currencies[cell % many]): (0, 0, 0, 0, 0, minor)
            for cell, minor in zip(cells.tolist(), sums[cells].tolist(), strict=True)
        }
