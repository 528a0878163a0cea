"""--fail-if and --max-age: the answer as ever, and then the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bellbuoy.commands.conftest import ROOT, Bell

HOLDS = (
    ("client list", "arr>500k"),
    ("client list tier:critical,at_risk", "rows>3"),
    ("client list --limit 1", "rows>=15"),
    ("client list by:tier", "n>0 tier:critical"),
    ("radar", "tier:at_risk"),
    ("radar --jsonl", "tier:at_risk"),
    ("radar --csv", "tier:at_risk"),
    ("client list --jsonl --cols id", "arr>500k"),
    ("incident list", "severity:critical status:open,acknowledged,pending"),
    ("incident stats", "severity:critical n>0"),
    ("overview", "average<100"),
    ("overview --json", "tiers.critical.n>0"),
    ("overview --chart", "open_incidents>0"),
    ("overview --why at_risk", "amount>1"),
    ("analytics trend health", "mean<100"),
    ("analytics trend usage --chart", "calls>0"),
    ("analytics revenue --by tier", "tier:critical clients>0"),
)


@pytest.mark.parametrize(("words", "text"), HOLDS, ids=[" | ".join(pair) for pair in HOLDS])
def test_a_condition_that_holds_is_exit_8_behind_the_whole_answer(
    demo: Bell, words: str, text: str
) -> None:
    plain = demo(*words.split())
    told = demo(*words.split(), "--fail-if", text)
    assert (plain.code, told.code) == (0, 8)
    assert told.out == plain.out
    assert text in told.err
    fine = demo(*words.split(), "--fail-if", "rows>10000")
    assert (fine.code, fine.out) == (0, plain.out)


def test_the_message_names_the_rows(demo: Bell) -> None:
    told = demo("client", "list", "--fail-if", "id:C-0001,C-0002")
    assert "2 rows with id:C-0001,C-0002: " in told.err
    assert "C-0001" in told.err
    as_json = demo("client", "list", "--json", "--fail-if", "rows>3")
    assert json.loads(as_json.err)["error"] == "check_failed"
    assert len(as_json.rows) == 15


@pytest.mark.parametrize(
    ("words", "text", "told"),
    [
        ("client list", "tierr:x", "unknown field `tierr`"),
        ("overview", "avrage<3", "did you mean `average`"),
        ("client list cols:id,name", "arr>1", "the answer has no “arr”"),
        ("client list", "sort:arr", "nothing of their order"),
    ],
)
def test_a_condition_that_cannot_be_read_is_exit_2_and_nothing_is_written(
    demo: Bell, words: str, text: str, told: str
) -> None:
    found = demo(*words.split(), "--fail-if", text)
    assert (found.code, found.out) == (2, "")
    assert told in found.err


def test_data_that_is_too_old_is_exit_8(demo: Bell) -> None:
    told = demo("overview", "--max-age", "15min", "--json")
    assert told.code == 8
    assert told.json["rows"][0]["clients"] == 15
    assert "no import yet" in told.err
    assert demo("overview", "--max-age", "15min", "--as-of", "2026-11-01").code == 2
    assert demo("health", "score", "C-0001", "--max-age", "15min").code == 2


def test_data_is_young_once_it_was_imported_and_scored(bell: Bell, tmp_path: Path) -> None:
    store = tmp_path / "new.db"
    assert bell("import", str(ROOT / "examples" / "plain"), store=store).code == 0
    told = bell("overview", "--max-age", "1d", store=store)
    assert (told.code, "import" in told.err, "no run of score-clients yet" in told.err) == (
        8,
        False,
        True,
    )
    assert bell("job", "run", "score-clients", store=store).code == 0
    assert bell("overview", "--max-age", "1d", store=store).code == 0
