from __future__ import annotations

from pathlib import Path

import pytest

from tests.bellbuoy.commands.conftest import AS_OF, Bell


def test_open_ones_first_and_what_breaches_next_of_them(demo: Bell) -> None:
    told = demo("incident", "list", "--json")
    assert told.json["schema"] == "bellbuoy.incident/1"
    assert told.json["as_of"] == AS_OF
    assert told.json["total"] == len(told.rows) == 14
    lives = [row["status"] in ("open", "acknowledged", "pending") for row in told.rows]
    assert lives == sorted(lives, reverse=True)
    dues = [
        row["resolve_due"] if row["acknowledged"] else row["respond_due"]
        for row in told.rows[: sum(lives)]
    ]
    running = [due for due in dues if due is not None]
    assert dues == sorted(running) + [None] * (len(dues) - len(running))
    assert len(running) == 6


def test_the_line_of_the_guide(demo: Bell) -> None:
    told = demo("incident", "list", "severity:critical,high status:open", "--json")
    assert [row["client"] for row in told.rows] == ["C-0002", "C-0002"]


def test_the_table_has_sign_and_word(demo: Bell) -> None:
    lines = demo("incident", "list").lines
    assert lines[0].split() == "id severity status clock client title opened".split()
    (worst,) = [line for line in lines if line.startswith("INC-0002-1 ")]
    assert worst.split()[1:4] == ["!!!", "critical", "acknowledged"]
    assert worst.endswith("2026-11-14 12:25Z")


def test_cursors_walk_the_whole_list(demo: Bell) -> None:
    whole = [row["id"] for row in demo("incident", "list", "--json").rows]
    walked: list[str] = []
    cursor: str | None = None
    while not walked or cursor:
        more = ["--cursor", cursor] if cursor else []
        told = demo("incident", "list", "--limit", "3", "--json", *more)
        assert told.json["total"] == 14
        walked += [row["id"] for row in told.rows]
        cursor = told.json["next"]
    assert walked == whole


def test_looking_back_shows_what_was_open_then(demo: Bell) -> None:
    told = demo(
        "incident", "list", "status:open,acknowledged", "--as-of", "2026-07-21T04:30", "--json"
    )
    assert "INC-0015-past-1" in [row["id"] for row in told.rows]
    assert demo("incident", "show", "INC-0002-1", "--as-of", "2026-11-01").code == 3


def test_one_incident(demo: Bell) -> None:
    told = demo("incident", "show", "INC-0002-1", "--json")
    (row,) = told.rows
    assert (row["client"], row["client_name"]) == ("C-0002", "Coral Networks")
    assert (row["severity"], row["penalty"]) == ("critical", 40)
    lines = demo("incident", "show", "INC-0002-1").lines
    assert lines[1].split() == ["severity", "!!!", "critical"]
    assert not [line for line in lines if line.startswith("resolved ")], (
        "what has no value is out"
    )


def test_faults(demo: Bell) -> None:
    assert demo("incident", "show", "INC-99").code == 3
    assert demo("incident", "list", "--as", "auditor").code == 5
    assert demo("incident", "list", "sevrity:high").code == 2
    assert demo("incident", "list", "--cursor", "xx").code == 2


def test_a_hostile_title_is_one_harmless_cell(demo: Bell) -> None:
    lines = demo("incident", "list", "client:C-0008").lines
    assert len(lines) == 2
    assert '=HYPERLINK("file:///etc/passwd")�[2J' in lines[1]
    csv = demo("incident", "list", "client:C-0008", "--csv", "--cols", "title").out
    assert csv.split("\r\n")[1].startswith("\"'=HYPERLINK(")
    (row,) = demo("incident", "list", "client:C-0008", "--json").rows
    assert "\x9b2J" in row["title"] or "\x1b[2J" in row["title"]


def test_a_newer_store_is_a_conflict(bell: Bell, newer_store: Path) -> None:
    assert bell("incident", "list", store=newer_store).code == 6


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_the_same_bytes_each_time(demo: Bell, form: str) -> None:
    line = ("incident", "list", "--format", form)
    assert demo(*line).out == demo(*line).out != ""
