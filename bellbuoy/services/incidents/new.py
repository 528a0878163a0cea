"""An incident on its way into the store."""

from __future__ import annotations

from dataclasses import dataclass

from core.incidents.types import Lived


@dataclass(frozen=True, slots=True)
class NewIncident:
    """An incident to be written down. `clients` are public ids, or names that mean one,
    the first one first; `key` tells it apart: one of a key is made once. `at_us` is when
    it began (microseconds, None: now); `where` stands before what is wrong with it.
    `lived` is what has become of it, of one that is brought along as a whole."""

    clients: tuple[str, ...]
    title: str
    severity: str = "medium"
    key: str | None = None
    impact: str | None = None
    owner: str | None = None
    note: str = ""
    at_us: int | None = None
    where: str = ""
    lived: Lived | None = None
