"""`bellbuoy keys …`: which key does what, and whether it arrives."""

from __future__ import annotations

import os
import sys

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column, Json
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.options import Options
from bellbuoy.commands.suggest import hint
from core.values.errors import CheckFailedError, UsageError

_KEYS = (
    Column("id", "id"),
    Column("keys", "keys"),
    Column("default", "default", extra=True),
    Column("group", "group"),
    Column("scope", "where", extra=True),
    Column("meaning", "what it does"),
    Column("own", "changed", extra=True),
)
_CHECK = (
    Column("state", "state"),
    Column("id", "id"),
    Column("key", "key"),
    Column("text", "what"),
)


def show(options: Options) -> Answer:
    """The key table with the keys of this person."""
    from bellbuoy.services.look import own_file
    from tui.key_file import keymap_of, own_keys, written
    from tui.key_table import MEANINGS

    preset = own_file.read().preferences["keys"]
    found = own_keys(preset, own_file.keys_path())
    keymap = keymap_of(options.need("preset")) if options.text("preset") else found.keymap
    name = options.text("id")
    ids = [meaning.id for meaning in MEANINGS]
    if name is not None and name not in ids:
        raise UsageError(f"no key id “{name}”", hint(name, ids, "bellbuoy keys show"))
    rows: list[dict[str, Json]] = [
        {
            "id": each.id,
            "keys": written(keymap.keys_of(each.id)),
            "default": written(each.keys),
            "group": each.group,
            "scope": each.scope,
            "meaning": each.hint,
            "own": keymap.keys_of(each.id) != each.keys,
        }
        for each in MEANINGS
        if name in (None, each.id)
    ]
    notes = tuple(f"keys.toml is left out: {line}" for line in found.problems)
    return Answer("key", rows, _KEYS, total=len(rows), notes=notes)


def check(options: Options) -> Answer:
    """Conflicts and unknown ids of keys.toml, and keys that something else takes."""
    from bellbuoy.services.look import own_file
    from tui.key_file import own_keys
    from tui.key_reach import swallowed, takers
    from tui.keymap import key_label

    kept = own_file.read()
    found = own_keys(kept.preferences["keys"], own_file.keys_path())
    told = [*([kept.problem] if kept.problem else []), *found.problems]
    rows: list[dict[str, Json]] = [
        {"state": "failed", "id": None, "key": None, "text": line} for line in told
    ]
    taken = takers(os.environ, flow_control=_flow_control())
    for each in swallowed(found.keymap, taken):
        # A meaning that another key reaches is no fault.
        state = "warning" if each.other else "failed"
        rows.append(
            {
                "state": state,
                "id": each.meaning,
                "key": key_label(each.key),
                "text": each.words,
            }
        )
    failed = sum(row["state"] == "failed" for row in rows)
    if not rows:
        rows = [{"state": "ok", "id": None, "key": None, "text": _fine(found.changed)}]
    failure = CheckFailedError(
        f"{failed} {'key or line' if failed == 1 else 'keys or lines'} of no use",
        "bellbuoy keys show lists ids and keys",
    )
    return Answer(
        "key_check", rows, _CHECK, total=len(rows), failure=failure if failed else None
    )


def _fine(changed: tuple[str, ...]) -> str:
    own = f", {len(changed)} of your own" if changed else ""
    return f"every key has one meaning, and every meaning a key{own}"


def _flow_control() -> bool:
    """Whether the line of the terminal stops its output on ctrl+s."""
    import termios

    try:
        modes = termios.tcgetattr(sys.__stdin__.fileno()) if sys.__stdin__ else None
    except (OSError, ValueError, termios.error):
        return False
    return modes is not None and bool(modes[0] & termios.IXON)


COMMANDS = (
    Command(
        noun="keys",
        verb="show",
        summary="which key does what",
        examples=("bellbuoy keys show", "bellbuoy keys show why --json"),
        function=show,
        arguments=(
            Arg("id", "one id of the table; without: all", optional=True),
            Arg("preset", "of a set: default, vim-only or emacs-like", "option",
                choices=("default", "vim-only", "emacs-like"), metavar="SET"),
        ),
        columns=_KEYS,
    ),
    Command(
        noun="keys",
        verb="check",
        summary="conflicts in keys.toml, and keys that the terminal swallows",
        examples=("bellbuoy keys check", "bellbuoy keys check --json"),
        function=check,
        columns=_CHECK,
    ),
)  # fmt: skip
