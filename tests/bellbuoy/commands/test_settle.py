from __future__ import annotations

import pytest

from bellbuoy.commands.options import Options
from bellbuoy.commands.parser import Invocation, parse
from bellbuoy.commands.terminal import Terminal
from core.values.errors import UsageError

pytestmark = pytest.mark.usefixtures("ships")
PIPE = Terminal()
TTY = Terminal(stdin_tty=True, stdout_tty=True, stderr_tty=True, width=120)


def options(line: str, terminal: Terminal = PIPE) -> Options:
    found = parse(line.split(), terminal)
    assert isinstance(found, Invocation)
    return found.options


def refused(line: str) -> UsageError:
    with pytest.raises(UsageError) as caught:
        options(line)
    return caught.value


def test_a_hundred_rows_on_a_terminal_and_all_elsewhere() -> None:
    assert options("ship list", TTY).limit == 100
    assert options("ship list", PIPE).limit is None
    assert options("ship list -o x.json", TTY).limit is None
    assert options("ship list --limit 7", TTY).limit == 7
    assert options("ship list --limit all", TTY).limit is None
    assert options("ship show S-1", TTY).limit is None


def test_colour_follows_the_flags_then_the_surroundings() -> None:
    plain = Terminal(stdout_tty=True, plain=True)
    assert options("ship list", TTY).color
    assert not options("ship list", PIPE).color
    assert not options("ship list", plain).color
    assert options("ship list --color always", plain).color
    assert not options("ship list --no-color", TTY).color
    assert not options("ship list --color never", TTY).color
    assert not options("ship list -o x.txt", TTY).color
    assert "exclude" in refused("ship list --color always --no-color").message


def test_width_is_that_of_a_terminal_only() -> None:
    assert options("ship list", TTY).width == 120
    assert options("ship list", PIPE).width is None
    assert options("ship list -o -", TTY).width == 120


def test_questions_and_progress_need_a_terminal() -> None:
    assert options("ship list", TTY).asks
    assert options("ship list", TTY).progress
    assert not options("ship list --no-input", TTY).asks
    assert not options("ship list -q", TTY).progress
    assert not options("ship list").asks


def test_one_format() -> None:
    assert options("ship list --format md").format == "md"
    assert options("ship list --json --format json").format == "json"
    assert "one format" in refused("ship list --json --csv").message
    assert refused("ship list --format jsno").hint == "did you mean “json”?"
