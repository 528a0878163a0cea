"""What rang, in the words of row 23."""

from __future__ import annotations

from core.alerts.types import Notice
from tui.alerts.news import news_words


def test_the_gravest_is_told_with_how_many() -> None:
    told = [
        Notice(1, False, "low", "a: x"),
        Notice(2, True, "low", "a: x"),
        Notice(3, False, "critical", "b: \x1b[2Jy"),
    ]
    assert news_words(told) == "2 alerts: b: �[2Jy"
    assert news_words(told[:2]) == "alert: a: x"
    assert news_words(told[1:2]) == ""
    assert news_words([]) == ""
