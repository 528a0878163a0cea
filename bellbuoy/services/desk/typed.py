"""What a person types about clients, read before it is kept."""

from __future__ import annotations

from core.desk.typed import typed_task, typed_words
from core.desk.types import TypedTask
from core.desk.wording import LONGEST_LINE, person, tag_words, written
from core.values.due import day_written
from core.values.errors import UsageError


def note(text: str) -> str:
    """A text that says something. Raises UsageError."""
    return written(text, "the text")


def tags(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """`+vip -trial`: (to add, to take away). Raises UsageError."""
    return tag_words(tuple(text.split()))


def owner(text: str) -> str | None:
    """A name; `none` is nobody. Raises UsageError."""
    return None if text.strip() == "none" else person(text)


def snooze(text: str, today: int) -> tuple[int | None, str]:
    """`7d on holiday`: the last day, and why; `none` wakes. Raises UsageError."""
    first, _, why = text.strip().partition(" ")
    if first == "none":
        return None, ""
    day = day_written(first, today)
    if day < today:
        raise UsageError("that day is over")
    return day, written(why.strip(), "the reason", LONGEST_LINE)


def named(text: str) -> str:
    """A name. Raises UsageError."""
    return person(text)


def due(text: str, today: int) -> int | None:
    """A day that is not over; `none` is no day. Raises UsageError."""
    if text.strip() == "none":
        return None
    day = day_written(text, today)
    if day < today:
        raise UsageError("that day is over")
    return day


def task(line: str, today: int) -> TypedTask:
    """`call Dana due:fri owner:mei`. Raises UsageError."""
    return typed_task(line, today)


def task_words(line: str, today: int) -> str:
    """What is understood of a line so far; empty: nothing."""
    return typed_words(line, today)
