"""A command as data: from these records come parser, help and completion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column
from bellbuoy.commands.options import Options

# Shared flags that do something for some commands only: the command names them.
Taken = Literal[
    "query", "sort", "limit", "cursor", "as_known", "sum", "chart", "part", "source",
    "wait", "seed", "view", "plain", "demo", "theme", "max_age", "fail_if",
    "simulated",
]  # fmt: skip
LISTING: tuple[Taken, ...] = ("query", "sort", "limit", "cursor")
CHECKED: tuple[Taken, ...] = ("fail_if", "max_age")


@dataclass(frozen=True, slots=True)
class Arg:
    """A positional, a flag (yes or no) or an option (takes a value).

    `name` is snake_case: `against_day` is `--against-day` on the command line
    and `options.values["against_day"]` in the function. `type` reads the text
    and raises UsageError or ValueError. A positional must be given unless
    `optional` or with a `default`; a repeated one comes last and is a tuple.
    `completes` says what to offer: `client` names, `view`s, `noun`s or a `path`.
    `spelling` is the flag where it cannot be the name: `--from` for `source`.
    """

    name: str
    help: str
    kind: Literal["positional", "flag", "option"] = "positional"
    type: Callable[[str], object] = str
    choices: tuple[str, ...] = ()
    metavar: str = ""
    repeat: bool = False
    optional: bool = False
    default: object = None
    completes: Literal["client", "noun", "path", "view"] | None = None
    short: str = ""
    spelling: str = ""

    @property
    def flag(self) -> str:
        return self.spelling or "--" + self.name.replace("_", "-")

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to write a flag or option: `("--output", "-o")`."""
        return (self.flag, self.short) if self.short else (self.flag,)

    @property
    def label(self) -> str:
        """What stands for the value in help and messages: `NAME`."""
        return self.metavar or self.name.replace("_", "-").upper()

    @property
    def spoken(self) -> str:
        """How a message names the argument: `--sort`, `NAME`."""
        return self.label if self.kind == "positional" else self.flag


@dataclass(frozen=True, slots=True)
class Command:
    """`bellbuoy NOUN VERB`; `noun` is empty for a verb that stands alone.

    `function` gives an `Answer`, or an exit code when it has written itself.
    `takes` names the shared flags that it heeds (`LISTING` for a list): others
    are refused, not ignored. Only a command that `writes` takes --dry-run, and
    must heed it. `columns`, where they are known beforehand, let --cols be
    checked before anything is done, and are the answer's when it names none.
    """

    noun: str
    verb: str
    summary: str
    examples: tuple[str, str]
    function: Callable[[Options], Answer | int]
    arguments: tuple[Arg, ...] = ()
    takes: tuple[Taken, ...] = ()
    writes: bool = False
    columns: tuple[Column, ...] = ()

    @property
    def words(self) -> str:
        """`client list`, `version`."""
        return f"{self.noun} {self.verb}".lstrip()

    @property
    def positionals(self) -> tuple[Arg, ...]:
        return tuple(arg for arg in self.arguments if arg.kind == "positional")
