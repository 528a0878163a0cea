"""Keeping when people last looked."""

from __future__ import annotations

from storage.engine.unit import Unit


def keep_look(unit: Unit, actor: str, noun: str, at_us: int) -> None:
    """The last look of a person at a list; it never goes back in time."""
    unit.run(
        "INSERT INTO look (actor, noun, at_us, change_id)"
        " SELECT :actor, :noun, :at, coalesce(max(id), 0) FROM change_set WHERE 1 = 1"
        " ON CONFLICT (actor, noun) DO UPDATE SET at_us = excluded.at_us,"
        " change_id = excluded.change_id WHERE look.at_us < excluded.at_us",
        {"actor": actor, "noun": noun, "at": at_us},
    )
