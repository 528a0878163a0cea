"""The change set around a write to rows that people made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bellbuoy.services.context import Context
from bellbuoy.services.settings import actor_of
from storage.audit.writes import Change

if TYPE_CHECKING:
    from storage.engine.unit import Unit

Watched = Mapping[str, tuple[Sequence[object], tuple[str, ...]]]
"""Table to the keys of rows that may change, and the columns it is about (none: all)."""


@contextmanager
def changing(
    ctx: Context,
    unit: Unit,
    action: str,
    target: str,
    watched: Watched,
    summary: Mapping[str, Any] | None = None,
) -> Iterator[Change]:
    """Keep what becomes of rows while they are written, as one step of undo."""
    change = Change(unit, actor_of(ctx), action, target)
    watch(change, watched)
    yield change
    change.close(summary)


def watch(change: Change, watched: Watched) -> None:
    """Keep what becomes of rows that are about to be written."""
    for table, (keys, columns) in watched.items():
        change.watch(table, keys, columns=columns)
