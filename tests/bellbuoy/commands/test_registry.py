from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import pytest

from bellbuoy.commands.command import Command
from bellbuoy.commands.flags import shared_flags
from bellbuoy.commands.parser import Help, parse
from bellbuoy.commands.reading import read_flags
from bellbuoy.commands.registry import WORDS, commands_of
from bellbuoy.commands.terminal import Terminal

BUILT = [word for word, entry in WORDS.items() if find_spec(entry.module) is not None]


def test_the_frame_itself_is_built() -> None:
    assert {"tui", "commands", "version", "completion"} <= set(BUILT)


@pytest.mark.parametrize("word", BUILT)
def test_every_entry_loads(word: str) -> None:
    commands = commands_of(word)
    assert commands
    assert len({command.verb for command in commands}) == len(commands)
    for command in commands:
        check(command)
        page = parse([*command.words.split(), "--help"], Terminal())
        assert isinstance(page, Help)
        assert max(map(len, page.text.splitlines())) <= 80, command.words


def check(command: Command) -> None:
    """A record is whole: examples of itself, arguments in an order that can be read."""
    assert all("bellbuoy" in example for example in command.examples)
    assert command.examples[0] != command.examples[1]
    assert not command.summary.endswith(".")
    flags = [arg for arg in command.arguments if arg.kind != "positional"]
    read_flags([*flags, *shared_flags(command)], [])  # fails for a flag declared twice
    positionals = command.positionals
    assert not any(arg.repeat for arg in positionals[:-1])
    must = [not arg.optional and arg.default is None for arg in positionals]
    assert must == sorted(must, reverse=True), "what must be given comes first"
    names = [arg.name for arg in command.arguments]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("word", BUILT)
def test_no_command_is_out_of_reach(word: str) -> None:
    """Each record of a module stands behind some word of the registry."""
    module = WORDS[word].module
    commands: tuple[Command, ...] = import_module(module).COMMANDS
    words = [w for w in BUILT if WORDS[w].module == module]
    reached = [command for w in words for command in commands_of(w)]
    assert sorted(c.words for c in commands) == sorted(c.words for c in reached)
