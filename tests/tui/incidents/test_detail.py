"""One incident on its own page: tabs, the walk through the queue, what is written."""

from __future__ import annotations

from bellbuoy.services import incidents
from bellbuoy.services.context import Context
from core.incidents.types import IncidentSelection
from tests.tui.hand import Hand, using
from tui.incidents.detail import IncidentPage
from tui.places import Place

NEXT = "right_square_bracket"


def page(hand: Hand) -> IncidentPage:
    found = hand.page
    assert isinstance(found, IncidentPage)
    return found


async def test_enter_opens_it_and_the_tabs_follow_one_another(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("3", "down")
        key = hand.under_cursor
        await hand.press("enter")
        assert hand.row(2).startswith(f"Incidents › Open › {key}")
        assert hand.row(3).startswith("[Overview] Timeline  Clients hurt")
        assert "SLA ledger of the resolution" in "\n".join(
            line.plain for line in page(hand).tab.pane.lines
        )
        assert page(hand).command == f"bellbuoy incident show {key}"
        for title in ("Timeline", "Clients hurt 1", "Similar", "Drafts", "Post-mortem"):
            await hand.press(NEXT)
            assert f"[{title}]" in hand.row(3), title
        await hand.press("escape")
        assert hand.under_cursor == key


async def test_j_and_k_walk_through_the_queue_on_the_same_tab(demo_ctx: Context) -> None:
    keys = [row.key for row in incidents.page(
        demo_ctx, "status:open,acknowledged,pending").rows]  # fmt: skip
    async with using(demo_ctx) as hand:
        await hand.press("3", "enter")
        await hand.until(lambda: f"› {keys[0]}" in hand.row(2))
        await hand.press(NEXT, "J")
        assert f"› {keys[1]}" in hand.row(2)
        assert "[Timeline]" in hand.row(3)
        await hand.press("K", "K")
        assert f"› {keys[0]}" in hand.row(2)
        assert "the list ends here" in hand.row(23)


async def test_a_client_that_it_hurts_is_opened_and_explained(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        hand.app.go(Place("incident", "INC-0002-1", "hurt"))
        await hand.until(lambda: "Coral Networks" in hand.text)
        assert "1 client ·" in hand.text
        assert page(hand).command == "bellbuoy client list id:C-0002"
        await hand.press("w")
        assert "[Explain]" in hand.row(3)
        await hand.press("escape", "enter")
        assert "[Overview] Usage" in hand.row(3)


async def test_drafts_are_of_two_kinds_and_are_copied_whole(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        hand.app.go(Place("incident", "INC-0002-1", "drafts"))
        await hand.until(lambda: "reply to C-0002" in hand.text)
        assert "INC-0002-1" in page(hand).copied
        await hand.press("b")
        await hand.until(lambda: "notice to C-0002" in hand.text)
        assert page(hand).command == "bellbuoy incident draft INC-0002-1 --kind notice"


async def test_the_post_mortem_is_shown_and_copied(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        hand.app.go(Place("incident", "INC-0002-1", "post-mortem"))
        await hand.until(lambda: "Nobody can sign in" in hand.text)
        assert page(hand).copied.startswith("# ")
        assert page(hand).command == "bellbuoy incident post-mortem INC-0002-1"


async def test_an_incident_that_there_is_not_is_told(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        hand.app.go(Place("incident", "INC-NONE"))
        await hand.until(lambda: "INC-NONE” not found" in hand.text)
        await hand.press("a")
        assert "no incident under the cursor" in hand.row(23)


async def test_a_note_of_ten_kilobytes_is_read_on_the_timeline(ctx: Context) -> None:
    from bellbuoy.services.incidents import moves

    key = incidents.page(ctx, "status:open").rows[0].key
    text = "\n".join(f"line {n} \x1b[31mred {'x' * 60}" for n in range(150))
    moves.note(ctx, IncidentSelection((key,)), text)
    async with using(ctx) as hand:
        hand.app.go(Place("incident", key, "timeline"))
        await hand.until(lambda: "line 0" in hand.text)
        assert "\x1b" not in hand.text
        await hand.press("end")
        assert "line 149" in hand.text


async def test_from_bell_to_post_mortem_by_few_keys(ctx: Context) -> None:
    """The worst one taken, given to somebody, resolved and written up; typed words are
    not counted."""
    key = incidents.page(ctx, "status:open").rows[0].key
    keys = 0

    async def press(hand: Hand, *pressed: str) -> None:
        nonlocal keys
        keys += len(pressed)
        await hand.press(*pressed)

    def now() -> str:
        return incidents.show(ctx, key).status

    async with using(ctx) as hand:
        await press(hand, "3", "enter")
        assert key in hand.row(2)
        await press(hand, "a", "k")
        await hand.until(lambda: now() == "acknowledged")
        await press(hand, "a", "a")
        await hand.type("raj")
        await press(hand, "enter")
        await hand.until(lambda: incidents.show(ctx, key).owner == "raj")
        await press(hand, "c")
        await hand.type("quota table was locked")
        await press(hand, "enter")
        await hand.until(lambda: "quota table was locked" in [
            step.text for step in incidents.detail(ctx, key).steps])  # fmt: skip
        await press(hand, "a", "v", "f")
        await hand.until(lambda: now() == "resolved")
        await press(hand, "left_square_bracket")
        await hand.until(lambda: "[Post-mortem]" in hand.row(3))
        await hand.until(lambda: "quota table was locked" in page(hand).copied)
        await press(hand, "y")
        await hand.until(lambda: "copied" in hand.row(23))
    assert keys <= 15
