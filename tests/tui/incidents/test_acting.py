"""`a`, `c` and `n` on the queue: one and many, what does not go, and undo."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bellbuoy.services import incidents
from bellbuoy.services.context import Context
from bellbuoy.services.incidents.linking import link
from core.access.types import Viewer
from core.desk.types import Selection
from core.incidents.life import Life, clocks, moved
from core.incidents.targets import SHIPPED
from core.incidents.types import STATUSES, Incident, IncidentSelection, Resolution, Status
from core.incidents.types import VERBS as MOVES_OF_LIFE
from core.values.errors import ConflictError
from tests.tui.clients.samples import INCIDENT
from tests.tui.hand import Hand, using
from tui.incidents import actions, doing
from tui.incidents.meant import Meant, one


def rows(ctx: Context, query: str = "") -> dict[str, Incident]:
    return {row.key: row for row in incidents.page(ctx, query).rows}


def statuses(ctx: Context) -> dict[str, str]:
    return {key: row.status for key, row in rows(ctx).items()}


async def moves_to(hand: Hand, key: str) -> None:
    """Put the cursor on an incident."""
    await hand.press("home")
    while hand.under_cursor != key:
        before = hand.under_cursor
        await hand.press("down")
        assert hand.under_cursor != before, f"{key} is not in the list"


async def test_one_is_acknowledged_at_once_and_taken_back(ctx: Context) -> None:
    before = statuses(ctx)
    async with using(ctx) as hand:
        await hand.press("3")
        key = hand.under_cursor
        assert before[key] == "open"
        await hand.press("a", "k")
        await hand.until(lambda: statuses(ctx)[key] == "acknowledged")
        await hand.until(lambda: f"{key}: acknowledged" in hand.row(23))
        assert hand.row(23).endswith("z undo")
        assert hand.under_cursor == key
        await hand.press("z")
        await hand.until(lambda: statuses(ctx) == before)


async def test_what_does_not_go_is_struck_and_says_why(ctx: Context) -> None:
    before = statuses(ctx)
    async with using(ctx) as hand:
        await hand.press("3", "a")
        assert "only a resolved one is closed" in hand.text
        await hand.press("x")
        assert "close: it is open: only a resolved one is closed" in hand.row(23)
        assert hand.app.screen.is_modal
        await hand.press("escape")
    assert statuses(ctx) == before


async def test_marks_are_shown_before_they_are_resolved(ctx: Context) -> None:
    before = statuses(ctx)
    async with using(ctx) as hand:
        await hand.press("3", "space", "down", "space", "a", "v")
        assert "Resolve 2 incidents" in hand.text
        await hand.press("f")
        await hand.until(lambda: "resolve: fixed: 2 of 2" in hand.text)
        assert statuses(ctx) == before
        await hand.press("enter")
        await hand.until(lambda: list(statuses(ctx).values()).count("resolved") ==
                         list(before.values()).count("resolved") + 2)  # fmt: skip
        await hand.until(lambda: "2 incidents: resolve: fixed" in hand.row(23))
        assert not hand.list.list.marks
        await hand.press("z")
        await hand.until(lambda: statuses(ctx) == before)


async def test_of_all_of_the_query_those_that_may_not_are_told(ctx: Context) -> None:
    before = statuses(ctx)
    waits = [key for key, status in before.items() if status == "pending"]
    async with using(ctx) as hand:
        await hand.press("3", "asterisk", "a", "o")
        await hand.until(lambda: f"resume: {len(waits)} of" in hand.text)
        await hand.press("escape")
        assert statuses(ctx) == before
        await hand.press("a", "o", "ctrl+s")
        await hand.until(lambda: "pending" not in statuses(ctx).values())


async def test_severity_owner_and_note_are_written(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press("3")
        key = hand.under_cursor
        await hand.press("a", "s", "c")
        await hand.until(lambda: rows(ctx)[key].severity == "critical")
        await hand.press("a", "a")
        await hand.type("zoe")
        await hand.press("enter")
        await hand.until(lambda: rows(ctx)[key].owner == "zoe")
        await hand.press("c")
        await hand.type("quota table lock")
        await hand.press("ctrl+s")
        await hand.until(lambda: "quota table lock" in [
            step.text for step in incidents.detail(ctx, key).steps
        ])  # fmt: skip
        await moves_to(hand, key)
        await hand.press("enter", "right_square_bracket")
        await hand.until(lambda: "quota table lock" in hand.text)


async def test_two_marked_ones_are_merged_into_the_one_that_is_chosen(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press("3", "space")
        first = hand.under_cursor
        await hand.press("down", "space", "a", "m")
        kept = hand.under_cursor
        assert "Which one is kept?" in hand.text
        await hand.press("b")
        await hand.until(lambda: f"merge into {kept}: 1 of 1" in hand.text)
        await hand.press("enter")
        await hand.until(lambda: rows(ctx)[first].duplicate_of == kept)
        await hand.press("z")
        await hand.until(lambda: rows(ctx)[first].duplicate_of is None)


async def test_more_clients_are_linked_by_a_query(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press("3")
        key = hand.under_cursor
        await hand.press("a", "l")
        await hand.type("tier:critical")
        await hand.press("enter")
        await hand.until(lambda: "link" in hand.text and hand.app.screen.is_modal)
        await hand.press("enter")
        await hand.until(lambda: rows(ctx)[key].clients > 1)
        many = rows(ctx)[key].clients
        await hand.press("p")
        await hand.until(lambda: f"{many} clients" in hand.text)


async def test_some_clients_are_split_off_and_taken_back(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press("3")
        key = hand.under_cursor
        before = rows(ctx)
        await hand.press("a", "f")
        assert "split: it hurts one client alone" in hand.row(23)
        await hand.press("escape")
        link(ctx, IncidentSelection((key,)), Selection(query="tier:critical"))
        linked = rows(ctx)[key]
        whom = next(each for each in linked.affects if each != linked.client_key)
        await hand.until(lambda: f"{linked.clients} clients" in hand.text)
        await moves_to(hand, key)
        await hand.press("a", "f")
        await hand.type(f"id:{whom}")
        await hand.press("enter")
        await hand.until(lambda: "split" in hand.text and hand.app.screen.is_modal)
        await hand.press("enter")
        await hand.until(lambda: len(rows(ctx)) == len(before) + 1)
        (new,) = set(rows(ctx)) - set(before)
        assert rows(ctx)[new].affects == (whom,)
        assert whom not in rows(ctx)[key].affects
        await hand.press("z")
        await hand.until(lambda: set(rows(ctx)) == set(before))
        assert rows(ctx)[key].affects == linked.affects


async def test_a_new_incident_is_opened_by_three_short_steps(ctx: Context) -> None:
    before = rows(ctx)
    async with using(ctx) as hand:
        await hand.press("3")
        client = before[hand.under_cursor].client_key
        await hand.press("n")
        assert client in hand.text
        await hand.press("enter", "h")
        await hand.type("export is down")
        await hand.press("enter")
        await hand.until(lambda: len(rows(ctx)) == len(before) + 1)
    (made,) = (row for key, row in rows(ctx).items() if key not in before)
    assert (made.client_key, made.severity, made.title, made.status) == (
        client, "high", "export is down", "open",
    )  # fmt: skip


async def test_a_new_incident_of_nobody_is_refused_in_its_box(ctx: Context) -> None:
    async with using(ctx) as hand:
        await hand.press("3", "n", *["backspace"] * 8, "enter")
        assert "a client is needed" in hand.text


@pytest.mark.parametrize("role", ["analyst"])
async def test_who_may_not_is_told(ctx: Context, role: str) -> None:
    viewer = replace(ctx, viewer=Viewer("zoe", role))
    async with using(viewer) as hand:
        await hand.press("3", "a")
        assert f"role {role} may not act on incidents" in hand.row(23)
        await hand.press("c")
        assert f"role {role} may not write notes" in hand.row(23)
        await hand.press("n")
        assert f"role {role} may not open incidents" in hand.row(23)


def life(status: Status) -> Life:
    """An incident of an hour ago that stands so."""
    opened, now = 0, 3_600_000_000
    taken = None if status in ("open", "pending") else opened + 60_000_000
    resolved = now if status in ("resolved", "closed") else None
    closed = now if status == "closed" else None
    respond, resolve = clocks(opened, taken, resolved, SHIPPED["high"])
    reason: Resolution | None = "fixed" if resolved is not None else None
    return Life(
        status, "high", opened, taken, resolved, closed, reason, None, 0, respond, resolve
    )


@pytest.mark.parametrize("status", STATUSES)
def test_the_menu_strikes_what_the_rules_refuse_and_nothing_else(status: Status) -> None:
    meant = one(replace(INCIDENT, status=status))
    letters = {move: letter for letter, move in doing.MOVES.items()}
    for verb in actions.VERBS:
        move = doing.MOVES.get(verb.letter)
        if move is None:
            continue
        stands = life(status)
        try:
            goes = moved(stands, move, 7_200_000_000) != stands
        except ConflictError:
            goes = False
        assert (actions.why_not(verb, meant) == "") == goes, (status, move)
    assert set(letters) | {"resolve"} == set(MOVES_OF_LIFE)


def test_letters_of_the_menu_stand_once_and_are_those_of_the_key_table() -> None:
    from tui.key_table import ACT

    letters = [verb.letter for verb in actions.VERBS]
    assert len(letters) == len(set(letters))
    table = {letter.label: letter.key for letter in ACT}
    for verb in actions.VERBS:
        if verb.label in table:
            assert table[verb.label] == verb.letter


def test_of_many_what_takes_one_is_struck() -> None:
    many = Meant(one(INCIDENT).incidents, "2 incidents", (INCIDENT, INCIDENT))
    struck = {verb.letter for verb in actions.VERBS if actions.why_not(verb, many)}
    assert struck == {actions.LINK, actions.UNLINK, actions.SPLIT, actions.TASK}
