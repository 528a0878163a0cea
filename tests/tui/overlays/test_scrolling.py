"""The keys that scroll what is read."""

from __future__ import annotations

from bellbuoy.services.context import Context
from tests.tui.overlays.shell_app import shown


async def test_it_scrolls(ctx: Context) -> None:
    async with shown(ctx, "help") as (_, pilot, overlay):
        view = overlay.view
        height = view.size.height
        for key, top in [
            ("down", 1), ("j", 2), ("up", 1), ("k", 0), ("pagedown", height), ("pageup", 0),
            ("ctrl+d", height // 2), ("ctrl+u", 0), ("end", len(view.lines) - height),
            ("home", 0), ("G", len(view.lines) - height),
        ]:  # fmt: skip
            await pilot.press(key)
            assert view.top == min(top, len(view.lines) - height), key
        await pilot.press("end")
        assert view.lines[-1].plain.strip() != ""
