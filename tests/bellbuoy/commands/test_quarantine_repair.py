from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.bellbuoy.commands.conftest import Bell

ROWS = "id,name,start\nx-1,Good,2024-01-01\nx-2,Bad,2024-13-01\n,Nameless,2024-01-01\n"


@pytest.fixture
def store(bell: Bell, tmp_path: Path) -> Path:
    """A store with two refused rows of one file."""
    path, file = tmp_path / "team.db", tmp_path / "client.csv"
    file.write_text(ROWS, encoding="utf-8")
    assert bell("import", str(file), store=path).code == 4
    return path


def clients(bell: Bell, store: Path) -> list[str]:
    return sorted(row["id"] for row in bell("client", "list", "--json", store=store).rows)


def counted(row: dict[str, Any], *names: str) -> list[int]:
    return [row[name] for name in names]


def test_mend_then_replay(bell: Bell, store: Path) -> None:
    fixed = bell("quarantine", "fix", "Q-1", "--set", "start=2024-12-01", store=store)
    assert fixed.code == 0
    assert fixed.lines[0].split() == ["rows", "fixed", "unchanged", "refused"]
    assert "wait for a replay: bellbuoy quarantine replay 'Q-1'" in fixed.err
    shown = bell("quarantine", "show", "Q-1", store=store)
    assert shown.lines[-1].split(maxsplit=1) == ["mended", "x-2,Bad,2024-12-01"]
    told = bell("quarantine", "replay", "--json", store=store)
    assert told.code == 4
    (row,) = told.rows
    assert counted(row, "rows", "stored", "unchanged", "refused") == [2, 1, 0, 1]
    assert (row["changed_clients"], row["scored"], row["dry_run"]) == (1, 1, False)
    assert row["reasons"] == [{"code": "required.id", "rows": 1}]
    assert [(each["id"], each["line"], each["code"]) for each in row["still"]] == [
        ("Q-2", 4, "required.id")
    ]
    assert clients(bell, store) == ["x-1", "x-2"]
    assert bell("store", "check", "--full", store=store).code == 0


def test_the_query_of_many_rows_and_several_cells(bell: Bell, store: Path) -> None:
    line = ("quarantine", "fix", "file:client.csv", "--set", "id=n-1", "--set", "start=")
    (row,) = bell(*line, "--json", store=store).rows
    assert counted(row, "rows", "fixed", "refused") == [2, 2, 0]
    told = bell("quarantine", "replay", "state:fixed", store=store)
    # Both are called n-1 now: the second one is another of that id.
    assert told.code == 4
    assert "id.conflict" in told.out
    assert clients(bell, store) == ["n-1", "x-1"]


def test_a_dry_run_says_what_would_come_of_it(bell: Bell, store: Path) -> None:
    before = bell("quarantine", "list", "--json", store=store).rows
    line = ("quarantine", "fix", "Q-1", "--set", "start=never", "-n")
    told = bell(*line, store=store)
    assert "a dry run: nothing was changed" in told.err
    assert "time.syntax" in told.out
    for verb in ("replay", "drop"):
        assert bell("quarantine", verb, "Q-1", "-n", store=store).code in (0, 4)
    assert bell("quarantine", "list", "--json", store=store).rows == before


def test_dropped_rows_are_still_shown(bell: Bell, store: Path) -> None:
    (row,) = bell("quarantine", "drop", "code:required.id", "--json", store=store).rows
    assert counted(row, "rows", "dropped", "unchanged", "refused") == [1, 1, 0, 0]
    found = bell("quarantine", "list", "state:new", "--json", store=store)
    assert [each["id"] for each in found.rows] == ["Q-1"]
    assert (
        bell("quarantine", "show", "Q-2", "--json", store=store).rows[0]["state"] == "dropped"
    )


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["fix", "Q-1"], 2, "nothing to set"),
        (["fix", "--set", "a=b"], 2, "say which rows to fix"),
        (["fix", "Q-1", "--set", "start"], 2, "sets nothing"),
        (["fix", "Q-1", "--set", "strt=x"], 2, "did you mean"),
        (["fix", "Q-9", "--set", "a=b"], 3, "no row"),
        (["drop"], 2, "say which rows to drop"),
        (["drop", "nope:1"], 2, "nope"),
        (["replay", "Q-9"], 3, "no row"),
        (["replay", "--as", "rep"], 5, "rep"),
        (["replay", "--read-only"], 2, "read-only"),
    ],
)
def test_faults_are_one_line_and_a_hint(
    bell: Bell, store: Path, words: list[str], code: int, told: str
) -> None:
    found = bell("quarantine", *words, store=store)
    assert found.code == code
    assert told in found.err
    assert len(found.err.splitlines()) <= 2
    assert clients(bell, store) == ["x-1"]


def test_completion_knows_the_verbs_flags_and_fields(bell: Bell, store: Path) -> None:
    def after(*words: str) -> list[str]:
        return bell("__complete", "words", *words).lines

    assert after("quarantine", "re") == ["replay"]
    assert after("quarantine", "fix", "Q-1", "--se") == ["--set"]
    assert "code:" in after("quarantine", "replay", "co")
    assert "--to" in after("quarantine", "export", "--t")
