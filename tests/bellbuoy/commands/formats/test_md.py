from __future__ import annotations

import io

from bellbuoy.commands.answer import Row
from bellbuoy.commands.columns import Column, number, tier
from bellbuoy.commands.formats.md import write_md


def test_a_github_table() -> None:
    out = io.StringIO()
    rows: list[Row] = [
        {"name": "A", "tier": "healthy", "n": 1200},
        {"name": None, "tier": None, "n": None},
    ]
    columns = (Column("name", "name"), tier(), number("n", "calls"))
    assert write_md(rows, columns, out) == 2
    assert out.getvalue() == (
        "| name | tier | calls |\n| :--- | :--- | ---: |\n"
        "| A | healthy | 1,200 |\n|  | ?  unknown |  |\n"
    )


def test_text_from_outside_is_no_markup() -> None:
    out = io.StringIO()
    hostile = "a|b\n<script> ![x](y) *b* `c` \\ \x1b"
    write_md([{"name": hostile}], (Column("name", "n|m"),), out)
    head, _, line = out.getvalue().splitlines()
    assert head == r"| n\|m |"
    assert line == r"| a\|b�\<script\> !\[x\](y) \*b\* \`c\` \\ � |"
