"""Simulations by command: what could happen, told and not written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bellbuoy.commands.conftest import Bell


def test_an_outage_is_told_before_it_happens(bell: Bell, demo_store: Path) -> None:
    told = bell("sim", "preview", "outage", "C-0007", store=demo_store)
    lines = told.out.splitlines()
    assert lines[0] == "outage · severity 1, symptoms 3, depth 2 · seed 42"
    assert lines[2] == "computed, nothing is written: 4 incidents opened"
    reset = bell("sim", "preview", "reset", "C-0002", store=demo_store).out
    assert ", 1 client whose incidents end or stop counting" in reset
    (row,) = bell("sim", "preview", "outage", "C-0007", "--json", store=demo_store).rows
    (client,) = row["largest"]
    assert row["after"]["points"] - row["before"]["points"] == row["points"]["total"]
    assert sum(part["points"] for part in row["points"]["parts"]) == row["points"]["total"]
    assert f"{client['score']} → {client['score_after']}" in told.out
    assert client["score"] - client["score_after"] == -row["points"]["total"] > 0


def test_parameters_seeds_and_whom(bell: Bell, demo_store: Path) -> None:
    line = ("sim", "preview", "payment-failures", "tier:healthy", "--json")
    (some,) = bell(*line, "--set", "share=10", "--seed", "3", store=demo_store).rows
    (all_of_them,) = bell(*line, "--set", "share=100", store=demo_store).rows
    assert (some["seed"], some["values"]) == (3, {"share": 10})
    assert some["touched"] < all_of_them["touched"] == all_of_them["clients"]
    (bands,) = bell(*line, "--seeds", "1..4", store=demo_store).rows
    assert [each["seed"] for each in bands["seeds"]] == [1, 2, 3, 4]
    told = bell("sim", "preview", "payment-failures", "--seeds", "1..4", store=demo_store)
    assert "payment-failures · 4 seeds, 1 to 4 · 15 clients" in told.out
    assert "NRR USD" in told.out


def test_what_if(bell: Bell, demo_store: Path) -> None:
    told = bell("sim", "whatif", "C-0002", "--use=-50%", "--closed", store=demo_store)
    assert told.out.startswith("calls -50 %, logins -50 %, open incidents closed\n")
    (row,) = bell("sim", "whatif", "--weights", "50/25/25", "--json", store=demo_store).rows
    assert (row["what"], row["clients"], row["seed"]) == ("weights 50/25/25", 15, None)
    line = ("sim", "whatif", "C-0002", "--use=+10%", "--calls=−5", "--json")
    (row,) = bell(*line, store=demo_store).rows
    assert row["what"] == "calls -5 %, logins +10 %"


def test_what_can_be_set_is_shown(bell: Bell, demo_store: Path) -> None:
    told = bell("sim", "show", "decline", store=demo_store)
    assert "percent         40      1   100  %" in told.out
    rows = bell("sim", "list", "--json", store=demo_store).rows
    assert [row["id"] for row in rows][:2] == ["pulse", "outage"]


@pytest.mark.parametrize(
    ("line", "code", "word"),
    [
        ("sim preview storm", 3, "no scenario"),
        ("sim preview pulse C-9999", 3, "no client fits “C-9999”"),
        ("sim preview pulse --set days", 2, "sets no parameter"),
        ("sim preview pulse --set days=0", 2, "days takes 1 to 30d"),
        ("sim preview pulse --set depth=1", 2, "no parameter"),
        ("sim preview pulse --seeds 5", 2, "no range of seeds"),
        ("sim preview pulse --seeds 5..1", 2, "1 to 1,000 seeds"),
        ("sim preview pulse --seeds 1..2 --seed 1", 2, "one seed, or many"),
        ("sim preview pulse nope:1", 2, "unknown field"),
        ("sim whatif", 2, "nothing is different"),
        ("sim whatif --use=-101%", 2, "-100 % to +900 %"),
        ("sim whatif --use=much", 2, "much"),
        ("sim preview pulse --as auditor", 5, "may not client:read"),
    ],
)
def test_what_is_refused_is_one_line(
    bell: Bell, demo_store: Path, line: str, code: int, word: str
) -> None:
    told = bell(*line.split(), store=demo_store)
    assert (told.code, told.out) == (code, "")
    assert word in told.err
    assert told.err.count("\n") <= 2
