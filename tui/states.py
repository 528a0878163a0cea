"""From errors and empty lists to the states of a screen, in words that help."""

from __future__ import annotations

from core.values.errors import BellbuoyError, DeniedError
from core.values.text import safe_text
from tui.widgets.empty_state import State, empty, error, no_match

_AGAIN = (("r", "again"), ("!", "problems"))


def error_state(what: str, fault: BaseException, role: str, *, kept: bool = False) -> State:
    """What could not be read, and why. `kept`: the rows of before stay below."""
    if isinstance(fault, DeniedError):
        sentences = (f"{safe_text(fault.message).capitalize()}.", "This was recorded.")
        return State("denied", sentences, (("esc", "back"), *_hint(fault)))
    why = fault.message if isinstance(fault, BellbuoyError) else str(fault) or repr(fault)
    hints = (*_hint(fault), *_AGAIN)
    since = "before" if kept else ""
    from tui.report import reference  # not before something went wrong

    return error(what, why.rstrip("."), hints, since=since, ref=reference(fault))


def none_state(what: str, query: str, total: int) -> State:
    """No rows: of all, or of those that a filter leaves."""
    if total:
        return no_match(query, total, (("/", "edit"), ("esc", "drop the filter")))
    return empty(what, (("shell:", "bellbuoy import FOLDER"), ("shell:", "bellbuoy --demo")))


def _hint(fault: BaseException) -> tuple[tuple[str, str], ...]:
    text = fault.hint if isinstance(fault, BellbuoyError) else ""
    return ((safe_text(text), ""),) if text else ()


def fault_words(fault: BaseException) -> str:
    """An error in one safe line: what is wrong, then what helps."""
    if isinstance(fault, BellbuoyError):
        hint = f" ({safe_text(fault.hint)})" if fault.hint else ""
        return f"{safe_text(fault.message)}{hint}"
    from tui.report import reference

    return f"{safe_text(str(fault) or repr(fault))} (ref {reference(fault)})"
