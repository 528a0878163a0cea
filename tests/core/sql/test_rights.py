"""Every table of the store asks for a right; what none names is nobody's."""

from __future__ import annotations

from core.sql.rights import RIGHTS, readable


def test_every_table_of_the_store_has_its_right() -> None:
    from storage import schema

    assert set(schema.METADATA.tables) == set(RIGHTS)


def test_a_table_without_a_line_is_nobodys() -> None:
    every = {*RIGHTS, "secret"}
    assert readable(every, RIGHTS.values()) == set(RIGHTS)
    beside = ("client", "component", "record", "step", "still", "update")
    told = {"incident", *(f"incident_{each}" for each in beside)}
    assert readable(every, ["incident:read"]) == told
    assert readable(every, []) == frozenset()
    assert readable(["client"], RIGHTS.values()) == {"client"}
