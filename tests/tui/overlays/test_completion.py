"""How a line behind `:` can go on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from core.query.types import Candidate as Word
from core.values.errors import UsageError
from core.views.types import Offer
from themes.load import names
from tui.jumping import WORDS, read_jump
from tui.overlays.completion import (
    Candidate,
    candidates,
    client_part,
    common_line,
    query_part,
    with_clients,
    with_offers,
)


def lines(text: str) -> list[str]:
    return [candidate.line for candidate in candidates(text)]


def test_nothing_typed_offers_every_word() -> None:
    assert [candidate.shown for candidate in candidates("")] == [word for word, _ in WORDS]


def test_what_it_is_does_not_say_the_word_again() -> None:
    (radar,) = candidates("rad")
    assert (radar.shown, radar.about) == ("radar", "QUERY: the risk radar")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("rad", ["radar "]),
        ("q", ["quit"]),
        ("health", ["health explain "]),
        ("client e", ["client explain "]),
        ("clients tier:crit", ["clients tier:critical"]),
        ("radar health>40 sev", []),
        ("incidents sev", ["incidents severity:"]),
        ("asof n", ["asof now"]),
        ("asof 2024", []),
        ("theme col", ["theme colour-safe"]),
        ("sail", []),
        ("client explain ", []),
    ],
)
def test_what_a_line_can_become(text: str, found: list[str]) -> None:
    assert lines(text) == found


def test_themes_are_those_that_there_are() -> None:
    assert lines("theme ") == [f"theme {name}" for name in names()]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("client nor", "nor"),
        ("client explain nor", "nor"),
        ("health explain  C-04", "C-04"),
        ("client ", ""),
        ("clients nor", ""),
        ("clien", ""),
    ],
)
def test_where_a_client_is_named(text: str, part: str) -> None:
    assert client_part(text) == part


def test_a_client_is_completed_by_its_id_and_shown_with_its_name(ctx: Context) -> None:
    rows = clients.page(ctx, "id:C-0008").rows
    (found,) = with_clients("client explain har", rows)
    assert found.line == "client explain C-0008"
    assert (found.shown, found.ours) == ("C-0008", False)
    assert found.about.startswith("[bold red]Hartmann[/] �")
    assert "\x1b" not in found.about
    assert with_clients("radar x", rows) == []


@settings(max_examples=150)
@given(st.text("acdehilnqrstx :>", max_size=16))
def test_every_way_on_begins_as_typed_and_is_understood(text: str) -> None:
    for candidate in candidates(text):
        assert candidate.line.startswith(text)
        assert refusal(candidate.line) != "no place"


def refusal(line: str) -> str:
    """Whether the app would not even know the word; that more is needed is no fault."""
    try:
        read_jump(line)
    except UsageError as error:
        return "no place" if "is no place" in error.message else "more is needed"
    return ""


def test_tab_goes_as_far_as_all_agree() -> None:
    found = [
        Candidate("client explain ", ""),
        Candidate("clients ", ""),
        Candidate("client ", ""),
    ]
    assert common_line(found, "cl") == "client"
    assert common_line(found, "client") == "client"
    assert common_line(found[:1], "cl") == "client explain "
    assert common_line([], "cl") == "cl"
    # An id in place of a name does not begin as was typed: the line stays.
    assert common_line([Candidate("client C-0001", "")], "client umb") == "client umb"


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("clients tier:cr", ("client", "tier:cr")),
        ("radar a b", ("client", "a b")),
        ("incidents sev", ("incident", "sev")),
        ("clients ", ("", "")),
        ("clients tier:critical ", ("", "")),
        ("client tier", ("", "")),
        ("clients", ("", "")),
    ],
)
def test_the_query_that_a_line_ends_in(line: str, part: tuple[str, str]) -> None:
    assert query_part(line) == part


def test_a_counted_way_says_how_many_rows_it_leaves() -> None:
    raj = Offer(Word("raj", 6, 7, ""), 1_200)
    none = Offer(Word("none", 6, 7, "missing"), 10_000, more=True)
    plain = Offer(Word("ra\x1b", 6, 7))
    assert with_offers("clients owner:r", [raj, none, plain]) == [
        Candidate("clients owner:raj", "owner:raj", "", count="1,200"),
        Candidate("clients owner:none", "owner:none", "missing", count="10,000+"),
        Candidate("clients owner:ra\x1b", "owner:ra�", "", count=""),
    ]
