"""Why a score is not the predicted one, and in what two runs differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.simulations.differing import (
    ANOTHER,
    FACTS,
    OVER,
    UNKNOWN,
    apart,
    why,
)
from core.simulations.types import Compared, Run

RUN = Run(
    number=14, name="run-0001", scenario="outage", title="Outage", whom="C-1", who="ana",
    values={}, seed=42, spread_s=0, length_s=None, speed=0, state="applied", position_s=0,
    at=datetime(2026, 3, 15, tzinfo=UTC), clients=3, done=3, incidents=2, calls=0, logins=0,
    conflicts=0, change=1, undone=None, undone_by=None,
)  # fmt: skip
LASTS = replace(RUN, length_s=3600, position_s=3600)


def score(
    before: int | None, predicted: int | None, measured: int | None, without: int | None
) -> Compared:
    return Compared("C-1", "One", before, predicted, measured, without)


@pytest.mark.parametrize(
    ("run", "each", "others", "said"),
    [
        (RUN, score(89, 59, 59, 89), False, ""),
        (RUN, score(None, None, None, None), True, ""),
        (LASTS, score(89, 59, 89, 89), False, OVER),
        (replace(LASTS, position_s=3599), score(89, 59, 89, 89), False, UNKNOWN),
        (RUN, score(89, 59, 57, 87), True, FACTS),
        (RUN, score(89, 59, 41, 89), True, ANOTHER),
        (RUN, score(89, 59, 41, 89), False, UNKNOWN),
    ],
)
def test_the_nearest_reason_is_told(run: Run, each: Compared, others: bool, said: str) -> None:
    assert why(run, each, others=others) == said


def test_runs_are_told_apart_by_what_was_set_of_them() -> None:
    assert apart(RUN, replace(RUN, number=15, title="other", position_s=9)) == ()
    other = replace(RUN, scenario="pulse", values={"days": 7}, seed=7, length_s=240, whom="")
    assert apart(RUN, other) == (
        "scenario outage and pulse",
        "whom C-1 and all clients",
        "days none and 7",
        "seed 42 and 7",
        "lasts s none and 240",
    )
