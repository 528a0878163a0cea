"""What the palette can find, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from themes.load import names
from tui.actions import Action, Enabled
from tui.keymap import DEFAULT
from tui.overlays.palette_hits import Hit, client_hits, day_hits, fixed_hits
from tui.places import Place
from tui.registry import SCREENS


def _not_now(_: object) -> Enabled:
    return "not now"


ACTIONS = (
    Action("list.sort", "sort", "sort", "sort menu", "x"),
    Action("list.count", "", "count", "count the rows", "x"),
    Action("list.why", "why", "why", "why", "x", enabled=_not_now),
    Action("place.palette", "palette", "palette", "find", "x"),
    Action("place.radar", "radar", "radar", "the risk radar", "x"),
)


class Heard(list[tuple[str, Any]]):
    def noting(self, name: str) -> Callable[..., None]:
        return lambda *args: self.append((name, args[0]))


def surroundings() -> tuple[Heard, Any, Any]:
    heard = Heard()
    shell = SimpleNamespace(
        keymap=DEFAULT,
        go=heard.noting("go"),
        use_theme=heard.noting("theme"),
        set_day=heard.noting("day"),
    )
    return heard, shell, SimpleNamespace(actions=ACTIONS, act=heard.noting("act"))


def of_kind(hits: list[Hit], kind: str) -> list[Hit]:
    return [hit for hit in hits if hit.kind == kind]


def test_actions_that_work_now_with_their_keys() -> None:
    heard, shell, screen = surroundings()
    sort, count = of_kind(fixed_hits(shell, screen), "action")
    assert (sort.label, sort.key, sort.here) == ("sort", "s", True)
    assert sort.names == ("s", "list.sort")
    assert (count.label, count.key) == ("count", "")
    sort.run()
    assert heard == [("act", ACTIONS[0])]


def test_places_with_both_keys_and_once_only() -> None:
    heard, shell, screen = surroundings()
    hits = fixed_hits(shell, screen)
    places = of_kind(hits, "place")
    assert [hit.label for hit in places] == [entry.title for entry in SCREENS if entry.go]
    radar = places[0]
    assert radar.key == "1  g r"
    assert {"1", "g r", "gr", "radar"} <= set(radar.names)
    assert not [hit for hit in hits if hit.kind == "action" and hit.label == "radar"]
    radar.run()
    assert heard == [("go", Place("radar"))]


def test_every_theme() -> None:
    heard, shell, screen = surroundings()
    hits = of_kind(fixed_hits(shell, screen), "theme")
    assert [hit.key for hit in hits] == [f":theme {name}" for name in names()]
    hits[0].run()
    assert heard == [("theme", names()[0])]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2024-06-30", "2024-06-30"),
        ("as of 2024-06-30", "2024-06-30"),
        ("asof 2024-06-30T14:00 ", "2024-06-30T14:00"),
        ("As of now", "now"),
    ],
)
def test_a_day_that_was_typed(typed: str, day: str) -> None:
    heard, shell, _ = surroundings()
    (hit,) = day_hits(shell, typed)
    assert hit.key == f":asof {day}"
    hit.run()
    assert heard == [("day", day)]


@pytest.mark.parametrize("typed", ["", "2024", "nowhere", "as of", "2024-06-30x"])
def test_what_is_no_day(typed: str) -> None:
    assert day_hits(surroundings()[1], typed) == []


def test_clients_are_opened_by_their_id_and_shown_harmless(ctx: Context) -> None:
    heard, shell, _ = surroundings()
    rows = clients.page(ctx, "id:C-0008,C-0013 sort:name").rows
    hits = client_hits(shell, rows, "typed")
    hostile = next(hit for hit in hits if hit.key == "C-0008")
    assert hostile.label.startswith("[bold red]Hartmann[/] �")
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in hostile.label)
    dalton = next(hit for hit in hits if hit.key == "C-0013")
    assert (dalton.label, dalton.role, dalton.found_for) == (
        "Dalton Outfitters", "healthy", "typed",
    )  # fmt: skip
    assert dalton.hint.split() == [
        "healthy",
        str(next(r for r in rows if r.key == "C-0013").score),
    ]
    dalton.run()
    assert heard == [("go", Place("client", "C-0013"))]


def test_a_thing_found_again_is_the_same(ctx: Context) -> None:
    _, shell, _ = surroundings()
    rows = clients.page(ctx, "id:C-0013").rows
    one, two = client_hits(shell, rows, "d"), client_hits(shell, rows, "da")
    assert one[0].identity == two[0].identity
    assert one[0] != two[0]
