"""Groups as bars."""

from __future__ import annotations

import pytest

from core.analytics.types import Group, Grouped, Measure
from core.query.types import FieldInfo, Reference
from core.values.money import Money
from core.values.text import cells
from tests.tui.charts.samples import AT, HOSTILE, LOOKS, PLAIN, WIDTHS, plain
from tui.charts.draw import draw
from tui.charts.groups import group_chart
from tui.palette import Look

SUM = Measure("sum", "arr")


def field(name: str, label: str = "") -> FieldInfo:
    return FieldInfo("client", name, "text", label or name, "", (), (), ())


LABELS = (("owner", "owner"), ("tier", "tier"), ("arr", "ARR"), ("client", "client"))
FIELDS = {name: field(name, label) for name, label in LABELS}


def grouped(*groups: Group, by: str = "owner", kind: str = "text", **rest: object) -> Grouped:
    measures = (SUM,) if groups and groups[0].figures else ()
    amounts = [m for g in groups for f in g.figures if isinstance(f, tuple) for m in f]
    codes = sorted({m.currency for m in amounts})
    sums = tuple(Money(sum(m.minor for m in amounts if m.currency == c), c) for c in codes)
    totals = Group((None,), sum(g.n for g in groups), (sums,) if measures else ())
    values: dict[str, object] = {
        "noun": "client", "as_of": AT, "by": (by,), "types": (kind,), "measures": measures,
        "days": (False,) * len(measures), "groups": groups, "rest": None, "more": 0,
        "totals": totals, "rounded": False, "counted": False,
    }  # fmt: skip
    return Grouped(**{**values, **rest})  # type: ignore[arg-type]


def test_the_largest_first_with_their_share() -> None:
    found = grouped(Group(("ana",), 1, ()), Group(("raj",), 3, ()), Group((None,), 4, ()))
    drawn = plain(draw(group_chart(found, FIELDS), PLAIN, 40)).split("\n")
    assert drawn[0] == "clients by owner   total 8"
    assert [line.split()[0] for line in drawn[1:]] == ["(none)", "raj", "ana"]
    assert [line.split()[-1] for line in drawn[1:]] == ["50.0%", "37.5%", "12.5%"]


def test_tiers_keep_their_order_and_their_words() -> None:
    groups = [
        Group((tier,), n, ()) for tier, n in (("critical", 1), ("at_risk", 9), ("healthy", 2))
    ]
    drawn = plain(
        draw(group_chart(grouped(*groups, by="tier", kind="enum"), FIELDS), PLAIN, 40)
    )
    assert [line.split("█")[0].split("▏")[0].strip()[:7] for line in drawn.split("\n")[1:]] == [
        "critica", "at risk", "healthy",
    ]  # fmt: skip


def test_a_sum_of_one_currency_is_what_is_drawn() -> None:
    found = grouped(
        Group(("ana",), 9, ((Money(100_00, "USD"),),)),
        Group(("raj",), 1, ((Money(300_00, "USD"),),)),
    )
    drawn = plain(draw(group_chart(found, FIELDS), PLAIN, 60)).split("\n")
    assert drawn[0] == "sum of ARR by owner   total $400"
    assert drawn[1].startswith("raj")
    assert drawn[1].endswith("$300  75.0%")


def test_two_currencies_are_never_added() -> None:
    found = grouped(
        Group(("ana",), 2, ((Money(1, "EUR"), Money(1, "USD")),)), Group(("raj",), 1, ((),))
    )
    assert plain(draw(group_chart(found, FIELDS), PLAIN, 60)).startswith(
        "clients by owner   total 3"
    )


def test_more_than_eight_are_one_bar_that_completes_the_total() -> None:
    groups = [Group((f"o{n}",), n, ()) for n in range(1, 12)]
    drawn = plain(draw(group_chart(grouped(*groups), FIELDS), PLAIN, 60)).split("\n")
    assert len(drawn) == 1 + 8
    assert drawn[-1].startswith("other (4)")
    assert sum(int(line.split()[-2]) for line in drawn[1:]) == 66


def test_what_a_limit_left_out_is_in_the_last_bar() -> None:
    totals = Group((None,), 50, ())
    rest = Group((None,), 40, ())
    found = grouped(Group(("ana",), 10, ()), rest=rest, more=3, totals=totals)
    drawn = plain(draw(group_chart(found, FIELDS), PLAIN, 60)).split("\n")
    assert drawn[-1].startswith("other (3)")
    assert drawn[-1].split()[-2:] == ["40", "80.0%"]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_names_stay_names(look: Look, width: int) -> None:
    groups = [Group((name,), 1, ()) for name in HOSTILE]
    named = [Group((Reference("C-1", name),), 1, ()) for name in HOSTILE]
    for found in (grouped(*groups), grouped(*named, by="client", kind="reference")):
        drawn = draw(group_chart(found, FIELDS), look, width)
        assert all(cells(line.plain) <= width for line in drawn)
        assert "\x1b" not in plain(drawn)
