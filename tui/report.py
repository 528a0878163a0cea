"""What is told of a fault: a short name for it, or a report that can be copied."""

from __future__ import annotations

from bellbuoy.services.context import Context
from bellbuoy.services.problems import keeping
from core.values.text import safe_text

_LONGEST = 2_000


def reference(error: BaseException) -> str:
    """A short name for the fault, the same each time it happens at that place."""
    return keeping.reference_of(error)


def report(error: BaseException, ctx: Context | None) -> list[str]:
    """Keep the fault, and give what is kept of it: harmless lines of text without
    anything of the store's content. `ctx` is that of the screens, if they had one."""
    store = None if ctx is None or ctx.read_only else ctx.store
    fault = keeping.keep(error, "app", store, trace="" if ctx is None else ctx.trace_id)
    return [safe_text(line, _LONGEST) for line in keeping.lines_of(fault)]
