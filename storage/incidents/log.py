"""What the log of an incident tells of its clocks."""

from __future__ import annotations

from collections.abc import Mapping

from core.incidents.log import Rebuilt
from storage.engine.params import as_list
from storage.engine.unit import Unit
from storage.incidents.lives import follow_clocks
from storage.incidents.own import own_words
from storage.incidents.still import put_still

_THESE = "IN (SELECT value FROM ints(:ids))"


def put_rebuilt(unit: Unit, lives: Mapping[int, Rebuilt]) -> None:
    """The spans in which nobody worked, how often it was opened again, and the clocks that
    follow; in place of what was thought before, since the log tells it all."""
    # What people moved here goes on as they said.
    own = {number for number, each in own_words(unit, sorted(lives)).items() if each.status}
    lives = {number: life for number, life in lives.items() if number not in own}
    if not lives:
        return
    ids = {"ids": as_list(sorted(lives))}
    unit.run(f"DELETE FROM incident_still WHERE incident_id {_THESE}", ids)
    unit.run(
        "UPDATE incident SET respond_breach_us = NULL, resolve_breach_us = NULL,"
        f" reopen_count = 0 WHERE id {_THESE}",
        ids,
    )
    counts = sorted({life.reopened for life in lives.values()} - {0})
    for count in counts:
        again = [number for number, life in sorted(lives.items()) if life.reopened == count]
        unit.run(
            f"UPDATE incident SET reopen_count = :count WHERE id {_THESE}",
            {"count": count, "ids": as_list(again)},
        )
    spans = [
        (number, since, until)
        for number, life in sorted(lives.items())
        for since, until in life.still
    ]
    if spans:
        put_still(unit, spans)
    follow_clocks(unit, lives)
