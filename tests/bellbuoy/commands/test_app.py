from __future__ import annotations

import os
from contextlib import nullcontext
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.__main__ import main
from bellbuoy.commands import app
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.options import Options

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What was opened instead of a screen."""
    calls: dict[str, Any] = {}

    def load(target: str) -> Any:
        def called(*args: Any, **settings: Any) -> Any:
            calls[target] = {"args": args, **settings}
            if target == "bellbuoy.commands.demo:demo_store":
                return nullcontext("a-demo.db")
            return 0 if target == "tui.start:run" else Answer("radar", text=("the radar",))

        return called

    monkeypatch.setattr(app, "load", load)
    return calls


def test_without_a_terminal_it_is_help_and_two(capsys: Captured) -> None:
    assert main([]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("examples:\n")
    assert told.err.splitlines()[-2] == "error: the screens need a terminal"


@pytest.mark.parametrize("line", [["--plain"], ["--demo"], ["tui", "--plain"]])
def test_plain_lines_instead(line: list[str], opened: dict[str, Any], capsys: Captured) -> None:
    assert main(line) == 0
    assert list(opened) == ["bellbuoy.commands.radar:plain_radar"]
    assert capsys.readouterr().out == "the radar\n"


def screens(opened: dict[str, Any], **given: Any) -> Any:
    """What the screens were opened with, on a terminal."""
    with open("/dev/ptmx") as stdin, pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", stdin)
        assert app.run(Options(tty=True, **given)) == 0
    return opened["tui.start:run"]


def test_on_a_terminal_the_screens_open(opened: dict[str, Any]) -> None:
    given = {"store": "x.db", "theme": "light", "as_of": "2026-11-01", "role": "rep"}
    assert screens(opened, **given) == {
        "args": ("x.db",), "as_of": "2026-11-01", "role": "rep", "theme": "light",
        "glyphs": None, "read_only": False, "view": None,
    }  # fmt: skip


def test_a_store_that_is_not_named_is_for_the_screens_to_find(opened: dict[str, Any]) -> None:
    """Without any store they ask what to do, and write nothing before that."""
    assert screens(opened)["args"] == (None,)


def test_a_demo_opens_on_a_store_of_its_own(opened: dict[str, Any]) -> None:
    assert screens(opened, demo=True)["args"] == ("a-demo.db",)
    assert list(opened) == ["bellbuoy.commands.demo:demo_store", "tui.start:run"]


def test_the_call_fits_the_screens(opened: dict[str, Any]) -> None:
    """What is handed over are arguments that the screens take."""
    found = screens(opened)
    signature(import_module("tui.start").run).bind(*found.pop("args"), **found)


def test_a_view_is_handed_over(opened: dict[str, Any]) -> None:
    assert screens(opened, view="My book")["view"] == "My book"


def test_the_first_screen_of_a_view_as_lines(demo_master: Path, capsys: Captured) -> None:
    store = ["--store", str(demo_master), "--plain"]
    assert main(["--view", "No owner", *store]) == 0
    assert "\nfilter owner:none  " in capsys.readouterr().out
    assert main(["--view", "Nosuch", *store]) == 3
    assert capsys.readouterr().err.startswith("error: no view “Nosuch”")


@pytest.mark.parametrize(
    ("before", "choice", "after"),
    [
        ("", "auto", None),
        ("1", "auto", "1"),
        (None, "auto", None),
        (None, "never", "1"),
        ("1", "always", None),
    ],
)
def test_no_color_counts_when_it_is_not_empty(
    before: str | None,
    choice: str,
    after: str | None,
    opened: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", before or "")
    if before is None:
        monkeypatch.delenv("NO_COLOR")
    screens(opened, color_choice=choice)
    assert os.environ.get("NO_COLOR") == after


@pytest.mark.parametrize("line", [["--json"], ["--plain", "--json"], ["--demo", "--csv"]])
def test_a_screen_has_no_format(line: list[str], capsys: Captured) -> None:
    assert main(line) == 2
    assert "radar --json" in capsys.readouterr().err


def test_plain_lines_may_go_to_a_file(opened: dict[str, Any], tmp_path: Path) -> None:
    assert main(["--plain", "-o", str(tmp_path / "radar.txt")]) == 0
    assert (tmp_path / "radar.txt").read_text("utf-8") == "the radar\n"
