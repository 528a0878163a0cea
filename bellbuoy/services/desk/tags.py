"""Words that people put on clients, one or many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bellbuoy.services.authorise import service
from bellbuoy.services.context import Context
from bellbuoy.services.desk.many import How, Work, changed_together
from bellbuoy.services.scoring.moment import Cancelled, Progress, never, silent
from core.desk.types import Preview, Selection
from core.desk.wording import tag_words
from storage.desk import selecting
from storage.engine.reader import Rows

if TYPE_CHECKING:
    from bellbuoy.services.desk.changing import Watched
    from storage.engine.unit import Unit

Pairs = list[tuple[int, str]]


@service("client:tag", writes=True)
def tag(
    ctx: Context,
    meant: Selection,
    words: Sequence[str],
    *,
    dry_run: bool = False,
    expect: int | None = None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Preview:
    """Put tags on clients and take others off (`+vip`, `-trial`). Raises UsageError for
    what is no tag; ConflictError where not `expect` clients change."""
    add, drop = tag_words(tuple(words))

    def pairs(rows: Rows, clients: Sequence[int]) -> tuple[Pairs, Pairs]:
        """(client, tag) that come, and that go."""
        have = selecting.tags(rows, clients, add | drop)
        new = [(c, t) for c in clients for t in sorted(add) if t not in have.get(c, ())]
        gone = [(c, t) for c in clients for t in sorted(drop) if t in have.get(c, ())]
        return new, gone

    def differs(rows: Rows, clients: Sequence[int]) -> dict[int, tuple[str, str]]:
        new, gone = pairs(rows, clients)
        found: dict[int, list[str]] = {}
        for sign, part in (("+", new), ("-", gone)):
            for client, word in part:
                found.setdefault(client, []).append(sign + word)
        have = selecting.tags(rows, list(found), add | drop)
        return {
            client: (" ".join(sorted(have.get(client, ()))), " ".join(then))
            for client, then in found.items()
        }

    def watched(rows: Rows, clients: Sequence[int]) -> Watched:
        from storage.desk.many import tag_key

        new, gone = pairs(rows, clients)
        return {"client_tag": ([tag_key(*each) for each in new + gone], ())}

    def write(unit: Unit, clients: Sequence[int]) -> None:
        from storage.desk.many import put_tags

        put_tags(unit, *pairs(unit, clients))

    what = " ".join([*(f"+{each}" for each in sorted(add)), *(f"-{e}" for e in sorted(drop))])
    work = Work("client.tag", f"tags {what}", differs, watched, write)
    return changed_together(ctx, meant, work, How(dry_run, expect, progress, cancelled))
