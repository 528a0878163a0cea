"""A line of `incident export`, read back: an incident with what has become of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, get_args

from bellbuoy.commands.incident_export import EXPORTED
from core.incidents.types import RESOLUTIONS, STATUSES, Lived, Step, StepKind
from core.sla.types import Span
from core.values.errors import UsageError
from core.values.instants import to_micros

if TYPE_CHECKING:
    from bellbuoy.services.incidents.adding import NewIncident

_KINDS: tuple[StepKind, ...] = get_args(StepKind)


def is_whole(told: Mapping[str, Any]) -> bool:
    """Whether a line says that it is one of an export."""
    return told.get("schema") == EXPORTED


def whole_of(told: Mapping[str, Any], where: str) -> NewIncident:
    """The incident of a line. Its components are what its source says, and are not read.
    Raises UsageError for what an export does not write."""
    from bellbuoy.services.incidents.adding import NewIncident

    try:
        return NewIncident(
            clients=tuple(_text(each) for each in _list(told["clients"])),
            title=_text(told["title"]),
            severity=_text(told["severity"] or "medium"),
            key=_text(told["key"]),
            impact=_or_none(told["impact"]),
            owner=_or_none(told["owner"]),
            at_us=_instant(told["opened"]),
            where=where,
            lived=_lived(told),
        )
    except KeyError as fault:
        raise UsageError(f"{where}an export has {fault}") from None
    except (TypeError, ValueError, StopIteration, OverflowError):
        raise UsageError(f"{where}no line of an export: a value is of another kind") from None


def _lived(told: Mapping[str, Any]) -> Lived:
    return Lived(
        status=next(each for each in STATUSES if each == told["status"]),
        was=_text(told["id"]),
        acknowledged=_moment(told["acknowledged"]),
        resolved=_moment(told["resolved"]),
        closed=_moment(told["closed"]),
        resolution=None
        if told["resolution"] is None
        else next(each for each in RESOLUTIONS if each == told["resolution"]),
        duplicate_of=_or_none(told["duplicate_of"]),
        parent=_or_none(told["parent"]),
        reopened=int(told["reopened"]),
        breached=(_moment(told["respond_breached"]), _moment(told["resolve_breached"])),
        spans=tuple(
            Span(_instant(each["from"]), _moment(each["until"]))
            for each in _list(told["spans"])
        ),
        steps=tuple(_step(each, n) for n, each in enumerate(_list(told["steps"]), start=1)),
    )


def _step(told: Mapping[str, Any], number: int) -> Step:
    what = []
    for name, (before, after) in told["what"].items():
        what.append((_text(name), _or_none(before), _or_none(after)))
    return Step(
        number=number,
        at=_aware(told["at"]),
        by=_or_none(told["by"]),
        kind=next(each for each in _KINDS if each == told["kind"]),
        text=_text(told["text"]),
        what=tuple(what),
        visible=bool(told["for_clients"]),
    )


def _list(value: object) -> list[Any]:
    if isinstance(value, list):
        return value
    raise TypeError


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise TypeError


def _or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _aware(value: object) -> datetime:
    found = datetime.fromisoformat(_text(value))
    if found.tzinfo is None:
        raise ValueError
    return found


def _instant(value: object) -> int:
    return to_micros(_aware(value))


def _moment(value: object) -> int | None:
    return None if value is None else _instant(value)
