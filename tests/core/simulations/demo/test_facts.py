from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.events.types import DayTotalFact
from core.incidents.types import OPEN_STATUSES, SEVERITIES, STATUSES
from core.simulations.demo.facts import DemoFacts, demo_facts
from core.simulations.demo.personas import key_of
from core.simulations.demo.stories import CRM_SOURCE, STORIES, USAGE_SOURCE
from core.values.errors import UsageError
from core.values.instants import add_months, date_of, day_of, local_day

AS_OF = datetime(2026, 11, 20, 14, 2, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")
STREAMS = ("clients", "subscriptions", "day_totals", "incidents")


def demo(seed: int = 42, clients: int = 15, days: int = 30, **other: int) -> DemoFacts:
    return demo_facts(seed, clients, days, as_of=AS_OF, zone=UTC_ZONE, **other)


def digest(facts: DemoFacts) -> str:
    told = sha256()
    for stream in STREAMS:
        for row in getattr(facts, stream)():
            told.update(repr(row).encode())
    return told.hexdigest()


def of_client(facts: DemoFacts, key: str) -> list[object]:
    rows: list[object] = [row for row in facts.clients() if row[1].external_id == key]
    for stream in STREAMS[1:]:
        rows += [row for row in getattr(facts, stream)() if row[1].client == key]
    return rows


def test_the_same_seed_tells_the_same_bytes_and_another_seed_others() -> None:
    assert digest(demo()) == digest(demo())
    assert digest(demo()) != digest(demo(seed=43))


def test_streams_can_be_read_twice_and_in_any_order() -> None:
    facts = demo()
    incidents = list(facts.incidents())
    totals = list(facts.day_totals())
    assert list(facts.day_totals()) == totals
    assert list(facts.incidents()) == incidents


@settings(max_examples=20, deadline=None)
@given(small=st.integers(1, 20), more=st.integers(0, 60), data=st.data())
def test_a_client_is_the_same_in_a_store_of_any_size(
    small: int, more: int, data: st.DataObject
) -> None:
    key = f"C-{data.draw(st.integers(1, small)):04d}"
    assert of_client(demo(clients=small, days=5), key) == of_client(
        demo(clients=small + more, days=5), key
    )


def test_a_longer_history_adds_older_days_and_changes_none() -> None:
    short, long = set(demo(days=10).day_totals()), set(demo(days=60).day_totals())
    assert short < long
    silent = "C-0011"
    newest_added = max(fact.day for _, fact in long - short if fact.client != silent)
    assert newest_added < min(fact.day for _, fact in short if fact.client != silent)


def test_ids_are_unique_and_hold_no_bar() -> None:
    facts = demo(clients=60)
    for stream in ("clients", "subscriptions", "incidents"):
        ids = [(source, fact.external_id) for source, fact in getattr(facts, stream)()]
        assert len(set(ids)) == len(ids)
        assert not any("|" in text for pair in ids for text in pair)
    assert all("|" not in fact.client for _, fact in facts.day_totals())


def test_nothing_is_dated_after_the_moment_or_before_the_start() -> None:
    for hour in (0, 3, 12, 23):
        as_of = AS_OF.replace(hour=hour)
        facts = demo_facts(42, 40, as_of=as_of, zone=ZoneInfo("America/New_York"))
        starts = {fact.external_id: fact.start for _, fact in facts.clients()}
        for _, total in facts.day_totals():
            start = starts[total.client]
            assert start is not None
            assert start <= total.day <= facts.today
        for _, incident in facts.incidents():
            times = (incident.opened, incident.acknowledged, incident.resolved, incident.closed)
            assert all(time <= as_of for time in times if time is not None)
        today = local_day(as_of, facts.zone)
        assert all(fact.start <= today for _, fact in facts.subscriptions())


@pytest.mark.parametrize(("days", "run_in"), [(30, 29), (30, 0), (1, 0), (90, 29)])
def test_a_steady_client_has_calls_on_each_day_of_the_history(days: int, run_in: int) -> None:
    today = local_day(AS_OF, UTC_ZONE)
    totals = [fact for _, fact in demo(days=days, run_in=run_in).day_totals()]
    calm = [fact for fact in totals if fact.client == "C-0007"]
    assert [fact.day for fact in calm] == list(range(today - days - run_in + 1, today + 1))
    assert all(fact.calls for fact in calm)
    assert all(fact.calls or fact.logins for fact in totals)


def test_one_total_a_client_and_day_in_their_order() -> None:
    places = [(fact.client, fact.day) for _, fact in demo().day_totals()]
    assert places == sorted(set(places))
    _, first = next(f for f in demo(run_in=0).day_totals() if f[1].client == "C-0007")
    assert first == DayTotalFact("C-0007", local_day(AS_OF, UTC_ZONE) - 29, 197, 1)


def test_the_usual_source_tells_all_but_one_client() -> None:
    facts = demo()
    by_source = {fact.external_id: source for source, fact in facts.clients()}
    assert [key for key, source in by_source.items() if source == CRM_SOURCE] == ["C-0006"]
    for stream in STREAMS[1:]:
        for source, fact in getattr(facts, stream)():
            assert source == by_source[fact.client]
    assert {source for source, _ in facts.day_totals()} == {USAGE_SOURCE}
    assert facts.chapter(1, 15).use_source == USAGE_SOURCE


@pytest.mark.parametrize("seed", [1, 7, 42, 2026])
def test_fifteen_clients_show_every_severity_status_owner_and_plan(seed: int) -> None:
    facts = demo(seed)
    incidents = [fact for _, fact in facts.incidents()]
    clients = [fact for _, fact in facts.clients()]
    still_open = {i.severity for i in incidents if i.status in OPEN_STATUSES}
    assert still_open == set(SEVERITIES)
    assert {fact.owner for fact in clients} == {"ana", "raj", "mei"}
    assert {fact.plan for fact in clients} == {"Basic", "Pro", "Enterprise"}
    assert [fact.external_id for fact in clients] == [f"C-{n:04d}" for n in range(1, 16)]


def test_a_larger_store_shows_every_status() -> None:
    assert {fact.status for _, fact in demo(clients=300, days=1).incidents()} == set(STATUSES)


@settings(max_examples=15, deadline=None)
@given(first=st.integers(1, 30), length=st.integers(0, 20), cut=st.integers(0, 20))
def test_a_chapter_tells_what_the_streams_tell(first: int, length: int, cut: int) -> None:
    """Whatever the size of the chapters."""
    facts = demo(clients=50, days=3, run_in=2)
    last = first + length
    chapters = [facts.chapter(first, min(first + cut, last))]
    chapters.append(facts.chapter(min(first + cut, last) + 1, last))
    told = [who for chapter in chapters for who in chapter.told]
    keys = {key_of(number) for number in range(first, last + 1)}
    assert [who.number for who in told] == list(range(first, last + 1))
    assert [(who.source, who.client) for who in told] == [
        row for row in facts.clients() if row[1].external_id in keys
    ]
    for kind in ("subscriptions", "incidents"):
        assert [(who.source, fact) for who in told for fact in getattr(who, kind)] == [
            row for row in getattr(facts, kind)() if row[1].client in keys
        ]
    use = [(key_of(row[0]), *row[1:]) for chapter in chapters for row in chapter.use.rows()]
    totals = [astuple(fact) for _, fact in facts.day_totals() if fact.client in keys]
    assert sorted(use) == totals


def test_a_million_clients_cost_nothing_until_they_are_read() -> None:
    begin = perf_counter()
    facts = demo(clients=1_000_000)
    for stream in STREAMS:
        rows = list(islice(getattr(facts, stream)(), 10))
        assert len(rows) == 10
    assert perf_counter() - begin < 1
    key = next(iter(facts.clients()))[1].external_id
    assert key == "C-0001"


def test_stories_are_those_of_the_clients_that_are_there() -> None:
    assert demo().stories == STORIES
    assert demo(clients=1_000).stories == STORIES
    assert [story.key for story in demo(clients=2).stories] == ["C-0001", "C-0002"]
    assert demo(clients=0).stories == ()


def test_a_store_without_clients_is_empty() -> None:
    assert all(not list(getattr(demo(clients=0), stream)()) for stream in STREAMS)


@pytest.mark.parametrize("wrong", [{"clients": -1}, {"days": 0}, {"run_in": -1}])
def test_sizes_without_sense_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(UsageError):
        demo(**wrong)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        demo_facts(42, as_of=AS_OF.replace(tzinfo=None), zone=UTC_ZONE)


def test_the_renewal_story_ends_in_seven_days() -> None:
    terms = [fact for _, fact in demo().subscriptions() if fact.client == "C-0004"]
    renewal = day_of(add_months(date_of(terms[-1].start), terms[-1].term_months or 0))
    assert renewal - local_day(AS_OF, UTC_ZONE) == 7


def test_the_outage_story_began_two_days_ago() -> None:
    found = [fact for _, fact in demo().incidents() if fact.client == "C-0002"]
    assert [fact.severity for fact in found] == ["critical", "high", "high"]
    assert all(
        timedelta(days=1, hours=22) < AS_OF - fact.opened < timedelta(days=2, hours=2)
        for fact in found
    )
    assert found[0].impact == "outage"
    calls = [f.calls or 0 for _, f in demo().day_totals() if f.client == "C-0002"]
    assert max(calls[-3:]) < min(calls[-10:-3])


def test_the_new_client_began_nine_days_ago() -> None:
    today = local_day(AS_OF, UTC_ZONE)
    assert {fact.external_id: fact.start for _, fact in demo().clients()}["C-0005"] == today - 9
    days = {f.day for _, f in demo().day_totals() if f.client == "C-0005"}
    assert min(days) == today - 9


def test_the_silent_client_was_last_seen_half_a_year_ago() -> None:
    days = [f.day for _, f in demo().day_totals() if f.client == "C-0011"]
    assert local_day(AS_OF, UTC_ZONE) - max(days) == 183
    assert len(set(days)) == 59
