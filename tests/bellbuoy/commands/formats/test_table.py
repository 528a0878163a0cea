from __future__ import annotations

import pytest

from bellbuoy.commands.answer import Row
from bellbuoy.commands.columns import Column, moment, money, number, tier
from bellbuoy.commands.formats.table import record, table

ROWS: list[Row] = [
    {"name": "北海道 shipping", "tier": "critical", "arr": {"minor": 99, "currency": "JPY"}},
    {"name": "Ærø", "tier": "healthy", "arr": None},
    {"name": "a\x1b[31m\nb", "tier": "at_risk", "arr": {"minor": -100, "currency": "CHF"}},
]
COLUMNS = (Column("name", "name"), tier(), money("arr", "ARR"))


def test_columns_are_aligned_in_cells() -> None:
    assert table(ROWS, COLUMNS).lines == [
        "name             tier            ARR",
        "北海道 shipping  !! critical     ¥99",
        "Ærø                 healthy",
        "a�[31m�b         !  at risk   −1 CHF",
    ]


def test_a_pipe_gets_every_letter() -> None:
    long: list[Row] = [{"name": "x" * 3000}]
    assert table(long, COLUMNS[:1]).lines[1] == "x" * 3000


def test_text_is_cut_on_a_terminal_and_numbers_are_not() -> None:
    rows: list[Row] = [{"name": "n" * 50, "count": 1234567}]
    columns = (Column("name", "name"), number("count", "count"))
    assert table(rows, columns, width=30).lines[1] == "n" * 18 + "…  1,234,567"
    assert table(rows, columns, width=30, ellipsis="..").lines[1] == "n" * 17 + "..  1,234,567"


def test_a_column_without_room_is_left_out_and_named() -> None:
    rows: list[Row] = [{"name": "n" * 50, "count": 1234567}]
    columns = (Column("name", "name"), number("count", "how many"))
    found = table(rows, columns, width=16)
    assert found.left_out == ("how many",)
    assert found.lines == ["name", "n" * 15 + "…"]
    assert table(rows, columns, width=3).lines[1] == "nn…"
    assert table(rows, columns, width=80).left_out == ()


def test_colour_is_for_tier_words_alone() -> None:
    plain = table(ROWS, COLUMNS).lines
    painted = table(ROWS, COLUMNS, color=True).lines
    assert painted[1] == plain[1].replace("!! critical", "\x1b[1;31m!! critical\x1b[0m")
    assert painted[2] == "Ærø                 \x1b[32mhealthy\x1b[0m"
    assert painted[0] == plain[0]
    assert sum(line.count("\x1b") for line in painted) == 2 * len(ROWS)


def test_no_rows_no_table() -> None:
    assert table([], COLUMNS).lines == []


def test_a_record_is_whole() -> None:
    row = {"name": "n" * 300, "tier": "healthy", "arr": None}
    assert record(row, COLUMNS) == ["name  " + "n" * 300, "tier  healthy", "ARR"]


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        (Column("a", "A"), True, "yes"),
        (Column("a", "A"), [1, None, "x"], "1, , x"),
        (Column("a", "A"), {"k": "é"}, '{"k": "é"}'),
        (Column("a", "A"), 1234, "1234"),
        (number("a", "A"), 1234, "1,234"),
        (moment("a", "A"), "2024-06-30T12:34:56.000000Z", "2024-06-30 12:34Z"),
        (moment("a", "A"), None, ""),
        (tier("a"), None, "?  unknown"),
        (tier("a"), "odd", "odd"),
    ],
)
def test_values_as_text(column: Column, value: object, text: str) -> None:
    lines = table([{"a": value}], (column,)).lines  # type: ignore[dict-item]
    assert lines[1].strip() == text


def test_half_a_moment_is_never_shown() -> None:
    rows: list[Row] = [{"name": "n" * 50, "at": "2024-06-30T09:00:00Z", "id": "INC-2231"}]
    columns = (Column("id", "id", fixed=True), Column("name", "name"), moment("at", "at"))
    found = table(rows, columns, width=40)
    assert found.lines[1] == "INC-2231  nnnnnnnnnn…  2024-06-30 09:00Z"
    assert found.left_out == ()
    found = table(rows, columns, width=30)
    assert found.lines[1] == f"INC-2231  {'n' * 19}…"
    assert found.left_out == ("at",)


def test_a_mark_stands_behind_the_value_of_a_row_that_has_it() -> None:
    rows: list[Row] = [
        {"health": 47, "simulated": True},
        {"health": 47, "simulated": False},
        {"health": None, "simulated": True},
    ]
    column = Column("health", "health", mark="simulated")
    assert [line.strip() for line in table(rows, (column,)).lines] == [
        "health", "47~", "47", "",
    ]  # fmt: skip
