from __future__ import annotations

from jobs.seldom import seldom


def test_progress_is_told_four_times_a_second_and_at_the_end() -> None:
    told: list[tuple[int, int]] = []
    times = iter((0.0, 0.1, 0.24, 0.25, 0.3, 0.49, 0.51, 0.52))
    note = seldom(lambda *at: told.append(at), lambda: next(times))
    for done in range(1, 9):
        note(done, 8)
    assert told == [(1, 8), (4, 8), (7, 8), (8, 8)]
