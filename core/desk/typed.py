"""A task as it is typed on one line: `call Dana due:fri owner:mei`."""

from __future__ import annotations

from core.desk.types import TypedTask
from core.desk.wording import LONGEST_LINE, person, written
from core.values.due import day_words, day_written
from core.values.errors import UsageError

_DUE, _OWNER = "due:", "owner:"


def typed_task(line: str, today: int) -> TypedTask:
    """What a line says; its words `due:` and `owner:` stand anywhere. Raises UsageError
    for no text, a day that is none or is over, and a word that is there twice."""
    kept: list[str] = []
    said: dict[str, str] = {}
    for word in line.split():
        sign = next((each for each in (_DUE, _OWNER) if word.startswith(each)), None)
        if sign is None:
            kept.append(word)
        elif sign in said:
            raise UsageError(f"{sign} stands there twice")
        else:
            said[sign] = word.removeprefix(sign)
    due = day_written(said[_DUE], today) if _DUE in said else None
    if due is not None and due < today:
        raise UsageError("that day is over")
    owner = person(said[_OWNER]) if _OWNER in said else None
    return TypedTask(written(" ".join(kept), "the task", LONGEST_LINE), due, owner)


def typed_words(line: str, today: int) -> str:
    """What is understood of a line so far, for the one who types; empty: nothing."""
    try:
        found = typed_task(line, today)
    except UsageError as fault:
        return fault.message if line.strip() else ""
    due = "no day" if found.due is None else f"due {day_words(found.due, today)}"
    return f"{due}, {found.owner or 'you'}"
