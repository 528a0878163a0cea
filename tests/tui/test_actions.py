"""Footer, help and refusals are made from records."""

from __future__ import annotations

from dataclasses import dataclass

from tui.actions import Action, always, find, help_groups, hints, problems, refusal
from tui.keymap import BY_ID, DEFAULT


@dataclass
class Page:
    rows: int = 3


def has_rows(page: Page) -> bool | str:
    return True if page.rows else "no rows yet"


OPEN = Action("clients.open", "open", "open", "open the client", "open_client")
NEW = Action("clients.new", "new", "new", "add a client", "new_client", right="client:write")
WHY = Action("clients.why", "why", "why", "explain the score", "explain", enabled=has_rows)  # type: ignore[arg-type]
TOUR = Action("app.tour", "", "tour", "show the tour", "tour")
ACTIONS = (OPEN, WHY, NEW, TOUR)


def test_an_action_has_the_keys_of_its_meaning() -> None:
    assert OPEN.keys == ("enter",)
    assert TOUR.keys == ()
    assert OPEN.heading == "go"
    assert TOUR.heading == "more"
    assert Action("x", "open", "x", "x", "x", group="mine").heading == "mine"
    assert always(None) is True


def test_a_meaning_finds_its_action() -> None:
    assert find(ACTIONS, BY_ID["why"]) is WHY
    assert find(ACTIONS, BY_ID["edit"]) is None


def test_hints_show_what_works_now_in_the_order_given() -> None:
    assert hints(ACTIONS, Page()) == [("⏎", "open"), ("w", "why"), ("n", "new")]
    assert hints(ACTIONS, Page(0)) == [("⏎", "open"), ("n", "new")]


def test_hints_and_help_follow_the_users_keys() -> None:
    keymap = DEFAULT.changed({"why": ["W"]})
    assert ("W", "why") in hints(ACTIONS, Page(), keymap)
    assert help_groups(ACTIONS, keymap) == {
        "go": [("⏎", "open the client")],
        "look": [("W", "explain the score")],
        "change": [("n", "add a client")],
    }


def test_help_names_every_key_of_an_action() -> None:
    run = Action("job.run", "run", "run", "run the job", "run")
    assert help_groups([run]) == {"change": [("R F5 ctrl+j", "run the job")]}


def test_a_key_that_does_nothing_says_so() -> None:
    assert refusal(BY_ID["new"]) == "n new: nothing to create here"
    assert refusal(BY_ID["why"], DEFAULT.changed({"why": ["W"]})).startswith("W why: ")


def test_two_actions_on_one_key_are_a_problem() -> None:
    assert problems(ACTIONS) == ()
    other = Action("clients.view", "open", "view", "view", "view")
    assert problems((OPEN, other)) == ("open means clients.open, clients.view",)
    assert problems((OPEN, OPEN))[0] == "clients.open stands 2 times"
    assert "no meaning 'nosuch'" in problems((Action("x", "nosuch", "x", "x", "x"),))[0]
