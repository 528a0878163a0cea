"""Tasks by command, and what is to be done today."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bellbuoy.commands.conftest import Bell


def test_from_written_down_to_done(bell: Bell, demo_store: Path) -> None:
    line = ("task", "add", "call Dana", "--client", "C-0002", "--due", "tomorrow",
            "--owner", "mei")  # fmt: skip
    assert "due tomorrow" in bell(*line, "-n", store=demo_store).err
    assert bell("task", "list", "--json", store=demo_store).rows == []
    told = bell(*line, store=demo_store)
    assert told.err.startswith("T-1 is mei's, due tomorrow")
    bell("task", "add", "send it", "--client", "C-0002", store=demo_store)
    rows = bell("task", "list", "--json", store=demo_store).rows
    assert [(row["id"], row["due"] is None) for row in rows] == [("T-1", False), ("T-2", True)]
    found = bell("task", "list", "due<3d owner:mei", "--json", store=demo_store)
    assert [row["id"] for row in found.rows] == ["T-1"]
    bell("task", "edit", "T-1", "--due", "none", "--text", "write to Dana", store=demo_store)
    told = bell("task", "done", "T-1", "--outcome", "renews", "--json", store=demo_store)
    (row,) = told.rows
    assert (row["state"], row["outcome"], row["text"], row["due"]) == (
        "done", "renews", "write to Dana", None,
    )  # fmt: skip
    assert bell("task", "list", "--json", store=demo_store).json["total"] == 1
    assert bell("task", "done", "2", "--drop", store=demo_store).code == 0
    again = bell("task", "done", "T-2", "--outcome", "x", store=demo_store)
    assert (again.code, "T-2 is dropped already" in again.err) == (6, True)


def test_today_tells_why(bell: Bell, demo_store: Path) -> None:
    bell("task", "add", "call", "--client", "C-0002", "--due", "today", store=demo_store)
    told = bell("today", "", "--json", store=demo_store)
    rows = {row["key"]: row for row in told.rows}
    assert rows["T-1"]["why"] == "task due today"
    assert told.json["query"] == ""
    assert "C-0002" not in rows  # it has a next step
    for row in told.rows:
        parts = row["explanation"]["parts"]
        assert sum(part["points"] for part in parts) == row["points"]
    points = [row["points"] for row in told.rows]
    assert points == sorted(points, reverse=True)
    assert any(row["why"].startswith("critical, and no next step") for row in told.rows)
    assert len(bell("today", "", "--limit", "2", "--json", store=demo_store).rows) == 2


@pytest.mark.parametrize(
    ("line", "code", "word"),
    [
        ("task add x", 2, "which client"),
        ("task add x --client C-0002 --due soon", 2, "no day"),
        ("task add x --client C-0002 --due 2026-01-01", 2, "over"),
        ("task edit T-1", 2, "nothing to change"),
        ("task done T-1", 3, "no task"),
        ("task list state:late", 2, "state"),
        ("today nope:1", 2, "unknown field"),
        ("today --as-of 2026-11-01", 2, "no past"),
        ("task add x --client C-0002 --as analyst", 5, "task:add"),
    ],
)
def test_what_is_refused_is_one_line(
    bell: Bell, demo_store: Path, line: str, code: int, word: str
) -> None:
    told = bell(*line.split(), store=demo_store)
    assert (told.code, told.out) == (code, "")
    assert word in told.err
