"""A database that goes away and comes back under the app."""

from __future__ import annotations

from textual.pilot import Pilot

from storage.engine.postgresql_store import PostgresStore
from tests.fixtures.postgresql import Server, Shelf
from tests.tui.running import app_on, press, sees, shown, until

AWAY = "database away"


def row(pilot: Pilot[int], name: str) -> str:
    return next(line for line in shown(pilot).splitlines() if name in line)


async def test_the_app_keeps_what_it_shows_and_finds_back_by_itself(
    shelf: Shelf, demo_schema: PostgresStore, postgresql_server: Server
) -> None:
    store = shelf.copy(demo_schema)
    async with app_on(store.address).run_test(size=(110, 24)) as pilot:
        await until(pilot, sees(pilot, "Coral Networks"))
        before = row(pilot, "Coral Networks")
        postgresql_server.stop()
        try:
            await until(pilot, sees(pilot, AWAY), "that it is away")
            await until(pilot, sees(pilot, "is away"), "the line that says so")
            assert row(pilot, "Coral Networks") == before
            await press(pilot, "enter")
            await until(pilot, sees(pilot, "Could not read"), "a client that is not read")
            await press(pilot, "escape")
            assert row(pilot, "Coral Networks") == before
        finally:
            postgresql_server.start()
        await until(pilot, sees(pilot, "the database is back"), "that it is back")
        await until(pilot, lambda: AWAY not in shown(pilot), "a fresh second row")
        with store.unit() as unit:
            unit.run("UPDATE client SET score = 41, health_rank = 41 WHERE key = 'C-0009'")
        await until(pilot, sees(pilot, "!  at risk     41"), "the new score")
