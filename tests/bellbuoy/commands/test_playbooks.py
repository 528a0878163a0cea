"""Playbooks by command: from a file to a client, its tasks, and what came of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bellbuoy.commands.conftest import Bell

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "playbook.toml"


def test_from_a_file_to_an_outcome(bell: Bell, demo_store: Path) -> None:
    assert "a dry run" in bell("playbook", "add", str(EXAMPLE), "-n", store=demo_store).err
    assert bell("playbook", "add", str(EXAMPLE), store=demo_store).code == 0
    rows = {r["name"]: r for r in bell("playbook", "list", "--json", store=demo_store).rows}
    assert (rows["onboarding"]["origin"], rows["onboarding"]["steps"]) == ("own", 4)
    assert rows["save-18"]["origin"] == "starter"
    line = ("playbook", "assign", "onboarding", "id:C-0002,C-0003", "--owner", "mei")
    told = bell(*line, "--start", "tomorrow", "-n", "--json", store=demo_store)
    assert (told.json["summary"]["changing"], told.json["summary"]["change"]) == (2, None)
    assert bell("task", "list", "--json", store=demo_store).rows == []
    assert bell(*line, "--start", "tomorrow", store=demo_store).code == 0
    assert "all 2 are so already" in bell(*line, store=demo_store).err
    tasks = bell("task", "list", "client:C-0002", "--json", store=demo_store).rows
    assert [(row["id"], row["owner"]) for row in tasks] == [
        ("T-1", "mei"), ("T-2", "mei"), ("T-3", "mei"), ("T-4", "mei"),
    ]  # fmt: skip
    for key in ("T-1", "T-2", "T-3"):
        assert "last step" not in bell("task", "done", key, store=demo_store).err
    told = bell("task", "done", "T-4", store=demo_store)
    assert "bellbuoy playbook close P-1 --outcome kept" in told.err
    close = ("playbook", "close", "P-2", "--outcome", "lost", "--note", "gone")
    assert "4 open steps would be dropped" in bell(*close, "-n", store=demo_store).err
    assert bell(*close, "--json", store=demo_store).rows[0]["outcome"] == "lost"
    (row,) = bell("playbook", "show", "onboarding", "--json", store=demo_store).rows
    assert row["results"]["outcomes"] == {"lost": 1}
    assert [each["id"] for each in row["follows"]] == ["P-1", "P-2"]
    page = bell("playbook", "show", "onboarding", store=demo_store).out
    assert "2 enrolled, 1 running, 1 ended" in page
    assert bell("undo", store=demo_store).code == 0
    assert len(bell("task", "list", "--json", store=demo_store).rows) == 4


def test_what_show_writes_add_reads(bell: Bell, demo_store: Path, tmp_path: Path) -> None:
    bell("playbook", "add", str(EXAMPLE), store=demo_store)
    file = tmp_path / "again.toml"
    told = bell("playbook", "show", "onboarding", "--toml", store=demo_store)
    file.write_text(told.out.replace("Bring in", "Welcome"), encoding="utf-8")
    refused = bell("playbook", "add", str(file), store=demo_store)
    assert (refused.code, "already" in refused.err) == (6, True)
    line = ("playbook", "edit", "onboarding", "--from", str(file))
    assert "a dry run" in bell(*line, "-n", store=demo_store).err
    (row,) = bell(*line, "--json", store=demo_store).rows
    assert row["title"] == "Welcome a new client"
    assert "so already" in bell(*line, store=demo_store).err
    (row,) = bell(
        "playbook", "edit", "onboarding", "--owner", "zoe", "--json", store=demo_store
    ).rows
    assert row["owner"] == "zoe"
    (row,) = bell(
        "playbook", "edit", "onboarding", "--owner", "client", "--json", store=demo_store
    ).rows
    assert row["owner"] is None


def test_suggestions_carry_their_reasons(bell: Bell, demo_store: Path) -> None:
    rows = bell("playbook", "suggest", "--json", store=demo_store).rows
    assert rows
    for row in rows:
        for fit in row["fits"]:
            parts = fit["explanation"]["parts"]
            assert sum(part["points"] for part in parts) == fit["points"] == len(parts)
    few = bell("playbook", "suggest", "--limit", "1", "--json", store=demo_store).rows
    assert few == rows[:1]


@pytest.mark.parametrize(
    ("line", "code", "word"),
    [
        ("playbook show nope", 3, "no playbook"),
        ("playbook show save-18 --toml --cols name", 2, "--toml"),
        ("playbook add none.toml", 3, "no file"),
        ("playbook edit save-18", 2, "nothing to change"),
        ("playbook edit save-18 --from x.toml --title y", 2, "says it all"),
        ("playbook edit save-18 --when nope:1", 2, "unknown field"),
        ("playbook suggest sort:arr", 2, "one order"),
        ("playbook suggest --as-of 2026-11-01", 2, "no past"),
        ("playbook assign nope C-0002", 3, "no playbook"),
        ("playbook assign save-18 C-0002 --start 2020-01-01", 2, "today or later"),
        ("playbook assign save-18 C-0002 --as analyst", 5, "playbook:assign"),
        ("playbook edit save-18 --title x --as rep", 5, "playbook:write"),
        ("playbook close P-1", 2, "what came of it"),
        ("playbook close P-1 --outcome kept", 3, "no run"),
        ("playbook close P-1 --outcome won", 2, "--outcome"),
    ],
)
def test_what_is_refused_is_one_line(
    bell: Bell, demo_store: Path, line: str, code: int, word: str
) -> None:
    told = bell(*line.split(), store=demo_store)
    assert (told.code, told.out) == (code, "")
    assert word in told.err
    assert told.err.startswith("error: ")
