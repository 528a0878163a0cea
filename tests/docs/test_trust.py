"""The table of what must survive names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "trust.md").read_text("utf-8")


def test_each_bar_has_a_row_in_order() -> None:
    rows = re.findall(r"^\| (T\d+) \| .+ \| (yes|no|partly)\b", PAGE, re.M)
    assert [bar for bar, _ in rows] == [f"T{n}" for n in range(1, 17)]


def test_what_holds_is_shown_by_a_test_that_is_there() -> None:
    for line in PAGE.splitlines():
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", line)
        if re.match(r"\| T\d+ \|.*\| (yes|partly)", line):
            assert named, line
        for file, name in named:
            text = (ROOT / file).read_text("utf-8")
            assert re.search(rf"^(async )?def {name}\(", text, re.M), f"{file}::{name}"
