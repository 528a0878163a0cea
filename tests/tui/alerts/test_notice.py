"""An alert that rings while somebody works: told on rows 2 and 23, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from bellbuoy.services.alerts.deliver import deliver
from bellbuoy.services.context import Context
from tests.bellbuoy.services.alerts.ringing import keep, quiet_store, settle, trouble
from tests.fixtures.stores import NewStore
from tests.tui.hand import using


def ring(ctx: Context) -> None:
    trouble(ctx, "k1")
    settle(ctx)
    deliver(ctx)


async def test_a_notice_takes_no_focus_and_no_typed_text(new_sqlite: NewStore) -> None:
    ctx = quiet_store(new_sqlite, clients=2)
    keep(ctx, "incidents>=1")
    async with using(replace(ctx, read_only=True)) as hand:
        hand.app._upkeep.read_pulse()
        await hand.press("2", "slash")
        await hand.type("na")
        focused, page = hand.app.focused, hand.page
        ring(ctx)
        await hand.settle()
        hand.app._upkeep.read_pulse()
        await hand.until(lambda: "alert: mine" in hand.row(-2))
        assert "1 alert" in hand.row(2)
        assert hand.app.focused is focused
        assert hand.page is page
        await hand.type("me")
        assert "/ name" in hand.row(3)
        await hand.press("escape", "exclamation_mark")
        assert "Alerts (1 new)" in hand.text
        assert "alert: mine" in hand.text
