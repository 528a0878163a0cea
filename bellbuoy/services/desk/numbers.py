"""What a person writes for a row or a client, and the row that it means."""

from __future__ import annotations

from collections.abc import Sequence

from bellbuoy.services.clients import identify
from bellbuoy.services.context import Context
from core.values.errors import NotFoundError
from storage.desk.clients import numbers_of

_LISTS = {
    "I": ("interaction", "bellbuoy interaction list"),
    "T": ("task", "bellbuoy task list"),
    "P": ("run of a playbook", "bellbuoy playbook show NAME"),
}


def number_of(key: str, letter: str) -> int:
    """The number in `T-12` or `12`. Raises NotFoundError for what is none."""
    noun, hint = _LISTS[letter]
    digits = key.strip().upper().removeprefix(f"{letter}-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 18):
        raise NotFoundError(f"no {noun} “{key}”", hint)
    return int(digits)


def clients_named(ctx: Context, names: Sequence[str]) -> list[int]:
    """The store's own numbers of clients, each once, by public id, else by a name that
    means one. Raises NotFoundError; UsageError where several fit."""
    with ctx.reader() as reader:
        known = numbers_of(reader, names)
    found = [known[name] if name in known else identify(ctx, name) for name in names]
    return list(dict.fromkeys(found))


def no_client(name: str) -> NotFoundError:
    return NotFoundError(f"client “{name}” not found", "bellbuoy client list")
