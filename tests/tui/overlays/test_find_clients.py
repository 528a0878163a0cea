"""Clients by what was typed: names and ids, those that begin so first."""

from __future__ import annotations

import pytest

from bellbuoy.services.context import Context
from tests.tui.charts.samples import HOSTILE
from tui.overlays.find_clients import MOST, find_clients


def names(ctx: Context, typed: str) -> list[str]:
    return [row.name for row in find_clients(ctx, typed)]


def test_names_that_begin_so_come_before_those_that_hold_it(ctx: Context) -> None:
    found = names(ctx, "d")
    assert found[0] == "Dalton Outfitters"
    assert {"Walnut Dental", "Fieldstone Dental"} <= set(found)


def test_an_id_is_found_in_small_letters_too(ctx: Context) -> None:
    assert names(ctx, "c-0013") == ["Dalton Outfitters"]
    assert len(find_clients(ctx, " c-00 ")) == 15


def test_case_and_other_scripts(ctx: Context) -> None:
    assert names(ctx, "DALTON out") == ["Dalton Outfitters"]
    assert names(ctx, "東京") == ["東京データ"]


def test_nothing_typed_finds_nobody(ctx: Context) -> None:
    assert find_clients(ctx, "  ") == ()


@pytest.mark.parametrize(
    "typed", [*HOSTILE, 'a" OR tier:critical', "\\", '"', "NOT", "a OR b", "tier:critical", "%"]
)
def test_nothing_typed_is_read_as_a_query(ctx: Context, typed: str) -> None:
    for row in find_clients(ctx, typed):
        assert typed.strip()[0].casefold() in f"{row.name}{row.key}".casefold()
    assert len(find_clients(ctx, typed)) <= MOST
