"""A fault that was met: is it the store's, or the program's?"""

from __future__ import annotations

from bellbuoy.services.problems.keeping import keep
from core.values.errors import BellbuoyError
from storage.engine.faults import damaged
from storage.engine.opening import open_store
from storage.engine.store import Store

_MOST_BYTES = 1 << 30
"""A larger store is not looked through on the way out of a fault."""


def met(error: Exception, word: str, url: str, *, read_only: bool = False) -> Exception:
    """`met_in` the store that a URL names, if there is one of ours."""
    try:
        store = open_store(url)
        store.schema()
    except Exception:
        return met_in(error, word, None)
    return met_in(error, word, store, read_only=read_only)


def met_in(
    error: Exception, word: str, store: Store | None, *, read_only: bool = False
) -> Exception:
    """What to tell of an unexpected fault.

    A damaged store hands out values that no code expects; what breaks over them is
    told as the damage. Anything else is kept as a fault of the program, and is given
    back with a note of its reference.
    """
    if store is not None and (finding := _damage(store)):
        return damaged(store.url, finding)
    fault = keep(error, word, None if read_only else store)
    error.add_note(f"kept as {fault.report.ref}: bellbuoy problem show {fault.report.ref}")
    return error


def _damage(store: Store) -> str:
    """What the engine finds wrong; nothing where it finds nothing."""
    try:
        if store.size().bytes > _MOST_BYTES:
            return ""
        with store.reader() as reader:
            broken = sum(finding.broken for finding in reader.soundness())
    except BellbuoyError as fault:
        return fault.message if fault.name == "damaged" else ""
    except OSError:
        return ""
    if not broken:
        return ""
    return f"{broken:,} place{'' if broken == 1 else 's'} that the database finds wrong"
