"""--fail-if and --max-age: what a script wants to be told by the exit code.

The answer is written as ever; then a check that said no ends the command with exit 8.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from bellbuoy.commands.answer import Answer, Row
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from core.values.errors import BellbuoyError, CheckFailedError

if TYPE_CHECKING:
    from bellbuoy.services.conditions import Condition

_NAMED = 3
_FIRST = 1_000
# What a row is called by, the first that it has.
_NAMES = ("id", "day", "tier", "owner", "plan", "industry", "country", "renews", "severity")


def checked(answer: Answer, options: Options) -> Answer:
    """The answer with what --fail-if and --max-age have to say once it is written.

    Raises UsageError for a condition that cannot be read, before anything is.
    """
    if options.fail_if is None and options.max_age is None:
        return answer
    from bellbuoy.services import conditions

    ctx = open_for(replace(options, quiet=True))
    said: list[Callable[[], str]] = []
    if options.max_age is not None:
        old = conditions.too_old(ctx, options.max_age)
        said.append(lambda: old)
    if options.fail_if is not None:
        rows = answer.rows if answer.checked is None else answer.checked
        first, rest = _first(rows)
        test = conditions.condition(ctx, options.fail_if, answer.schema, first)
        watch = _Watch(test, options.fail_if, answer.total)
        said.append(watch.said)
        if answer.checked is not None:
            watch.look(first)
        elif rest is None:
            watch.look(first)
            answer = replace(answer, rows=first)
        else:
            answer = replace(answer, rows=watch.passing(chain(first, rest)))
    return replace(answer, verdict=lambda: _verdict(said))


def _first(rows: object) -> tuple[list[Row], Iterator[Row] | None]:
    """Enough rows to know their kinds, and those behind them; None: they are all."""
    if isinstance(rows, list | tuple):
        return list(rows), None
    behind: Iterator[Row] = iter(rows)  # type: ignore[call-overload]
    return list(islice(behind, _FIRST)), behind


def _verdict(said: list[Callable[[], str]]) -> BellbuoyError | None:
    told = [words for each in said if (words := each())]
    return CheckFailedError("; ".join(told)) if told else None


class _Watch:
    """How many rows fit, and which the first of them are."""

    def __init__(self, test: Condition, text: str, total: int | None) -> None:
        self._test = test
        self._text = text
        self._total = total
        self._seen = 0
        self._found = 0
        self._names: list[str] = []

    def passing(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The same rows, looked at on their way."""
        for row in rows:
            self.look([row])
            yield row

    def look(self, rows: list[Row]) -> None:
        self._seen += len(rows)
        if self._test.whole:
            return
        for row in rows:
            if self._test.fits(row):
                self._found += 1
                if self._found <= _NAMED and (name := _name(row)):
                    self._names.append(name)

    def said(self) -> str:
        """Why the check failed; empty: it did not."""
        if self._test.whole:
            many = self._seen if self._total is None else self._total
            return f"{many:,} rows: {self._text}" if self._test.fits({"rows": many}) else ""
        if not self._found:
            return ""
        rows = f"{self._found:,} row{'' if self._found == 1 else 's'}"
        more = ", …" if self._found > len(self._names) and self._names else ""
        names = f": {', '.join(self._names)}{more}" if self._names else ""
        return f"{rows} with {self._text}{names}"


def _name(row: Row) -> str:
    return next((str(row[key]) for key in _NAMES if row.get(key) is not None), "")
