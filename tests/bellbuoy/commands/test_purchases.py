"""Transactions by command: in a demo, by query, from a feed, and what leaves the program."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from bellbuoy.commands import purchases as commands
from bellbuoy.services.making_purchases import fill_purchases
from bellbuoy.services.simulations import living
from tests.bellbuoy.commands.conftest import Bell
from tests.fixtures.dump import dump
from tests.fixtures.stores import DEMO_NOW, context


@pytest.fixture
def shop(demo_store: Path) -> Path:
    """A demo store with the transactions of 100 customers."""
    fill_purchases(context(demo_store, DEMO_NOW), 7, 100, DEMO_NOW)
    return demo_store


def feed(bell: Bell, store: Path) -> None:
    """A feed that has added two transactions, and stands: no clock adds another one."""
    assert bell("sim", "run", "live", "--interval", "3600", store=store).code == 0
    for _ in range(2):
        assert bell("sim", "step", "1", store=store).code == 0


def test_a_demo_with_customers_has_their_transactions_beside_the_same_clients(
    bell: Bell, tmp_path: Path, demo_store: Path
) -> None:
    dry = bell("store", "demo", str(tmp_path / "none.db"), "--customers", "30", "-n")
    assert (dry.code, (tmp_path / "none.db").exists()) == (0, False)
    for name in ("a.db", "b.db"):
        assert bell("store", "demo", str(tmp_path / name), "--customers", "30").code == 0
    assert (tmp_path / "a.db").read_bytes() == (tmp_path / "b.db").read_bytes()
    with_them, without = dump(tmp_path / "a.db"), dump(demo_store)
    assert (len(with_them["purchase"]), without["purchase"]) == (300, [])
    assert {name for name in without if with_them[name] != without[name]} == {
        "client", "purchase", "setting", "change_set", "change_row", "audit",
    }  # fmt: skip
    # Of the clients only the day of their last purchase differs.
    told, bare = ([row[:-1] for row in made["client"]] for made in (with_them, without))
    assert told == bare
    refused = bell("store", "demo", str(tmp_path / "c.db"), "--customers", "10000")
    assert (refused.code, (tmp_path / "c.db").exists()) == (2, False)
    assert "1 to 9,999 customers" in refused.err


def test_one_is_shown_and_some_are_listed(bell: Bell, shop: Path) -> None:
    (row,) = bell("txn", "show", "T-0001", "--json", store=shop).rows
    assert row == {
        "id": "T-0001", "at": "2026-09-24T14:00:00.000000Z", "customer": row["customer"],
        "category": "Books", "amount": {"minor": 72_203, "currency": "USD"}, "age": "36-45",
        "city": "Chicago", "known": "2026-09-24T14:00:00.000000Z",
        "simulated": False, "run": None, "client": None,
    }  # fmt: skip
    page = bell("txn", "show", "t-0001", store=shop).out
    assert "$722.03" in page
    assert "simulated" not in page
    line = ("txn", "list", "category:Books amount>500", "--sort=-amount", "--limit", "3")
    rows = bell(*line, "--json", store=shop).rows
    amounts = [row["amount"]["minor"] for row in rows]
    assert amounts == sorted(amounts, reverse=True)
    assert len(amounts) == 3
    assert min(amounts) > 50_000
    assert {row["category"] for row in rows} == {"Books"}


def test_what_a_feed_made_up_is_marked_and_is_left_out_of_what_leaves(
    bell: Bell, shop: Path, tmp_path: Path
) -> None:
    feed(bell, shop)
    table = bell("txn", "list", "--limit", "3", store=shop).lines
    assert [line.split()[0] for line in table[1:]][:2] == ["T-SIM-1-2~", "T-SIM-1-1~"]
    assert not table[3].split()[0].endswith("~")
    rows = bell("txn", "list", "--limit", "3", "--json", store=shop).rows
    assert [(row["simulated"], row["run"]) for row in rows] == [
        (True, 1), (True, 1), (False, None),
    ]  # fmt: skip
    shown = bell("txn", "show", "T-SIM-1-2", store=shop).out
    assert "yes, run 1 made it up" in shown
    for verb in ("list", "tail"):
        told = bell("txn", verb, "--limit", "1000", "--csv", store=shop)
        found = list(csv.DictReader(told.out.splitlines()))
        assert (len(found), {row["simulated"] for row in found}) == (1_000, {"false"})
        assert "2 simulated ones are left out: --simulated keeps them" in told.err
        file = tmp_path / f"{verb}.jsonl"
        bell("txn", verb, "--limit", "5", "--jsonl", "-o", str(file), "--simulated", store=shop)
        kept = [json.loads(line) for line in file.read_text().splitlines()]
        assert [row["simulated"] for row in kept] == [True, True, False, False, False]


def test_tail_follows_what_comes_in(
    bell: Bell, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(bell, shop)
    left = iter([True, True])

    def wait(seconds: float) -> bool:
        assert seconds == 5
        more = next(left, False)
        if more:
            living.step(context(shop, DEMO_NOW), 1)
        return more

    monkeypatch.setattr(commands, "wait", wait)
    line = ("txn", "tail", "--limit", "3", "--follow", "--interval", "5s")
    told = bell(*line, "--jsonl", store=shop)
    found = [json.loads(each) for each in told.lines]
    new = [row["id"] for row in found if row.get("simulated")]
    assert new == ["T-SIM-1-1", "T-SIM-1-2", "T-SIM-1-3", "T-SIM-1-4"]
    left = iter([True])
    lines = bell(*line, store=shop).lines
    assert [each.split("  ")[1] for each in lines if "T-SIM" in each] == [
        f"T-SIM-1-{n}~" for n in (2, 3, 4, 5)
    ]


def test_a_feed_is_begun_held_and_taken_back(bell: Bell, shop: Path) -> None:
    before = dump(shop)
    dry = bell("sim", "run", "live", "--interval", "3600", "-n", store=shop)
    assert (dry.code, dump(shop)) == (0, before)
    assert "a feed would begin, a transaction each 3,600 s" in dry.err
    begun = bell("sim", "run", "live", "--interval", "3600", "--seed", "5", store=shop)
    assert begun.lines[0] == (
        "run 1 · live · no clients · interval 3,600 · customers 100 · seed 5"
    )
    assert "bellbuoy txn tail --follow" in begun.err
    (row,) = bell("sim", "step", "1", "--json", store=shop).rows
    assert (row["state"], row["purchases"], row["clients"]) == ("paused", 1, 0)
    assert bell("sim", "verify", "1", store=shop).code == 0
    (row,) = bell("sim", "stop", "1", "--json", store=shop).rows
    assert row["state"] == "stopped"
    assert bell("sim", "undo", "1", store=shop).lines[1] == "undone: 1 transaction"
    assert dump(shop)["purchase"] == before["purchase"]
    shown = bell("sim", "list", "--json", store=shop).rows
    assert (shown[-1]["id"], len(shown)) == ("live", len({row["id"] for row in shown}))


@pytest.mark.parametrize(
    ("line", "code", "word"),
    [
        ("sim run live C-0001", 2, "a feed reaches no clients"),
        ("sim run live --speed 0", 2, "by the clock"),
        ("sim run live --times 2", 2, "goes on by itself"),
        ("sim run live --interval 3601", 2, "interval takes 1 to 3,600s"),
        ("sim run live --lasts 4h", 2, "takes no lasts"),
        ("sim run pulse --interval 2", 2, "feed of transactions"),
        ("sim preview live", 3, "no scenario"),
        ("txn show T-9999", 3, "no transaction"),
        ("txn list colour:red", 2, "unknown field"),
        ("txn list by:category", 2, "by:"),
        ("txn tail --interval 2s", 2, "--follow"),
        ("txn tail --follow --csv", 2, "--jsonl"),
    ],
)
def test_what_cannot_be_is_said(
    line: str, code: int, word: str, bell: Bell, demo_store: Path
) -> None:
    told = bell(*line.split(), store=demo_store)
    assert (told.code, told.out, word in told.err) == (code, "", True)
