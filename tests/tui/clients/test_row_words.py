from __future__ import annotations

from dataclasses import replace

from core.values.contribution import Contribution
from core.values.text import cells
from tests.tui.clients.samples import BARE_ROW, HEALTH, ROW, TODAY
from tui.clients.row_words import (
    client_words,
    evidence_words,
    movers,
    part_name,
    renewal_words,
    score_sum,
)


def test_a_part_is_named_without_its_formula() -> None:
    assert part_name(HEALTH.earned.parts[0]) == "usage"
    assert part_name(Contribution("x", "formula", 1)) == "formula"


def test_only_what_moved_is_told() -> None:
    assert HEALTH.change is not None
    usage, engagement, incidents = HEALTH.change.parts
    still = replace(
        HEALTH.change, parts=(replace(usage, points=-21), replace(engagement, points=0))
    )
    told = "".join(words for words, _ in movers(replace(HEALTH, change=still)))
    assert told == "usage −21"
    assert incidents.points == -3
    assert movers(replace(HEALTH, change=None)) == []
    assert movers(None) == []


def test_the_sum_gives_up_the_weights_before_the_points() -> None:
    def told(room: int) -> str:
        return "".join(words for words, _ in score_sum(ROW, HEALTH, room))

    assert told(70) == "38 = usage 10 of 40 + engagement 10 of 30 + incidents 18 of 30"
    assert told(50) == "38 = usage 10 + engagement 10 + incidents 18"
    assert told(20) == "38 of 100"
    partial = score_sum(replace(ROW, partial=True), None, 70)
    assert "".join(words for words, _ in partial) == "38 of 100, partial"


def test_the_client_line_gets_shorter_with_the_room() -> None:
    long = replace(ROW, renews=TODAY + 135, last_seen=TODAY - 183, open_incidents=1)
    assert client_words(long, TODAY, 90) == (
        "renews in 135 days, 5 Apr 2027 · last seen 183 days ago · 1 open incident"
    )
    assert client_words(long, TODAY, 66) == (
        "renews in 135 days · last seen 183 days ago · 1 open incident"
    )
    short = client_words(long, TODAY, 46)
    assert short == "renews 135 d · seen 183 d ago · 1 incident"
    assert cells(short) <= 46


def test_a_term_that_is_over_is_not_called_a_renewal() -> None:
    assert renewal_words(replace(ROW, renews=TODAY - 3), TODAY) == "term ended 3 days ago"
    assert renewal_words(replace(ROW, renews=TODAY), TODAY) == "renews today"
    assert renewal_words(BARE_ROW, TODAY) == "no renewal date"


def test_the_evidence_is_counted() -> None:
    none = tuple(replace(part, rows=0) for part in HEALTH.earned.parts)
    unknown = tuple(replace(part, rows=None) for part in HEALTH.earned.parts)
    earned = HEALTH.earned
    assert evidence_words(HEALTH) == "3 contributions, 223 rows behind them"
    assert (
        evidence_words(replace(HEALTH, earned=replace(earned, parts=none)))
        == "3 contributions, no rows behind them"
    )
    assert (
        evidence_words(replace(HEALTH, earned=replace(earned, parts=unknown)))
        == "3 contributions"
    )
