from __future__ import annotations

from bellbuoy.commands.checks import checks_answer
from bellbuoy.commands.options import Options
from core.store.types import Check

FOUND = (
    Check("disk", "ok", "80 GiB free"),
    Check("sqlite", "warn", "an older version with a fault", "a newer Python\x1b"),
)
FAILED = (*FOUND, Check("store", "fail", "3 wrong scores", "restore a backup"))


def test_a_line_a_finding_with_what_to_do() -> None:
    answer = checks_answer(FOUND, Options(), "noted")
    assert answer.text[0].split("\n") == [
        "   ok    disk    80 GiB free",
        "!  warn  sqlite  an older version with a fault",
        "                 > a newer Python�",
    ]
    assert answer.failure is None
    assert answer.notes == ("noted",)


def test_a_terminal_wraps_and_cuts_nothing() -> None:
    lines = checks_answer(FOUND, Options(width=40)).text[0].split("\n")
    assert max(map(len, lines)) <= 40
    assert " ".join("".join(lines[1:]).split()).endswith(
        "version with a fault > a newer Python�"
    )


def test_a_failure_is_told_behind_the_rows() -> None:
    answer = checks_answer(FAILED, Options(format="json"))
    assert [row["name"] for row in answer.rows] == ["disk", "sqlite", "store"]
    assert answer.failure is not None
    assert (answer.failure.exit_code, answer.failure.message) == (8, "1 failed: store")
    assert answer.failure.hint == "restore a backup"
