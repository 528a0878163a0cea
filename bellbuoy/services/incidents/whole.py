"""Incidents that are written down as a whole: with what has become of them so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from core.desk.wording import LONGEST_LINE, LONGEST_TEXT, person, written
from core.incidents.life import Life, clocks
from core.incidents.status import check_order, parse_severity
from core.incidents.targets import Target
from core.incidents.types import Lived, Step
from core.sla.types import Span
from core.values.errors import RowError, UsageError
from core.values.instants import to_micros
from storage.incidents.acting import NewStep, numbers_of
from storage.incidents.adding import there_already

if TYPE_CHECKING:
    from bellbuoy.services.incidents.new import NewIncident
    from storage.engine.unit import Unit

NOTHING = Lived("open")


def sound(lived: Lived, opened: int, now: int) -> Lived:
    """What has become of an incident, when it can have come about so. Raises UsageError."""
    times = (lived.acknowledged, lived.resolved, lived.closed)
    try:
        check_order(opened, *times)
    except RowError as fault:
        raise UsageError(fault.reason) from None
    steps = [_step(each) for each in lived.steps]
    told = [*times, *(to_micros(step.at) for step in steps), *lived.breached]
    if any(each is not None and not opened <= each <= now for each in told):
        raise UsageError("nothing became of it before it began, or later than now")
    if (lived.closed is not None) > (lived.status == "closed"):
        raise UsageError(f"it was closed, and is {lived.status}")
    if (lived.resolved is not None) > (lived.status in ("resolved", "closed")):
        raise UsageError(f"it was resolved, and is {lived.status}")
    if lived.reopened < 0:
        raise UsageError("it cannot have been reopened less than never")
    _check_spans(lived, opened, now)
    if any(one.at > other.at for one, other in pairwise(steps)):
        raise UsageError("its steps are not in order")
    return replace(lived, steps=tuple(steps))


def _step(step: Step) -> Step:
    what = tuple((written(name, "a step", LONGEST_LINE), *sides) for name, *sides in step.what)
    return replace(
        step,
        by=None if step.by is None else person(step.by),
        text=written(step.text, "a step", LONGEST_TEXT) if step.text else "",
        what=what,  # type: ignore[arg-type]  # a name and two sides, as before
    )


def _check_spans(lived: Lived, opened: int, now: int) -> None:
    """In order, none within another; only the last of one that is pending goes on."""
    at = opened
    for place, span in enumerate(lived.spans, start=1):
        goes_on = lived.status == "pending" and place == len(lived.spans)
        if (span.until is None) is not goes_on:
            raise UsageError("its clock stands still while it is pending, and else runs")
        until = now if span.until is None else span.until
        if not at <= span.since <= until <= now:
            raise UsageError("the times in which its clock stood still are not in order")
        at = until
    if lived.status == "pending" and not lived.spans:
        raise UsageError("it is pending, and its clock does not stand still")


def life_of(new: NewIncident, opened: int, target: Target, repeats: int | None) -> Life:
    """An incident as its moves see it; `repeats` is the number of the one that it is a
    duplicate of. It never was shorter than what it left out."""
    lived = new.lived or NOTHING
    ended = lived.closed if lived.resolved is None else lived.resolved
    over = sum(span.until - span.since for span in lived.spans if span.until is not None)
    paused = next((span.since for span in lived.spans if span.until is None), None)
    respond, resolve = clocks(
        opened, lived.acknowledged, ended, target, over, paused, lived.breached
    )
    return Life(
        status=lived.status,
        severity=parse_severity(new.severity),
        opened=opened,
        acknowledged=lived.acknowledged,
        resolved=lived.resolved,
        closed=lived.closed,
        resolution=lived.resolution,
        duplicate_of=repeats,
        reopened=lived.reopened,
        respond=respond,
        resolve=resolve,
    )


def steps_of(number: int, opened: int, new: NewIncident) -> list[NewStep]:
    """The steps of a new incident: those it brings, else that it began."""
    lived = new.lived
    if lived is None or not lived.steps:
        what = {"severity": (None, new.severity)}
        return [NewStep(number, opened, "opened", new.note, what)]
    return [
        NewStep(
            number,
            to_micros(step.at),
            step.kind,
            step.text,
            {name: (before, after) for name, before, after in step.what},
            step.visible,
            step.by or "",
        )
        for step in lived.steps
    ]


def spans_of(number: int, new: NewIncident) -> list[tuple[int, int, int | None]]:
    """(incident, from, until) of the time that its clock leaves out."""
    spans: Sequence[Span] = () if new.lived is None else new.lived.spans
    return [(number, span.since, span.until) for span in spans]


def here_already(unit: Unit, source: str, wanted: Sequence[NewIncident]) -> dict[str, str]:
    """Of whole incidents those that this store has, by key: public ids. Raises UsageError
    where the key is that of another one, which began at another time."""
    whole = [each for each in wanted if each.lived is not None and each.key is not None]
    there = there_already(unit, source, [str(each.key) for each in whole])
    for each in whole:
        found = there.get(str(each.key))
        if found is not None and found[1] != each.at_us:
            raise UsageError(
                f"{each.where}“{each.key}” is another incident here, {found[0]}",
                "give it a key of its own",
            )
    return {key: public for key, (public, _) in there.items()}


def along(
    unit: Unit, wanted: Sequence[NewIncident], here: Mapping[str, str], made: Mapping[str, int]
) -> dict[str, int]:
    """The numbers of whole incidents by the public ids that they had where they come from:
    of those that are made, by key, and of those that are `here` already."""
    whole = {each.lived.was: str(each.key) for each in wanted if each.lived is not None}
    there = numbers_of(unit, sorted({here[key] for key in whole.values() if key in here}))
    known = {key: there[public] for key, public in here.items() if public in there} | dict(made)
    return {was: known[key] for was, key in whole.items() if key in known}
