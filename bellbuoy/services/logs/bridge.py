"""What libraries and the worker say through `logging` goes into the same log."""

from __future__ import annotations

import logging

from bellbuoy.services.logs.writing import log
from core.operations.types import Level, Plain


class Bridge(logging.Handler):
    """Passes a record on; the place of an exception is kept by its report."""

    def emit(self, record: logging.LogRecord) -> None:
        fields: dict[str, Plain] = {"logger": record.name, "text": record.getMessage()}
        if record.exc_info and record.exc_info[0] is not None:
            fields["error"] = record.exc_info[0].__name__
        log(_level(record.levelno), "said", fields)


def _level(number: int) -> Level:
    if number >= logging.ERROR:
        return "error"
    if number >= logging.WARNING:
        return "warning"
    return "info" if number >= logging.INFO else "debug"


def build_bridge() -> None:
    """Have warnings and worse of this process in the log; once is enough."""
    root = logging.getLogger()
    if not any(isinstance(handler, Bridge) for handler in root.handlers):
        root.addHandler(Bridge(logging.WARNING))
