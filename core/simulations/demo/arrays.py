"""The use of many clients at once, in arrays: the numbers of `use.use_of`.

Every draw, sum and rounding is that of `activity.daily`, in the same order and in
doubles, so that the two give equal numbers, not similar ones. It loads numpy:
only large demo stores import it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.health.types import WINDOW, Baseline
from core.simulations.demo.activity import NOISE, DemoDay, Habit
from core.simulations.demo.dice import CALLS_PHASE, DAY, LOGINS_PHASE, RUN
from core.simulations.demo.personas import Persona
from core.simulations.demo.use import DaysOf, Use, use_of

Reals = NDArray[np.float64]
Wholes = NDArray[np.int64]


def use_in_arrays(people: Iterable[Persona], days_of: DaysOf) -> Use:
    """The day totals of some clients."""
    use = Use()
    for plain, group in groupby(people, key=_is_plain):
        run = list(group)
        use.extend(_use(run, days_of(0)) if plain else use_of(run, days_of))
    return use


def by_day_in_arrays(use: Use) -> Use:
    """`Use.by_day` of rows by client."""
    columns = [np.frombuffer(column, dtype=np.intc) for column in use.columns]
    order = np.argsort(columns[1], kind="stable")
    return Use(*(_ints(column[order]) for column in columns))


def draws(seed: int, keys: Sequence[str], numbers: Sequence[int]) -> Reals:
    """`core.values.seed.draw` of the run `demo`: a row a key, a column a number."""
    suffixes = [str(number).encode() for number in numbers]
    digests: list[bytes] = []
    for key in keys:
        prefix = f"{seed}|{RUN}|{key}|".encode()
        digests += [sha256(prefix + suffix).digest() for suffix in suffixes]
    # The first of the four 8-byte words of each digest.
    words = np.frombuffer(b"".join(digests), dtype=">u8")[::4].astype(np.uint64)
    found: Reals = (words >> np.uint64(11)).astype(np.float64) / float(2**53)
    return found.reshape(len(keys), len(numbers))


def _is_plain(who: Persona) -> bool:
    """Whether a client's use follows one straight line, as everybody's does who
    has no story; the few others are told one by one."""
    habit = who.plot.habit
    return habit is not None and habit.silent == 0 and len(habit.curve) == 2


def _use(people: Sequence[Persona], days: Sequence[DemoDay]) -> Use:
    habits = [habit for who in people if (habit := who.plot.habit) is not None]
    backs = [day.back for day in days]
    numbers = [CALLS_PHASE, LOGINS_PHASE]
    numbers += [DAY + 2 * back + measure for measure in (0, 1) for back in backs]
    drawn = draws(people[0].dice.seed, [who.dice.key for who in people], numbers)
    noise = NOISE[0] + (NOISE[1] - NOISE[0]) * drawn[:, 2:]
    rhythm, height = _rhythm(habits, days), _height(habits, np.array(backs))
    share = np.array([day.share for day in days])
    told = []
    for measure, full in enumerate((Baseline().calls, Baseline().logins)):
        level = np.array([h.logins if measure else h.calls for h in habits]) * full / WINDOW
        each = noise[:, measure * len(days) : (measure + 1) * len(days)]
        amounts = level[:, None] * each * rhythm * height * share
        told.append(_rounded(amounts, drawn[:, measure].copy())[:, ::-1])
    return _columns(people, np.array([day.day for day in days[::-1]]), *told)


def _rhythm(habits: Sequence[Habit], days: Sequence[DemoDay]) -> Reals:
    weekend = np.array([habit.weekend for habit in habits])
    weekday = 7 / (5 + 2 * weekend)
    rest = np.array([day.weekend for day in days])
    found: Reals = np.where(rest, (weekday * weekend)[:, None], weekday[:, None])
    return found


def _height(habits: Sequence[Habit], backs: NDArray[Any]) -> Reals:
    """`activity.factor` for curves of two points."""
    ends = np.array([(*older, *newer) for older, newer in (habit.curve for habit in habits)])
    older, start, newer, end = (ends[:, place, None] for place in range(4))
    line = end + (start - end) * (backs - newer) / (older - newer)
    found: Reals = np.where(backs >= older, start, np.where(backs >= newer, line, end))
    return found


def _rounded(amounts: Reals, carry: Reals) -> Wholes:
    """Whole numbers whose fractions carry over from column to column."""
    found = np.empty(amounts.shape, dtype=np.int64)
    for place in range(amounts.shape[1]):
        carry += amounts[:, place]
        found[:, place] = carry
        carry -= found[:, place]
    return found


def _columns(
    people: Sequence[Persona], days: NDArray[Any], calls: Wholes, logins: Wholes
) -> Use:
    """Rows of the days that were lived and used; days oldest first."""
    starts = np.array([who.start for who in people])
    kept = ((calls > 0) | (logins > 0)) & (days >= starts[:, None])
    client, place = np.nonzero(kept)
    numbers = np.array([who.number for who in people])
    return Use(
        *(_ints(column) for column in (numbers[client], days[place], calls[kept], logins[kept]))
    )


def _ints(column: NDArray[Any]) -> array[int]:
    """Whole numbers as SQL drivers take them."""
    return array("i", column.astype(np.intc).tobytes())
