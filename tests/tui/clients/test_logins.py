from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tui.clients.samples import BARE_DETAIL, DETAIL, TODAY, heat
from tui.clients.logins import last_login_words, logins_known, usual_gap


@pytest.mark.parametrize(
    ("counts", "gap"),
    [
        ([1, 0, 0, 1, 0, 0, 1], 3),
        ([1, 1, 0, 0, 0, 0, 2], 1),
        ([1, 0, 1], None),
        ([0, 0, 0], None),
        ([None, None, 1, 1, 1], 1),
    ],
)
def test_the_usual_gap_is_the_median_between_days_with_logins(
    counts: list[int | None], gap: int | None
) -> None:
    assert usual_gap(heat(counts)) == gap


def test_the_last_login_in_words() -> None:
    assert last_login_words(DETAIL, TODAY) == "last login 9 days ago, usual gap 3 d"
    once = replace(DETAIL, heatmap=heat([1, 0, 0]))
    assert last_login_words(once, TODAY) == "last login 9 days ago"


def test_no_login_and_no_knowledge_are_two_things() -> None:
    never = replace(DETAIL, heatmap=heat([0] * 91), last_login=None)
    assert last_login_words(never, TODAY) == "no login yet"
    assert last_login_words(BARE_DETAIL, TODAY) == "logins unknown: no source reports them"
    folded = replace(BARE_DETAIL, folded=TODAY - 3)
    assert last_login_words(folded, TODAY) == "no login is known by the day"
    assert logins_known(never.heatmap)
    assert not logins_known(BARE_DETAIL.heatmap)
