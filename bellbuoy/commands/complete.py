"""`bellbuoy __complete`: what may stand next, for the scripts of `completion`."""

from __future__ import annotations

import re
import shlex
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.flags import EVERYWHERE, HELP, shared_flags
from bellbuoy.commands.parser import command_words
from bellbuoy.commands.reading import is_flag
from bellbuoy.commands.registry import WORDS, commands_of, load
from bellbuoy.paths import default_store
from core.values.text import safe_text

_PATIENCE = 0.05  # seconds that the store has for names: a tab must not hang
_MOST = 50
_BREAKS = re.compile(r".*[=:]", re.DOTALL)
_IN_QUOTES = re.compile(r"([$`\"\\!])")
_SPECIAL = re.compile(r"([^\w@%+=:,./-])")


def run(argv: Sequence[str], stdout: TextIO) -> int:
    """`__complete words WORD…` (the last may be half typed) or `__complete bash LINE`.

    Prints one candidate a line. Whatever goes wrong stays silent: a broken
    store must not write into somebody's prompt.
    """
    try:
        mode, *rest = argv
        found = for_bash(rest[0]) if mode == "bash" else candidates(rest)
    except Exception:  # silent by design
        return 0
    stdout.writelines(f"{candidate}\n" for candidate in found)
    return 0


def candidates(words: Sequence[str]) -> list[str]:
    """What the last word of a command line (without the program) may become."""
    *before, partial = words or [""]
    places = command_words(before)
    if not places:
        return _before_the_command(WORDS, before, partial)
    word = before[places[0]]
    if word not in WORDS:
        return []
    commands = commands_of(word)
    named = places[:2] if WORDS[word].noun else places[:1]
    if WORDS[word].noun:
        verbs = [command.verb for command in commands]
        if len(named) < 2:
            return _before_the_command(verbs, before, partial)
        commands = tuple(c for c in commands if c.verb == before[named[1]])
    rest = [word for place, word in enumerate(before) if place not in named]
    return _of_command(commands[0], rest, partial) if commands else []


def for_bash(line: str) -> list[str]:
    """The candidates for a line up to the cursor, as readline wants them.

    It replaces only what follows the last `=` or `:`, unless that is in quotes,
    and inserts the text as it is: a name must not become code in the prompt.
    """
    words, quote = _split(line)
    partial = words[-1]
    found = candidates(words[1:]) if len(words) > 1 else []
    if quote == "'":
        return [candidate for candidate in found if "'" not in candidate]
    if quote:
        return [_IN_QUOTES.sub(r"\\\1", candidate) for candidate in found]
    kept = _BREAKS.match(partial)
    start = len(kept[0]) if kept else 0
    return [_SPECIAL.sub(r"\\\1", candidate[start:]) for candidate in found]


def _split(line: str) -> tuple[list[str], str]:
    """The words of a line with the one being typed last, and the quote that it is in."""
    for closing in ("", '"', "'"):
        try:
            words = shlex.split(line + closing)
        except ValueError:
            continue
        fresh = not closing and line[-1:].isspace() and not line.endswith("\\ ")
        return ([*words, ""] if fresh or not words else words), closing
    return [""], ""


def _before_the_command(
    next_words: Iterable[str], before: Sequence[str], partial: str
) -> list[str]:
    flags = (*EVERYWHERE, HELP)
    return _offered(flags, before, partial, lambda _: next_words)


def _of_command(command: Command, before: Sequence[str], partial: str) -> list[str]:
    flags = (*command.arguments, *shared_flags(command), HELP)

    def positional(position: int) -> Iterable[str]:
        return _positional_values(command, position, before, partial)

    return _offered(flags, before, partial, positional)


def _offered(
    args: Sequence[Arg],
    before: Sequence[str],
    partial: str,
    positional: Callable[[int], Iterable[str]],
) -> list[str]:
    """The value of an option that waits for one, a flag, or the word at its position."""
    options = {s: a for a in args if a.kind == "option" for s in a.spellings}
    waiting: Arg | None = None
    position = 0
    for word in before:
        if waiting is not None:
            waiting = None
        elif is_flag(word):
            waiting = options.get(word)
        else:
            position += 1
    if waiting is not None:
        return _starting(partial, _values(waiting, before, partial))
    flag, equals, typed = partial.partition("=")
    if equals and flag in options:
        return [f"{flag}={v}" for v in _starting(typed, _values(options[flag], before, typed))]
    if partial.startswith("-"):
        return _starting(partial, [arg.flag for arg in args if arg.kind != "positional"])
    return _starting(partial, positional(position))


def _positional_values(
    command: Command, position: int, before: Sequence[str], partial: str
) -> Iterable[str]:
    positionals = command.positionals
    if position < len(positionals):
        return _values(positionals[position], before, partial)
    if positionals and positionals[-1].repeat:
        return _values(positionals[-1], before, partial)
    if "query" in command.takes:
        noun = {"": "client", "view": "client"}.get(command.noun, command.noun)
        starting = load("bellbuoy.services.fields:query_starting")
        return _asked(lambda: starting(noun, partial))
    return ()


def _values(arg: Arg, before: Sequence[str], partial: str) -> Iterable[str]:
    match arg.completes:
        case "noun":
            return [word for word, entry in WORDS.items() if entry.noun]
        case "path":
            return _paths(partial)
        case "client":
            return _client_names(partial, _store(before))
        case "view":
            return _view_names(_store(before))
        case None:
            return arg.choices


def _store(before: Sequence[str]) -> str | None:
    """The store that the line names, None for the usual one."""
    for place, word in enumerate(before):
        if word == "--store" and place + 1 < len(before):
            return before[place + 1]
        if word.startswith("--store="):
            return word.removeprefix("--store=")
    return None


def _paths(partial: str) -> list[str]:
    typed = partial.rpartition("/")
    head = typed[0] + typed[1]
    folder = Path(head).expanduser() if head else Path()
    found = [f"{head}{p.name}/" if p.is_dir() else f"{head}{p.name}" for p in folder.iterdir()]
    hidden = typed[2].startswith(".")
    return sorted(p for p in found if hidden or not p[len(head) :].startswith("."))


def _starting(partial: str, known: Iterable[str]) -> list[str]:
    """What begins so, harmless in a prompt; names match whatever their case."""
    folded = partial.casefold()
    return [w for w in known if w.casefold().startswith(folded) and safe_text(w) == w]


def _client_names(partial: str, store: str | None) -> list[str]:
    """Client names by a service; nothing is written, and an old store stays as it is."""
    open_context = load("bellbuoy.services.context:open_context")
    names_starting = load("bellbuoy.services.clients:names_starting")
    url = store or default_store()
    return _asked(lambda: names_starting(open_context(url, read_only=True), partial, _MOST))


def _view_names(store: str | None) -> list[str]:
    """The views that somebody has, by their names."""
    open_context = load("bellbuoy.services.context:open_context")
    listed = load("bellbuoy.services.views.reading:listed")
    url = store or default_store()
    return _asked(lambda: [v.name for v in listed(open_context(url, read_only=True))])


def _asked(question: Callable[[], Iterable[str]]) -> list[str]:
    """What is answered in time; nothing when it is late or fails."""
    answered: list[str] = []

    def ask() -> None:
        with suppress(Exception):  # a broken store stays silent
            answered.extend(question())

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(_PATIENCE)
    return list(answered)
