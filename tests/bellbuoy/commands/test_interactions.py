"""Notes and calls by command: exact in JSON, harmless in a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bellbuoy.commands.conftest import HOSTILE, Bell

ATTACK = "\x1b]52;c;aGk=\x07=1+1\nsecond \u202eline"


def test_a_note_is_exact_and_harmless(bell: Bell, demo_store: Path) -> None:
    long = ATTACK + "x" * 10_240
    told = bell("client", "note", HOSTILE, long, "--json", store=demo_store)
    assert told.rows[0]["text"] == long
    assert (
        bell("interaction", "show", "I-1", "--json", store=demo_store).rows[0]["text"] == long
    )
    for form in ("table", "csv", "md"):
        out = bell("interaction", "list", "--format", form, store=demo_store).out
        assert not {"\x1b", "\x07", "\u202e"} & set(out)
    page = bell("interaction", "show", "1", store=demo_store).out
    assert "x" * 10_240 in page.replace("\n", "")
    assert not {"\x1b", "\u202e"} & set(page)


def test_a_call_of_before_stands_where_it_was(bell: Bell, demo_store: Path) -> None:
    line = ("interaction", "add", "--client", "C-0002", "--kind", "call", "--at",
            "2026-11-14T10:00", "--text", "renewal is on")  # fmt: skip
    dry = bell(*line, "-n", store=demo_store)
    assert (dry.code, "a dry run: a call of 13 characters" in dry.err) == (0, True)
    assert bell("interaction", "list", "--json", store=demo_store).rows == []
    first = bell(*line, "--json", store=demo_store)
    assert bell(*line, "--json", store=demo_store).rows == first.rows
    bell("client", "note", "C-0002", "later", store=demo_store)
    rows = bell("interaction", "list", "client:C-0002", "--json", store=demo_store).rows
    assert [row["id"] for row in rows] == ["I-2", "I-1"]
    assert rows[1]["at"].startswith("2026-11-14T")
    found = bell("interaction", "list", "kind:call", "--json", store=demo_store)
    assert found.json["total"] == 1
    told = bell("interaction", "edit", "I-1", "--text", "it is off", store=demo_store)
    assert "I-1 is kept, revision 2" in told.err
    assert bell("undo", store=demo_store).code == 0
    (row,) = bell("interaction", "show", "I-1", "--json", store=demo_store).rows
    assert (row["text"], row["rev"]) == ("renewal is on", 1)


@pytest.mark.parametrize(
    ("line", "code", "word"),
    [
        ("interaction add --client C-0002", 2, "what was said"),
        ("interaction add --text x", 2, "whom was it with"),
        ("interaction add --client C-9999 --text x", 3, "not found"),
        ("interaction add --client C-0002 --text x --at 2027-01-01T10:00", 2, "ahead"),
        ("interaction edit I-1", 2, "nothing to change"),
        ("interaction edit I-1 --text x", 3, "no interaction"),
        ("interaction show I-1", 3, "no interaction"),
        ("interaction list nope:1", 2, "unknown field"),
        ("client note C-0002 x --as analyst", 5, "interaction:add"),
    ],
)
def test_what_is_refused_is_one_line(
    bell: Bell, demo_store: Path, line: str, code: int, word: str
) -> None:
    told = bell(*line.split(), store=demo_store)
    assert (told.code, told.out) == (code, "")
    assert word in told.err
