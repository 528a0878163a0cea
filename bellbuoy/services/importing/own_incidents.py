"""Incidents that people moved, or gave a severity: an import leaves that alone, and what
its source says is a step of the incident."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from storage.incidents.acting import NewStep, put_steps
from storage.incidents.own import own_words
from storage.incidents.writes import INCIDENT_COLUMNS

if TYPE_CHECKING:
    from bellbuoy.services.importing.batch import Write

_MOVES = (
    "status", "open_rank", "acknowledged_us", "resolved_us", "closed_us", "resolution",
    "reopen_count",
)  # fmt: skip
_SEVERITY = ("severity", "severity_rank")
_AT = {name: place for place, name in enumerate(INCIDENT_COLUMNS)}


class OwnIncidents:
    """Those of the incidents that a batch changes of which people said something."""

    def __init__(self, write: Write, numbers: list[int]) -> None:
        self._write = write
        self._own = own_words(write.unit, numbers)
        self._steps: list[NewStep] = []

    def kept(self, row: tuple[Any, ...], before: Mapping[str, Any] | None) -> tuple[Any, ...]:
        """A row (INCIDENT_COLUMNS) with what people said in place of what the source
        says; `before` is how it stands. A beginning after what people did, or a new
        incident's, stays as it was."""
        own = self._own.get(row[0])
        if own is None or before is None:
            return row
        names = (*(_MOVES if own.status else ()), *(_SEVERITY if own.severity else ()))
        told = list(row)
        self._note(row, names, before)
        for name in names:
            told[_AT[name]] = before[name]
        if own.status:
            first = (before["acknowledged_us"], before["resolved_us"], before["closed_us"])
            known = [each for each in first if each is not None]
            if known and told[_AT["opened_us"]] > min(known):
                told[_AT["opened_us"]] = before["opened_us"]
        return tuple(told)

    def _note(
        self, row: tuple[Any, ...], names: tuple[str, ...], before: Mapping[str, Any]
    ) -> None:
        what: dict[str, tuple[str | None, str | None]] = {
            name: (before[name], row[_AT[name]])
            for name in ("status", "severity")
            if name in names and before[name] != row[_AT[name]]
        }
        if what:
            at = self._write.batch.recorded_us
            self._steps.append(NewStep(row[0], at, "said", "", what))

    def store(self) -> None:
        """Write down what the sources say."""
        from storage.desk.writes import next_numbers

        if self._steps:
            unit = self._write.unit
            numbers = next_numbers(unit, "incident_step", len(self._steps))
            put_steps(unit, numbers, self._steps, "")
            self._write.change.inserted("incident_step", numbers[0], len(numbers))
