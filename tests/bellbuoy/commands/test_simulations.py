"""Simulations by command: what could happen, told and not written."""

from __future__ import annotations

from pathlib import Path

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
