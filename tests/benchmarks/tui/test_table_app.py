from textual.widgets import DataTable

from benchmarks.tui.table_app import ROWS, TableApp


async def test_the_table_has_its_rows_and_moves() -> None:
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        table = app.query_one(DataTable)
        assert table.row_count == ROWS
        await pilot.press("down", "down")
        assert table.cursor_row == 2
        await pilot.press("q")
    assert app.return_code == 0
