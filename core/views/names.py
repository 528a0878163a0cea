"""What a view may be called, and under which key it is kept."""

from __future__ import annotations

from core.values.errors import UsageError
from core.values.text import cells, fold, safe_text

MOST_CELLS = 40


def checked_name(name: str) -> str:
    """The name as it is kept. Raises UsageError for one that cannot be typed or told."""
    found = " ".join(name.split())
    if not found:
        raise UsageError("a view needs a name", "bellbuoy view save 'My book' 'owner:me'")
    if safe_text(found) != found:
        raise UsageError("the name of a view holds a character that cannot be shown")
    if cells(found) > MOST_CELLS:
        raise UsageError(f"the name of a view has at most {MOST_CELLS} cells")
    if "/" in found or found.startswith("-") or found.endswith("*"):
        raise UsageError(
            "a name of a view has no /, begins without - and ends without *",
            "OWNER/NAME means one that somebody shares",
        )
    return found


def name_key(name: str) -> str:
    """What makes two names the same: `my BOOK` is `My book`."""
    return fold(" ".join(name.split()))


def view_key(owner: str, name: str) -> str:
    """The key of a view in the store: names have no `/`, so the last one parts them."""
    return f"{owner}/{name_key(name)}"


def apart(spoken: str) -> tuple[str | None, str]:
    """(owner, name) of `raj/Late`; the owner None where none was said."""
    owner, slash, name = spoken.rpartition("/")
    return (owner.strip() if slash else None), name
