"""Views that are shared, as definitions. Nobody's own views are: whom a view belongs to
is no part of what it says, and stays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from core.definitions.reading import Forms, Reading
from core.definitions.toml_text import file_of, lines_of, table_of, without
from core.definitions.types import Definition, Said, Value
from core.query.context import QueryContext
from core.query.nouns import FIELD_SETS
from core.values.errors import UsageError
from core.values.lengths import length_text
from core.views.names import name_key, view_key
from core.views.types import EVERYBODY, PLACES, View
from core.views.wording import checked

SUBJECT = "views"
ALL, NOBODY = "all", "nobody"
_VIEW: Forms = {
    "name": ("text", ...), "place": ("text", "clients"), "query": ("text", ""),
    "columns": ("texts", ()), "sort": ("text", ""), "by": ("text", ""),
    "refresh": ("span", 0), "shared": ("text", ALL),
}  # fmt: skip
_USUAL: Mapping[str, Value] = {
    "query": "", "columns": (), "sort": "", "by": "", "refresh": "0s", "shared": ALL,
}  # fmt: skip
_COMMENT = """
Views that are shared; private ones are nobody's business, and stay.
prune = true   on top: shared views that are not named here go
[[view]]       name, place (radar, clients, incidents), query, columns, sort, by,
               refresh ("30s"), shared ("all", or a role)
"""


def definition_of(view: View) -> Definition:
    """A view as a definition; a private one is not `kept`."""
    fields: tuple[tuple[str, Value], ...] = (
        ("place", view.place), ("query", view.query), ("columns", view.columns),
        ("sort", view.sort), ("by", view.by), ("refresh", length_text(view.refresh_s)),
        ("shared", {EVERYBODY: ALL, "": NOBODY}.get(view.shared, view.shared)),
    )  # fmt: skip
    key = name_key(view.name)
    row = ("saved_view", view_key(view.owner, view.name)) if view.owner else ("", "")
    return Definition(
        SUBJECT, "view", key, view.name, fields, bool(view.shared and view.owner), row, view
    )


def read(
    reading: Reading, tables: Mapping[str, Any], context: QueryContext, roles: Collection[str]
) -> Said:
    """What the file says; what is wrong with it is kept in `reading`."""
    reading.known(tables, "", ("prune", "view"))
    head = reading.fields({k: v for k, v in tables.items() if k == "prune"}, "",
                          {"prune": ("truth", False)})  # fmt: skip
    found: list[Definition] = []
    seen: set[str] = set()
    for place, table in reading.entries(tables.get("view"), "view"):
        plain = reading.fields(table, place, _VIEW)
        view = None if plain is None else _view(reading, place, plain, context, roles)
        if view is None or reading.twice(seen, name_key(view.name), view.name, place):
            continue
        found.append(definition_of(view))
    return Said(SUBJECT, bool(head and head["prune"]), tuple(found))


def _view(
    reading: Reading,
    place: str,
    plain: Mapping[str, Any],
    context: QueryContext,
    roles: Collection[str],
) -> View | None:
    shared = plain["shared"]
    if shared not in (ALL, *roles):
        known = ", ".join((ALL, *sorted(roles)))
        reading.fault(f"{place}.shared", f"there is no role “{shared}”", f"roles: {known}")
        return None
    if plain["place"] not in PLACES:
        reading.fault(
            f"{place}.place", f"there is no list “{plain['place']}”",
            f"lists: {', '.join(PLACES)}",
        )  # fmt: skip
        return None
    view = View(
        plain["name"], plain["place"], plain["query"], plain["columns"], plain["sort"],
        plain["by"], plain["refresh"], shared=EVERYBODY if shared == ALL else shared,
    )  # fmt: skip
    return reading.trying(place, lambda: _checked(view, context))


def _checked(view: View, context: QueryContext) -> View:
    try:
        return checked(view, FIELD_SETS[view.noun], context)
    except UsageError as error:
        raise UsageError(f"“{view.name}”: {error.message}", error.hint) from None


def text(definitions: Iterable[Definition], *, prune: bool = False) -> str:
    """The file that says them."""
    parts = [lines_of([("prune", True)]) if prune else ""]
    parts += [
        table_of("[[view]]", (("name", each.name), *without(each.fields, _USUAL)))
        for each in definitions
    ]
    return file_of(_COMMENT, parts)
