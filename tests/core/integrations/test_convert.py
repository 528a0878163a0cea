"""Rows to facts by a compiled mapping; a bad row tells all that is wrong with it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.events.columns import is_good
from core.events.types import (
    ClientFact,
    DayTotalFact,
    EventFact,
    Fact,
    IncidentFact,
    PurchaseFact,
    SubscriptionFact,
)
from core.integrations.convert import Converter
from core.integrations.fields import settable
from core.integrations.mapping import read_mapping
from core.integrations.mapping_types import KINDS, Kind, Mapping
from core.integrations.plain import plain_mapping
from core.integrations.times import Calendar
from core.values.errors import RowError

NOW = datetime(2024, 7, 1, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")
HEAD = 'source = "crm"\ntimezone = "UTC"\ncurrency = "USD"\n[[files]]\npath = "a.csv"\n'


def mapped(kind: str, columns: str, head: str = HEAD) -> Mapping:
    return read_mapping(f'{head}kind = "{kind}"\n[files.columns]\n{columns}', "m.toml")


def one(mapping: Mapping, row: dict[str, Any], zone: ZoneInfo | None = UTC_ZONE) -> Any:
    calendar = Calendar(zone, UTC_ZONE, NOW)
    return Converter(mapping.files[0], mapping, tuple(row), calendar).one(list(row.values()))


def plain(kind: Kind, /, **row: Any) -> Any:
    return one(plain_mapping("x", kind), row, zone=None)


def refused(outcome: Fact | RowError) -> RowError:
    assert isinstance(outcome, RowError)
    return outcome


def test_a_client_whole() -> None:
    found = plain(
        "client", id=" C-1 ", name=" Zoë & Co ", plan="Pro", start="2024-02-29", ended="",
        timezone="Asia/Tokyo", baseline_calls="500", seats="9", note="", country=" ",
    )  # fmt: skip
    assert found == ClientFact(
        "C-1", " Zoë & Co ", country=" ", plan="Pro", timezone="Asia/Tokyo", start=19782,
        baseline_calls=500, extra=(("seats", "9"),),
    )  # fmt: skip


def test_a_subscription_whole() -> None:
    found = plain(
        "subscription", id="S-1", client="C-1", start="2024-01-01", end="2025-01-01",
        amount="1200.50", currency="eur", quantity="3", period="Year", trial="no",
    )  # fmt: skip
    assert found == SubscriptionFact(
        "S-1", "C-1", 19723, 20089, 120050, "EUR", 3, "year", None, "active", False, None
    )


def test_a_purchase_whole() -> None:
    row = {"id": "P", "client": "C", "at": "2024-03-01T09:00:00Z", "amount": "12.50"}
    at = datetime(2024, 3, 1, 9, tzinfo=UTC)
    found = plain(
        "purchase", **row, currency="eur", category=" Books ", age="26-35", city="Bonn"
    )
    assert found == PurchaseFact("P", "C", at, 1250, "EUR", " Books ", "26-35", "Bonn")


@pytest.mark.parametrize(
    ("amount", "refund", "minor"),
    [("12.5", "", 1250), ("-12.5", "", -1250), ("12.5", "yes", -1250), ("-12.5", "yes", -1250),
     ("12.5", "no", 1250), ("0", "yes", 0), ("0.00", "no", 0)],
)  # fmt: skip
def test_a_refund_is_below_nought_however_it_is_told(
    amount: str, refund: str, minor: int
) -> None:
    row = {"id": "P", "client": "C", "at": "2024-03-01T09:00:00Z", "currency": "USD"}
    assert plain("purchase", **row, amount=amount, refund=refund).amount_minor == minor


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": "-5", "refund": "no"}, "money.negative"),
        ({"amount": "-0.005"}, "money.precision"),
        ({"amount": "1,50"}, "money.syntax"),
        ({"amount": ""}, "required.amount"),
        ({"currency": "dollars"}, "money.currency"),
        ({"at": "2024-03-01 09:00:00"}, "time.naive"),
        ({"at": "1969-03-01T09:00:00Z"}, "time.range"),
        ({"at": "2999-03-01T09:00:00Z"}, "time.future"),
        ({"client": ""}, "required.client"),
        ({"id": ""}, "required.id"),
        ({"refund": "perhaps"}, "type.refund"),
    ],
)
def test_each_rule_of_a_purchase_has_its_code(change: dict[str, Any], code: str) -> None:
    row = {
        "id": "P", "client": "C", "at": "2024-03-01T09:00:00Z", "amount": "5",
        "currency": "USD", "refund": "",
    }  # fmt: skip
    assert isinstance(plain("purchase", **row), PurchaseFact)
    assert refused(plain("purchase", **{**row, **change})).code == code


def test_an_event_whole_from_text_and_from_json() -> None:
    row = {"id": "E", "client": 7, "at": "2024-03-01T09:00:00Z", "kind": "[/]"}
    found = plain("event", **row, payload={"b": 1, "a": None})
    at = datetime(2024, 3, 1, 9, tzinfo=UTC)
    assert found == EventFact("E", "7", at, "[/]", 1, '{"a":null,"b":1}')
    assert plain("event", **row, value="3", payload='{"x": 1}').payload == '{"x":1}'


def test_usage_and_logins_are_events_of_a_kind() -> None:
    row = {"id": "U", "client": "C", "at": "2024-03-01T09:00:00Z", "value": "9"}
    assert (plain("usage", **row).kind, plain("usage", **row).value) == ("calls", 9)
    assert plain("logins", **row).kind == "logins"


def test_a_day_total_whole() -> None:
    found = plain("day_total", client="C", day="2024-06-30", calls="0", logins="")
    assert found == DayTotalFact("C", 19904, 0, None)


def test_an_incident_whole() -> None:
    found = plain(
        "incident", id="I", client="C", title="T", severity="SEV2", status="closed",
        opened="2024-03-01T09:00:00Z", closed="2024-03-01T11:00:00Z", impact="outage",
    )  # fmt: skip
    opened, ended = datetime(2024, 3, 1, 9, tzinfo=UTC), datetime(2024, 3, 1, 11, tzinfo=UTC)
    assert found == IncidentFact(
        "I", "C", "T", "high", "closed", opened, ended, ended, ended, None, "outage"
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": ""}, "required.id"),
        ({"id": None}, "required.id"),
        ({"id": "a|b"}, "id.syntax"),
        ({"client": " "}, "required.client"),
        ({"start": ""}, "required.start"),
        ({"start": "2024-01-01T00:00:00"}, "time.naive"),
        ({"start": "1969-01-01"}, "time.range"),
        ({"end": "2023-01-01"}, "time.order"),
        ({"end": "never"}, "time.syntax"),
        ({"amount": ""}, "required.amount"),
        ({"amount": " "}, "required.amount"),
        ({"amount": "1,234.50"}, "money.syntax"),
        ({"amount": "NaN"}, "money.syntax"),
        ({"amount": True}, "money.syntax"),
        ({"amount": "0.005"}, "money.precision"),
        ({"amount": "-5.00"}, "money.negative"),
        ({"amount": "1" + "0" * 400}, "money.syntax"),
        ({"currency": ""}, "money.currency"),
        ({"currency": "€"}, "money.currency"),
        ({"quantity": "-1"}, "range.negative"),
        ({"quantity": "many"}, "type.quantity"),
        ({"period": "fortnight"}, "enum.period"),
        ({"status": "banana"}, "enum.status"),
        ({"trial": "perhaps"}, "type.trial"),
    ],
)
def test_each_rule_has_its_code(change: dict[str, Any], code: str) -> None:
    row = {
        "id": "S", "client": "C", "start": "2024-01-01", "end": "", "amount": "1",
        "currency": "EUR", "quantity": "1", "period": "month", "status": "", "trial": "",
    }  # fmt: skip
    assert isinstance(plain("subscription", **row), SubscriptionFact)
    assert refused(plain("subscription", **{**row, **change})).code == code


def test_all_faults_are_told_the_first_by_field_name() -> None:
    row = {
        "id": "",
        "client": "C",
        "opened": "soon",
        "severity": "worst",
        "closed": "2999-01-01",
    }
    error = refused(one(plain_mapping("x", "incident"), row))
    assert error.code == "time.future"
    assert error.reason == (
        "closed: 2999-01-01T00:00:00+00:00 is in the future (time.future); "
        "id: missing (required.id); opened: “soon” is no time (time.syntax); "
        "severity: “worst” is no known word (enum.severity)"
    )


def test_a_fault_that_follows_from_another_is_not_told() -> None:
    row = {"id": "S", "client": "C", "start": "2024-01-01", "amount": "x", "currency": "?",
           "period": "day"}  # fmt: skip
    error = refused(plain("subscription", **row))
    assert error.code == "money.currency"
    assert "amount" not in error.reason


def test_the_reason_stays_short_whatever_the_cells_hold() -> None:
    error = refused(plain("client", id="|" * 100_000, name="\0" * 10, start="x" * 100_000))
    assert len(error.reason) < 400


def test_durations_are_added_to_another_time() -> None:
    mapping = mapped(
        "incident",
        'id = "i"\nclient = "c"\nopened = "o"\n'
        'acknowledged = { column = "w", after = "opened", unit = "min" }',
    )
    row = {"i": "I", "c": "C", "o": "2024-03-01 09:00", "w": "74.5"}
    assert one(mapping, row).acknowledged == datetime(2024, 3, 1, 10, 14, 30, tzinfo=UTC)
    assert one(mapping, {**row, "w": ""}).acknowledged is None
    assert refused(one(mapping, {**row, "w": "-1"})).code == "range.negative"
    assert refused(one(mapping, {**row, "w": "999999999"})).code == "time.future"
    wrong_base = refused(one(mapping, {**row, "o": "soon"}))
    assert (wrong_base.code, wrong_base.reason.count("soon")) == ("time.syntax", 1)


def test_templates_constants_defaults_and_words() -> None:
    mapping = mapped(
        "incident",
        'id = "i"\nclient = "c"\nopened = "o"\ntitle = { template = "{k}: {s}!" }\n'
        'severity = { column = "p", words = { p1 = "sev1", none = "" }, default = "low" }\n'
        'impact = { const = "outage" }',
    )
    row = {"i": "I", "c": "C", "o": "2024-03-01", "k": "bug", "s": "", "p": "P1"}
    found = one(mapping, row)
    assert (found.title, found.severity, found.impact) == ("bug: !", "critical", "outage")
    found = one(mapping, {**row, "k": "", "p": ""})
    assert (found.title, found.severity) == ("I", "low")
    assert one(mapping, {**row, "p": "none"}).severity == "low"


def test_amounts_in_minor_units() -> None:
    mapping = mapped(
        "subscription",
        'id = "i"\nclient = "c"\nstart = "s"\nperiod = { const = "month" }\n'
        'amount = { column = "a", minor = true }',
    )
    row = {"i": "S", "c": "C", "s": "2024-01-01", "a": "1999"}
    assert (one(mapping, row).amount_minor, one(mapping, row).currency) == (1999, "USD")
    assert refused(one(mapping, {**row, "a": "19.99"})).code == "money.precision"
    assert one(mapping, {**row, "a": 1999}).amount_minor == 1999


def test_payload_values_have_the_types_asked_for() -> None:
    mapping = mapped(
        "usage",
        'id = "i"\nclient = "c"\nat = "t"\n[files.columns.payload]\nf = "f"\n'
        'n = { column = "n", type = "integer" }\nb = { column = "b", type = "boolean" }',
    )
    row = {"i": "U", "c": "C", "t": "2024-01-01", "f": "x", "n": "-4", "b": "True"}
    assert one(mapping, row).payload == '{"b":true,"f":"x","n":-4}'
    assert one(mapping, {**row, "f": "", "n": "", "b": ""}).payload is None
    error = refused(one(mapping, {**row, "n": "x"}))
    assert (error.code, error.reason) == ("type.n", "payload: “x” is no whole number (type.n)")


def test_keys_of_json_that_nothing_names_are_kept_for_a_client() -> None:
    mapping = plain_mapping("x", "client")
    spec = replace(mapping.files[0], format="jsonl")
    header = ("id", "name")
    left = {"z": None, "b": True, "a": "x", "n": [1, 2]}
    converter = Converter(spec, mapping, header, Calendar(None, UTC_ZONE, NOW))
    found = converter.one(["C", "N", left])
    assert isinstance(found, ClientFact)
    assert found.extra == (("a", "x"), ("b", "true"), ("n", "[1,2]"))


CELL = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(
        ["", " ", "C-1", "1", "-1", "2024-03-01", "2024-03-01T09:00:00Z", "1e5",
         "9999-12-31T23:59:59Z", "NaN", "month", "year", "true", "EUR", "high", "closed", "{}",
         "19.99", "Asia/Tokyo"]
    ),
    st.integers(),
    st.booleans(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    st.lists(st.integers(), max_size=2),
)  # fmt: skip


@settings(max_examples=200)
@given(st.sampled_from(KINDS), st.data())
def test_any_row_is_a_fact_or_a_row_error(kind: Kind, data: st.DataObject) -> None:
    mapping = plain_mapping("x", kind)
    header = [column.field for column in mapping.files[0].columns]
    rows = data.draw(
        st.lists(st.lists(CELL, min_size=len(header), max_size=len(header)), max_size=4)
    )
    converter = Converter(mapping.files[0], mapping, header, Calendar(UTC_ZONE, UTC_ZONE, NOW))
    many = converter.many(rows)
    singly = [converter.one(row) for row in rows]
    assert [_content(outcome) for outcome in many] == [_content(o) for o in singly]


GOOD: dict[str, st.SearchStrategy[Any]] = {
    "id": st.integers(0, 99).map(lambda n: f"C-{n}"),
    "instant": st.integers(1, 27).map(lambda n: f"2024-03-{n:02}T09:{n + 20}:07Z"),
    "day": st.integers(1, 27).map(lambda n: f"2024-03-{n:02}"),
    "whole": st.integers(0, 10**13).map(str),
    "money": st.sampled_from(["1200.50", "7", "0.10"]),
    "currency": st.sampled_from(["EUR", "usd", "JPY"]),
    "boolean": st.sampled_from(["true", "No", "1"]),
    "zone": st.sampled_from(["Asia/Tokyo", "UTC"]),
    "object": st.sampled_from(["{}", '{"b": 1, "a": "x"}', ""]),
    "short": st.sampled_from(["calls", "churn"]),
    "text": st.sampled_from(["Pro", "Zoë & Co", ""]),
    "names": st.sampled_from(["api;web", "API", ""]),
    "updates": st.sampled_from(
        ['[{"at": "2024-03-01T09:00:00Z", "status": "open", "message": "x"}]', "[]", ""]
    ),
}
GOOD["past_day"] = GOOD["day"]
WORDS = {
    "period": st.sampled_from(["month", "Year"]), "severity": st.sampled_from(["high", "SEV1"]),
    "status": st.sampled_from(["active", "paused", "open", "resolved", ""]),
    "resolution": st.sampled_from(["fixed", ""]),
}  # fmt: skip


def _told(data: st.DataObject, kind: Kind, header: list[str]) -> list[list[Any]]:
    """Rows of which nearly every cell is as it should be."""
    fields = settable(kind)
    good = [
        WORDS[name] if fields[name].type == "word" else GOOD[fields[name].type]
        for name in header
    ]
    rows: list[list[Any]] = data.draw(
        st.lists(st.tuples(*good).map(list), min_size=1, max_size=40)
    )
    for _ in range(data.draw(st.integers(0, 3))):
        row = data.draw(st.integers(0, len(rows) - 1))
        at = data.draw(st.integers(0, len(header) - 1))
        rows[row][at] = data.draw(CELL | st.just(""))
    return rows


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), st.data())
def test_many_rows_give_what_each_gives(kind: Kind, data: st.DataObject) -> None:
    """Columns at once, and row by row, with any of the optional columns missing."""
    mapping = plain_mapping("x", kind, data.draw(st.sampled_from([None, "USD"])))
    optional = [c.field for c in mapping.files[0].columns if c.optional]
    without = data.draw(st.sets(st.sampled_from(optional)) if optional else st.just(set()))
    header = [c.field for c in mapping.files[0].columns if c.field not in without]
    rows = _told(data, kind, header)
    converter = Converter(mapping.files[0], mapping, header, Calendar(None, UTC_ZONE, NOW))
    runs = list(converter.runs(rows))
    assert [_content(o) for run in runs for o in run] == [
        _content(converter.one(row)) for row in rows
    ]
    in_columns = kind in ("usage", "logins", "event", "day_total")
    good = [run for run in runs if is_good(run)]
    assert all(isinstance(run, list) != in_columns for run in good if len(run) > 16)


MAPPED = {
    "usage": 'id = "i"\nclient = { column = "c", words = { a = "b" } }\n'
    'at = { column = "t", format = "%d.%m.%Y" }\n'
    'value = { column = "v", default = "3", words = { x = "9" } }',
    "subscription": 'id = { template = "S-{i}" }\nclient = "c"\n'
    'start = { column = "t", format = "%d.%m.%Y" }\namount = { column = "v", minor = true }\n'
    'currency = { column = "k", default = "EUR" }\n'
    'period = { const = "month" }\nstatus = { column = "x", words = { x = "active" } }',
    "incident": 'id = "i"\nclient = "c"\nopened = { column = "t", format = "%d.%m.%Y" }\n'
    'resolved = { column = "v", after = "opened", unit = "h" }\nimpact = "x"',
}
HEADER = ("i", "c", "t", "v", "k", "x")
MAPPED_CELL = st.sampled_from(
    ["", "a", "b", "01.03.2024", "31.02.2024", "5", "x", "EUR", "USD", " ", None, 4]
)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(MAPPED)), st.data())
def test_a_mapping_says_the_same_of_many_rows(kind: str, data: st.DataObject) -> None:
    mapping = mapped(kind, MAPPED[kind])
    good = ("1", "a", "01.03.2024", "5", "EUR", "x")
    row = st.tuples(*(st.just(cell) | MAPPED_CELL for cell in good)) | st.just(good)
    rows = data.draw(st.lists(row, min_size=1, max_size=40))
    converter = Converter(mapping.files[0], mapping, HEADER, Calendar(UTC_ZONE, UTC_ZONE, NOW))
    assert [_content(o) for o in converter.many(rows)] == [
        _content(converter.one(row)) for row in rows
    ]


def _content(outcome: Fact | RowError) -> object:
    if isinstance(outcome, RowError):
        assert outcome.code.count(".") == 1
        return outcome.code, outcome.reason
    return outcome
