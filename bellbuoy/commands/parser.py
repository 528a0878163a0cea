"""The command line: which command, which options, or which page of help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bellbuoy.commands import help as pages
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.flags import DRY_RUN, HELP, TAKEN, known_flags, shared_flags
from bellbuoy.commands.options import Options
from bellbuoy.commands.reading import assign, is_flag, read_flags, refuse_unknown
from bellbuoy.commands.registry import WORDS, commands_of
from bellbuoy.commands.settle import settle
from bellbuoy.commands.suggest import hint
from bellbuoy.commands.terminal import Terminal
from core.values.errors import UsageError

_VERSION = "--version"


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command, and everything that was said to it."""

    command: Command
    options: Options


@dataclass(frozen=True, slots=True)
class Help:
    """A page of help was asked for."""

    text: str


def parse(argv: Sequence[str], terminal: Terminal) -> Invocation | Help:
    """Read a command line without the program's name.

    Imports the module of the named command and no other. Without a word it is
    the screens (`tui`). Raises UsageError.
    """
    words, behind = _cut(list(argv))
    help_wanted = any(word in HELP.spellings for word in words)
    words = [word for word in words if word not in HELP.spellings]
    places = command_words(words)
    if not places and help_wanted:
        return Help(pages.top())
    if not places and _VERSION in words:
        # What every program answers; with the other flags, as the command does.
        words = ["version", *(word for word in words if word != _VERSION)]
        places = [0]
    word = words[places[0]] if places else "tui"
    commands = commands_of(word)
    if not WORDS[word].noun:
        return _finish(commands[0], _without(words, places[:1]), behind, terminal, help_wanted)
    if len(places) < 2:
        if help_wanted:
            return Help(pages.noun(word, commands))
        verbs = ", ".join(command.verb for command in commands)
        raise UsageError(f"{word} needs a verb", f"one of {verbs}")
    command, extra = _pick(word, commands, words[places[1]])
    return _finish(command, _without(words, places) + extra, behind, terminal, help_wanted)


def command_words(words: Sequence[str]) -> list[int]:
    """Where the first two words stand that are neither flags nor their values."""
    options = {s for a in known_flags() if a.kind == "option" for s in a.spellings}
    places: list[int] = []
    skip = False
    for place, word in enumerate(words):
        if skip:
            skip = False
        elif is_flag(word):
            skip = _takes_next(word, options)
        elif len(places) < 2:
            places.append(place)
    return places


def _takes_next(word: str, options: set[str]) -> bool:
    """Whether the value of a flag is the word behind it."""
    if word.startswith("--"):
        return word in options
    # A cluster, -qo FILE: the value is behind it when its option comes last.
    for place, letter in enumerate(word[1:], 1):
        if f"-{letter}" in options:
            return place == len(word) - 1
    return False


def _cut(words: list[str]) -> tuple[list[str], list[str]]:
    """The words before `--`, and those behind it, which are never flags."""
    if "--" not in words:
        return words, []
    place = words.index("--")
    return words[:place], words[place + 1 :]


def _without(words: Sequence[str], places: Sequence[int]) -> list[str]:
    return [word for place, word in enumerate(words) if place not in places]


def _pick(word: str, commands: Sequence[Command], verb: str) -> tuple[Command, list[str]]:
    """The command of a noun, and the words that stand for its longer form."""
    for command in commands:
        if command.verb == verb:
            return command, []
    if verb == "import" and "import" in WORDS:
        # `client import FILE` is `import FILE --kind client`.
        return commands_of("import")[0], ["--kind", word]
    verbs = [command.verb for command in commands]
    otherwise = f"{word} can {', '.join(verbs)}"
    raise UsageError(f"{word} has no verb “{verb}”", hint(verb, verbs, otherwise))


def _finish(
    command: Command, words: list[str], behind: list[str], terminal: Terminal, help_wanted: bool
) -> Invocation | Help:
    if help_wanted:
        return Help(pages.command(command))
    own = tuple(arg for arg in command.arguments if arg.kind != "positional")
    shared = shared_flags(command)
    try:
        flags, left = read_flags((*own, *shared), words)
        refuse_unknown(left, (*own, *shared), _elsewhere(command), _where_to_look(command))
        values, beyond = assign(command.positionals, [*left, *behind])
        query = _query(command, flags, beyond)
    except UsageError as fault:
        raise UsageError(fault.message, fault.hint or _where_to_look(command)) from None
    own_values = {arg.name: flags.pop(arg.name) for arg in own}
    options = settle(flags, {**values, **own_values}, terminal)
    return Invocation(command, replace(options, query=query))


def _query(command: Command, flags: Mapping[str, object], beyond: Sequence[str]) -> str | None:
    """The words behind the arguments are the query of a list; else they are too many."""
    said = flags.get("query")
    if not beyond:
        return said if isinstance(said, str) else None
    if "query" not in command.takes:
        raise UsageError(f"unexpected word “{beyond[0]}”", f"usage: {pages.usage(command)}")
    if said is not None:
        raise UsageError("the query is given twice", "as words or with --query, not both")
    return " ".join(beyond)


def _elsewhere(command: Command) -> dict[str, str]:
    """What to say of flags that other commands heed."""
    messages = {
        spelling: f"{arg.flag} does nothing for {command.words}"
        for arg in _unheeded(command)
        for spelling in arg.spellings
    }
    if not command.writes:
        reason = f"{command.words} changes nothing: {DRY_RUN.flag} is for commands that do"
        messages |= dict.fromkeys(DRY_RUN.spellings, reason)
    return messages


def _unheeded(command: Command) -> list[Arg]:
    own = {arg.name for arg in command.arguments}
    return [arg for arg in TAKEN if arg.name not in command.takes and arg.name not in own]


def _where_to_look(command: Command) -> str:
    look = f"bellbuoy {command.words} --help"
    if "query" in command.takes:
        return f"{look}; put -- before a query that starts with a minus sign"
    return look
