"""`bellbuoy alert …` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bellbuoy.commands.conftest import Bell
from tests.bellbuoy.services.alerts.receiver import receiver


@pytest.fixture
def rung(bell: Bell, demo_store: Path) -> Path:
    """A demo store in which critical clients have rung."""
    for name in ("silent-client", "stale-data", "health-drop", "sla-respond", "sla-resolve"):
        assert bell("alert", "rules", "edit", name, "--off", store=demo_store).code == 0
    added = bell("alert", "rules", "add", "crit", "--if", "tier:critical",
                 "--channels", "screen", store=demo_store)  # fmt: skip
    assert added.code == 0, added.err
    told = bell("job", "run", "evaluate-alerts", store=demo_store)
    assert told.code == 0, told.err
    return demo_store


def test_what_rang_is_listed_shown_taken_and_silenced(bell: Bell, rung: Path) -> None:
    told = bell("alert", "list", "rule:crit", "--json", store=rung)
    assert told.json["schema"] == "bellbuoy.alert/1"
    first = told.rows[0]
    assert (first["state"], first["rings"], first["kind"]) == ("new", 1, "client")
    critical = bell("client", "list", "tier:critical", "--json", store=rung).rows
    assert {row["subject"] for row in told.rows} == {row["id"] for row in critical}
    key = first["id"]
    shown = bell("alert", "show", key, "--json", store=rung).rows[0]
    assert shown["facts"]["to"]["tier"] == "critical"
    assert shown["condition"] == "tier:critical"
    page = bell("alert", "show", key, store=rung)
    assert "condition" in page.out
    assert f"bellbuoy health explain {first['subject']}" in page.out
    assert bell("alert", "ack", key, store=rung).code == 0
    assert bell("alert", "ack", key, store=rung).code == 0
    taken = bell("alert", "list", "state:acknowledged", "--json", store=rung).rows
    assert [row["id"] for row in taken] == [key]
    silent = bell("alert", "snooze", "4h", key, "--json", store=rung).rows[0]
    assert silent["state"] == "snoozed"
    assert silent["snoozed_until"] is not None
    assert "health explain" not in bell("alert", "show", "A-99", store=rung).out


def test_one_is_given_to_a_person(bell: Bell, rung: Path) -> None:
    key = bell("alert", "list", "--json", store=rung).rows[0]["id"]
    dry = bell("alert", "assign", key, "mei", "-n", store=rung)
    assert f"a dry run: {key} would be mei's" in dry.err
    told = bell("alert", "assign", key, "mei", "--json", store=rung)
    assert (told.rows[0]["state"], told.rows[0]["who"]) == ("acknowledged", "mei")
    assert f"mei looks after {key}" in bell("alert", "assign", key, "mei", store=rung).err
    assert [row["id"] for row in bell("alert", "list", "who:mei", "--json", store=rung).rows]
    assert bell("alert", "assign", key, " ", store=rung).code == 2
    denied = bell("alert", "assign", key, "mei", "--as", "rep", store=rung)
    assert denied.code == 5


def test_what_is_not_there_is_not_found(bell: Bell, demo_store: Path) -> None:
    for words in (
        ["alert", "show", "A-99"], ["alert", "ack", "x"], ["alert", "test", "no"],
        ["alert", "rules", "show", "no"], ["alert", "retry", "7"],
        ["alert", "channels", "off", "no"], ["alert", "quiet", "delete", "3"],
    ):  # fmt: skip
        told = bell(*words, store=demo_store)
        assert (told.code, told.out) == (3, ""), words
        assert told.err.startswith("error: no "), told.err


@pytest.mark.parametrize(
    "words",
    [
        ["rules", "add", "x1"],
        ["rules", "add", "x1", "--if", "tierr:critical"],
        ["rules", "edit", "crit", "--on", "--off"],
        ["rules", "list", "--off"],
        ["rules", "delete", "health-drop"],
        ["channels", "add", "ops"],
        ["channels", "add", "ops", "--kind", "webhook", "--to", "ftp://a/"],
        ["channels", "add", "ops", "--kind", "command", "--to", "relative 'words'"],
        ["channels", "delete", "screen"],
        ["quiet", "hours", "22"],
        ["quiet", "add", "2026-01-01T00:00"],
        ["snooze", "10s", "A-1"],
    ],
)
def test_what_cannot_be_is_refused_in_a_line(
    bell: Bell, demo_store: Path, words: list[str]
) -> None:
    told = bell("alert", *words, store=demo_store)
    assert told.code in (2, 3), told.err
    assert len(told.err.splitlines()) <= 2


def test_a_dry_run_says_who_fits_and_keeps_nothing(bell: Bell, demo_store: Path) -> None:
    told = bell("alert", "rules", "add", "crit", "--if", "tier:critical", "-n",
                store=demo_store)  # fmt: skip
    assert told.code == 0, told.err
    fit = bell("client", "list", "tier:critical", "--json", store=demo_store).json["total"]
    assert f"{fit:,} fit it now" in told.err
    assert bell("alert", "rules", "show", "crit", store=demo_store).code == 3


def test_a_test_arrives_and_one_that_does_not_says_so(
    bell: Bell, demo_store: Path, away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALERT_KEY", "not-for-show")
    allowed = away / ".config" / "bellbuoy"
    allowed.mkdir(parents=True)
    (allowed / "alerts.toml").write_text('hosts = ["127.0.0.1"]\n')
    with receiver() as hook:
        added = bell("alert", "channels", "add", "ops", "--kind", "webhook", "--to", hook.url,
                     "--secret-env", "ALERT_KEY", store=demo_store)  # fmt: skip
        assert added.code == 0, added.err
        bell("alert", "rules", "edit", "job-failed", "--channels", "screen,ops",
             store=demo_store)  # fmt: skip
        told = bell("alert", "test", "job-failed", "--json", store=demo_store)
        assert [(row["channel"], row["state"]) for row in told.rows] == [
            ("screen", "done"), ("ops", "done"),
        ]  # fmt: skip
        assert json.loads(hook.got[0][2])["kind"] == "test"
    (allowed / "alerts.toml").unlink()
    told = bell("alert", "test", "job-failed", store=demo_store)
    assert told.code == 1
    assert "127.0.0.1 is 127.0.0.1, not public" in told.err
    dead = bell("alert", "deliveries", "dead", "--json", store=demo_store).rows
    assert [row["kind"] for row in dead] == ["test"]


def test_quiet_hours_are_set_and_told(bell: Bell, demo_store: Path) -> None:
    assert bell("alert", "quiet", "hours", "22:00-07:00", store=demo_store).code == 0
    told = bell("alert", "quiet", "--json", store=demo_store).rows[0]
    assert told["hours"] == "22:00-07:00"
    added = bell("alert", "quiet", "add", "2099-01-01T00:00", "2099-01-02T00:00", "--reason",
                 "new disk", "--json", store=demo_store)  # fmt: skip
    window = added.rows[0]["windows"][0]
    assert (window["reason"], window["id"]) == ("new disk", 1)
    assert bell("alert", "quiet", "delete", "1", store=demo_store).code == 0
    assert bell("alert", "quiet", "hours", "off", store=demo_store).code == 0


def test_who_may_not_is_refused(bell: Bell, demo_store: Path) -> None:
    told = bell("alert", "rules", "edit", "job-failed", "--off", "--as", "rep",
                store=demo_store)  # fmt: skip
    assert told.code == 5
    assert bell("alert", "list", "--as", "rep", store=demo_store).code == 0
    listed = bell("alert", "channels", "--as", "manager", "--json", store=demo_store)
    assert all(row["target"] == [] for row in listed.rows)
