"""The flags that mean the same everywhere (SCREENS 6), as data."""

from __future__ import annotations

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.command import Arg, Command

FORMATS = ("table", "json", "jsonl", "csv", "md")
GLYPHS = ("braille", "blocks", "ascii")

HELP = Arg("help", "this help", "flag", short="-h")

EVERYWHERE: tuple[Arg, ...] = (
    Arg("store", "the store, a file or URL", "option", types.filled,
        metavar="URL", completes="path"),
    Arg("as_of", "as it stood then; only reads", "option", types.filled, metavar="TIME"),
    Arg("role", "see what that role would see", "option", types.filled, metavar="ROLE",
        spelling="--as"),
    Arg("format", "table, json, jsonl, csv or md", "option",
        choices=FORMATS, metavar="FORMAT"),
    Arg("json", "short for --format json", "flag"),
    Arg("jsonl", "short for --format jsonl", "flag"),
    Arg("csv", "short for --format csv", "flag"),
    Arg("output", "write to a file, whole or not at all", "option", types.filled,
        metavar="FILE", completes="path", short="-o"),
    Arg("cols", "these columns in this order: name,tier", "option", types.names,
        metavar="LIST"),
    Arg("raw", "csv: leave cells that look like formulas as they are", "flag"),
    Arg("yes", "answer questions with yes", "flag", short="-y"),
    Arg("no_input", "never ask; a needed answer is exit 2", "flag"),
    Arg("quiet", "no notes on stderr", "flag", short="-q"),
    Arg("debug", "tracebacks and details", "flag", short="-d"),
    Arg("color", "auto, always or never", "option",
        choices=("auto", "always", "never"), metavar="WHEN"),
    Arg("no_color", "short for --color never", "flag"),
    Arg("timeout", "stop after so many seconds", "option", types.seconds, metavar="SECONDS"),
    Arg("read_only", "refuse whatever would change the store", "flag"),
    Arg("glyphs", "braille, blocks or ascii", "option", choices=GLYPHS, metavar="SET"),
)  # fmt: skip

DRY_RUN = Arg("dry_run", "say what would change, change nothing", "flag", short="-n")

TAKEN: tuple[Arg, ...] = (
    Arg("query", "the rows to take, when not given as words", "option", metavar="QUERY"),
    Arg("sort", "the order: health or -arr", "option", types.filled, metavar="FIELD"),
    Arg("limit", "at most so many rows, or all (100 on a terminal, else all)", "option",
        types.limit, metavar="N"),
    Arg("cursor", "go on where a page ended", "option", types.filled, metavar="CURSOR"),
    Arg("sum", "add up a field over by:", "option", types.filled, metavar="FIELD"),
    Arg("as_known", "only what was known at --as-of", "flag"),
    Arg("chart", "the screen's chart as text", "flag"),
    Arg("part", "one part of the answer", "option", types.filled, metavar="NAME"),
    Arg("source", "what to write, as JSON or CSV; - is stdin", "option", types.filled,
        metavar="FILE", completes="path", spelling="--from"),
    Arg("wait", "wait until the job has ended", "flag"),
    Arg("seed", "the seed of everything drawn", "option", types.whole, metavar="N"),
    Arg("view", "the saved view to open", "option", types.filled, metavar="NAME",
        completes="view"),
    Arg("plain", "plain lines instead of a screen", "flag"),
    Arg("demo", "a seeded demo store in a temporary folder", "flag"),
    Arg("theme", "the colours of the screens", "option", types.filled, metavar="NAME"),
    Arg("max_age", "exit 8 when the data is older: 15min, 2h, 1d", "option", types.span,
        metavar="SPAN"),
    Arg("fail_if", "exit 8 when a row fits the query", "option", types.filled,
        metavar="QUERY"),
    Arg("simulated", "keep simulated rows in what goes to a file, marked", "flag"),
)  # fmt: skip


def shared_flags(command: Command) -> tuple[Arg, ...]:
    """The shared flags that a command heeds: all that always mean something, then its own."""
    taken = tuple(arg for arg in TAKEN if arg.name in command.takes)
    dry = (DRY_RUN,) if command.writes else ()
    return (*taken, *dry, *EVERYWHERE)


def known_flags() -> tuple[Arg, ...]:
    """Every shared flag, whether a command heeds it or not."""
    return (*EVERYWHERE, DRY_RUN, *TAKEN)
