"""What a delivery says: one harmless line, one id, one signature."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.alerts.message import (
    NAMED,
    kind_of,
    ring_body,
    signature,
    summary_body,
    text_of,
    uid_of,
    words_of,
)
from core.alerts.types import Rule, Subject

RULE = Rule("mine", "client", "tier:critical", "high")
AT = datetime(2026, 3, 15, 18, 30, tzinfo=UTC)


@given(name=st.text(), why=st.text())
def test_a_body_is_one_line_of_ascii_that_reads_back(name: str, why: str) -> None:
    body = ring_body(RULE, "A-1", Subject("client", "C-1", name, 1, {"why": why}), AT, 2)
    text = text_of(body)
    assert text.isascii()
    assert text.isprintable()
    read = json.loads(text)
    assert read["subject"]["name"] == name
    assert read["facts"]["why"] == why
    assert kind_of(text) == "ring"
    assert words_of(read) == (f"mine: {name}, {why}" if why else f"mine: {name}")


def test_a_summary_names_the_first_and_counts_all() -> None:
    subjects = [Subject("client", f"C-{n}", f"Client {n}") for n in range(30)]
    body = summary_body(RULE, subjects, 5, AT)
    assert (body["count"], body["left_out"]) == (30, 5)
    assert len(body["subjects"]) == NAMED  # type: ignore[arg-type]
    assert kind_of(text_of(body)) == "summary"
    assert words_of(body) == "mine: 30 at once"


def test_a_test_says_that_it_is_one() -> None:
    body = ring_body(RULE, "A-0", Subject("client", "C", "a test"), AT, 1, test=True)
    assert kind_of(text_of(body)) == "test"
    assert words_of(body) == "test of mine: a test"


@given(st.lists(st.text(), min_size=2, max_size=4), st.lists(st.text(), min_size=2, max_size=4))
def test_ids_are_one_only_for_the_same_parts(one: list[str], other: list[str]) -> None:
    assert (uid_of(*one) == uid_of(*other)) == (one == other)
    assert len(uid_of(*one)) == 32


def test_a_signature_covers_time_id_and_body() -> None:
    known = signature(b"k", "id", 1, b"{}")
    assert known.startswith("t=1,v1=")
    others = {
        signature(b"K", "id", 1, b"{}"),
        signature(b"k", "ie", 1, b"{}"),
        signature(b"k", "id", 2, b"{}"),
        signature(b"k", "id", 1, b"[]"),
    }
    assert known not in others
    assert len(others) == 4
