"""F1 in the filter: fields, their values with counts, and the one that is taken."""

from __future__ import annotations

from bellbuoy.services import clients
from bellbuoy.services.context import Context
from bellbuoy.services.fields import fields
from tests.tui.hand import using


async def test_the_values_of_the_field_that_is_typed(demo_ctx: Context) -> None:
    mine = clients.count(demo_ctx, "tier:healthy owner:ana")
    async with using(demo_ctx) as hand:
        await hand.press("2", "slash")
        await hand.type("tier:healthy owner:")
        await hand.press("f1")
        assert "Values of owner" in hand.text
        assert "among tier:healthy" in hand.text
        assert any(" ana " in line and f" {mine} " in line for line in hand.lines)
        first = hand.app.screen.values[0]  # type: ignore[attr-defined]
        assert first.n == max(v.n for v in hand.app.screen.values)  # type: ignore[attr-defined]
        await hand.press("enter")
        await hand.press("enter")
        assert hand.list.query_text == f"tier:healthy {first.text}"
        assert f"of {first.n} " in hand.row(3)


async def test_without_a_field_the_fields_come_first(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2", "slash", "f1")
        assert "Fields of clients" in hand.text
        assert "who looks after the client" in hand.text
        names = [info.name for info in fields("client")]
        await hand.press(*["down"] * names.index("tier"), "enter")
        assert "Values of tier" in hand.text
        await hand.press("escape")
        assert "Fields of clients" in hand.text
        await hand.press("escape")
        assert hand.list.editing
        await hand.press("escape", "question_mark")
        assert "Help" in hand.text


async def test_a_field_without_values_to_choose_from_begins_its_condition(
    demo_ctx: Context,
) -> None:
    few = clients.count(demo_ctx, "tier:critical health<20")
    async with using(demo_ctx) as hand:
        await hand.press("2", "slash")
        await hand.type("tier:critical ")
        await hand.press("f1")
        names = [info.name for info in fields("client")]
        await hand.press(*["down"] * names.index("health"), "enter")
        assert hand.list.box.value == "tier:critical health<"  # type: ignore[attr-defined]
        await hand.type("20")
        await hand.press("enter")
        await hand.until(lambda: f"of {few} " in hand.row(3))
        await hand.press("slash", "f1", *["down"] * names.index("name"), "enter")
        assert hand.list.box.value.endswith(" name~")  # type: ignore[attr-defined]


async def test_a_query_that_does_not_hold_is_told(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("2", "slash")
        await hand.type("tierr:x owner:")
        await hand.press("f1")
        assert "unknown field `tierr`" in hand.text
        await hand.press("escape", "escape")
        assert hand.list.editing


async def test_incidents_have_values_too(demo_ctx: Context) -> None:
    async with using(demo_ctx) as hand:
        await hand.press("3", "slash")
        await hand.type(" severity:")
        await hand.press("f1")
        assert "Values of severity" in hand.text
        assert hand.app.screen.values  # type: ignore[attr-defined]
