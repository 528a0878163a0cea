"""How a query that is being typed can go on, and how many rows each way would leave.

The values are those of the store. Where the clause stands beside the others they and
their counts come from one grouping; any other way is counted by itself, no further
than COUNTED rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from bellbuoy.services import clients, incidents
from bellbuoy.services.authorise import authorise, service
from bellbuoy.services.context import Context
from bellbuoy.services.scoring.moment import Cancelled, never
from bellbuoy.services.views.facets import facet_fields, facets
from core.query.complete import Typing, complete, typing_at
from core.query.nouns import FIELD_SETS
from core.query.types import Candidate
from core.values.errors import UsageError
from core.views.offers import apart, as_query, beginning, value_text
from core.views.types import Offer
from storage.desk.named import most_used_tags

MOST = 8
COUNTED = 10_000
_TAGS = 200
_EQUAL = (":", "=", ":eq:")
_VALUED = (*_EQUAL, "!=", ":ne:", "~", ":like:")
_LISTS = ("client", "incident")


def begun(noun: str, text: str, cursor: int) -> tuple[Offer, ...]:
    """What the fields alone say of it, without a look into the store."""
    if noun not in FIELD_SETS:
        return ()
    found = complete(text, cursor, FIELD_SETS[noun])
    return tuple(Offer(each) for each in found[:MOST])


@service("fields:read")
def offers(
    ctx: Context, noun: str, text: str, cursor: int, *, cancelled: Cancelled = never
) -> tuple[Offer, ...]:
    """The first ways in which a query of clients or incidents can go on at `cursor`;
    values with the rows that the query has with each, as far as it can be read.

    Stops where `cancelled` says so, with what was counted by then.
    """
    authorise(ctx, f"{noun}:read")
    found = begun(noun, text, cursor)
    typing = typing_at(text, cursor, FIELD_SETS[noun])
    if typing is None or noun not in _LISTS:
        return found
    known = _known(ctx, noun, text, cursor, typing)
    offered = [
        each
        for each in _joined(found, _of_store(typing, cursor, known))
        if each.candidate.text not in typing.before
    ]
    return tuple(_counted(ctx, noun, text, offered[:MOST], known, cancelled))


@dataclass(frozen=True, slots=True)
class _Known:
    """Values of the field as they are typed, with rows; those of most rows first.
    `exact`: they are the rows that the query has with each."""

    values: dict[str, int]
    exact: bool = False


def _known(ctx: Context, noun: str, text: str, cursor: int, typing: Typing) -> _Known:
    field = typing.field
    if field.name == "tag":
        with ctx.reader() as reader:
            tags = most_used_tags(reader, _TAGS)
        return _Known({value_text("tag", tag): n for tag, n in tags})
    if field.name not in facet_fields(noun) or field.type in ("day", "instant"):
        return _Known({})
    rest = apart(text, typing, cursor)
    alone = typing.sign in _EQUAL and not typing.before and not typing.denied
    exact = alone and rest is not None and "asof:" not in rest.lower()
    with suppress(UsageError):
        found = facets(ctx, noun, (rest or "") if exact else "", field.name)
        if found.more and typing.typed and field.type in ("text", "reference"):
            holding = f"{field.name}~{value_text(field.name, typing.typed)}"
            found = facets(ctx, noun, f"{rest} {holding}" if exact else holding, field.name)
        return _Known({each.text.partition(":")[2]: each.n for each in found.values}, exact)
    return _Known({})


def _of_store(typing: Typing, cursor: int, known: _Known) -> list[Offer]:
    """The values that rows have and that begin as typed."""
    if typing.sign not in _VALUED:
        return []
    return [
        Offer(Candidate(value, typing.start, cursor))
        for value, _ in beginning(list(known.values.items()), typing.typed)
        if value != "none"
    ]


def _joined(found: tuple[Offer, ...], stored: list[Offer]) -> list[Offer]:
    """The words of the language and the values of the store, each once. Tokens of a
    field with fixed values keep their order."""
    fixed = {each.candidate.text for each in found}
    if all(each.candidate.text in fixed for each in stored):
        return list(found)
    said = {each.candidate.text for each in stored}
    return stored + [each for each in found if each.candidate.text not in said]


def _counted(
    ctx: Context,
    noun: str,
    text: str,
    offered: list[Offer],
    known: _Known,
    cancelled: Cancelled,
) -> Iterator[Offer]:
    for offer in offered:
        if cancelled():
            return
        n = known.values.get(offer.candidate.text) if known.exact else None
        if n is None:
            yield _count(ctx, noun, as_query(offer.taken(text)[0]), offer)
        else:
            yield replace(offer, n=n)


def _count(ctx: Context, noun: str, query: str, offer: Offer) -> Offer:
    """Queries that do not hold yet are not counted."""
    with suppress(UsageError), ctx.reader() as reader:
        held = ctx.holding(reader)
        if noun == "client":
            listing = clients.window(held, query).window.listing
        else:
            listing = incidents.window(held, query).window.listing
        n = listing.count_to(reader, COUNTED + 1)
        return replace(offer, n=min(n, COUNTED), more=n > COUNTED)
    return offer
