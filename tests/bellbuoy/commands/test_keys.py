"""Keys on the shell: the table, conflicts, and what does not arrive."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services.look.own_file import keys_path
from tests.bellbuoy.commands.conftest import Bell
from tui.key_table import MEANINGS


@pytest.fixture(autouse=True)
def _nothing_around(away: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMUX", "STY", "TERM"):
        monkeypatch.delenv(name, raising=False)


def write(text: str) -> None:
    keys_path().parent.mkdir(parents=True, exist_ok=True)
    keys_path().write_text(text)


def test_the_table(bell: Bell) -> None:
    rows = bell("keys", "show", "--json").rows
    assert [row["id"] for row in rows] == [meaning.id for meaning in MEANINGS]
    assert not any(row["own"] for row in rows)
    assert bell("keys", "check").code == 0


def test_keys_of_ones_own(bell: Bell) -> None:
    write('why = ["W", "f6"]\nfilter = "\\\\"\n')
    (why,) = bell("keys", "show", "why", "--json").rows
    assert (why["keys"], why["default"], why["own"]) == ("W F6", "w", True)
    told = bell("keys", "check", "--json")
    assert told.rows[0]["text"].endswith(", 2 of your own")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('why = "a"\n', "a means both act and why"),
        ('wy = "a"\n', "wy: no such id"),
        ('why = "hyper+w"\n', "why: “hyper+w” is no key"),
        ('why = "ctrl+a"\n', "terminals send or take it as another key"),
        ("quit = []\n", "quit needs a key"),
        ("why = 3\n", "why: keys are written as"),
        ("why = [\n", "keys.toml: "),
    ],
)
def test_a_conflict_is_a_line_and_the_set_stands(bell: Bell, text: str, said: str) -> None:
    write(text)
    told = bell("keys", "check")
    assert told.code == 8
    assert said in told.out
    shown = bell("keys", "show", "why")
    assert shown.code == 0
    assert "w " in shown.lines[1]
    assert "keys.toml is left out" in shown.err


def test_a_prefix_of_screen_is_told(bell: Bell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    told = bell("keys", "check", "--json")
    assert told.code == 8, "a range cannot be marked upwards by another key"
    assert {row["id"] for row in told.rows} == {"mark_up", "mark_down"}


def test_sets(bell: Bell) -> None:
    rows = bell("keys", "show", "--preset", "vim-only", "--json").rows
    moves = {row["id"]: row["keys"] for row in rows if row["group"] == "move"}
    assert moves["down"] == "j"
    bell("config", "set", "look.keys", "emacs-like")
    (down,) = bell("keys", "show", "down", "--json").rows
    assert down["keys"] == "↓ ctrl+n"


def test_an_id_that_is_not_there(bell: Bell) -> None:
    told = bell("keys", "show", "wy")
    assert told.code == 2
    assert "why" in told.err
