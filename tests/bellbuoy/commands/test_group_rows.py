"""Groups as rows and columns, for every format."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest

from bellbuoy.commands.answer import Answer
from bellbuoy.commands.group_rows import Label
from bellbuoy.commands.groups import groups_answer
from bellbuoy.commands.options import Options
from bellbuoy.commands.output import write
from core.analytics.types import Group, Grouped, Measure
from core.query.types import Reference
from core.values.money import Money

AT = datetime(2026, 11, 21, 14, tzinfo=UTC)
SUM, AVG = Measure("sum", "arr"), Measure("avg", "health")


def found(*groups: Group, by: tuple[str, ...] = ("industry",), **rest: Any) -> Grouped:
    values: dict[str, Any] = {
        "noun": "client", "as_of": AT, "by": by, "types": ("text",) * len(by),
        "measures": (SUM, AVG), "days": (False, False), "groups": groups, "rest": None,
        "more": 0, "totals": group(None, 7, usd(900_00), 70.25), "rounded": False,
        "counted": False,
    }  # fmt: skip
    return Grouped(**{**values, **rest})


def group(key: Any, n: int, *figures: Any) -> Group:
    return Group(key if isinstance(key, tuple) else (key,), n, figures)


def usd(minor: int) -> tuple[Money, ...]:
    return (Money(minor, "USD"),)


BANK = group("Bank", 4, usd(600_00), 80.0)
NONE = group(None, 3, usd(300_00), 57.25)


def text(answer: Answer, form: str, **options: Any) -> str:
    out = StringIO()
    write(answer, Options(format=form, **options), out, StringIO())  # type: ignore[arg-type]
    return out.getvalue()


def test_a_table_ends_in_the_total() -> None:
    assert text(groups_answer(found(BANK, NONE), Options()), "table") == (
        "industry  clients  sum ARR  avg health\n"
        "Bank            4     $600        80.0\n"
        "(none)          3     $300        57.2\n"
        "total           7     $900        70.2\n"
    )


def test_json_has_the_totals_beside_the_rows() -> None:
    assert text(groups_answer(found(BANK, NONE), Options()), "json") == (
        '{"schema":"bellbuoy.client_group/1","as_of":"2026-11-21T14:00:00.000000Z","rows":['
        '{"industry":"Bank","n":4,"sum_arr":[{"minor":60000,"currency":"USD"}],'
        '"avg_health":80.0},'
        '{"industry":null,"n":3,"sum_arr":[{"minor":30000,"currency":"USD"}],'
        '"avg_health":57.25}],'
        '"next":null,"total":2,"totals":{"n":7,"sum_arr":[{"minor":90000,"currency":"USD"}],'
        '"avg_health":70.25},"rest":null}\n'
    )


def test_csv_is_the_groups_alone_with_money_in_two_columns() -> None:
    answer = groups_answer(found(BANK, NONE), Options(format="csv"))
    assert text(answer, "csv") == (
        "industry,n,sum_arr_minor,sum_arr_currency,avg_health\r\n"
        "Bank,4,60000,USD,80.0\r\n"
        ",3,30000,USD,57.25\r\n"
    )


def test_md_ends_in_the_total() -> None:
    lines = text(groups_answer(found(BANK), Options()), "md").splitlines()
    assert lines[-1] == "| total | 7 | $900 | 70.2 |"


def test_two_currencies_stay_two() -> None:
    both = (Money(100, "EUR"), Money(200, "USD"))
    answer = groups_answer(found(group("Bank", 1, both, None)), Options(format="csv"))
    assert '""currency"":""EUR""' in text(answer, "csv")
    table = text(groups_answer(found(group("Bank", 1, both, None)), Options()), "table")
    assert "€1, $2" in table


def test_what_a_limit_left_out_is_a_line_of_its_own() -> None:
    rest = group(None, 3, usd(300_00), 57.25)
    answer = groups_answer(found(BANK, rest=rest, more=2), Options())
    lines = text(answer, "table").splitlines()
    assert lines[2:] == [
        "2 more          3     $300        57.2",
        "total           7     $900        70.2",
    ]
    assert answer.total == 3
    assert answer.notes == (
        "cut: 1 of 3 groups shown, the total is of all; more with --limit all",
    )
    assert answer.beside["rest"] == {
        "n": 3, "sum_arr": [{"minor": 30000, "currency": "USD"}], "avg_health": 57.25,
    }  # fmt: skip


def test_a_key_may_be_called_as_the_last_line_is() -> None:
    named = groups_answer(found(group("total", 1, usd(1), 1.0)), Options())
    (row,) = named.rows
    assert not isinstance(row["industry"], Label)
    assert isinstance(named.foot[-1]["industry"], Label)


def test_two_keys_and_words_of_tiers() -> None:
    groups = [group(("ana", "at_risk"), 2, usd(1), 1.0), group((None, "unknown"), 5, (), None)]
    answer = groups_answer(
        found(*groups, by=("owner", "tier"), types=("reference", "enum")), Options()
    )
    lines = text(answer, "table").splitlines()
    assert lines[1].startswith("ana     !  at risk")
    assert lines[2].startswith("(none)  ?  unknown")
    assert lines[3].split() == ["total", "7", "$900", "70.2"]


def test_incidents_by_client_show_its_name() -> None:
    answer = groups_answer(
        found(
            group(Reference("C-1", "Northwind"), 2), noun="incident", by=("client",),
            types=("reference",), measures=(), days=(), totals=group(None, 2),
        ),
        Options(),
    )  # fmt: skip
    assert list(answer.rows) == [{"client": "C-1", "client_name": "Northwind", "n": 2}]
    assert text(answer, "table").splitlines()[0] == "client     incidents"
    assert answer.schema == "incident_group"


def test_days_and_instants_are_written_as_everywhere() -> None:
    days = found(
        group("Bank", 1, 20_788), measures=(Measure("min", "renews"),), days=(True,),
        totals=group(None, 1, 20_788),
    )  # fmt: skip
    (row,) = groups_answer(days, Options()).rows
    assert row["min_renews"] == "2026-12-01"
    instants = found(
        group("x", 1, AT), noun="incident", by=("impact",), days=(False,),
        measures=(Measure("max", "opened"),), totals=group(None, 1, AT),
    )  # fmt: skip
    answer = groups_answer(instants, Options())
    (row,) = answer.rows
    assert row["max_opened"] == "2026-11-21T14:00:00.000000Z"
    assert "2026-11-21 14:00Z" in text(answer, "table")


def test_all_rows_as_one_group() -> None:
    answer = groups_answer(found(group((), 7, usd(5), 1.0), by=(), types=()), Options())
    assert answer.foot == ()
    assert list(answer.rows) == [
        {"n": 7, "sum_arr": [{"minor": 5, "currency": "USD"}], "avg_health": 1.0}
    ]


@pytest.mark.parametrize("rounded", [True, False])
def test_rounded_rows_are_told(rounded: bool) -> None:
    notes = groups_answer(found(BANK, NONE, rounded=rounded), Options()).notes
    assert (notes == ()) != rounded
