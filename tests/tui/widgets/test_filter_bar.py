"""The filter: typed, kept or dropped; its box never blinks and shows nothing harmful."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Input

from tests.tui.charts.samples import BARE, PLAIN
from tests.tui.widgets.screen_text import screen_lines, until
from tui.widgets.filter_bar import FilterBar


class BarApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        yield FilterBar(PLAIN, "tier:critical")

    def on_mount(self) -> None:
        self.bar.show("tier:critical", "1–9 of 299 · sort health ▲")

    @property
    def bar(self) -> FilterBar:
        return self.query_one(FilterBar)

    def on_filter_bar_edited(self, message: FilterBar.Edited) -> None:
        self.heard.append(("edited", message.text))

    def on_filter_bar_kept(self, message: FilterBar.Kept) -> None:
        self.heard.append(("kept", message.text))

    def on_filter_bar_dropped(self, message: FilterBar.Dropped) -> None:
        self.heard.append(("dropped", message.text))


async def test_closed_it_shows_the_filter_and_the_count() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 3)) as pilot:
        await pilot.pause()
        assert screen_lines(app)[0].startswith(" / tier:critical  ")
        assert screen_lines(app)[0].endswith("1–9 of 299 · sort health ▲ ")
        app.bar.use_look(BARE)
        await pilot.pause()
        assert screen_lines(app)[0].endswith("1-9 of 299 - sort health ^ ")


async def test_typing_is_told_once_after_a_pause_and_enter_keeps_it() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 3)) as pilot:
        app.bar.open()
        await pilot.press(*" mrr")
        assert app.heard == []
        await until(pilot, lambda: bool(app.heard))
        assert app.heard == [("edited", "tier:critical mrr")]
        await pilot.press("enter")
        await pilot.pause()
        assert app.heard[-1] == ("kept", "tier:critical mrr")
        assert not app.bar.is_open
        assert app.bar.query_text == "tier:critical mrr"
        assert screen_lines(app)[0].startswith(" / tier:critical mrr ")


async def test_an_edit_that_is_dropped_leaves_the_filter_as_it_was() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 3)) as pilot:
        app.bar.open()
        await pilot.press("x")
        app.bar.drop()
        await pilot.pause(0.2)
        assert app.heard == [("dropped", "tier:critical")]
        assert screen_lines(app)[0].startswith(" / tier:critical  ")
        app.bar.drop()
        app.bar.keep()
        await pilot.pause()
        assert len(app.heard) == 1


async def test_the_open_box_does_not_blink_and_keeps_the_count_beside_it() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 3)) as pilot:
        app.bar.open()
        await pilot.pause()
        assert app.focused is app.query_one(Input)
        assert app.query_one(Input).cursor_blink is False
        line = screen_lines(app)[0]
        assert line.startswith(" / tier:critical")
        assert "299" in line


async def test_an_error_takes_the_place_of_the_count_until_the_box_closes() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 3)) as pilot:
        app.bar.open("tierr:high")
        app.bar.show_error("unknown field `tierr` at 1, did you mean `tier`?")
        await pilot.pause()
        assert "did you mean `tier`?" in screen_lines(app)[0]
        assert "299" not in screen_lines(app)[0]
        app.bar.drop()
        await pilot.pause()
        assert "299" in screen_lines(app)[0]


async def test_a_pasted_text_opens_as_the_filter_and_is_told() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 3)) as pilot:
        app.bar.open("northwind\x1b]52;c;aGk=\x07")
        await until(pilot, lambda: bool(app.heard))
        assert app.heard == [("edited", "northwind�]52;c;aGk=�")]
        app.query_one(Input).post_message(events.Paste("\x1b[2Jlabs\nrm"))
        await until(pilot, lambda: len(app.heard) == 2)
        assert app.heard[1][1].endswith("�[2Jlabs")
        assert "\x1b" not in screen_lines(app)[0]


async def test_a_long_filter_is_cut_and_never_pushes_the_count_away() -> None:
    app = BarApp()
    async with app.run_test(size=(60, 3)) as pilot:
        app.bar.show("name~" + "東京" * 40, "1–9 of 299")
        await pilot.pause()
        line = screen_lines(app)[0]
        assert line.rstrip().endswith("1–9 of 299")
        assert "…" in line
