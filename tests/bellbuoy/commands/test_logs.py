"""`bellbuoy logs` as people type it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bellbuoy.services.logs.writing import log
from tests.bellbuoy.commands.conftest import ROOT, Bell

KEYS = ["at", "level", "part", "event", "trace", "pid", "fields"]


def test_a_write_is_logged_and_a_read_is_not(bell: Bell, demo_store: Path) -> None:
    assert bell("radar", "-q", store=demo_store).code == 0
    assert bell("logs", "--json").rows == []
    assert bell("config", "set", "clock", "live", store=demo_store).code == 0
    (row,) = bell("logs", "--json").rows
    assert list(row) == KEYS
    assert (row["level"], row["event"]) == ("info", "command")
    assert row["fields"]["words"] == "config set"
    assert row["fields"]["code"] == 0


def test_one_id_leads_from_the_audit_to_the_log(bell: Bell, demo_store: Path) -> None:
    assert bell("config", "set", "clock", "live", store=demo_store).code == 0
    told = bell("sql", "select distinct trace_id from audit where outcome = 'done'"
                " order by trace_id desc", "--json", store=demo_store)  # fmt: skip
    traces = {row["trace_id"] for row in told.rows} if told.code == 0 else set()
    (row,) = bell("logs", "--json").rows
    assert row["trace"] in traces, told
    assert bell("logs", "--trace", row["trace"], "--json").rows == [row]
    assert bell("logs", "--trace", "other", "--json").rows == []


def test_a_run_of_a_job_has_its_number_as_its_trace(bell: Bell, demo_store: Path) -> None:
    told = bell("job", "run", "score-clients", "--json", store=demo_store)
    number = told.rows[0]["id"]
    rows = bell("logs", "--trace", f"run-{number}", "--json").rows
    assert [row["event"] for row in rows] == ["run began", "run ended"]
    assert rows[1]["fields"]["state"] == "ok"


def test_a_failure_is_a_warning_without_what_was_asked_for(
    bell: Bell, demo_store: Path
) -> None:
    assert bell("client", "list", "--as", "nobody", store=demo_store).code == 5
    (row,) = bell("logs", "--level", "warning", "--json").rows
    assert row["fields"]["error"] == "denied"
    assert bell("client", "show", "Acme Secret", store=demo_store).code == 3
    assert "Secret" not in bell("logs", "--csv").out


def test_a_reader_that_leaves_is_no_news(
    bell: Bell, demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("bellbuoy.services.clients.page", gone)
    bell("client", "list", store=demo_store)
    assert bell("logs", "--json").rows == []


def test_the_table_is_harmless_and_short(bell: Bell) -> None:
    for number in range(3):
        log("error" if number == 1 else "info", f"e{number}", {"text": "a \x1b[2J b"})
    lines = bell("logs").lines
    assert len(lines) == 4
    assert "e1" in lines[2]
    assert "\x1b" not in "".join(lines)
    assert len(bell("logs", "--limit", "1").lines) == 2


@pytest.mark.parametrize(
    "words", ["--since 1x", "--level loud", "--follow --csv", "--follow -o /tmp/x"]
)
def test_a_wrong_word_is_refused(words: str, bell: Bell) -> None:
    assert bell("logs", *words.split()).code == 2


@pytest.mark.process
@pytest.mark.parametrize(
    ("number", "code", "word"),
    [(signal.SIGINT, 130, "interrupted\n"), (signal.SIGTERM, 143, "terminated\n")],
)
def test_following_prints_what_comes_and_ends_with_a_signal(
    number: signal.Signals, code: int, word: str, away: Path
) -> None:
    log("info", "before")
    process = subprocess.Popen(
        [sys.executable, "-m", "bellbuoy", "logs", "--follow", "--jsonl"],
        cwd=ROOT, env={**os.environ}, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["event"] == "before"
    log("info", "after")
    assert json.loads(process.stdout.readline())["event"] == "after"
    process.send_signal(number)
    out, err = process.communicate(timeout=90)
    assert (process.returncode, out) == (code, "")
    assert json.loads(err)["error"] == word.strip()
