from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bellbuoy.commands.client_page import client_json, client_text
from bellbuoy.commands.options import Options
from bellbuoy.services import client_detail
from core.clients.types import ClientDetail
from core.playbooks.types import NextStep
from tests.fixtures.stores import context

CALL = NextStep("Call: \x1b why?", "usage costs 38 points", "call")


@pytest.fixture
def coral(demo_master: Path) -> ClientDetail:
    return client_detail.show(context(demo_master), "C-0002")


def page(found: ClientDetail, today: int = 20_773) -> list[str]:
    return client_text(found, CALL, Options(), today)[0].split("\n")


def test_keys_and_values_of_outside_are_one_line_each(coral: ClientDetail) -> None:
    told = page(replace(coral, extra=(("sea\x1bts", "1\n2"), ("empty", ""))))
    assert "sea�ts      1�2" in told
    assert not [line for line in told if line.startswith("empty")]


def test_the_next_step_stands_there(coral: ClientDetail) -> None:
    assert "next        Call: � why?: usage costs 38 points" in page(coral)
    assert client_json(coral, CALL)["next"] == {
        "what": "Call: \x1b why?", "why": "usage costs 38 points", "verb": "call",
    }  # fmt: skip


def test_an_ended_client_says_when(coral: ClientDetail) -> None:
    told = page(replace(coral, ended=20_770))
    assert "status      active, client since 2024-12-14, ended 2026-11-13, 3d ago" in told


def test_a_baseline_says_whose_it_is(coral: ClientDetail) -> None:
    told = page(replace(coral, baseline_from="plan"))
    assert "calls       4,595 in 30 days (baseline 5,000, of its plan)" in told


def test_what_is_unknown_says_so(coral: ClientDetail) -> None:
    row = replace(coral.row, logins_30=None, partial=True, delta7=None)
    told = page(replace(coral, row=row, components=(9190, None, 2000)))
    assert "logins      unknown" in told
    assert "health      69 of 100, ! at risk, new, partial" in told
    assert "engagement  unknown     30%      26" in told


def test_money_of_several_currencies_is_never_added(coral: ClientDetail) -> None:
    both = (coral.arr[0], replace(coral.arr[0], currency="EUR"))
    assert "ARR         $70,060.80, €70,060.80" in page(replace(coral, arr=both))


def test_json_names_what_the_tuple_holds(coral: ClientDetail) -> None:
    found = client_json(
        replace(coral, identities=(("crm", "77"),), extra=(("seats", "4"),)), CALL
    )
    assert found["identities"] == [{"source": "crm", "id": "77"}]
    assert found["extra"] == {"seats": "4"}
    assert found["last_login"] == "2026-11-13"
