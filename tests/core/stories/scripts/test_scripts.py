"""Stories: what holds for each that ships."""

from __future__ import annotations

import re
import shlex
from pkgutil import iter_modules

import pytest

import core.stories.scripts as package
from bellbuoy.commands.parser import Invocation, parse
from bellbuoy.commands.terminal import Terminal
from core.stories import telling
from core.stories.scripts import stories, story
from core.values.errors import NotFoundError

NAMES = tuple(stories())
OPEN = {"RUN", "RUNS", "FIRST"}
RUNNING = {"run", "pulse", "outage", "decay", "reset"}


def test_each_file_is_a_story_and_they_have_an_order() -> None:
    assert {each.name for each in iter_modules(package.__path__)} == set(NAMES)
    assert NAMES[:3] == ("outage", "recovery", "champion")
    with pytest.raises(NotFoundError, match="no story “nothing”"):
        story("nothing")


@pytest.mark.parametrize("name", NAMES)
def test_every_line_says_something_has_keys_and_a_command(name: str) -> None:
    for line in telling.about(story(name), "C-1", "One").lines:
        assert line.says.endswith((".", "?"))
        assert line.keys
        assert not set("{}") & set(line.says + line.keys + line.command)
        assert isinstance(parse(telling.words(line, [3]), Terminal()), Invocation)


@pytest.mark.parametrize("name", NAMES)
def test_a_story_looks_first_takes_back_what_it_ran_and_verifies(name: str) -> None:
    verbs = []
    for line in story(name).lines:
        noun, verb, *rest = shlex.split(line.command)
        if noun != "sim":
            # Beside its runs a story writes nothing.
            found = parse(shlex.split(line.command), Terminal())
            assert isinstance(found, Invocation)
            assert not found.command.writes or found.options.dry_run
            continue
        if verb in RUNNING:
            # Runs are found again by whom they are about.
            assert "{client}" in rest
        verbs.append("run" if verb in RUNNING else verb)
    assert verbs.index("preview") < verbs.index("run") < verbs.index("undo")
    assert verbs[-1] == "verify"
    last_run = max(place for place, verb in enumerate(verbs) if verb == "run")
    assert last_run < verbs.index("undo")


@pytest.mark.parametrize("name", NAMES)
def test_open_words_are_those_that_a_story_knows(name: str) -> None:
    for line in story(name).lines:
        assert set(re.findall(r"\b[A-Z]{3,}\b", line.command)) <= OPEN
