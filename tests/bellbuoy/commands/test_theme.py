"""Themes on the shell: listed, shown, sampled and measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services.look.own_file import themes_dir
from tests.bellbuoy.commands.conftest import Bell

SHIPPED = ["ansi", "colour-safe", "dark", "high-contrast", "light"]


@pytest.fixture
def mine(away: Path) -> Path:
    """A theme of one's own, of which one pair cannot be read."""
    themes_dir().mkdir(parents=True)
    file = themes_dir() / "mine.toml"
    file.write_text('inherits = "light"\n[colours]\nmuted = "#ededea"\n')
    return file


def test_themes_of_ones_own_stand_beside_the_shipped(bell: Bell, mine: Path) -> None:
    (themes_dir() / "half.toml").write_text("[colours\n")
    rows = {row["name"]: row for row in bell("theme", "list", "--json").rows}
    assert sorted(rows) == sorted([*SHIPPED, "mine", "half"])
    assert [name for name, row in rows.items() if row["own"]] == ["half", "mine"]
    assert rows["half"]["problem"].startswith("theme half: ")
    assert rows["mine"]["ground"] == "light"
    assert not any(row["chosen"] for row in rows.values())
    bell("config", "set", "look.theme", "mine")
    rows = {row["name"]: row for row in bell("theme", "list", "--json").rows}
    assert [name for name, row in rows.items() if row["chosen"]] == ["mine"]


def test_what_is_shipped_passes(bell: Bell) -> None:
    told = bell("theme", "check")
    assert told.code == 0
    assert "184 pairs measured, 0 failed" in told.err
    assert all("note" in line for line in told.lines[1:])
    told = bell("theme", "check", "colour-safe")
    assert (told.code, told.lines[0]) == (0, "Every pair can be read.")
    every = bell("theme", "check", "colour-safe", "--all", "--json").rows
    assert len(every) == 46
    assert {row["state"] for row in every} == {"ok"}


def test_a_pair_that_cannot_be_read_is_named(bell: Bell, mine: Path) -> None:
    for name in ("mine", str(mine)):
        told = bell("theme", "check", name)
        assert told.code == 8
        assert "muted on surface: 1.00, needs 4.5" in told.out
        assert told.err.splitlines()[-2].startswith("error: 2 of 46 pairs")


def test_a_broken_file_fails_the_check_of_all(bell: Bell, mine: Path) -> None:
    mine.write_text("no toml")
    told = bell("theme", "check")
    assert told.code == 8
    assert "theme mine: " in told.out
    told = bell("theme", "check", "mine")
    assert told.code == 2
    assert len(told.err.splitlines()) <= 2


@pytest.mark.parametrize(("name", "code"), [("nosuch", 3), ("./nosuch.toml", 3), ("a\x1b", 3)])
@pytest.mark.parametrize("verb", ["show", "preview", "check"])
def test_a_theme_that_is_not_there(bell: Bell, verb: str, name: str, code: int) -> None:
    told = bell("theme", verb, name)
    assert told.code == code
    assert "\x1b" not in told.err


def test_the_colours_of_a_theme(bell: Bell) -> None:
    rows = {row["role"]: row for row in bell("theme", "show", "high-contrast", "--json").rows}
    assert rows["foreground"] == {
        "role": "foreground", "colour": "#ffffff", "contrast": 21.0, "on_surface": 19.03,
    }  # fmt: skip
    assert rows["background"]["contrast"] is None
    assert bell("theme", "show", "ansi", "--json").rows[0]["contrast"] is None


def test_a_sample_has_colour_only_where_it_is_wanted(
    bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    plain = bell("theme", "preview", "dark")
    assert "!! critical 38" in plain.out
    assert "\x1b" not in plain.out
    coloured = bell("theme", "preview", "dark", "--color", "always")
    assert "\x1b[" in coloured.out
    assert bell("theme", "preview", "dark", "--glyphs", "ascii").out.isascii()
