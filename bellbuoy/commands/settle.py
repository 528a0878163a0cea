"""From flag values to `Options`: one format, one limit, colour or not."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

from bellbuoy.commands.options import Format, Options
from bellbuoy.commands.terminal import Terminal
from core.values.errors import UsageError

ON_A_TERMINAL = 100
_SHORT: tuple[Format, ...] = ("json", "jsonl", "csv")
# These become something else; every other shared flag is an option of its name.
_SETTLED = (*_SHORT, "format", "color", "no_color", "no_input", "limit", "query", "output")


def settle(
    flags: Mapping[str, Any], values: Mapping[str, object], terminal: Terminal
) -> Options:
    """The options of a command from its shared `flags` and its own `values`.

    A list has 100 rows on a terminal and all in a pipe or file, unless --limit
    says otherwise. Raises UsageError for choices that exclude each other.
    """
    output = None if flags["output"] == "-" else flags["output"]
    tty = terminal.stdout_tty and output is None
    choice = _color_choice(flags)
    return Options(
        format=_format(flags),
        output=output,
        limit=_limit(flags, tty),
        tty=tty,
        width=terminal.width if tty else None,
        color=choice == "always" or (choice == "auto" and tty and not terminal.plain),
        color_choice=choice,
        progress=terminal.stderr_tty and not flags["quiet"],
        asks=terminal.stdin_tty and not flags["no_input"],
        values=MappingProxyType(dict(values)),
        **{name: value for name, value in flags.items() if name not in _SETTLED},
    )


def _format(flags: Mapping[str, Any]) -> Format:
    wanted = {name for name in _SHORT if flags[name]}
    if flags["format"] is not None:
        wanted.add(flags["format"])
    if len(wanted) > 1:
        raise UsageError(f"one format, not {' and '.join(sorted(wanted))}", "drop all but one")
    return wanted.pop() if wanted else "table"


def _color_choice(flags: Mapping[str, Any]) -> Literal["auto", "always", "never"]:
    choice: Literal["auto", "always", "never"] | None = flags["color"]
    if not flags["no_color"]:
        return choice or "auto"
    if choice == "always":
        raise UsageError("--color always and --no-color exclude each other", "drop one")
    return "never"


def _limit(flags: Mapping[str, Any], tty: bool) -> int | None:
    limit: int | str | None = flags.get("limit", "all")
    if limit is None:
        return ON_A_TERMINAL if tty else None
    return None if limit == "all" else int(limit)
