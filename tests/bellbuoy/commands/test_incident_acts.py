"""`bellbuoy incident …` that changes something: what it prints, codes, and back."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.bellbuoy.commands.conftest import Bell, Told

ID = "INC-0002-2"


@pytest.fixture
def demo(bell: Bell, demo_store: Path) -> Bell:
    """Runs a command line on a demo store of the test's own."""

    def run(*words: str) -> Told:
        return bell(*words, store=demo_store)

    return run


def status(demo: Bell) -> str:
    (row,) = demo("incident", "show", ID, "--json").rows
    return str(row["status"])


def test_a_life_in_commands_and_back(demo: Bell) -> None:
    told = demo("incident", "ack", ID, "--note", "on it", "--json")
    assert told.code == 0
    assert told.rows == [
        {"id": ID, "title": told.rows[0]["title"], "now": "open", "then": "acknowledged"}
    ]
    assert told.json["summary"]["changing"] == 1
    for verb, then in (
        ("pend", "pending"), ("resume", "acknowledged"), ("resolve", "resolved"),
        ("close", "closed"), ("reopen", "open"),
    ):  # fmt: skip
        assert demo("incident", verb, ID).code == 0
        assert status(demo) == then
    steps = demo("incident", "show", ID, "--part", "steps", "--json").rows
    assert [step["number"] for step in steps] == [1, 2, 3, 4, 5, 6]
    assert (steps[0]["text"], steps[0]["change"]) == ("on it", "status open > acknowledged")
    assert demo("undo").code == 0
    assert status(demo) == "closed"


def test_codes_and_words_of_what_may_not_be(demo: Bell) -> None:
    for line, code, words in (
        (f"incident close {ID}", 6, "it is open: only a resolved one is closed"),
        ("incident ack INC-99", 0, "no incident fits"),
        (f"incident ack {ID} --if-rev 9", 6, "was changed meanwhile"),
        ("incident ack status:open --if-rev 0", 2, "--if-rev is about one incident"),
        (f"incident resolve {ID} --reason duplicate", 2, "a duplicate names"),
        (f"incident assign {ID}", 2, "who is to look after them"),
        (f"incident merge {ID}", 2, "which one do they repeat"),
        (f"incident link {ID}", 2, "which clients"),
        ("incident add words", 2, "an incident hurts somebody"),
        ("incident targets high", 2, "within which time"),
        ("incident targets high --respond 9h", 2, "no later than the resolution"),
        (f"incident show {ID} --part no", 2, "no part"),
        (f"incident ack {ID} --as analyst", 5, "may not"),
    ):
        told = demo(*line.split())
        assert (told.code, words in told.err) == (code, True), (line, told.err)
    assert status(demo) == "open"


def test_of_many_some_change_and_the_code_says_partly(demo: Bell) -> None:
    told = demo("incident", "ack", "status:any", "--json")
    summary = told.json["summary"]
    assert told.code == 4
    assert summary["changing"] > 0
    reasons = {each["reason"].split(":")[0] for each in summary["refused"]}
    assert reasons <= {"it is resolved", "it is closed"}
    assert len(summary["refused"]) + summary["changing"] + summary["same"] == 14
    assert summary["found"] == 14
    again = demo("incident", "ack", "status:any", "--json").json["summary"]
    assert (again["changing"], again["change"]) == (0, None)


def test_adding_prints_the_old_score_and_the_new(demo: Bell) -> None:
    told = demo("incident", "add", "5xx", "--client", "C-0003", "--severity", "critical", "-n")
    assert told.code == 0
    assert "health of C-0003 100 > " in told.err
    assert demo("incident", "show", "INC-N1").code == 3
    assert demo("incident", "add", "5xx", "--client", "C-0003").code == 0
    assert demo("incident", "show", "INC-N1").code == 0


def test_a_pipe_may_send_everything_again(
    demo: Bell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (
        b'{"key":"a","client":"C-0001","title":"one"}\n\n'
        b'{"key":"b","clients":["C-0002","C-0003"],"title":"two","severity":"sev1"}\n'
    )
    for new in (2, 0):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
        told = demo("incident", "add", "--from", "-", "--json")
        assert (told.code, told.json["summary"]["changing"]) == (0, new)
        assert [row["id"] for row in told.rows] == ["INC-N1", "INC-N2"]
    file = tmp_path / "bad.jsonl"
    for bad, words in (
        ("{", "line 2: no JSON"),
        ("[]", "line 2: no JSON object"),
        ('{"title":"x"}', "line 2: an incident hurts somebody"),
        ('{"title":"x","client":"C-0001","severity":"bad"}', "line 2: “bad” is no severity"),
        ('{"title":"x","client":"C-0001","colour":"red"}', "line 2: “colour” is no field"),
        ('{"title":5,"client":"C-0001"}', "line 2: title is text"),
        ('{"title":"x","client":"C-0001","opened":"now"}', "line 2: “now” is no moment"),
    ):
        file.write_text('{"key":"c","client":"C-0001","title":"x"}\n' + bad, encoding="utf-8")
        told = demo("incident", "add", "--from", str(file))
        assert (told.code, words in told.err) == (2, True), told.err
    assert demo("incident", "show", "c").code == 3


def test_targets_are_shown_and_set_for_a_plan(demo: Bell) -> None:
    rows = demo("incident", "targets", "--json").rows
    assert rows[0] == {
        "plan": None, "severity": "critical", "respond": "15min", "resolve": "4h",
    }  # fmt: skip
    told = demo("incident", "targets", "high", "--resolve", "6h", "--plan", "Pro", "--json")
    assert told.rows[-1] == {
        "plan": "pro", "severity": "high", "respond": "1h", "resolve": "6h",
    }  # fmt: skip
    assert len(demo("incident", "targets", "--json").rows) == 5
    assert demo("undo").code == 0
    assert len(demo("incident", "targets", "--json").rows) == 4
