"""Everything a command line said, read and checked, before the command runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bellbuoy.commands.debug import Debug

Format = Literal["table", "json", "jsonl", "csv", "md"]
NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Options:
    """The flags that mean the same everywhere, and `values`: the command's own.

    `store`, `as_of` and `role` are as typed, None when not given: who opens the
    store settles them. `limit` is the number of rows wanted, None for all;
    `timeout` and `max_age` are seconds; `cols` None means the usual columns.
    `tty`: the answer goes to a terminal, `width` cells wide (None in a pipe or
    file); `color`: it may hold colour; `asks`: a person can answer a question;
    `watch` notes what is asked of the store (--debug).
    """

    store: str | None = None
    as_of: str | None = None
    as_known: bool = False
    role: str | None = None
    format: Format = "table"
    output: str | None = None
    cols: tuple[str, ...] | None = None
    sort: str | None = None
    limit: int | None = None
    cursor: str | None = None
    query: str | None = None
    dry_run: bool = False
    yes: bool = False
    quiet: bool = False
    debug: bool = False
    timeout: float | None = None
    raw: bool = False
    seed: int | None = None
    view: str | None = None
    plain: bool = False
    glyphs: str | None = None
    theme: str | None = None
    read_only: bool = False
    demo: bool = False
    chart: bool = False
    part: str | None = None
    sum: str | None = None
    source: str | None = None
    wait: bool = False
    max_age: int | None = None
    fail_if: str | None = None
    simulated: bool = False
    tty: bool = False
    width: int | None = None
    color: bool = False
    color_choice: Literal["auto", "always", "never"] = "auto"
    progress: bool = False
    asks: bool = False
    watch: Debug | None = None
    values: Mapping[str, object] = field(default_factory=lambda: NOTHING)

    def text(self, name: str) -> str | None:
        """An argument of the command that is text; None when it was not given."""
        value = self.values[name]
        if value is None or isinstance(value, str):
            return value
        raise TypeError(f"{name} is no text")

    def need(self, name: str) -> str:
        """A text argument that the parser asks for, or that has a default."""
        value = self.text(name)
        if value is None:
            raise TypeError(f"{name} may be missing: read it with text()")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """An argument that may be repeated, in the order given."""
        value = self.values[name]
        if isinstance(value, tuple):
            return value
        raise TypeError(f"{name} is not repeated")

    def number(self, name: str) -> int | None:
        """An argument that is a whole number; None when it was not given."""
        value = self.values[name]
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        raise TypeError(f"{name} is no whole number")

    def flag(self, name: str) -> bool:
        """Whether a flag of the command was given."""
        value = self.values[name]
        if isinstance(value, bool):
            return value
        raise TypeError(f"{name} is no flag")
