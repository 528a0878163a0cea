"""The incidents whose words weigh most, of very many: the same as `similar` finds of few,
by arrays. Loads numpy, which a command that looks among few does not wait for."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def heaviest_of(
    held: Sequence[tuple[int, array[int]]], n: int, enough: int, most: int
) -> list[int]:
    """The places of the `most` largest sums of `n`, the largest first, of equal ones the
    last. `held` are weights, each with the places that it is added to, heaviest first;
    from `enough` places on, one that more hold only adds to those."""
    total = np.zeros(n, np.int64)
    found = 0
    for weight, holding in held:
        places = np.frombuffer(holding, np.intc)
        if found >= enough and len(places) > found:
            total[places[total[places] > 0]] += weight
        else:
            total[places] += weight
            found = int(np.count_nonzero(total))
    return _largest(total, min(most, found))


def _largest(total: Ints, most: int) -> list[int]:
    """Of many that are equal only those are sorted that are wanted."""
    if not most:
        return []
    least = np.partition(total, -most)[-most]
    above = np.flatnonzero(total > least)
    equal = np.flatnonzero(total == least)
    places = np.concatenate([equal[len(equal) - (most - len(above)) :], above])
    found: list[int] = places[np.lexsort((-places, -total[places]))].tolist()
    return found
