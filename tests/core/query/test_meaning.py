"""Clauses as plain tests: what both back ends are given."""

from __future__ import annotations

from core.query.meaning import Among, Like, Meaning, Missing, Present, Same, Within, meaning
from core.query.parse import parse
from core.query.types import Clause, Text
from core.values.instants import day_end, to_micros
from tests.core.query.drawn import CONTEXT, NOW, THINGS, TODAY, ZONE


def _test(text: str) -> Meaning:
    node = parse(text, THINGS, CONTEXT).where
    assert isinstance(node, Clause | Text)
    return meaning(node, THINGS, CONTEXT)


def test_a_list_is_any_of_its_values() -> None:
    tier = THINGS["tier"]
    assert _test("tier:healthy,none") == Meaning((Among(tier, ("healthy",)), Missing(tier)))


def test_not_equal_is_present_and_none_of_them() -> None:
    score = THINGS["score"]
    assert _test("score!=1,2") == Meaning(
        (Present(score),), (Within(score, 1, 1), Within(score, 2, 2))
    )


def test_spans_look_to_their_side_of_today() -> None:
    renews, opened = THINGS["renews"], THINGS["opened"]
    assert _test("renews<30d") == Meaning((Within(renews, TODAY, TODAY + 30, high_open=True),))
    assert _test("renews!=5d").any_of == (Within(renews, low=TODAY),)
    end = to_micros(day_end(TODAY, ZONE))
    assert _test("opened!=5d").any_of == (Within(opened, high=end),)
    hour_ago = to_micros(NOW) - 3_600_000_000
    assert _test("opened<1h") == Meaning(
        (Within(opened, hour_ago, to_micros(NOW), low_open=True),)
    )


def test_the_narrower_of_two_equal_bounds_counts() -> None:
    renews = THINGS["renews"]
    assert _test("renews<0d") == Meaning((Within(renews, TODAY, TODAY, high_open=True),))
    assert _test("renews>0d") == Meaning((Within(renews, TODAY, low_open=True),))


def test_money_names_its_currency() -> None:
    arr = THINGS["arr"]
    assert _test("mrr>1") == Meaning(
        (Within(THINGS["mrr"], 1200, low_open=True, currency="USD"),)
    )
    assert _test("arr!=1,2.eur").any_of == (
        Within(arr, currency="EUR"),
        Within(arr, currency="USD"),
    )


def test_words_on_references_and_names() -> None:
    client = THINGS["client"]
    assert _test("client:Nör") == Meaning(
        (Same(client, ("nör",)), Like(client, "starts", "nör"))
    )
    assert _test("Nör") == Meaning(
        (Like(THINGS["name"], "contains", "nör"), Like(THINGS["note"], "contains", "nör"))
    )
