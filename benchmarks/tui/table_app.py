"""The list that one would write first: Textual's `DataTable` with 100 rows."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import DataTable

ROWS = 100
HEADS = ("CLIENT", "TIER", "HEALTH", "30 DAYS", "ARR", "RENEWS", "OWNER")


class TableApp(App[None]):
    """Rows as wide as those of the client list; `q` quits."""

    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns(*HEADS)
        for number in range(ROWS):
            score = number * 37 % 101
            tier = "!! critical" if score < 40 else "!  at risk" if score < 70 else "healthy"
            spark = "".join("▁▂▃▄▅▆▇█"[(number + at * 3) % 8] for at in range(10))
            arr, days = f"${number * 7919 % 500_000:,}", f"{number * 13 % 365}d"
            table.add_row(f"Client {number:03}", tier, str(score), spark, arr, days, "ana")


if __name__ == "__main__":
    TableApp().run()
