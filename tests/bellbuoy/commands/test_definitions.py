"""`bellbuoy plan`, `apply` and `definition`: files of definitions on a command line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from bellbuoy.__main__ import main
from bellbuoy.commands.definitions import apply as apply_
from bellbuoy.commands.options import Options
from bellbuoy.commands.parser import Invocation, parse
from bellbuoy.commands.terminal import Terminal
from tests.bellbuoy.commands.conftest import HOSTILE, Bell

TTY = Terminal(stdin_tty=True, stdout_tty=False, stderr_tty=False, width=80)
RULE = """\
[[rule]]
name = "big-fall"
condition = "tier:critical"
"""


@pytest.fixture
def defs(tmp_path: Path, bell: Bell, demo_store: Path) -> Path:
    """The definitions of the demo store, exported."""
    told = bell("definition", "export", str(tmp_path / "defs"), store=demo_store)
    assert told.code == 0
    return tmp_path / "defs"


def edit(defs: Path, subject: str, was: str, now: str) -> None:
    file = defs / f"{subject}.toml"
    text = file.read_text("utf-8")
    assert was in text
    file.write_text(text.replace(was, now), "utf-8")


def add(defs: Path, subject: str, text: str) -> None:
    with (defs / f"{subject}.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{text}")


def test_an_export_and_a_plan_agree(bell: Bell, demo_store: Path, defs: Path) -> None:
    told = bell("plan", str(defs), "--detailed-exitcode", store=demo_store)
    assert (told.code, told.out) == (0, f"no change: the store says what {defs} says\n")
    assert bell("apply", str(defs), "-y", "-q", store=demo_store).code == 0
    again = bell("apply", str(defs), "-y", store=demo_store)
    assert (again.code, again.err) == (0, "nothing to change\n")


def test_a_plan_says_who_moves_and_what_rings(bell: Bell, demo_store: Path, defs: Path) -> None:
    edit(defs, "scoring", "usage = 40", "usage = 80")
    add(defs, "alerts", RULE)
    add(defs, "views", '[[view]]\nname = "Big"\nquery = "arr>50k"\n')
    before = demo_store.read_bytes()
    told = bell("plan", str(defs), store=demo_store)
    assert told.code == 0
    assert told.lines[:5] == [
        "~ scoring weights", "    usage  40 → 57", "    engagement  30 → 22",
        "    incidents  30 → 21", "+ views view Big: 5 rows",
    ]  # fmt: skip
    assert "+ alerts rule big-fall: " in told.out
    assert "\n2 to add, 1 to change, 0 to remove; " in told.out
    assert "health/2 instead of health/1: weights 40/30/30 → 57/22/21\n" in told.out
    assert f"\n{HOSTILE} " in told.out
    assert "\x1b" not in told.out
    assert told.err == f"bellbuoy apply {defs} makes it so\n"
    found = bell("plan", str(defs), "--json", store=demo_store).json
    assert [row["action"] for row in found["rows"]] == ["change", "add", "add"]
    assert found["rows"][1]["rows_after"] == 5
    assert found["rows"][2]["rings"] == found["rows"][2]["fits"]
    assert (found["drift"], found["left"], found["last_apply"]) == ([], [], {})
    assert found["scoring"]["changes"] == ["weights 40/30/30 → 57/22/21"]
    assert demo_store.read_bytes() == before
    told = bell("plan", str(defs), "--detailed-exitcode", "--json", store=demo_store)
    assert (told.code, told.fault["error"]) == (8, "check_failed")
    assert len(told.rows) == 3


def test_applied_in_one_change_and_taken_back(bell: Bell, demo_store: Path, defs: Path) -> None:
    edit(defs, "scoring", "healthy = 70", "healthy = 90")
    add(defs, "alerts", RULE)
    dry = bell("apply", str(defs), "-n", store=demo_store)
    assert (dry.code, dry.err) == (0, "a dry run: the store stays as it is\n")
    told = bell("apply", str(defs), "--yes", "--json", store=demo_store)
    change = told.json["change"]
    assert told.code == 0
    assert told.err.startswith(f"applied: change {change}; bellbuoy undo takes it back\n")
    assert "health/2 is in force" in told.err
    (row,) = bell("change", "show", str(change), "--json", store=demo_store).rows
    assert (row["action"], row["target"]) == (
        "definition.apply",
        "scoring, views, alerts, playbooks",
    )
    assert bell("alert", "rules", "show", "big-fall", store=demo_store).code == 0
    assert bell("undo", "-q", store=demo_store).code == 0
    assert bell("alert", "rules", "show", "big-fall", store=demo_store).code == 3
    (row,) = bell("config", "get", "scoring", "--json", store=demo_store).rows
    assert (row["version"], row["tiers"]["healthy"]) == ("health/3", 70)


def test_drift_is_named_and_can_fail_a_script(bell: Bell, demo_store: Path, defs: Path) -> None:
    bell("apply", str(defs), "-y", store=demo_store)
    assert bell("plan", str(defs), "--fail-if-drift", store=demo_store).code == 0
    bell("alert", "quiet", "hours", "22:00-07:00", store=demo_store)
    told = bell("plan", str(defs), "--fail-if-drift", store=demo_store)
    assert told.code == 8
    assert told.lines[0] == "Changed in the store since the last apply"
    assert told.lines[1].startswith("  alerts quiet hours: changed (change ")
    assert "error: 1 changed in the store since the last apply\n" in told.err
    (drift,) = bell("plan", str(defs), "--json", store=demo_store).json["drift"]
    assert (drift["kind"], drift["name"]) == ("changed", "quiet hours")
    rows = bell("definition", "list", "--json", store=demo_store).rows
    assert [(row["kind"], row["change"]) for row in rows if row["state"] != "as applied"] == [
        ("quiet hours", drift["change"])
    ]


@pytest.mark.parametrize("words", [["plan"], ["apply", "-y"]])
def test_every_fault_is_told_and_nothing_is_done(
    bell: Bell, demo_store: Path, defs: Path, words: list[str]
) -> None:
    edit(defs, "scoring", "healthy = 70", "healthy = 7")
    add(defs, "alerts", RULE.replace("tier", "\\u001b[2Jtier"))
    add(defs, "views", "[[view]\n")
    before = demo_store.read_bytes()
    told = bell(words[0], str(defs), *words[1:], store=demo_store)
    assert told.code == 2
    assert [line.split()[0] for line in told.lines[1:]] == [
        "scoring.toml", "views.toml", "alerts.toml",
    ]  # fmt: skip
    assert "\x1b" not in told.out + told.err
    assert f"error: 3 faults in {defs}: the store was not looked at\n" in told.err
    told = bell(words[0], str(defs), *words[1:], "--json", store=demo_store)
    assert told.json["schema"] == "bellbuoy.definition_fault/1"
    assert [row["line"] for row in told.rows] == [None, 6, None]
    assert told.fault["code"] == 2
    assert demo_store.read_bytes() == before


def answered(line: str, answer: str, monkeypatch: pytest.MonkeyPatch) -> Options:
    """The options of a line that a person at a terminal types and answers."""
    found = parse(line.split(), TTY)
    assert isinstance(found, Invocation)
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    return found.options


def test_a_person_is_asked_after_the_plan(
    bell: Bell,
    demo_store: Path,
    defs: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    add(defs, "alerts", RULE)
    line = f"apply {defs} --store {demo_store}"
    found = apply_(answered(line, "n\n", monkeypatch))
    assert found.text == ("nothing changed",)
    asked = capsys.readouterr().err
    assert asked.index("+ alerts rule big-fall") < asked.index(f"Apply {defs}? [y/N]")
    assert bell("alert", "rules", "show", "big-fall", store=demo_store).code == 3
    found = apply_(answered(line, "y\n", monkeypatch))
    assert found.text[0].startswith("applied: change ")
    assert bell("alert", "rules", "show", "big-fall", store=demo_store).code == 0


def test_nobody_to_answer_is_refused_before_anything(
    bell: Bell, demo_store: Path, defs: Path
) -> None:
    told = bell("apply", str(defs), "--no-input", store=demo_store)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("error: this needs an answer")


def test_a_folder_that_is_missing_and_one_that_is_not_said(
    bell: Bell, demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = bell("plan", store=demo_store)
    assert (told.code, told.err) == (
        3,
        "error: there is no folder bellbuoy.d\nhint: bellbuoy definition export bellbuoy.d\n",
    )
    assert bell("definition", "export", "-q", store=demo_store).code == 0
    assert sorted(each.name for each in (tmp_path / "bellbuoy.d").iterdir()) == [
        "alerts.toml", "playbooks.toml", "scoring.toml", "views.toml",
    ]  # fmt: skip
    assert bell("plan", store=demo_store).code == 0


def test_other_files_are_replaced_only_when_somebody_says_so(
    bell: Bell, demo_store: Path, defs: Path
) -> None:
    edit(defs, "alerts", '"off"', '"22:00-07:00"')
    again = ("definition", "export", str(defs), "--no-input")
    told = bell(*again, store=demo_store)
    assert (told.code, "Replace alerts.toml in" in told.err) == (2, True)
    assert '"22:00-07:00"' in (defs / "alerts.toml").read_text("utf-8").split("\n\n")[1]
    told = bell(*again, "-y", "--json", store=demo_store)
    assert [row["state"] for row in told.rows] == [
        "same", "same", "differs", "same",
    ]  # fmt: skip
    assert bell("plan", str(defs), "--detailed-exitcode", store=demo_store).code == 0


def test_a_role_is_told_which_subject_is_not_its_own(
    bell: Bell, demo_store: Path, defs: Path
) -> None:
    add(defs, "alerts", RULE)
    told = bell("apply", str(defs), "-y", "--as", "manager", store=demo_store)
    assert told.code == 5
    assert told.err.startswith("error: alerts: ")
    assert bell("plan", str(defs), "--as", "manager", store=demo_store).code == 0
    assert main(["plan", str(defs), "--as", "rep", "--store", str(demo_store)]) == 5
