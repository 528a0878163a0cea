from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from core.clients.compare import compare
from core.clients.types import ClientDetail, Comparison, Figure, Side
from core.health.score import score_client
from core.health.types import HealthConfig
from core.values.money import Money
from tests.core.health.drawn import configs, facts
from tests.tui.clients.samples import DETAIL

usual = settings(deadline=None, max_examples=60)
AT = datetime(2026, 11, 21, 14, tzinfo=UTC)
amounts = st.lists(
    st.builds(Money, st.integers(1, 10**9), st.sampled_from(["EUR", "USD", "GBP"])),
    max_size=3,
    unique_by=lambda money: money.currency,
)
days = st.none() | st.integers(19_000, 21_000)


@st.composite
def details(draw: st.DrawFn) -> ClientDetail:
    """A client with figures that belong together where the score is concerned."""
    found, config = draw(facts()), draw(configs())
    score = score_client(found, config)
    row = replace(
        DETAIL.row,
        key=draw(st.sampled_from(["C-1", "C-2", "C-3"])),
        tier=score.tier,
        score=score.score,
        delta7=draw(st.none() | st.integers(-100, 100)),
        risk_score=draw(st.none() | st.integers(0, 100)),
        calls_30=found.calls,
        logins_30=found.logins,
        renews=draw(days),
        last_seen=draw(days),
        plan=draw(st.none() | st.text(max_size=5)),
    )
    return replace(
        DETAIL,
        row=row,
        components=score.components,
        weights=score.weights,
        points=score.points,
        arr=tuple(sorted(draw(amounts))),
        config=config.version,
    )


def side(detail: ClientDetail) -> Side:
    row = detail.row
    return Side(row.key, row.name, AT, 20_778, row.score, row.tier)


def compared(left: ClientDetail, right: ClientDetail) -> Comparison:
    return compare(left, right, (side(left), side(right)))


def figure(found: Comparison, name: str) -> Figure:
    return next(each for each in found.figures if each.id == name)


def turned(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(Money(-money.minor, money.currency) for money in value)
    return None if value is None else -value  # type: ignore[operator]


@usual
@given(details(), details())
def test_turning_the_sides_round_turns_every_sign(
    left: ClientDetail, right: ClientDetail
) -> None:
    there, back = compared(left, right), compared(right, left)
    for one, other in zip(there.figures, back.figures, strict=True):
        assert (one.id, one.left, one.right) == (other.id, other.right, other.left)
        assert one.delta == turned(other.delta)
    assert (there.change is None) == (back.change is None)
    if there.change is not None and back.change is not None:
        assert [p.points for p in there.change.parts] == [-p.points for p in back.change.parts]


@usual
@given(details(), details())
def test_points_sum_to_the_score_on_either_side_and_between_them(
    left: ClientDetail, right: ClientDetail
) -> None:
    found = compared(left, right)
    parts = [each for each in found.figures if each.kind == "part"]
    health = figure(found, "health")
    for sums, score in (
        ([each.left for each in parts], health.left),
        ([each.right for each in parts], health.right),
        ([each.delta for each in parts], health.delta),
    ):
        if score is not None:
            assert sum(n for n in sums if isinstance(n, int)) == score
    assert (found.change is None) == (health.delta is None)
    if found.change is not None:
        assert found.change.total == health.delta


@usual
@given(details())
def test_a_client_beside_itself_differs_in_nothing(detail: ClientDetail) -> None:
    for each in compared(detail, detail).figures:
        assert not each.differs
        assert each.delta in (None, 0, ())


def test_currencies_differ_each_for_itself() -> None:
    left = replace(DETAIL, arr=(Money(100, "EUR"), Money(500, "USD")))
    right = replace(DETAIL, arr=(Money(500, "USD"), Money(70, "ZWL")))
    assert figure(compared(left, right), "arr").delta == (
        Money(-100, "EUR"), Money(70, "ZWL"),
    )  # fmt: skip


def test_words_have_no_difference_and_days_have_days() -> None:
    other = replace(DETAIL.row, plan="Pro", renews=(DETAIL.row.renews or 0) + 30)
    found = compared(DETAIL, replace(DETAIL, row=other))
    assert (figure(found, "plan").delta, figure(found, "plan").differs) == (None, True)
    assert figure(found, "renews").delta == 30


def test_the_formula_of_either_side_is_told() -> None:
    config = HealthConfig(version="health/2")
    found = compared(DETAIL, replace(DETAIL, config=config.version))
    assert figure(found, "config").right == "health/2"
