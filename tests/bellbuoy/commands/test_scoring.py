"""`config get|set scoring`: a look at who moves, a question, one step."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.__main__ import main
from bellbuoy.commands import scoring
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.options import Options
from bellbuoy.commands.parser import Invocation, parse
from bellbuoy.commands.scoring import plan, set_scoring, weights
from bellbuoy.commands.terminal import Terminal
from bellbuoy.services import jobs, worker
from bellbuoy.services.context import Context, open_context
from core.health.types import FormulaPreview
from core.jobs.types import JobRun
from core.values.errors import ConflictError, UsageError
from tests.bellbuoy.commands.conftest import Bell
from tests.fixtures.stores import context

TTY = Terminal(stdin_tty=True, stdout_tty=False, stderr_tty=False, width=80)
ASKED = ("config", "set", "scoring")


def formula(bell: Bell, store: Path) -> dict[str, Any]:
    (row,) = bell("config", "get", "scoring", "--json", store=store).rows
    return row


def test_the_formula_in_force(demo: Bell) -> None:
    told = demo("config", "get", "scoring", "--json")
    assert told.json["schema"] == "bellbuoy.scoring/1"
    (row,) = told.rows
    (shown,) = demo("health", "formula", "--json").rows
    assert row == {key: shown[key] for key in row}
    assert demo("config", "get", "scoring").lines[1].split() == [
        "weights", "usage", "40%,", "engagement", "30%,", "incidents", "30%",
    ]  # fmt: skip


def test_a_dry_run_looks_and_changes_nothing(bell: Bell, demo_store: Path) -> None:
    before = demo_store.read_bytes()
    told = bell(*ASKED, "--healthy-from", "90", "--at-risk-from", "60", "-n", store=demo_store)
    assert told.code == 0
    assert told.lines[0] == (
        "health/2 instead of health/1: healthy from 70 → 90; at risk from 40 → 60"
    )
    assert told.lines[1].endswith("; 0 get another score")
    assert re.match(r"[1-9]\d* of 15 clients change tier, \$[\d,]+ of ARR; ", told.lines[1])
    assert told.err == "a dry run: health/1 stays\n"
    assert demo_store.read_bytes() == before


def test_edges_of_the_tables_are_sums(bell: Bell, demo_store: Path) -> None:
    lines = bell(*ASKED, "--preset", "daily-use", "-n", store=demo_store).lines
    start = next(at for at, line in enumerate(lines) if line.startswith("clients "))
    rows = [
        [int(word) for word in line.split() if word.isdigit()]
        for line in lines[start + 1 : lines.index("", start)]
    ]
    *tiers, then = rows
    assert all(sum(row[:-1]) == row[-1] for row in tiers)
    assert [sum(column) for column in zip(*tiers, strict=True)] == [*then, 15]


def test_one_step_applies_and_scores(bell: Bell, demo_store: Path) -> None:
    line = ("--weights", "50/25/25", "--baseline-calls", "4000", "--baseline-logins", "20",
            "--healthy-from", "75", "--at-risk-from", "45",
            "--plan", "pro:calls=9000,logins=60")  # fmt: skip
    told = bell(*ASKED, *line, "-y", "--wait", "--json", store=demo_store)
    (row,) = told.rows
    assert (row["version"], row["proposed"], row["applied"]) == ("health/1", "health/2", True)
    assert formula(bell, demo_store) == row["formula"] == {
        "version": "health/2",
        "weights": {"usage": 50, "engagement": 25, "incidents": 25},
        "baseline": {"calls": 4000, "logins": 20},
        "tiers": {"healthy": 75, "at_risk": 45, "critical": 0},
        "plans": [{"plan": "pro", "calls": 9000, "logins": 60}],
    }  # fmt: skip
    assert "health/2 is in force" in told.err
    assert "scored again: " in told.err
    after = bell("overview", "--json", store=demo_store).rows[0]["tiers"]
    for tier, counter in after.items():
        assert counter["n"] == sum(m["clients"] for m in row["moves"] if m["to"] == tier)
    for client in row["largest"]:
        (now,) = bell("client", "list", f"id:{client['id']}", "--json", store=demo_store).rows
        assert (now["health"], now["tier"]) == (client["score_after"], client["tier_after"])
    assert bell("store", "check", "--full", store=demo_store).code == 0


def test_without_wait_the_scores_are_due(bell: Bell, demo_store: Path) -> None:
    told = bell(*ASKED, "--preset", "support-heavy", "-y", store=demo_store)
    assert told.err.endswith("every score is due: bellbuoy job run score-clients\n")
    assert bell(*ASKED, "--preset", "default", "-n", store=demo_store).lines[2] == (
        "15 clients wait for their score: what is stored of them is older"
    )
    worker.enlist(open_context(str(demo_store)), "test")
    told = bell(*ASKED, "--preset", "default", "-y", store=demo_store)
    assert told.err.endswith("the worker scores everyone again now\n")


def test_a_living_worker_is_waited_for(
    bell: Bell, demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx = open_context(str(demo_store))
    worker.enlist(ctx, "test")
    asked: list[int] = []

    def ended(_ctx: Context, request: int, _options: Options) -> JobRun:
        asked.append(request)
        return JobRun(9, "score-clients", "ok", ctx.present, ctx.present, 15, 12, "test")

    monkeypatch.setattr(scoring, "wait_for", ended)
    told = bell(*ASKED, "--preset", "daily-use", "-y", "--wait", store=demo_store)
    assert told.err.endswith("scored again by run 9: 12 clients stand differently\n")
    assert jobs.request_state(ctx, asked[0]) == ("waiting", None)


def test_a_file_is_what_was_printed(bell: Bell, demo_store: Path, tmp_path: Path) -> None:
    bell(*ASKED, "--weights", "1/1/1", "--plan", "pro:calls=7", "-y", store=demo_store)
    saved = tmp_path / "formula.json"
    saved.write_text(bell("config", "get", "scoring", "--json", store=demo_store).out)
    told = bell(*ASKED, "--from", str(saved), "-y", store=demo_store)
    assert told.err == "nothing changed: health/2 says so\n"
    bell(*ASKED, "--rollback", "health/1", "-y", store=demo_store)
    told = bell(*ASKED, "--from", str(saved), "-y", "--json", store=demo_store)
    (row,) = told.rows
    (was,) = json.loads(saved.read_text())["rows"]
    assert row["formula"] == {**was, "version": "health/4"}
    assert formula(bell, demo_store) == row["formula"]


def test_toml_and_flags_upon_it(
    bell: Bell, demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "sys.stdin", io.StringIO("[baseline]\ncalls = 9\n[tiers]\nhealthy = 80\n")
    )
    told = bell(*ASKED, "--from", "-", "--healthy-from", "85", "-y", "--json", store=demo_store)
    (row,) = told.rows
    assert row["formula"]["baseline"] == {"calls": 9, "logins": 30}
    assert row["formula"]["tiers"]["healthy"] == 85


def test_a_plan_goes_back_to_the_general_baseline(bell: Bell, demo_store: Path) -> None:
    bell(*ASKED, "--plan", "Pro:calls=7", "--plan", "basic:logins=3", "-y", store=demo_store)
    bell(*ASKED, "--plan", "pro:default", "-y", store=demo_store)
    assert formula(bell, demo_store)["plans"] == [{"plan": "basic", "calls": 5000, "logins": 3}]


def test_a_former_version_comes_back_as_a_new_one(bell: Bell, demo_store: Path) -> None:
    bell(*ASKED, "--weights", "0/1/0", "-y", store=demo_store)
    bell(*ASKED, "--rollback", "health/1", "-y", store=demo_store)
    lines = bell("health", "formula", store=demo_store).lines
    assert lines[0].split() == ["formula", "health/3"]
    table = lines[lines.index("") + 2 :]
    assert [line.split()[0] for line in table] == ["health/3", "health/2", "health/1"]
    assert "weights 0/100/0 → 40/30/30" in table[0]
    told = bell("health", "formula", "--version", "health/2", "--json", store=demo_store)
    (row,) = told.rows
    assert row["weights"] == {"usage": 0, "engagement": 100, "incidents": 0}
    assert [version["version"] for version in row["versions"]] == ["health/2"]
    assert bell("health", "formula", "--version", "health/9", store=demo_store).code == 3
    assert bell(*ASKED, "--rollback", "health/9", "-y", store=demo_store).code == 3


def test_baselines_that_fit(bell: Bell, demo_store: Path) -> None:
    told = bell(*ASKED, "--fit", "-n", store=demo_store)
    assert told.err.startswith("no component is saturated: the baselines fit\n")
    bell(*ASKED, "--baseline-calls", "1", "-y", "--wait", store=demo_store)
    told = bell(*ASKED, "--fit", "-y", store=demo_store)
    assert told.err.startswith("usage stands at 100 for 13 of 14 clients: baseline 1 → ")
    assert formula(bell, demo_store)["baseline"]["calls"] > 1000


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "nothing to set"),
        ("live", "scoring takes flags, not “live”"),
        ("--weights 1/2", "--weights: “1/2” is not 3 weights"),
        ("--weights 0/0/0", "at least one weight must be above 0"),
        ("--weights 1/x/3", "weight of engagement: “x” is no number"),
        ("--weights=-1/2/3", "weight of usage: “-1” is no number"),
        ("--preset mine", "no preset “mine”"),
        ("--baseline-calls 0", "--baseline-calls: 0 is below 1"),
        ("--baseline-logins 9999999999999", "baseline logins: 9,999,999,999,999 is not 1 to"),
        ("--healthy-from 40", "healthy from 40 and at risk from 40 do not fit"),
        ("--healthy-from 101", "do not fit"),
        ("--plan pro", "--plan: “pro” names no plan"),
        ("--plan pro:minutes=3", "--plan: “minutes=3” is no baseline"),
        ("--plan pro:calls=1,calls=2", "--plan: “calls=2” is no baseline"),
        ("--plan pro:calls=x", "“x” is no whole number"),
        ("--plan pro:logins=0", "plan pro: logins: 0 is not 1 to"),
        ("--plan pro:default", "no plan “pro” has a baseline of its own"),
        ("--rollback health/1 --fit", "--rollback and --fit exclude each other"),
        ("--fit --cols nope", "no column “nope”"),
        ("--fit --as-of 2026-11-01", "this has no past to look at"),
        ("--fit --read-only", "would change the store"),
        ("--fit --largest 0", "--largest: 0 is below 1"),
    ],
)
def test_what_cannot_be_set(bell: Bell, demo_store: Path, line: str, said: str) -> None:
    told = bell(*ASKED, *line.split(), "-y", store=demo_store)
    assert told.code == 2
    assert said in told.err
    assert told.err.startswith("error: ")
    assert formula(bell, demo_store)["version"] == "health/1"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [(None, 3, "no file "), ("{", 2, "line 1"), ("[tiers]\nhealthy = 7", 2, "healthy from 7")],
)
def test_a_file_that_is_no_formula(
    bell: Bell, demo_store: Path, tmp_path: Path, text: str | None, code: int, said: str
) -> None:
    file = tmp_path / "formula"
    if text is not None:
        file.write_text(text)
    told = bell(*ASKED, "--from", str(file), "-y", "--json", store=demo_store)
    assert told.code == code
    assert said in told.fault["message"]
    file.write_bytes(b"\xff\xfe\x00")
    told = bell(*ASKED, "--from", str(file), "-y", store=demo_store)
    assert (told.code, "cannot be read" in told.err) == (2, True)


def test_roles(bell: Bell, demo_store: Path) -> None:
    line = (*ASKED, "--preset", "daily-use", "--as", "rep")
    assert bell(*line, "-y", store=demo_store).code == 5
    assert bell(*line, "-n", store=demo_store).code == 0
    assert bell("config", "get", "scoring", "--as", "rep", store=demo_store).code == 0
    assert bell("config", "get", "scoring", "--as", "auditor", store=demo_store).code == 5


def test_nobody_to_answer_is_refused_before_anything(bell: Bell, demo_store: Path) -> None:
    told = bell(*ASKED, "--preset", "daily-use", "--no-input", store=demo_store)
    assert told.code == 2
    assert "this needs an answer" in told.err
    assert told.out == ""


def asked(store: Path, *words: str) -> Options:
    found = parse([*ASKED, *words, "--store", str(store)], TTY)
    assert isinstance(found, Invocation)
    return found.options


@pytest.mark.parametrize(
    ("typed", "version"), [("y\n", "health/2"), ("n\n", "health/1"), ("", "health/1")]
)
def test_a_person_is_asked_below_the_preview(
    away: Path, demo_store: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch, typed: str, version: str,
) -> None:  # fmt: skip
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    answer = set_scoring(asked(demo_store, "--preset", "daily-use"))
    told = capsys.readouterr().err
    assert told.startswith("health/2 instead of health/1: weights 40/30/30 → 20/60/20\n")
    assert told.endswith("\nPut health/2 in force? [y/N] ")
    (text,) = answer.text
    assert text.startswith(
        "health/2 is in force" if typed == "y\n" else "nothing changed: health/1 stays"
    )
    assert context(demo_store).store
    main(["config", "get", "health", "--csv", "--cols", "value", "--store", str(demo_store)])
    assert capsys.readouterr().out.split() == ["value", version]


def test_a_change_between_look_and_answer_is_a_conflict(
    away: Path, demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(found: FormulaPreview, options: Options) -> bool:
        main([*ASKED, "--preset", "support-heavy", "-y", "-q", "--store", str(demo_store)])
        return True

    monkeypatch.setattr(scoring, "_wanted", meanwhile)
    with pytest.raises(ConflictError, match="health/2 by now"):
        set_scoring(asked(demo_store, "--preset", "daily-use"))


def test_the_same_formula_is_no_question(away: Path, demo_store: Path) -> None:
    answer = set_scoring(asked(demo_store, "--preset", "default"))
    assert isinstance(answer, Answer)
    assert answer.notes == ("nothing changed: health/1 says so",)


def test_rows_for_other_formats(bell: Bell, demo_store: Path) -> None:
    line = (*ASKED, "--preset", "daily-use", "-n")
    told = bell(*line, "--csv", "--cols", "from,to,clients", store=demo_store)
    assert len(told.lines) == 17
    assert told.lines[0] == "from,to,clients"
    table = bell(*line, "--cols", "from,clients", store=demo_store)
    assert table.lines[0].split() == ["from", "clients"]
    (row,) = bell(*line, "--json", "--cols", "moved", store=demo_store).rows
    assert list(row) == ["moved"]


def test_values_are_read() -> None:
    assert weights("50/ 25 /25") == ("50", "25", "25")
    assert plan("a:b:calls=9, logins=3") == ("a:b", {"calls": 9, "logins": 3})
    assert plan("pro: default ") == ("pro", {})
    with pytest.raises(UsageError):
        plan(":calls=3")


def test_names_from_outside_are_harmless(bell: Bell, demo_store: Path) -> None:
    told = bell(*ASKED, "--plan", "\x1b[2J:calls=3", "-n", store=demo_store)
    assert "\x1b" not in told.out + told.err
    assert "plan �[2J: as all" in told.lines[0]
    assert replace(Options(), yes=True).yes
