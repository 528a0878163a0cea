from __future__ import annotations

import os
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
        def called(*args: Any, **settings: Any) -> Answer | int:
            calls[target] = settings or args
            return 0 if target == "tui.app:run" else Answer("radar", text=("the radar",))

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
    return opened["tui.app:run"]


def test_on_a_terminal_the_screens_open(opened: dict[str, Any]) -> None:
    given = {"store": "x.db", "view": "mine", "theme": "light", "demo": True}
    assert screens(opened, **given) == {
        "store": "x.db", "as_of": None, "role": None, "view": "mine", "read_only": False,
        "demo": True, "glyphs": None, "theme": "light",
    }  # fmt: skip


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


def test_a_screen_has_no_format(capsys: Captured) -> None:
    assert main(["--json"]) == 2
    assert "radar --json" in capsys.readouterr().err
