"""From errors and empty lists to the states of a screen, in words that help."""

from __future__ import annotations

from core.values.errors import BellbuoyError, DeniedError
from core.values.text import safe_text
from tui.keymap import DEFAULT, Keymap
from tui.widgets.empty_state import State, empty, error, no_match

_AGAIN = (("refresh", "again"), ("problems", "problems"))


def error_state(
    what: str,
    fault: BaseException,
    role: str,
    *,
    kept: bool = False,
    keymap: Keymap = DEFAULT,
) -> State:
    """What could not be read, and why. `kept`: the rows of before stay below."""
    if isinstance(fault, DeniedError):
        sentences = (f"{safe_text(fault.message).capitalize()}.", "This was recorded.")
        back = keymap.helps(("back", "back"))
        return State("denied", sentences, (*back, *_hint(fault)))
    why = fault.message if isinstance(fault, BellbuoyError) else str(fault) or repr(fault)
    hints = (*_hint(fault), *keymap.helps(*_AGAIN))
    since = "before" if kept else ""
    from tui.report import reference  # not before something went wrong

    return error(what, why.rstrip("."), hints, since=since, ref=reference(fault))


def filtered_out(query: str, total: int, keymap: Keymap) -> State:
    """A filter that none of `total` rows passes."""
    hints = keymap.helps(("filter", "edit"), ("back", "drop the filter"))
    return no_match(query, total, hints)


def none_state(what: str, query: str, total: int, keymap: Keymap = DEFAULT) -> State:
    """No rows: of all, or of those that a filter leaves."""
    if total:
        return filtered_out(query, total, keymap)
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
