"""Texts to trees, and the errors on the way (SCREENS 3)."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.query.errors import QueryError
from core.query.fields import Field, FieldSet
from core.query.nouns import CLIENT_FIELDS, INCIDENT_FIELDS, QUARANTINE_FIELDS
from core.query.parse import MAX_DEPTH, MAX_VALUES, parse
from core.query.types import (
    Amount,
    And,
    Between,
    Clause,
    Day,
    Directives,
    Keyword,
    Node,
    Not,
    Number,
    Or,
    Span,
    Text,
    Word,
)
from core.values.instants import parse_day
from tests.core.query.drawn import CONTEXT, THINGS


def _where(text: str, fields: FieldSet = CLIENT_FIELDS) -> Node | None:
    return parse(text, fields, CONTEXT).where


def _number(text: str) -> Number:
    return Number(Decimal(text))


LATER = FieldSet(
    "later",
    (
        *CLIENT_FIELDS.fields,
        Field("churn", "number", "churn", "chance to leave", share=True),
        Field("segment", "reference", "segment", "a segment"),
        Field("kind", "enum", "kind", "kind", allowed=("call", "email")),
        Field("at", "instant", "at", "when", future=False),
        Field("amount", "money", "amount", "amount"),
        Field("category", "text", "category", "category"),
        Field("age", "enum", "age", "age group", allowed=("18-25", "55+")),
        Field("severity", "enum", "severity", "severity", allowed=("critical", "high")),
        Field("sla", "instant", "sla", "time to the target", future=True),
        Field("source", "reference", "source", "source"),
        Field("state", "enum", "state", "state", allowed=("new", "done")),
        Field("type", "enum", "type", "type", allowed=("deletion",)),
        Field("due", "instant", "due", "limit", future=True),
        Field("client", "reference", "client", "client"),
    ),
)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (CLIENT_FIELDS, "tier:critical mrr>5000 trend<0 owner:me"),
        (CLIENT_FIELDS, 'northwind "export api"'),
        (CLIENT_FIELDS, "health:40..60 sort:-mrr limit:20"),
        (CLIENT_FIELDS, "renews<30d seen>14d"),
        (LATER, "(tier:critical OR churn>0.6) NOT owner:none"),
        (LATER, 'segment:"At risk",Hibernating mrr>=1k'),
        (LATER, "status:open severity:critical,high sla<1h"),
        (INCIDENT_FIELDS, "status:open severity:critical,high"),
        (LATER, "client:northwind kind:call,email at>=2026-11-01"),
        (LATER, "amount:gt:500 category:Books,Home age:55+,18-25"),
        (QUARANTINE_FIELDS, "source:drop-folder reason~number state:new"),
        (LATER, "type:deletion due<3d state!=done sort:due"),
        (CLIENT_FIELDS, "asof:2023-10-31 tier:critical by:owner cols:name,mrr,health"),
        (CLIENT_FIELDS, "owner:me,raj,mei tier:critical,at_risk"),
        (INCIDENT_FIELDS, "status:open,acknowledged,pending"),
        (CLIENT_FIELDS, "tier:*"),
    ],
)
def test_the_queries_of_the_design_are_read(fields: FieldSet, text: str) -> None:
    query = parse(text, fields, CONTEXT)
    assert query.where is not None
    assert query.text == text


def test_a_query_of_everything() -> None:
    query = parse(
        "tier:critical mrr>5000 trend<0 owner:me sort:-arr,name", CLIENT_FIELDS, CONTEXT
    )
    assert query.where == And(
        (
            Clause("tier", "eq", (Word("critical"),)),
            Clause("mrr", "gt", (Amount(Decimal(5000)),)),
            Clause("trend", "lt", (_number("0"),)),
            Clause("owner", "eq", (Keyword("me"),)),
        )
    )
    assert query.directives == Directives(sort=(("arr", True), ("name", False)))


def test_not_binds_before_and_before_or() -> None:
    a, b, c, d = (Text(letter) for letter in "abcd")
    assert _where("a OR NOT b c OR d") == Or((a, And((Not(b), c)), d))
    assert _where("(a OR b) AND -c d") == And((Or((a, b)), Not(c), d))
    assert _where("-(a b)") == Not(And((a, b)))
    assert _where("a (b (c d))") == And((a, b, c, d))
    assert _where("NOT (NOT a)") == Not(Not(a))


def test_conditions_around_directives_all_count() -> None:
    query = parse("limit:5 a OR b by:owner c", CLIENT_FIELDS, CONTEXT)
    assert query.where == And((Or((Text("a"), Text("b"))), Text("c")))
    assert query.directives == Directives(by=("owner",), limit=5)


def test_nothing_asks_for_everything() -> None:
    assert _where("") is None
    assert _where("  sort:name ") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("score:40", Clause("health", "eq", (_number("40"),))),
        ("Health>=40", Clause("health", "ge", (_number("40"),))),
        ("health:ge:40", Clause("health", "ge", (_number("40"),))),
        ("health=40", Clause("health", "eq", (_number("40"),))),
        ("health!=40,50", Clause("health", "ne", (_number("40"), _number("50")))),
        ("health:..60", Clause("health", "eq", (Between(None, _number("60")),))),
        ("health!=40..", Clause("health", "ne", (Between(_number("40"), None),))),
        ("arr>5k.eur", Clause("arr", "gt", (Amount(Decimal(5000), "EUR"),))),
        (
            "arr:1k.eur..2k.eur",
            Clause(
                "arr",
                "eq",
                (Between(Amount(Decimal(1000), "EUR"), Amount(Decimal(2000), "EUR")),),
            ),
        ),
        ("renews:past", Clause("renews", "eq", (Keyword("past"),))),
        ("renews:10d..30d", Clause("renews", "eq", (Between(Span(10, "d"), Span(30, "d")),))),
        ("seen<2024-01-31", Clause("seen", "lt", (Day(parse_day("2024-01-31")),))),
        ('tier:"At risk"', Clause("tier", "eq", (Word("at_risk"),))),
        ("tier:AT-RISK", Clause("tier", "eq", (Word("at_risk"),))),
        ("partial:true", Clause("partial", "eq", (Word("yes"),))),
        ("plan:none", Clause("plan", "eq", (Keyword("none"),))),
        ("plan:*", Clause("plan", "eq", (Keyword("any"),))),
        ('plan:"none"', Clause("plan", "eq", (Word("none"),))),
        ("plan:me,past", Clause("plan", "eq", (Word("me"), Word("past")))),
        ("plan~none", Clause("plan", "like", (Word("none"),))),
        ("name:starts:North", Clause("name", "starts", (Word("North"),))),
        ("name:ends:Ltd", Clause("name", "ends", (Word("Ltd"),))),
        ('name:matches:"^no(rth|st)"', Clause("name", "matches", (Word("^no(rth|st)"),))),
        ("name:a..b", Clause("name", "eq", (Word("a..b"),))),
        ("id:like:c-", Clause("id", "like", (Word("c-"),))),
    ],
)
def test_clauses(text: str, expected: Clause) -> None:
    assert _where(text) == expected


def test_short_severities() -> None:
    found = _where("severity:sev1,sev4,High", INCIDENT_FIELDS)
    assert found == Clause("severity", "eq", (Word("critical"), Word("low"), Word("high")))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tierr:high", "unknown field `tierr` at 1, did you mean `tier`?"),
        ("a zzzz:1", "unknown field `zzzz` at 3, quote the text to search for it"),
        ("owner.team:a", "unknown field `owner.team` at 1, did you mean `owner`?"),
        ('event."Order Placed".d30>=3', "field `event…` is not available in this list at 1"),
        (
            "tier:hgh",
            "`tier` has no value `hgh` at 6, one of critical, at_risk, healthy, unknown",
        ),
        ("tier:critcal", "`tier` has no value `critcal` at 6, did you mean `critical`?"),
        ("tier>critical", "`>` does not fit `tier` at 5, use `:` and `!=`"),
        (
            "name>5",
            "`>` does not fit `name` at 5, use `:` `!=` `~` `:starts:` `:ends:` `:matches:`",
        ),
        ("health~4", "`~` does not fit `health` at 7, use `:` `!=` `<` `<=` `>` `>=`"),
        ("health:high", "`high` is no number at 8, write 40, -2.5 or 5k"),
        ("health:40,x", "`x` is no number at 11, write 40, -2.5 or 5k"),
        ('health:"40"', "`40` is no number at 8, write 40, -2.5 or 5k"),
        ("health:40%", "`40%` is a share, the field is not at 8, leave out `%`"),
        ("health>40..60", "`40..60` is a range at 8, it stands behind `:`"),
        ("health:..", "a range needs at least one end at 8"),
        ("health:60..40", "the range runs backwards at 8"),
        ("health:40..60,70", "a range stands alone at 15"),
        ("arr:1k.eur..2k", "both ends of a range need the same currency at 5"),
        ("arr>x", "`x` is no amount at 5, write 5000, 5k or 5k.eur"),
        ("renews:today..30d", "both ends of a range are spans or both are days at 8"),
        ("renews<3h", "`renews` counts in days at 8, leave out hours and minutes"),
        ("renews:2024-02-30", "there is no day `2024-02-30` at 8"),
        (
            "seen:past",
            "`past` is no day or span at 6, write 30d, today, today-7d, 2026-10 or 2026-10-31",
        ),
        ("name:matches:(a", "a value is missing after `name:matches:` at 14"),
        (
            'name:matches:"(a"',
            "`(a` is no pattern at 14, a `)` is missing at the end of the pattern",
        ),
        ("a OR", "a condition is missing after `OR` at 5"),
        ("OR a", "a condition is missing at 1"),
        ("a AND AND b", "a condition is missing after `AND` at 7"),
        ("NOT", "a condition is missing after `NOT` at 4"),
        ("NOT NOT a", "a condition is missing after `NOT` at 5"),
        ("()", "a condition is missing after `(` at 2"),
        ("a (b", "`(` is never closed at 3"),
        ("a) b", "`)` closes nothing at 2"),
        ("(a sort:name)", "`sort:` stands outside parentheses at 4"),
        ("-sort:name", "`sort:` is no condition at 2, it stands on its own"),
    ],
)
def test_errors_name_the_place_and_what_helps(text: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text, CLIENT_FIELDS, CONTEXT)
    assert caught.value.message == message
    assert caught.value.exit_code == 2
    assert f" at {caught.value.column}" in message


def test_a_local_time_that_never_occurs_is_refused() -> None:
    with pytest.raises(QueryError, match="does not occur in Europe/Berlin at 11"):
        parse("a  opened>2024-03-31T02:30", THINGS, CONTEXT)
    assert parse("opened>2024-03-31T03:30", THINGS, CONTEXT).where is not None


def test_exactly_two_hours_ago_is_refused() -> None:
    with pytest.raises(QueryError, match="`2h` is a moment at 8"):
        parse("opened:2h", THINGS, CONTEXT)
    assert parse("opened:..2h", THINGS, CONTEXT).where is not None


def test_hostile_depth_and_number_are_refused_early() -> None:
    deep = "(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH
    assert _where(deep) == Text("a")
    with pytest.raises(QueryError, match=f"{MAX_DEPTH} at most"):
        _where("(" * 1900 + "a" + ")" * 1900)
    assert isinstance(_where("a " * MAX_VALUES), And)
    with pytest.raises(QueryError, match=f"too many conditions at {2 * MAX_VALUES + 1}"):
        _where("a " * (MAX_VALUES + 1))
    with pytest.raises(QueryError, match="too many conditions"):
        _where("id:" + "a," * MAX_VALUES + "a")


_PIECES = st.sampled_from(
    [
        *'()-"\\,:=<>~!.%*',
        *(
            " ",
            "AND",
            "OR",
            "NOT",
            "..",
            ":gt:",
            ":matches:",
            "!=",
            "40",
            "5k.eur",
            "30d",
            "2h",
        ),
        *(
            "today",
            "today-7d",
            "2024-02",
            "2024-02-30",
            "2024-03-31T02:30",
            "me",
            "none",
            "past",
        ),
        *("sort:", "by:", "limit:", "asof:", "event.", "[a-", "(a+)+", "{3}", "\x00", "\ud800"),
        *(field.name for field in THINGS.fields),
    ]
)


@settings(max_examples=200)
@given(st.one_of(st.text(max_size=40), st.lists(_PIECES, max_size=14).map("".join)))
def test_any_text_is_a_query_or_a_query_error(text: str) -> None:
    with suppress(QueryError):
        assert parse(text, THINGS, CONTEXT).text == text


@settings(max_examples=100)
@given(st.lists(_PIECES, max_size=14).map("".join))
def test_the_column_of_an_error_lies_in_the_text(text: str) -> None:
    columns = []
    try:
        parse(text, THINGS, CONTEXT)
    except QueryError as error:
        columns.append(error.column)
    assert all(1 <= column <= len(text) + 1 for column in columns)
