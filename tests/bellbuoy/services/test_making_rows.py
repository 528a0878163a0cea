"""A demo store as rows, some clients at a time."""

import marshal
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from bellbuoy.services.making_rows import ChapterRows, chapters
from core.simulations.demo.facts import DemoFacts, demo_facts
from core.values.instants import zone
from storage.clients.writes import CLIENT_COLUMNS, SUBSCRIPTION_COLUMNS
from storage.incidents.writes import INCIDENT_COLUMNS
from tests.fixtures.stores import DEMO_NOW


def facts(clients: int = 30, days: int = 3) -> DemoFacts:
    return demo_facts(7, clients, days, as_of=DEMO_NOW, zone=zone("Asia/Tokyo"), run_in=1)


def all_rows(told: Iterable[ChapterRows]) -> list[object]:
    """Every row, kind by kind, in the order in which a store gets them."""
    kinds: list[list[object]] = [[], [], [], [], []]
    use: list[object] = []
    for chapter in told:
        rows = (
            chapter.clients, chapter.scores, chapter.identities, chapter.subscriptions,
            chapter.incidents,
        )  # fmt: skip
        for kind, some in zip(kinds, rows, strict=True):
            kind.extend(some)
        use.extend(chapter.use.rows())
    return [*kinds, sorted(use)]


@settings(max_examples=30, deadline=None)
@given(size=st.integers(0, 40), rows=st.integers(1, 90), every=st.integers(1, 4))
def test_chapters_in_turn_are_all_of_them(size: int, rows: int, every: int) -> None:
    whole = list(chapters(facts(size), rows))
    parts = [list(chapters(facts(size), rows, begin=n, every=every)) for n in range(every)]
    turns = [chapter for part in parts for chapter in part]
    assert sorted(turns, key=lambda chapter: chapter.first) == whole
    assert all_rows(whole) == all_rows(chapters(facts(size)))


def test_a_chapter_survives_the_way_between_two_processes() -> None:
    for chapter in chapters(facts(), 20):
        sent = marshal.dumps(chapter.plain())
        assert ChapterRows.of_plain(marshal.loads(sent)) == chapter


def test_rows_are_as_wide_as_their_tables() -> None:
    [chapter] = chapters(facts())
    widths = {
        len(CLIENT_COLUMNS) + 1: chapter.clients,
        len(SUBSCRIPTION_COLUMNS): chapter.subscriptions,
        len(INCIDENT_COLUMNS) - 1: chapter.incidents,
        4: chapter.identities,
        5: chapter.scores,
    }
    assert all({len(row) for row in rows} == {width} for width, rows in widths.items())
    assert chapter.counts() == {
        "client": 30,
        "subscription": len(chapter.subscriptions),
        "incident": len(chapter.incidents),
        "usage_total": len(chapter.use),
    }
