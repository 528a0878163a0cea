"""How a line behind `:` can go on: pure, but for the clients that fit it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from bellbuoy.services.fields import query_starting
from core.clients.types import ClientRow
from core.values.text import safe_text
from core.views.types import Offer
from themes.load import names as theme_names
from tui.jumping import WORDS

_PHRASES = (
    ("client explain", "NAME: why its score is what it is"),
    ("health explain", "NAME: why its score is what it is"),
)
_ALONE = frozenset({"problems", "help", "quit"})
# What is followed by a client, the longest first.
_BEFORE_CLIENT = (
    "health explain ", "health score ", "client explain ", "client usage ",
    "client incidents ", "client show ", "client ",
)  # fmt: skip
_LISTS = {"radar": "client", "clients": "client", "incidents": "incident"}
_MOST = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """`line` is the whole line when it is taken; `shown` its new part, safe text.
    `about` says what that is; `ours` whether these are our own words. `count`: how many
    rows the list has then, as far as it was counted."""

    line: str
    shown: str
    about: str = ""
    ours: bool = True
    count: str = ""


def candidates(line: str) -> list[Candidate]:
    """What the line can become, but for clients (`client_part`)."""
    word, blank, rest = line.partition(" ")
    phrases = [_word(phrase, about) for phrase, about in _PHRASES if phrase.startswith(line)]
    if not blank:
        return [_word(each, about) for each, about in WORDS if each.startswith(line)] + (
            phrases if line else []
        )
    if word == "theme":
        return [Candidate(f"theme {n}", n) for n in theme_names() if n.startswith(rest)]
    if word == "asof" and "now".startswith(rest):
        return [Candidate("asof now", "now", "the present")]
    if word in _LISTS:
        begun = query_starting(_LISTS[word], rest)[:_MOST]
        return [Candidate(f"{word} {query}", _last(query)) for query in begun]
    return phrases


def client_part(line: str) -> str:
    """The beginning of a client's name or id that the line ends in; empty where it
    ends in none."""
    before = _before_client(line)
    return line[len(before) :].strip() if before else ""


def query_part(line: str) -> tuple[str, str]:
    """The noun and the query of a list that the line leads to; ("", "") where it leads
    to none, or where nothing of a word of the query stands there yet."""
    word, _, query = line.partition(" ")
    noun = _LISTS.get(word, "")
    return (noun, query) if noun and query and not query[-1].isspace() else ("", "")


def with_offers(line: str, offers: Sequence[Offer]) -> list[Candidate]:
    """The line with each way to go on with its query."""
    word, _, query = line.partition(" ")
    found = []
    for offer in offers:
        taken = offer.taken(query)[0]
        more = "+" if offer.more else ""
        count = "" if offer.n is None else f"{offer.n:,}{more}"
        about = safe_text(offer.candidate.doc)
        found.append(Candidate(f"{word} {taken}", _last(taken), about, count=count))
    return found


def with_clients(line: str, rows: Sequence[ClientRow]) -> list[Candidate]:
    """The line with each of the clients in it, by the id, which is never in doubt."""
    before = _before_client(line)
    return [
        Candidate(before + row.key, safe_text(row.key, 40), safe_text(row.name, 40), ours=False)
        for row in rows
        if before
    ]


def common_line(found: Sequence[Candidate], line: str) -> str:
    """As far as all candidates agree; the line itself where they do not go on."""
    agreed = takewhile(
        lambda signs: len(set(signs)) == 1, zip(*(c.line for c in found), strict=False)
    )
    begun = "".join(signs[0] for signs in agreed)
    return begun if len(begun) > len(line) and begun.startswith(line) else line


def _before_client(line: str) -> str:
    return next((before for before in _BEFORE_CLIENT if line.startswith(before)), "")


def _word(word: str, about: str) -> Candidate:
    rest = about.removeprefix(f"{word} ")
    return Candidate(word if word in _ALONE else f"{word} ", word, rest)


def _last(query: str) -> str:
    return safe_text(query.rpartition(" ")[2], 40)
