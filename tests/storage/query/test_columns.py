"""Where fields lie."""

from __future__ import annotations

from storage.query.columns import ColumnSql


def test_the_searched_text() -> None:
    assert ColumnSql("c.name", folded="c.name_key").text == "c.name_key"
    assert ColumnSql("c.name").text == "fold(c.name)"
    assert ColumnSql("i.client", name="c.name").text == "fold(c.name)"


def test_the_guard_covers_all_that_is_compared() -> None:
    assert ColumnSql("a").present == "a IS NOT NULL"
    assert ColumnSql("a", currency="b").present == "a IS NOT NULL AND b IS NOT NULL"
    assert ColumnSql("a", name="b").present == "a IS NOT NULL AND b IS NOT NULL"
    assert ColumnSql("a", nullable=False).present == ""
