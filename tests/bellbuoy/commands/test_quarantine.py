from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tests.bellbuoy.commands.conftest import Bell

LINES = [b"id,name\r\n", b"x-1,Good\r\n", b",\x1b]0;owned\x07\xff\r\n", b",=1+1\r\n", b",C\r\n"]


@pytest.fixture
def refused(bell: Bell, tmp_path: Path) -> Path:
    """A store whose quarantine holds three rows, one of them not UTF-8."""
    store, file = tmp_path / "team.db", tmp_path / "client.csv"
    file.write_bytes(b"".join(LINES))
    assert bell("import", str(file), store=store).code == 4
    return store


def test_refused_rows_in_the_order_of_their_lines(bell: Bell, refused: Path) -> None:
    told = bell("quarantine", "list", "--json", store=refused)
    assert told.json["schema"] == "bellbuoy.quarantine/1"
    assert told.json["total"] == 3
    assert [(row["id"], row["line"]) for row in told.rows] == [
        ("Q-1", 3),
        ("Q-2", 4),
        ("Q-3", 5),
    ]
    assert {row["file"] for row in told.rows} == {"client.csv"}
    assert "raw" not in told.rows[0]
    table = bell("quarantine", "list", store=refused)
    assert table.lines[0].split() == ["id", "code", "file", "line", "reason"]


def test_a_query_and_cursors(bell: Bell, refused: Path) -> None:
    walked: list[str] = []
    cursor: str | None = None
    while not walked or cursor:
        more = ["--cursor", cursor] if cursor else []
        line = ("quarantine", "list", "state:new", "--limit", "2", "--json", *more)
        told = bell(*line, store=refused)
        walked += [row["id"] for row in told.rows]
        cursor = told.json["next"]
    assert walked == ["Q-1", "Q-2", "Q-3"]
    found = bell("quarantine", "list", "code~required", "--json", store=refused).rows
    assert [row["id"] for row in found] == ["Q-2", "Q-3"]
    assert bell("quarantine", "list", "nope:1", store=refused).code == 2


@pytest.mark.parametrize(("name", "line"), [("Q-1", 2), ("q-2", 3), ("3", 4)])
def test_the_bytes_are_exact(bell: Bell, refused: Path, name: str, line: int) -> None:
    (row,) = bell("quarantine", "show", name, "--json", store=refused).rows
    raw = base64.b64decode(row["raw"]["base64"])
    assert raw == LINES[line]
    assert row["raw"].get("text") == (None if line == 2 else LINES[line].decode())


def test_the_bytes_are_harmless_in_a_table(bell: Bell, refused: Path) -> None:
    told = bell("quarantine", "show", "Q-1", store=refused)
    assert "\x1b" not in told.out
    assert told.lines[-1].startswith("row         base64 ")
    assert bell("quarantine", "show", "Q-2", store=refused).lines[-1] == "row         ,=1+1"


def test_faults(bell: Bell, refused: Path) -> None:
    assert bell("quarantine", "show", "Q-9", store=refused).code == 3
    assert bell("quarantine", "show", "x", store=refused).code == 3
    assert bell("quarantine", "list", "--as", "rep", store=refused).code == 5
    assert bell("quarantine", "list", "--as", "auditor", store=refused).code == 0
