"""What is pressing: reasons that add up, and the order that they give."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from core.desk.today import ordered, reasons_of
from core.desk.types import DueTask, Waiting
from core.values.money import Money

NOW = datetime(2026, 3, 15, tzinfo=UTC)
USUAL = Money(100, "USD")
_MONEY = st.none() | st.builds(Money, st.integers(0, 10**9), st.sampled_from(["USD", "EUR"]))
_TASKS = st.builds(
    DueTask, st.sampled_from(["T-1", "T-2"]), st.just("C-1"), st.just("x"), st.just("call"),
    st.none(), st.integers(-40, 3), _MONEY,
)  # fmt: skip
_CLIENTS = st.builds(
    Waiting, st.sampled_from(["C-1", "C-2", "C-3"]), st.just("x"), st.none(), st.booleans(),
    st.none() | st.integers(0, 100), st.none() | st.integers(-50, 50),
    st.none() | st.integers(-10, 90), st.none() | st.integers(0, 90), _MONEY,
)  # fmt: skip


def waiting(key: str = "C-1", arr: int = 100, **facts: object) -> Waiting:
    usual = {"critical": False, "score": 50, "delta7": None, "renews": None, "silent": None}
    return Waiting(key, key, None, **(usual | facts), arr=Money(arr, "USD"))  # type: ignore[arg-type]


def task(due: int, arr: int = 100, key: str = "T-1") -> DueTask:
    return DueTask(key, "C-9", "Nine", "call Dana", "ana", due, Money(arr, "USD"))


@settings(max_examples=80)
@given(st.lists(_TASKS, max_size=4), st.lists(_CLIENTS, max_size=4))
def test_points_are_what_they_are_made_of(tasks: list[DueTask], clients: list[Waiting]) -> None:
    rows = ordered(tasks, clients, USUAL, NOW)
    assert len(rows) == len(tasks) + sum(bool(reasons_of(each)) for each in clients)
    for row in rows:
        assert row.points == row.explanation.total
        assert row.points == sum(part.points for part in row.explanation.parts)
        assert 0 <= row.points <= 60 + 2 * 5 + 40
        assert row.why
    assert [row.points for row in rows] == sorted((row.points for row in rows), reverse=True)


@settings(max_examples=60)
@given(st.lists(_CLIENTS, max_size=6, unique_by=lambda each: each.client), st.data())
def test_who_else_is_there_changes_no_order(
    clients: list[Waiting], data: st.DataObject
) -> None:
    whole = [row.key for row in ordered([], clients, USUAL, NOW)]
    some = [each for each in clients if data.draw(st.booleans())]
    kept = {each.client for each in some}
    assert [row.key for row in ordered([], some, USUAL, NOW)] == [k for k in whole if k in kept]


def test_time_presses() -> None:
    rows = ordered([task(2, key="T-2"), task(-4), task(0, key="T-0")], [], USUAL, NOW)
    assert [(row.key, row.why, row.points - 20) for row in rows] == [
        ("T-1", "task 4 d late", 60),
        ("T-0", "task due today", 55),
        ("T-2", "task due in 2 d", 35),
    ]


def test_money_counts_beside_what_the_usual_client_pays() -> None:
    arrs = {"C-1": 50, "C-2": 300, "C-3": 0, "C-4": 10**9}
    rows = ordered([], [waiting(k, n, critical=True) for k, n in arrs.items()], USUAL, NOW)
    told = {row.key: row.points - 50 for row in rows}
    assert told == {"C-4": 40, "C-2": 30, "C-1": 13, "C-3": 0}
    euros = ordered([], [waiting(critical=True)], Money(100, "EUR"), NOW)
    assert [row.points for row in euros] == [50]


def test_why_a_client_waits() -> None:
    found = waiting(critical=True, score=12, delta7=-5, renews=20, silent=30)
    (row,) = ordered([], [found], USUAL, NOW)
    assert (row.why, row.left, row.points) == (
        "critical, and no next step, health 12", 20, 50 + 5 + 5 + 20,
    )  # fmt: skip
    assert [part.id for part in row.explanation.parts] == [
        "critical",
        "renewal",
        "silent",
        "arr",
    ]
    nothing = [waiting(), waiting(delta7=3, renews=20), waiting(delta7=-3, renews=61),
               waiting(silent=13), waiting(delta7=-3, renews=-1)]  # fmt: skip
    assert ordered([], nothing, USUAL, NOW) == ()
