"""What the environment says, with no secret in it; and the example of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bellbuoy.commands.environment import ENVIRONMENT
from bellbuoy.environment import MASK, VARIABLES, example
from jobs.registry import JOBS
from tests.bellbuoy.commands.conftest import ROOT, Bell

SECRET = "hunter2-correct-horse"
_OWN = re.compile(r"[\"'](BELLBUOY_[A-Z]+|XDG_[A-Z]+_HOME|PG[A-Z]+|NO_COLOR)[\"']")


def test_secrets_are_named_and_never_shown(
    bell: Bell, demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = "alert channels add ops --kind webhook --to https://ops.example/in --secret-env"
    assert bell(*line.split(), "OPS_KEY", store=demo_store).code == 0
    monkeypatch.setenv("OPS_KEY", SECRET)
    monkeypatch.setenv("PGPASSWORD", SECRET)
    monkeypatch.setenv("BELLBUOY_STORE", f"postgresql://ana:{SECRET}@db.example/crm")
    for more in ((), ("--json",), ("--csv",)):
        told = bell("config", "list", "--env", *more, store=demo_store)
        assert told.code == 0
        assert SECRET not in told.out + told.err
    rows = bell("config", "list", "--env", "--json", store=demo_store).rows
    found = {row["name"]: row for row in rows}
    for name in ("OPS_KEY", "PGPASSWORD"):
        assert (found[name]["value"], found[name]["secret"]) == (MASK, True)
    assert found["OPS_KEY"]["meaning"] == "signs what goes to alert channel ops"
    assert "db.example" in found["BELLBUOY_STORE"]["value"]


def test_what_is_not_set_says_so_and_no_store_is_needed(
    bell: Bell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    told = bell("config", "list", "--env", "--json", store=tmp_path / "none.db")
    assert (told.code, told.err) == (0, "")
    found = {row["name"]: row for row in told.rows}
    assert (found["PGPASSWORD"]["value"], found["PGPASSWORD"]["set"]) == (None, False)
    assert set(found) == {each.name for each in VARIABLES}
    assert list(told.rows[0]) == [column.key for column in ENVIRONMENT]


def test_every_variable_that_the_program_reads_is_listed() -> None:
    read = {
        name
        for folder in ("bellbuoy", "core", "storage", "tui", "jobs")
        for file in (ROOT / folder).rglob("*.py")
        for name in _OWN.findall(file.read_text("utf-8"))
    }
    assert {"BELLBUOY_STORE", "NO_COLOR"} <= read
    assert read <= {each.name for each in VARIABLES}


def test_the_example_file_is_current_and_sets_nothing() -> None:
    """Else: python -c "from bellbuoy.environment import example; print(example(), end='')"
    > .env.example"""
    text = (ROOT / ".env.example").read_text("utf-8")
    assert text == example()
    assert all(line.startswith("#") for line in text.splitlines() if line)


def test_all_settings_are_listed_with_the_schedules(bell: Bell, demo_store: Path) -> None:
    told = bell("config", "get", "--json", store=demo_store)
    keys = [row["key"] for row in told.rows]
    assert [key for key in keys if key.startswith("job.")] == [
        f"job.{job.id}.every" for job in JOBS
    ]
    assert "alerts.quiet" in keys
    assert len(keys) == len(set(keys))
    assert bell("config", "list", "--json", store=demo_store).rows == told.rows
    for key in keys:
        (row,) = bell("config", "get", key, "--json", store=demo_store).rows
        if key != "scoring":
            assert row == next(each for each in told.rows if each["key"] == key)
    analyst = bell("config", "get", "--json", "--as", "analyst", store=demo_store)
    assert analyst.code == 0
    assert not {"alerts.quiet", "job.backup.every"} & {row["key"] for row in analyst.rows}
