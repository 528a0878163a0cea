"""`bellbuoy incident add --from - --follow`: what a monitor reports, as it reports it.

A portion is written as soon as it is whole, each in one change; a line is printed of an
incident once it is stored, so what was printed is never lost. A line that does not hold
is told and left out: a monitor goes on, and so does this.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bellbuoy.commands.arriving import Line, portions
from bellbuoy.commands.formats.json_text import json_text
from bellbuoy.commands.incident_change import PARTLY
from bellbuoy.commands.incident_lines import incident_in
from bellbuoy.commands.options import Options
from core.values.errors import LockedError, NotFoundError, UsageError
from core.values.text import safe_text

if TYPE_CHECKING:
    from bellbuoy.services.context import Context
    from bellbuoy.services.incidents.adding import Added, NewIncident

_FIRST_S, _LONGEST_S = 0.5, 5.0


def pour(options: Options, ctx: Context, source: str) -> int:
    """Write portions down until the source ends; the exit code."""
    if options.output is not None or options.format not in ("table", "json", "jsonl"):
        raise UsageError("what is written is printed as it comes", "use --jsonl, without -o")
    pouring = _Pouring(ctx, options)
    with _opened(source) as number:
        for portion in portions(number):
            pouring.portion(portion)
    return pouring.end()


class _Pouring:
    """One run: what has come, what of it was new, and what did not hold."""

    def __init__(self, ctx: Context, options: Options) -> None:
        self._ctx = ctx
        self._options = options
        self._came = self._new = self._left_out = 0

    def portion(self, lines: Sequence[Line]) -> None:
        """Write down what holds of some lines."""
        from bellbuoy.services.context import reread

        self._ctx = reread(self._ctx)
        self._came += len(lines)
        wanted = []
        for line in lines:
            try:
                wanted.append(incident_in(line.raw.decode("utf-8"), line.number))
            except UnicodeDecodeError:
                self._leave_out(f"line {line.number}: no UTF-8 text")
            except UsageError as fault:
                self._leave_out(fault.message)
        if wanted:
            self._write(wanted)
        sys.stdout.flush()

    def _write(self, wanted: Sequence[NewIncident]) -> None:
        """All at once; where one of them does not hold, by halves until it stands alone."""
        try:
            found = self._stored(wanted)
        except (UsageError, NotFoundError) as fault:
            if len(wanted) == 1:
                where = wanted[0].where
                told = fault.message
                self._leave_out(told if told.startswith(where) else f"{where}{told}")
                return
            half = len(wanted) // 2
            self._write(wanted[:half])
            self._write(wanted[half:])
            return
        self._count(found.done.changing)
        for key, each in zip(found.keys, wanted, strict=True):
            sys.stdout.write(self._told(key, each) + "\n")

    def _count(self, new: int) -> None:
        """So many more are stored that were not before."""
        self._new += new

    def _stored(self, wanted: Sequence[NewIncident]) -> Added:
        """Waits for a store that another process has locked."""
        from bellbuoy.services.incidents.adding import add

        wait = _FIRST_S
        while True:
            try:
                return add(self._ctx, wanted, dry_run=self._options.dry_run)
            except LockedError as fault:
                if wait == _FIRST_S:
                    self._say(f"{fault.message}; waiting")
            time.sleep(wait)
            wait = min(_LONGEST_S, 2 * wait)

    def _told(self, key: str, new: NewIncident) -> str:
        if self._options.format != "table":
            told = {"id": key, "key": new.key, "title": new.title, "severity": new.severity}
            return json_text(told)
        parts = (key, new.severity, ", ".join(new.clients), new.title)
        return safe_text("  ".join(parts), 2000)

    def _leave_out(self, why: str) -> None:
        self._left_out += 1
        self._say(f"left out: {why}")

    def _say(self, text: str) -> None:
        sys.stderr.write(safe_text(text, 2000) + "\n")
        sys.stderr.flush()

    def end(self) -> int:
        """Tell how much it was; 4 where lines were left out."""
        if not self._options.quiet:
            would = "a dry run: would write" if self._options.dry_run else "wrote"
            told = f"{would} {self._new:,} of {self._came:,} incidents"
            behind = f"; left out {self._left_out:,}" if self._left_out else ""
            self._say(told + behind)
        return PARTLY if self._left_out else 0


@contextmanager
def _opened(source: str) -> Iterator[int]:
    """The file descriptor of a file, or of the pipe."""
    if source == "-":
        yield sys.stdin.fileno()
        return
    try:
        number = os.open(Path(source), os.O_RDONLY)
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {source}") from None
    except OSError as fault:
        raise UsageError(f"{source} cannot be read: {fault.strerror}") from None
    try:
        yield number
    finally:
        os.close(number)
