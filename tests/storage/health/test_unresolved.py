"""The counter of open incidents says what a count of them would say."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services.analytics import incident_stats
from core.incidents.types import SEVERITIES
from core.values.instants import to_micros
from storage.health.checks import wrong_facets
from storage.health.unresolved import by_severity_and_status, open_by_severity
from tests.fixtures.drawn import TODAY
from tests.fixtures.facts import client, incident, store
from tests.fixtures.stores import NOW, NewStore

HOUR = timedelta(hours=1)
hours = st.integers(0, 9)
said = st.tuples(
    st.sampled_from("abcdef"), st.sampled_from((*SEVERITIES, None)), hours, st.none() | hours
)
"""(id, severity, opened so many hours ago, resolved so many hours later)"""
batches = st.lists(st.lists(said, max_size=5, unique_by=lambda each: each[0]), max_size=4)


@given(batches=batches)
@settings(max_examples=60, deadline=None)
def test_at_every_moment_it_is_the_count_of_the_last_that_was_said(
    new_store: NewStore, batches: list[list[tuple[str, str | None, int, int | None]]]
) -> None:
    ctx = new_store()
    store(ctx, "client", [client("x", TODAY - 90)])
    last = {}
    for batch in batches:
        facts = []
        for key, severity, back, lasted in batch:
            opened = NOW - back * HOUR
            resolved = None if lasted is None else opened + lasted * HOUR
            facts.append(incident(key, "x", opened, severity=severity, resolved=resolved))
            last[key] = (severity or "medium", opened, resolved)
        store(ctx, "incident", facts)
    with ctx.reader() as reader:
        for hour in range(-1, 12):
            at = NOW - hour * HOUR
            counted = Counter(
                severity
                for severity, opened, resolved in last.values()
                if opened <= at and (resolved is None or resolved > at)
            )
            assert open_by_severity(reader, to_micros(at)) == counted
        stand = reader.rows("SELECT severity, status, count(*) FROM incident GROUP BY 1, 2")
        assert by_severity_and_status(reader) == {row[:2]: row[2] for row in stand}
        assert not any(wrong_facets(reader))


def test_a_check_finds_a_counter_that_is_wrong(new_store: NewStore) -> None:
    ctx = new_store()
    store(ctx, "client", [client("x", TODAY - 90)])
    store(ctx, "incident", [incident("a", "x", NOW - HOUR, severity="low")])
    with ctx.store.unit(durable=False) as unit:
        unit.run("UPDATE facet_count SET n = 2 WHERE dimension IN ('unresolved', 'incident')")
    with ctx.reader() as reader:
        wrong = list(wrong_facets(reader))
    assert [("unresolved", "low", 1, "", "")] in wrong
    assert [("incident", "low", 1, "open", "")] in wrong


def test_a_store_that_has_not_counted_yet_counts_with_the_next_change(
    new_store: NewStore,
) -> None:
    ctx = new_store()
    store(ctx, "client", [client("x", TODAY - 90)])
    store(ctx, "incident", [incident("a", "x", NOW - HOUR), incident("b", "x", NOW - HOUR)])
    with ctx.store.unit(durable=False) as unit:
        unit.run("DELETE FROM facet_count WHERE dimension = 'incident'")
    with ctx.reader() as reader:
        assert not any(wrong_facets(reader))
    assert incident_stats(ctx).totals.n == 2
    store(ctx, "incident", [incident("c", "x", NOW - HOUR)])
    with ctx.reader() as reader:
        assert sum(by_severity_and_status(reader).values()) == 3
        assert not any(wrong_facets(reader))
    assert incident_stats(ctx).totals.n == 3
