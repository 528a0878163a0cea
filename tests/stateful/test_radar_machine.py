"""Two people at their radars: counts are lists are exports, marks and views stay whose they
are, and a change that another one stands in the way of is told and changes nothing."""

from __future__ import annotations

from typing import Any

from hypothesis.strategies import SearchStrategy

from tests.fixtures.stores import NewStore
from tests.stateful.playing import PATIENT, play
from tests.stateful.radar_machine import RadarMachine


@PATIENT
def test_two_radars_over_one_store(new_demo: NewStore) -> None:
    play(RadarMachine, new_demo, examples=3, steps=10)


class _First:
    """Draws the first of what there is: one's own view."""

    def draw(self, strategy: SearchStrategy[Any]) -> Any:
        return strategy.elements[0]  # type: ignore[attr-defined]


@PATIENT
def test_each_key_once(new_demo: NewStore) -> None:
    """A conflict on a tag, a save that another person's act comes before, marks in a
    group, a view that is shared and goes while somebody looks at it."""
    first: Any = _First()
    machine = RadarMachine(new_demo)
    try:
        machine.begin(role="rep")
        for name, how in (
            ("acts_on_clients", {"who": "ana", "act": ("g", "+vip"), "between": False}),
            ("acts_on_clients", {"who": "mei", "act": ("g", "-vip"), "between": False}),
            ("takes_back", {"who": "ana"}),
            ("takes_back", {"who": "mei"}),
            ("does_again", {"who": "mei"}),
            ("saves_a_view", {"who": "mei", "name": "Alpha", "over": True}),
            ("shares_a_view", {"who": "mei", "data": first, "letter": "a"}),
            ("opens_a_view", {"who": "ana", "data": first}),
            ("forgets_a_view", {"who": "mei", "data": first}),
            ("goes_back", {"who": "ana"}),
            ("groups", {"who": "mei", "letter": "o"}),
            ("opens_a_group", {"who": "mei", "down": 1}),
            ("marks", {"who": "mei", "down": 0, "key": "shift+down"}),
            ("refreshes", {"who": "mei"}),
            ("acts_on_clients", {"who": "mei", "act": ("a", "zoe"), "between": True}),
            ("filters", {"who": "ana", "clauses": ("tag:vip",), "kept": True}),
            ("sorts", {"who": "ana", "letter": "n"}),
            ("marks_all", {"who": "ana"}),
            ("acts_on_clients", {"who": "ana", "act": ("z", "3d away"), "between": False}),
        ):
            getattr(machine, name)(**how)
            machine.the_store_holds_what_was_done()
            machine.both_screens_say_so()
    finally:
        machine.teardown()
