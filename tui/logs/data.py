"""The lines of the log that a screen holds: the newest, older ones as one goes up."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from bellbuoy.services.context import Context
from bellbuoy.services.logs.viewing import LogView
from core.operations.types import LogLine

PAGE = 500
MOST = 20_000
"""So many lines are held at most; the oldest go as new ones come."""


@dataclass(eq=False)
class LogData:
    """`lines`, the oldest first. `whole`: there are no older ones in the files.
    `added` and `before` say how many came behind and in front at the last read."""

    view: LogView
    lines: deque[LogLine] = field(default_factory=lambda: deque(maxlen=MOST))
    whole: bool = False
    added: int = 0
    before: int = 0


def begin_log(ctx: Context, query: str) -> LogData:
    """The newest lines that fit a query. Raises QueryError."""
    from bellbuoy.services.narrowing import fits, log_fields

    test = fits(ctx, "log", query)
    data = LogData(LogView(lambda line: test(log_fields(line))))
    found = data.view.older(PAGE)
    data.lines.extend(found)
    data.whole = len(found) < PAGE
    return data


def newer(data: LogData) -> tuple[LogLine, ...]:
    """What was written since; on the thread, added by the caller."""
    return data.view.newer()


def older(data: LogData) -> tuple[LogLine, ...]:
    """A page of what is before."""
    return data.view.older(PAGE)
