"""A mapping is read whole, or refused with the key that is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.integrations.mapping import read_mapping
from core.integrations.mapping_types import Column, HealthBaselines, PlanBaseline
from core.values.errors import UsageError

WHOLE = """
source = "crm"
timezone = "Europe/Berlin"
currency = "EUR"

[words.severity]
urgent = "critical"

[health]
calls = 60
[health.plans.Basic]
logins = 10

[[files]]
path = ["clients.csv", "more/*.csv"]
kind = "client"
delimiter = ";"
encoding = "windows-1252"
optional = true
[files.columns]
id = "nr"
name = "name"
start = { column = "since", format = "%d.%m.%Y" }
plan = { column = "p", words = { B = "Basic", "-" = "" }, default = "Pro" }
extra = ["seats"]

[[files]]
path = "tickets.jsonl"
kind = "incident"
format = "jsonl"
[files.columns]
id = "id"
client = { column = "sub", via = "subscription" }
title = { template = "{kind}: {subject}!" }
severity = { column = "prio", words = { p1 = "sev1" } }
opened = { column = "created", format = "epoch" }
acknowledged = { column = "wait", after = "opened", unit = "min" }
"""
FILE = '[[files]]\npath = "a.csv"\nkind = "{kind}"\n[files.columns]\n'


def fault(text: str) -> UsageError:
    with pytest.raises(UsageError) as error:
        read_mapping(text, "m.toml")
    return error.value


def in_file(line: str, kind: str = "incident") -> str:
    needed = {
        "incident": ["id", "client", "opened"],
        "usage": ["id", "client", "at"],
        "client": ["id", "name"],
        "subscription": ["id", "client", "start", "amount", "period"],
        "day_total": ["client", "day"],
    }[kind]
    given_key = line.split("=", 1)[0].strip()
    columns = [f'{name} = "{name}"' for name in needed if name != given_key]
    head = 'source = "crm"\ncurrency = "EUR"\n' + FILE.format(kind=kind)
    return head + "\n".join([*columns, line])


def test_a_whole_mapping() -> None:
    mapping = read_mapping(WHOLE, "m.toml")
    assert (mapping.name, mapping.source) == ("m.toml", "crm")
    assert (mapping.timezone, mapping.currency) == ("Europe/Berlin", "EUR")
    assert mapping.health == HealthBaselines(60, None, (PlanBaseline("Basic", None, 10),))
    clients, tickets = mapping.files
    assert clients.paths == ("clients.csv", "more/*.csv")
    assert (clients.delimiter, clients.encoding, clients.optional) == (";", "cp1252", True)
    assert clients.extra == (Column("seats", column="seats"),)
    plan = next(column for column in clients.columns if column.field == "plan")
    assert plan == Column("plan", column="p", words=(("B", "Basic"), ("-", "")), default="Pro")
    assert tickets.format == "jsonl"
    assert tickets.client_via == "subscription"
    by_field = {column.field: column for column in tickets.columns}
    assert by_field["title"].template == (("", "kind"), (": ", "subject"), ("!", None))
    assert by_field["title"].sources == ("kind", "subject")
    assert by_field["severity"].words == (("urgent", "critical"), ("p1", "sev1"))
    assert (by_field["acknowledged"].after, by_field["acknowledged"].unit) == ("opened", "min")


@pytest.mark.parametrize(
    ("text", "where", "hint"),
    [
        ("source = ", "m.toml: no TOML", ""),
        ("a = 1", "m.toml: unknown key “a”", ""),
        ('sorce = "x"', "unknown key “sorce”", "did you mean “source”?"),
        ("[[files]]", "source: is missing", "such as"),
        ('source = "A b"', "source: “A b” is no name", "small letters"),
        ('source = "x"', "no [[files]]", "at least one"),
        ("source = 5", "source: “5” should be text", ""),
        ('source = "x"\ntimezone = "Mars"\n' + FILE, "files 1 (a.csv).kind: “{kind}”", ""),
        ('source="x"\n[[files]]\nkind="client"', "files 1 (?).path: is missing", ""),
        ('source="x"\nfiles = [1]', "files 1 (?): “1” should be a table", ""),
        ('source="x"\nwords = 1', "words: “1” should be a table", ""),
    ],
)
def test_faults_of_the_head(text: str, where: str, hint: str) -> None:
    error = fault(text)
    assert where in error.message
    assert error.message.startswith("m.toml: ")
    assert hint in error.hint


@pytest.mark.parametrize(
    ("key", "line", "told"),
    [
        ("timezone", 'timezone = "Mars/Olympus"', "timezone: unknown time zone"),
        ("currency", 'currency = "Euro"', "currency: “Euro” is no currency code"),
        (
            "health",
            "health = { calls = 0 }",
            "health.calls: “0” should be a whole number from 1",
        ),
        ("health", "health = { cals = 5 }", "health: unknown key “cals”"),
        ("health", "health = { plans = { B = { calls = true } } }", "health.plans.B.calls"),
        ("words", "words = { sevrity = { a = 'low' } }", "words: unknown key “sevrity”"),
    ],
)
def test_faults_beside_the_files(key: str, line: str, told: str) -> None:
    text = in_file("").replace('currency = "EUR"', 'currency = "EUR"\n' + line, 1)
    if key == "currency":
        text = text.replace('currency = "EUR"\n', "", 1)
    assert told in fault(text).message


@pytest.mark.parametrize("path", ["/etc/passwd", "../x.csv", "a/../b.csv", "a//b.csv", "a**/b",
                                  "a\\\\b", "**", "./a.csv"])  # fmt: skip
def test_paths_lie_inside_the_folder(path: str) -> None:
    text = in_file("").replace('path = "a.csv"', f'path = "{path}"')
    assert "should lie inside the folder" in fault(text).message


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('delimiter = ";;"', "is no delimiter"),
        ('delimiter = "\\""', "is no delimiter"),
        ('delimiter = "a"', "is no delimiter"),
        ('encoding = "utf-16"', "“utf-16” is not understood"),
        ('encoding = "iso-8859-77"', "is not understood"),
        ('encoding = "cp1140"', "is not understood"),
        ('format = "xlsx"', "“xlsx” is not known"),
        ('optional = "yes"', "should be true or false"),
        ('pth = "x"', "unknown key “pth”"),
    ],
)
def test_faults_of_a_file(line: str, told: str) -> None:
    text = in_file("").replace('kind = "incident"', f'kind = "incident"\n{line}')
    assert told in fault(text).message


def test_required_fields_are_told_by_name() -> None:
    text = in_file("").replace('opened = "opened"', "")
    assert fault(text).message == "m.toml: files 1 (a.csv).columns: opened is missing"
    text = in_file("", "subscription").replace('currency = "EUR"', "")
    assert "columns: currency is missing" in fault(text).message
    assert "calls or logins is missing" in fault(in_file("", "day_total")).message


def test_bombs_are_refused_not_suffered() -> None:
    assert "no TOML" in fault("a = " + "[" * 100_000).message
    assert "no TOML" in fault("a = " + "9" * 10_000).message


@given(st.text(max_size=60))
def test_any_text_is_a_mapping_or_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError):
        read_mapping("x = 1\n" + text, "m.toml")


@given(
    st.sampled_from(["id", "opened", "severity", "title", "client", "acknowledged"]),
    st.recursive(
        st.sampled_from(["'a'", "''", "5", "true", "1.5", "1979-05-27", "'{'", "'%Q'",
                         "'opened'"]),
        lambda inner: st.lists(inner, max_size=2).map(lambda v: f"[{', '.join(v)}]")
        | st.dictionaries(
            st.sampled_from(["column", "const", "template", "words", "format", "after", "unit",
                             "default", "via", "a"]), inner, max_size=4
        ).map(lambda d: "{" + ", ".join(f"{k} = {v}" for k, v in d.items()) + "}"),
        max_leaves=5,
    ),
)  # fmt: skip
def test_any_column_is_understood_or_refused_by_name(field: str, value: str) -> None:
    try:
        mapping = read_mapping(in_file(f"{field} = {value}"), "m.toml")
    except UsageError as error:
        assert error.message.startswith("m.toml: files 1 (a.csv).columns")  # noqa: PT017 - or
        return
    assert mapping.files[0].columns


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('quote = "ab"', "no such sign"),
        ('quote = "x"', "no such sign"),
        ('escape = "é"', "no such sign"),
        ("quote = 1", "text in quotes"),
        ('format = "xml"', "xml"),
        ('encoding = "utf-16"', "not understood"),
        ('encoding = "utf-7"', "not understood"),
    ],
)
def test_a_way_of_writing_that_means_nothing(line: str, told: str) -> None:
    text = f'source = "s"\n[[files]]\npath = "a.csv"\nkind = "client"\n{line}\n'
    error = fault(text + '[files.columns]\nid = "id"\nname = "n"\n')
    assert told in error.message


def test_how_a_file_is_written_may_be_told() -> None:
    text = (
        'source = "s"\n[[files]]\npath = "a.parquet"\nkind = "client"\nformat = "parquet"\n'
        'quote = "\'"\nescape = \'\\\'\nencoding = "UTF-16LE"\n'
        '[files.columns]\nid = "id"\nname = "n"\n'
    )
    [spec] = read_mapping(text, "m.toml").files
    assert (spec.format, spec.quote, spec.escape, spec.encoding) == (
        "parquet", "'", "\\", "utf-16-le",
    )  # fmt: skip
    bare = text.replace('quote = "\'"', 'quote = ""').replace("escape = '\\'", "")
    [spec] = read_mapping(bare, "m.toml").files
    assert (spec.quote, spec.escape) == ("", None)
