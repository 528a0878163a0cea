"""The views that come with the program hold, whatever the day."""

from __future__ import annotations

from bellbuoy.services.clients import RADAR_QUERY
from core.query.nouns import FIELD_SETS
from core.views.starters import starters
from core.views.wording import checked
from tests.core.query.drawn import CONTEXT


def test_each_reads_as_it_would_be_kept() -> None:
    found = starters("2023-11")
    assert [view.name for view in found] == [
        "My book", "At risk", "Renewing in 60 days", "Silent champions", "New this month",
        "SLA at stake", "Changed since yesterday", "No owner",
    ]  # fmt: skip
    for view in found:
        assert checked(view, FIELD_SETS[view.noun], CONTEXT) == view


def test_at_risk_is_what_the_radar_shows_by_itself() -> None:
    (found,) = (view for view in starters("2023-02") if view.name == "At risk")
    assert (found.place, found.query) == ("radar", RADAR_QUERY)


def test_this_month_is_that_of_the_day() -> None:
    (new,) = (view for view in starters("2023-02") if view.name == "New this month")
    assert new.query == "since:2023-02"
