from __future__ import annotations

import pytest

from bellbuoy.commands.terminal import look


class Tty:
    def __init__(self, tty: bool) -> None:
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


def test_each_stream_speaks_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "132")
    found = look({}, Tty(True), Tty(False), None)
    assert (found.stdin_tty, found.stdout_tty, found.stderr_tty) == (True, False, False)
    assert found.width == 132


@pytest.mark.parametrize(
    ("env", "plain"),
    [
        ({}, False),
        ({"NO_COLOR": ""}, False),
        ({"NO_COLOR": "0"}, True),
        ({"TERM": "dumb"}, True),
        ({"TERM": "xterm"}, False),
    ],
)
def test_what_asks_for_no_colour(env: dict[str, str], plain: bool) -> None:
    assert look(env, None, None, None).plain is plain
