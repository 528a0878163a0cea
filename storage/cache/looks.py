"""Kept looks at past moments: which there are, and letting go of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from storage.engine.reader import Rows

if TYPE_CHECKING:
    from storage.engine.unit import Unit

CHUNK = 5_000
"""At most so many rows go in one transaction."""


class Look(NamedTuple):
    """A look as it is kept; `asked_us` 0: not since an older version kept it."""

    id: int
    as_of_us: int
    known: int
    complete: int
    config: str
    computed_us: int
    asked_us: int


def looks(rows: Rows, asked_before_us: int | None = None) -> list[Look]:
    """The kept looks, newest moment first; of those last asked for before an
    instant, where one is given."""
    found = rows.rows(
        "SELECT id, as_of_us, as_known, complete, config, computed_us, asked_us FROM past_view"
        " WHERE :before IS NULL OR asked_us < :before ORDER BY as_of_us DESC, as_known, id",
        {"before": asked_before_us},
    )
    return [Look(*row) for row in found]


def clients_of_look(rows: Rows, look: int) -> int:
    return int(rows.value("SELECT count(*) FROM past_client WHERE view_id = ?", (look,)))


def looks_without_head(rows: Rows) -> list[int]:
    """Looks of which rows are left and no head: an index is walked in strides."""
    heads = {number for (number,) in rows.rows("SELECT id FROM past_view")}
    return [number for number in _numbers(rows) if number not in heads]


def _numbers(rows: Rows) -> Iterator[int]:
    number: int | None = rows.value("SELECT min(view_id) FROM past_client")
    while number is not None:
        yield number
        number = rows.value("SELECT min(view_id) FROM past_client WHERE view_id > ?", (number,))


def asked_at(rows: Rows, look: int) -> int:
    """When a look was last asked for (microseconds); 0: it is not known."""
    return int(rows.value("SELECT asked_us FROM past_view WHERE id = ?", (look,)) or 0)


def note_asked(unit: Unit, look: int, now_us: int) -> None:
    """Somebody asked for a look."""
    unit.run("UPDATE past_view SET asked_us = ? WHERE id = ?", (now_us, look))


def retire(unit: Unit, numbers: Sequence[int]) -> None:
    """Nobody is served these looks any more; their rows are still there."""
    for number in numbers:
        unit.run("UPDATE past_view SET complete = 0 WHERE id = ?", (number,))


def drop_some(unit: Unit, look: int, most: int = CHUNK) -> bool:
    """Delete rows of a look, `most` at most, and its head with the last of them;
    whether there are more."""
    gone = unit.run(
        "DELETE FROM past_client WHERE view_id = :look AND client_id IN (SELECT client_id"
        " FROM past_client WHERE view_id = :look ORDER BY client_id LIMIT :most)",
        {"look": look, "most": most},
    )
    if gone >= most:
        return True
    unit.run("DELETE FROM past_view WHERE id = ?", (look,))
    return False
