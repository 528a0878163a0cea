"""The commands of a store do the same on every engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.engine.opening import open_store
from storage.engine.store import Store
from storage.engine.version import SCHEMA
from tests.bellbuoy.commands.conftest import ROOT, Bell
from tests.fixtures.postgresql import Server, Shelf

PLAIN = ROOT / "examples" / "plain"
SECRET = "not-for-show"


def test_a_store_is_made_filled_listed_and_checked(bell: Bell, new_url: str) -> None:
    made = bell("store", "init", new_url, "--timezone", "Europe/Berlin", "--json")
    assert (made.code, made.rows[0]["store"]) == (0, new_url)
    assert bell("store", "init", new_url).code == 2
    filled = bell("import", str(PLAIN), "--store", new_url, "--json")
    assert filled.code in (0, 4), filled.err
    listed = bell("client", "list", "--store", new_url, "--json")
    assert (listed.code, len(listed.rows)) == (0, 8)
    assert all(row["tier"] != "unknown" for row in listed.rows)
    for words in (["store", "check", "--full"], ["store", "stats"], ["overview"], ["radar"],
                  ["incident", "list"], ["quarantine", "list"], ["job", "list"],
                  ["worker", "status"], ["doctor"]):  # fmt: skip
        told = bell(*words, "--store", new_url, "--json")
        assert told.code == 0, (words, told.err)
    key = listed.rows[0]["id"]
    assert bell("client", "show", key, "--store", new_url).code == 0
    assert bell("health", "explain", key, "--store", new_url).code == 0


def test_a_demo_says_the_same(bell: Bell, new_url: str, tmp_path: Path) -> None:
    file = tmp_path / "demo.db"
    for url in (new_url, str(file)):
        assert bell("store", "demo", url).code == 0
    for words in (["client", "list"], ["incident", "list"], ["overview"],
                  ["client", "list", "coral or sun"], ["client", "list", "name matches ^c.*s$"],
                  ["client", "list", "--as-of", "2026-11-02"]):  # fmt: skip
        mine = bell(*words, "--store", new_url, "--json")
        theirs = bell(*words, "--store", str(file), "--json")
        assert mine.json == theirs.json


def test_an_older_store_is_brought_up(bell: Bell, new_url: str) -> None:
    open_store(new_url).create(3)
    planned = bell("store", "migrate", new_url, "-n", "--json")
    assert (planned.rows[0]["found"], planned.rows[0]["copy"]) == (3, None)
    done = bell("store", "migrate", new_url, "--json")
    assert (done.code, done.rows[0]["current"]) == (0, SCHEMA)
    assert open_store(str(done.rows[0]["copy"])).schema() == 3


def test_a_store_is_copied(bell: Bell, a_demo: Store, shelf: Shelf) -> None:
    target = shelf.new()
    planned = bell("store", "copy", a_demo.address, target, "-n", "--json")
    assert (planned.code, planned.rows[0]["checksum"]) == (0, None)
    done = bell("store", "copy", a_demo.address, target, "--json")
    assert done.code == 0, done.err
    assert len(str(done.rows[0]["checksum"])) == 64
    assert done.rows[0]["rows"] == planned.rows[0]["rows"]
    assert bell("store", "copy", a_demo.address, target).code == 2
    assert bell("store", "copy", a_demo.address, target, "--store", target).code == 2


def test_a_server_that_is_away_ends_with_7(bell: Bell, tmp_path: Path) -> None:
    told = bell("client", "list", "--store", f"postgresql:///db?host={tmp_path}")
    assert (told.code, told.out) == (7, "")
    lines = told.err.splitlines()
    assert lines[0].startswith(f"error: the database at {tmp_path}:5432 is away")
    assert lines[1].startswith("hint: ")
    assert len(lines) == 2


@pytest.mark.parametrize(
    "words",
    [
        ("store", "stats"), ("store", "stats", "--json"), ("doctor",), ("config", "path"),
        ("import", str(PLAIN)), ("store", "migrate"), ("client", "list"), ("store", "init"),
        ("store", "copy", "STORE", "STORE"), ("client", "show", "nobody"),
    ],
)  # fmt: skip
def test_a_password_is_never_shown(
    bell: Bell,
    shelf: Shelf,
    postgresql_server: Server,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
) -> None:
    """Trusted, the server looks at no password; a URL may hold one all the same."""
    address = shelf.empty().address.replace("postgres@", f"postgres:{SECRET}@", 1)
    assert SECRET in address
    line = [address if word == "STORE" else word for word in words]
    monkeypatch.setenv("BELLBUOY_STORE", address)
    for debug in ([], ["--debug"]):
        told = bell(*line, *debug)
        assert SECRET not in told.out
        assert SECRET not in told.err
