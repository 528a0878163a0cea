"""`worker scale`: a look, a check, a number, and the limit."""

from __future__ import annotations

from pathlib import Path

from bellbuoy.services import worker
from bellbuoy.services.context import open_context
from tests.bellbuoy.commands.conftest import Bell


def test_a_look_says_that_no_more_are_required(bell: Bell, demo_store: Path) -> None:
    worker.enlist(open_context(str(demo_store)), "test")
    told = bell("worker", "scale", "--json", store=demo_store)
    assert told.rows == [
        {"action": "none", "wanted": 1, "running": 1, "most": 1, "waiting": 0, "work_s": 0,
         "lag_s": 0},
    ]  # fmt: skip
    assert told.err == (
        "a check would say: not required: 0 runs of 0 s wait, the oldest for 0 s; at 300 s a"
        " worker 1 of at most 1 are wanted, 1 run\n"
    )
    assert bell("worker", "scale", "--auto", store=demo_store).err.startswith("not required")
    assert bell("worker", "scale", "1", store=demo_store).err == "1 run already\n"


def test_the_limit_is_a_setting(bell: Bell, demo_store: Path) -> None:
    told = bell("worker", "scale", "2", store=demo_store)
    assert (told.code, told.err) == (
        2, "error: 2 workers are outside of 1 to 1\nhint: bellbuoy config set worker.max N\n",
    )  # fmt: skip
    look = bell("config", "set", "worker.max", "2", "-n", store=demo_store)
    assert (look.code, look.err) == (0, "a dry run: it would be 2; it is 1\n")
    assert bell("config", "set", "worker.max", "2", store=demo_store).err == "it was 1\n"
    (row,) = bell("config", "get", "worker.max", "--json", store=demo_store).rows
    assert (row["value"], row["writable"]) == ("2", True)
    told = bell("worker", "scale", "2", "-n", store=demo_store)
    assert told.err == "a dry run: 0 run, and 2 would\n"
    worker.enlist(open_context(str(demo_store)), "test")
    worker.enlist(open_context(str(demo_store)), "other")
    told = bell("worker", "scale", "1", store=demo_store)
    assert told.err == "2 ran, 1 asked to stop: bellbuoy worker status\n"


def test_what_cannot_be_asked(bell: Bell, demo_store: Path) -> None:
    told = bell("worker", "scale", "2", "--auto", store=demo_store)
    assert (told.code, told.err.splitlines()[0]) == (
        2,
        "error: N and --auto do not go together",
    )
    assert bell("worker", "scale", "--auto", "--as", "manager", store=demo_store).code == 5
    assert bell("config", "set", "worker.max", store=demo_store).code == 2
