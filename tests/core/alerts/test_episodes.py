"""Episodes over drawn histories: one open alert at most, rung as the rule says."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from core.alerts.episodes import SECOND_US, Standing, changes
from core.alerts.types import Rule, Subject

KEYS = ("C-1", "C-2", "C-3")


@dataclass
class Book:
    """What a store keeps of alerts, as plain as can be."""

    rows: dict[int, Standing]
    closed: list[int]
    rang: list[tuple[int, int]]

    def open(self) -> dict[str, Standing]:
        return {each.subject: each for each in self.rows.values() if each.id not in self.closed}

    def apply(self, rule: Rule, holds: set[str], now: int) -> None:
        standing = self.open()
        moved = changes(rule, holds, [Subject("client", k, k) for k in holds], standing, now)
        assert not {each.key for each in moved.opened} & set(standing)
        self.closed += moved.closed
        for number in moved.again:
            before = self.rows[number]
            assert before.state != "acknowledged"
            self.rows[number] = replace(
                before, state="new", rings=before.rings + 1, rung_us=now, snoozed_us=None
            )
            self.rang.append((number, now))
        for subject in moved.opened:
            number = len(self.rows) + 1
            self.rows[number] = Standing(number, subject.key, "new", 1, now, None)
            self.rang.append((number, now))


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("look"), st.sets(st.sampled_from(KEYS))),
        st.tuples(st.just("ack"), st.sampled_from(KEYS)),
        st.tuples(st.just("snooze"), st.sampled_from(KEYS)),
        st.tuples(st.just("wait"), st.integers(1, 7_200)),
    ),
    max_size=40,
)


@given(steps=STEPS, again=st.sampled_from([0, 300, 3_600]))
@settings(max_examples=100)
def test_one_open_alert_each_and_no_ring_too_many(
    steps: list[tuple[str, object]], again: int
) -> None:
    rule = Rule("r", "client", "tier:critical", "high", again=again)
    book, now = Book({}, [], []), 0
    for what, value in steps:
        if what == "wait":
            assert isinstance(value, int)
            now += value * SECOND_US
        elif what == "look":
            assert isinstance(value, set)
            book.apply(rule, value, now)
            assert set(book.open()) == value
            rung = len(book.rang)
            # Looking again at the same moment changes nothing.
            book.apply(rule, value, now)
            assert len(book.rang) == rung
        elif (alert := book.open().get(str(value))) is not None:
            state = "acknowledged" if what == "ack" else "snoozed"
            until = None if what == "ack" else now + 600 * SECOND_US
            book.rows[alert.id] = replace(alert, state=state, snoozed_us=until)  # type: ignore[arg-type]
    for number in book.rows:
        times = [at for each, at in book.rang if each == number]
        gaps = [b - a for a, b in itertools.pairwise(times)]
        least = min([600, again] if again else [600]) * SECOND_US
        assert all(gap >= least for gap in gaps)
        assert book.rows[number].rings == len(times)
