"""What happens to the rows of a query, line by line, whatever the rows are."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.columns import Json, show
from bellbuoy.commands.command import Arg
from bellbuoy.commands.formats.json_text import json_text
from bellbuoy.commands.options import Options
from bellbuoy.commands.streams import reader_is_gone
from bellbuoy.commands.to_json import to_json
from core.values.changes import FieldChange, RowChange
from core.values.errors import UsageError
from core.values.instants import day_text, iso
from core.values.text import safe_text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Row = TypeVar("Row", bound=DataclassInstance)
else:
    Row = TypeVar("Row")

WATCHING = (
    Arg("limit", "end after so many lines", "option", types.count, metavar="N"),
    Arg("interval", "look again after so long, though nobody wrote (30s, 5min)", "option",
        types.seconds, metavar="SPAN"),
)  # fmt: skip
"""The flags of everything that watches, beside `begin_arg`."""


def begin_arg(noun: str) -> Arg:
    """`--begin`, of a noun."""
    return Arg("begin", f"first a line for each {noun} that there is", "flag")


@dataclass(frozen=True, slots=True)
class Lines(Generic[Row]):
    """How changes of one kind of rows are told: `fields` of a row as JSON values, and
    in a few words. `named` turns a value into JSON where a field has its own way."""

    fields: Callable[[Row], dict[str, Json]]
    words: Callable[[str, Row], Sequence[str]]
    named: Callable[[str, object], Json] = lambda _field, value: to_json(value)

    def json(self, change: RowChange[Any]) -> dict[str, Json]:
        """A change as one record."""
        return {
            "at": iso(change.at),
            "what": change.what,
            "id": change.key,
            **self.fields(change.row),
            "changed": {
                each.field: {
                    "before": self.named(each.field, each.before),
                    "after": self.named(each.field, each.after),
                }
                for each in change.changed
            },
        }

    def text(self, change: RowChange[Any]) -> str:
        """A change as one line for people."""
        parts = [iso(change.at)[:19] + "Z", f"{change.what:7}", change.key]
        parts += self.words(change.key, change.row)
        parts += [self._told(each) for each in change.changed]
        return safe_text("  ".join(parts), 2000)

    def _told(self, change: FieldChange) -> str:
        sides = (change.before, change.after)
        before, after = (show(self.named(change.field, side)) or "none" for side in sides)
        return f"{change.field} {before} → {after}"


def interval_of(options: Options) -> float | None:
    """What `--interval` says, in seconds."""
    found = options.values.get("interval")
    return float(found) if isinstance(found, int | float) else None


def print_lines(
    found: Iterable[RowChange[Row] | None],
    lines: Lines[Row],
    options: Options,
    left: int | None,
) -> int:
    """Print changes as they come, `left` of them at most; the exit code."""
    for change in found:
        if left == 0:
            break
        if change is None:
            sys.stdout.flush()
            continue
        told = (
            lines.text(change) if options.format == "table" else json_text(lines.json(change))
        )
        sys.stdout.write(told + "\n")
        left = None if left is None else left - 1
    sys.stdout.flush()
    return 0


def refuse_other_formats(options: Options) -> None:
    """Raises UsageError for a format that has a beginning and an end."""
    if options.output is not None or options.format not in ("table", "json", "jsonl"):
        raise UsageError("what happens is printed as it comes", "use --jsonl, without -o")


def wait(seconds: float) -> bool:
    """Sleep; whether anybody still reads what is printed."""
    time.sleep(seconds)
    return not reader_is_gone(sys.stdout)


def day_or_value(field: str, value: object) -> Json:
    """A value as JSON; a local day in the field `renews` as a date."""
    if field == "renews" and isinstance(value, int):
        return day_text(value)
    return to_json(value)
