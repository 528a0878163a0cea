"""Places as they are written on a command line: `radar`, `client/C-0412/explain`."""

from __future__ import annotations

from core.values.errors import UsageError
from core.values.text import safe_text
from tui.jumping import WORDS, read_jump
from tui.places import Place
from tui.registry import SCREENS

_TABS = {"overview": "show"}
_TABS_OF = {
    "client": "client/ID/overview, usage, explain …",
    "incident": "incident/ID/timeline, hurt, similar, drafts, post-mortem",
}


def place_at(address: str, query: str = "") -> Place:
    """The place of an address. The words between the slashes are those of the colon line:
    the noun, the id or section, and for a client or an incident the tab; a list takes a
    query.

    Raises UsageError for what is no place.
    """
    noun, *rest = [part.strip() for part in address.split("/")]
    if noun == "view" and any(rest) and not query:
        return Place("clients", view="/".join(rest))
    if noun == "client" and len(rest) == 2:
        rest = [_TABS.get(rest[1], rest[1]), rest[0]]
    elif noun == "incident" and len(rest) == 2:
        rest.reverse()
    elif noun == "client" and len(rest) == 1:
        rest = ["show", *rest]
    line = " ".join([noun, *rest, *([query] if query else [])])
    found = read_jump(line) if _is_word(noun) else None
    if found is None or found.kind != "go" or found.place is None:
        raise UsageError(
            f"“{safe_text(address, 60)}” is no place",
            "radar, clients, client/C-0412/explain, incident/ID, portfolio, settings/look …",
        )
    place = found.place
    if noun in ("client", "incident") and len(rest) == 2 and place.key != rest[1]:
        raise UsageError(f"“{safe_text(address, 60)}” is no place", _TABS_OF[noun])
    return place


def _is_word(noun: str) -> bool:
    return noun in {word for word, _ in WORDS} | {entry.id for entry in SCREENS}
