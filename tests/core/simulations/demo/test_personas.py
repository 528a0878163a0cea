from datetime import date
from zoneinfo import ZoneInfo

from core.simulations.demo.personas import COUNTRIES, OWNERS, key_of, persona
from core.simulations.demo.stories import CRM_SOURCE, HOSTILE_NAME, STORIES, WIDE_NAME
from core.values.instants import day_of

TODAY = day_of(date(2026, 11, 20))


def test_keys_have_four_digits_and_grow() -> None:
    assert [key_of(n) for n in (1, 15, 9_999, 10_000, 1_000_000)] == [
        "C-0001",
        "C-0015",
        "C-9999",
        "C-10000",
        "C-1000000",
    ]


def test_a_small_store_is_shared_by_three_owners_and_a_larger_one_by_all() -> None:
    owners = [persona(42, n, TODAY).fact.owner for n in range(1, 200)]
    assert [owners[:15].count(owner) for owner in OWNERS[:3]] == [5, 5, 5]
    assert set(owners) == set(OWNERS)


def test_every_plan_and_country_occurs() -> None:
    facts = [persona(42, n, TODAY).fact for n in range(1, 300)]
    assert {fact.plan for fact in facts[:15]} == {"Basic", "Pro", "Enterprise"}
    assert {fact.country for fact in facts} - {None} == set(COUNTRIES)
    assert all(fact.start is not None and fact.start <= TODAY for fact in facts)


def test_countries_have_zones_that_exist() -> None:
    for country, zone in COUNTRIES.items():
        assert len(country) == 2
        assert ZoneInfo(zone).key == zone


def test_the_crm_tells_less_than_the_usual_source() -> None:
    who = persona(42, 6, TODAY)
    assert who.plot.source == CRM_SOURCE
    assert (who.fact.industry, who.fact.country, who.fact.timezone) == (None, None, None)
    assert who.plot.habit is None


def test_stories_bring_their_names_and_the_others_no_story() -> None:
    names = [persona(42, n, TODAY).fact.name for n in range(1, 30)]
    assert names[7] == HOSTILE_NAME
    assert names[8] == WIDE_NAME
    assert len(set(names)) == len(names)
    assert persona(42, len(STORIES) + 1, TODAY).plot.past
