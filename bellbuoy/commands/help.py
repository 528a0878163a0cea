"""Pages of help, written from the command records: two examples come first."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.exit_codes import MEANINGS
from bellbuoy.commands.flags import EVERYWHERE, HELP, shared_flags
from bellbuoy.commands.registry import WORDS, commands_of

_WIDTH = 80
_TOP_EXAMPLES = ("bellbuoy --demo", "bellbuoy client list 'tier:critical' --json")


def top() -> str:
    """The page of `bellbuoy --help`. Imports no command but that of the screens."""
    verbs = [(word, entry.summary) for word, entry in WORDS.items() if not entry.noun]
    nouns = [(word, entry.summary) for word, entry in WORDS.items() if entry.noun]
    return _page(
        _TOP_EXAMPLES,
        "bellbuoy [NOUN] VERB [NAME] [QUERY] [flags]",
        "Rings before a client leaves. Without a word it opens the screens.",
        [
            ("without a noun", verbs),
            ("nouns (bellbuoy NOUN --help lists the verbs)", nouns),
            ("flags of the screens", _flag_lines(_heeded(commands_of("tui")[0]))),
            ("flags of every command", _flag_lines((*EVERYWHERE, HELP))),
            ("exit codes", [(str(int(code)), text) for code, text in MEANINGS.items()]),
        ],
    )


def noun(word: str, commands: Sequence[Command]) -> str:
    """The page of `bellbuoy NOUN --help`: its verbs."""
    examples = [example for command in commands for example in command.examples]
    return _page(
        examples[:2],
        f"bellbuoy {word} VERB [flags]",
        f"{word}: {WORDS[word].summary}.",
        [("verbs", [(command.verb, command.summary) for command in commands])],
    )


def command(command: Command) -> str:
    """The page of one command: its arguments, its flags, the shared flags."""
    positionals = [(arg.label, _detail(arg)) for arg in command.positionals]
    if "query" in command.takes:
        positionals.append(("QUERY", "the rows to take: bellbuoy fields says by what"))
    return _page(
        command.examples,
        usage(command),
        command.summary[:1].upper() + command.summary[1:] + ".",
        [
            ("arguments", positionals),
            ("flags", _flag_lines(_heeded(command))),
            ("flags of every command", _flag_lines((*EVERYWHERE, HELP))),
        ],
    )


def usage(command: Command) -> str:
    """`bellbuoy client explain NAME [MEASURE] [flags]`"""
    parts = ["bellbuoy", command.words]
    for arg in command.positionals:
        label = f"{arg.label}…" if arg.repeat else arg.label
        must = not arg.optional and arg.default is None
        parts.append(label if must else f"[{label}]")
    if "query" in command.takes:
        parts.append("[QUERY]")
    return " ".join([*parts, "[flags]"])


def _page(
    examples: Iterable[str],
    usage_line: str,
    summary: str,
    sections: Iterable[tuple[str, Sequence[tuple[str, str]]]],
) -> str:
    lines = ["examples:", *(f"  {example}" for example in examples), ""]
    lines += [f"usage: {usage_line}", "", *textwrap.wrap(summary, _WIDTH)]
    for title, rows in sections:
        if rows:
            lines += ["", f"{title}:", *_rows(rows)]
    return "\n".join(lines) + "\n"


def _rows(rows: Sequence[tuple[str, str]]) -> list[str]:
    indent = min(max(len(left) for left, _ in rows), 24) + 4
    lines: list[str] = []
    for left, right in rows:
        head = f"  {left}".ljust(indent)
        if len(head) > indent:
            lines.append(head)
            head = " " * indent
        lines += textwrap.wrap(
            right, _WIDTH, initial_indent=head, subsequent_indent=" " * indent
        )
    return lines


def _heeded(command: Command) -> list[Arg]:
    """The flags that not every command has: its own, then the shared ones it takes."""
    own = [arg for arg in command.arguments if arg.kind != "positional"]
    return own + [arg for arg in shared_flags(command) if arg not in EVERYWHERE]


def _flag_lines(args: Iterable[Arg]) -> list[tuple[str, str]]:
    return [(_spelled(arg), _detail(arg)) for arg in args]


def _spelled(arg: Arg) -> str:
    short = f"{arg.short} " if arg.short else ""
    value = f" {arg.label}" if arg.kind == "option" else ""
    return f"{short}{arg.flag}{value}"


def _detail(arg: Arg) -> str:
    named = all(choice in arg.help for choice in arg.choices)
    return arg.help if named else f"{arg.help}: {', '.join(arg.choices)}"
