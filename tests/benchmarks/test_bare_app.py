from textual.widgets import Static

from benchmarks.bare_app import BareApp


async def test_it_counts_keys_and_quits_on_q() -> None:
    app = BareApp()
    async with app.run_test() as pilot:
        assert str(app.query_one(Static).content) == "bare ready 0"
        await pilot.press("x", "down", "x")
        assert str(app.query_one(Static).content) == "bare ready 3"
        await pilot.press("q")
    assert not app.is_running
