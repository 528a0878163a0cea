"""Whether the columns of a file are those that its mapping speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from core.integrations.mapping_types import FileSpec
from core.integrations.records import shown
from core.integrations.toml_place import nearest, suggestion
from core.values.errors import UsageError


def check_header(spec: FileSpec, header: Sequence[str], name: str) -> None:
    """Raises UsageError for a missing column, or for one that a file of the
    plain form does not know; it names the file and the column."""
    there = set(header)
    known = {source: column for column in spec.named for source in column.sources}
    for source, column in known.items():
        if source not in there and not column.optional:
            hint = suggestion(source, there - set(known))
            raise UsageError(f"{name}: no column {shown(source)} ({spec.kind})", hint)
    if spec.rest == "ignore":
        return
    absent = [source for source in known if source not in there]
    for column_name in header:
        if column_name in known:
            continue
        # A client keeps any further column, unless it looks like a slip of the pen.
        if spec.rest == "refuse" or nearest(column_name, absent, likeness=0.85):
            what = f"nothing is known of column {shown(column_name)} ({spec.kind})"
            raise UsageError(f"{name}: {what}", suggestion(column_name, absent))
    if spec.kind == "day_total" and not there & {"calls", "logins"}:
        raise UsageError(f"{name}: neither a column calls nor logins")
