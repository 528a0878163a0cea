"""When a failed delivery comes again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.alerts.retry import ATTEMPTS, FIRST, LONGEST, LONGEST_ASKED, judged, wait_after


@given(uid=st.text(max_size=40), asked=st.none() | st.integers(0, 10**7))
def test_it_waits_longer_each_time_within_bounds(uid: str, asked: int | None) -> None:
    said = None if asked is None else timedelta(seconds=asked)
    for attempts in range(1, ATTEMPTS):
        plain = min(FIRST * 2 ** (attempts - 1), LONGEST)
        wait = wait_after(attempts, uid, said)
        assert wait is not None
        assert wait == wait_after(attempts, uid, said)
        assert plain <= wait_after(attempts, uid) <= plain * 6 / 5
        if said is not None:
            assert wait >= min(said, LONGEST_ASKED)
        assert wait <= max(plain * 6 / 5, LONGEST_ASKED)
    assert wait_after(ATTEMPTS, uid, said) is None


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, "done"), (204, "done"), (299, "done"), (301, "dead"), (302, "dead"),
        (304, "dead"), (400, "dead"), (401, "dead"), (404, "dead"), (408, "again"),
        (410, "stop"), (425, "again"), (429, "again"), (500, "again"), (503, "again"),
        (599, "again"),
    ],
)  # fmt: skip
def test_what_an_answer_means(status: int, verdict: str) -> None:
    assert judged(status).verdict == verdict
