"""What takes long to count is counted seldom."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from bellbuoy.services import news
from bellbuoy.services.context import Context
from tests.tui.hand import using
from tui.clients.news_pace import AT_ONCE_S, REST, NewsPace
from tui.clients.radar import RadarPage


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_rests_in_proportion_to_what_it_took() -> None:
    clock = Clock()
    pace = NewsPace(clock)
    assert pace.rest_s == 0
    pace.began()
    clock.now += 2.5
    pace.ended()
    assert pace.rest_s == REST * 2.5
    clock.now += 10
    assert pace.rest_s == REST * 2.5 - 10
    clock.now += REST * 2.5
    assert pace.rest_s == 0
    pace.began()
    clock.now += AT_ONCE_S / 2
    pace.ended()
    assert pace.rest_s == 0


async def test_changes_of_the_store_are_counted_once_behind_the_rest(
    demo_ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests = iter([0.05, 0.0])
    monkeypatch.setattr(NewsPace, "rest_s", property(lambda _self: next(rests)))
    async with using(demo_ctx) as hand:
        page = hand.app.screen
        assert isinstance(page, RadarPage)
        with patch.object(news, "changed", wraps=news.changed) as counted:
            for _ in range(3):
                page.apply_order()
            await hand.until(lambda: counted.call_count == 1)
            page.apply_order()
            await hand.until(lambda: counted.call_count == 2)
            await hand.settle()
        assert counted.call_count == 2
