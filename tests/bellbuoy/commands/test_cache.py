"""`cache show` and `cache clear`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bellbuoy.services.store import check, failures
from tests.bellbuoy.commands.conftest import Bell, Told
from tests.fixtures.stores import context


@pytest.fixture
def told(bell: Bell, demo_store: Path) -> Bell:
    """On a store of its own with two kept looks."""

    def run(*words: str) -> Told:
        return bell(*words, store=demo_store)

    run("overview", "--as-of", "2026-11-01")
    run("overview", "--as-of", "2026-11-03", "--as-known")
    return run


def test_what_is_kept_and_how_old_it_is(told: Bell) -> None:
    found = told("cache", "show")
    assert found.code == 0
    assert "kept looks" in found.out
    assert "a look stays   7 days after somebody last asked for it" in found.out
    assert "2026-11-03T23:59:59.999999Z" in found.out
    assert "scores    current" in found.out
    rows = told("cache", "show", "--json").rows
    assert [row["kind"] for row in rows] == ["look"] * 2 + ["figures"] * 4
    assert [row["known"] for row in rows[:2]] == [True, False]
    assert rows[0]["asked"] is not None


def test_a_dry_run_takes_nothing(told: Bell) -> None:
    found = told("cache", "clear", "-n")
    assert (found.code, found.err) == (0, "a dry run: 2 looks would go\n")
    assert len(found.lines) == 3
    assert len(told("cache", "show", "--json").rows) == 6


def test_clear_takes_all_and_says_so(told: Bell, demo_store: Path) -> None:
    found = told("cache", "clear")
    assert found.err == "2 looks gone; they are computed again when asked for\n"
    assert len(told("cache", "show", "--json").rows) == 4
    assert failures(check(context(demo_store), full=True)) == 0
    again = told("cache", "clear", "--json")
    assert (again.code, again.rows) == (0, [])


def test_older_than_is_a_span(told: Bell) -> None:
    found = told("cache", "clear", "--older-than", "1d")
    assert found.err.splitlines()[0] == "0 looks gone; they are computed again when asked for"
    assert told("cache", "clear", "--older-than", "soon").code == 2


def test_who_may(told: Bell) -> None:
    assert told("cache", "show", "--as", "analyst").code == 0
    assert told("cache", "clear", "--as", "analyst").code == 5
    assert told("cache", "show", "--as", "rep").code == 5
    assert told("cache", "clear", "--read-only").code == 2
