from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellbuoy.commands.options import Options
from bellbuoy.commands.parser import Invocation, parse
from bellbuoy.commands.registry import WORDS, Entry
from bellbuoy.commands.terminal import Terminal
from core.values.errors import UsageError
from tests.bellbuoy.conftest import MODULE

pytestmark = pytest.mark.usefixtures("ships")
PIPE = Terminal()


def options(line: str) -> Options:
    found = parse(line.split(), PIPE)
    assert isinstance(found, Invocation)
    return found.options


def refused(line: str) -> UsageError:
    with pytest.raises(UsageError) as caught:
        parse(line.split(), PIPE)
    assert caught.value.hint, "a usage error says what helps"
    return caught.value


@pytest.mark.parametrize(
    "line",
    [
        "--store a.db ship list --json",
        "ship --store a.db list --json",
        "ship list --json --store=a.db",
        "--json --store a.db ship list",
        "-q ship --json list --store a.db -d",
    ],
)
def test_shared_flags_stand_anywhere(line: str) -> None:
    found = parse(line.split(), PIPE)
    assert isinstance(found, Invocation)
    assert found.command.words == "ship list"
    assert (found.options.store, found.options.format) == ("a.db", "json")


FLAGS = ("--json", "-q", "--store=x.db", "-y", "--limit=5", "--as-of=2024-06-30", "-oout.json")


@given(st.lists(st.tuples(st.sampled_from(FLAGS), st.integers(0, 2)), max_size=6))
def test_the_place_of_a_flag_never_matters(placed: list[tuple[str, int]]) -> None:
    slots: list[list[str]] = [[], [], []]
    for flag, slot in placed:
        slots[slot].append(flag)
    spread = [*slots[0], "ship", *slots[1], "list", *slots[2]]
    behind = ["ship", "list", *(flag for flag, _ in placed)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(WORDS, "ship", Entry(MODULE, "vessels"))
        assert parse(spread, PIPE) == parse(behind, PIPE)


def test_the_query_is_the_words_behind_the_verb_or_a_flag() -> None:
    assert options("ship list tier:critical mrr>5000").query == "tier:critical mrr>5000"
    assert options("ship list --query tier:critical").query == "tier:critical"
    assert options("ship list").query is None
    assert "twice" in refused("ship list a --query b").message


def test_a_query_may_start_with_a_minus_sign() -> None:
    assert options("ship list -- -tier:critical").query == "-tier:critical"
    assert options("ship list --query -tier:critical").query == "-tier:critical"
    assert options("ship list --query=-tier:critical").query == "-tier:critical"
    assert "--" in refused("ship list -xtier:critical").hint


def test_an_option_takes_a_value_with_a_minus_sign() -> None:
    assert options("ship list --sort -arr").sort == "-arr"
    assert options("ship list --seed -5").seed == -5
    assert "needs a value" in refused("ship list --sort --json").message
    assert "needs a value" in refused("ship list --sort -q").message
    assert "needs a value" in refused("ship list --sort").message


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("shipp list", "unknown word “shipp”", "did you mean “ship”?"),
        ("zzz", "unknown word “zzz”", "bellbuoy --help"),
        ("ship lst", "ship has no verb “lst”", "did you mean “list”?"),
        ("ship", "ship needs a verb", "list, show"),
        ("ship list --jsn", "unknown flag “--jsn”", "did you mean “--json”?"),
        ("ship list --jso", "unknown flag “--jso”", "did you mean “--json”?"),
        ("ship show", "NAME is missing", "the ship"),
        ("ship show a hull c", "unexpected word “c”", "bellbuoy ship show NAME [PART]"),
        ("ship show a keel", "PART: “keel” is no choice", "hull, mast"),
        ("ship show a --against-day 2024-02-30", "--against-day: there is no day", "--help"),
        ("ship list --limit x", "--limit: “x” is no whole number", "--help"),
        ("ship list --limit 0", "--limit: 0 is below 1", "--help"),
        ("ship list --limit 1e3", "--limit: “1e3” is no whole number", "--help"),
        ("ship list --max-age 5", "--max-age: “5” is no span", "15min"),
        ("ship list --store=", "--store: the value is empty", "--help"),
        ("ship list --cols a,,b", "--cols: “a,,b” has an empty name", "--help"),
        ("ship list --timeout 0", "--timeout: a time limit is above 0", "--help"),
        ("ship show a --limit 3", "--limit does nothing for ship show", "--help"),
        ("ship list -n", "ship list changes nothing", "--help"),
        ("ship list --dry-run", "ship list changes nothing", "--help"),
        ("ship show a --wet=1", "--wet", "--help"),
        ("ship list -o", "--output/-o: expected one argument", "--help"),
    ],
)
def test_a_usage_error_says_what_and_what_helps(line: str, message: str, hint: str) -> None:
    fault = refused(line)
    assert message in fault.message
    assert hint in fault.hint


def test_values_of_a_command() -> None:
    found = options("ship show S-1 hull --against-day 2024-06-30 -t a --tag b --wet")
    assert found.need("name") == "S-1"
    assert found.text("part") == "hull"
    assert found.number("against_day") == 19904
    assert found.texts("tag") == ("a", "b")
    assert found.flag("wet")
    bare = options("ship show S-1")
    assert bare.text("part") is None
    assert bare.number("against_day") is None
    assert bare.texts("tag") == ()
    assert not bare.flag("wet")


def test_repeated_words_and_numbers_are_words() -> None:
    assert options("ship name a -5 -").texts("names") == ("a", "-5", "-")
    assert options("ship name -- --json -q").texts("names") == ("--json", "-q")
    assert "NAME is missing" in refused("ship name").message


def test_spans_and_times() -> None:
    found = options("ship list --max-age 2h --timeout 1.5 --as-of 2024-06-30 --as support")
    assert (found.max_age, found.timeout) == (7200, 1.5)
    assert (found.as_of, found.role) == ("2024-06-30", "support")
    assert options("ship list --timeout 2min").timeout == 120


def test_only_a_command_that_writes_has_a_dry_run() -> None:
    assert options("ship scuttle S-1 -n").dry_run
    assert options("ship scuttle -ny S-1").yes


def test_a_noun_imports_as_import_with_its_kind() -> None:
    found = parse(["ship", "import", "a.csv", "--json"], PIPE)
    assert isinstance(found, Invocation)
    assert found.command.words == "import"
    assert (found.options.need("path"), found.options.text("kind")) == ("a.csv", "ship")


def test_no_word_is_the_screens() -> None:
    for line in ("", "--demo --theme light", "tui", "--store x.db"):
        found = parse(line.split(), PIPE)
        assert isinstance(found, Invocation)
        assert found.command.words == "tui"
    assert options("--view mine --plain").view == "mine"


@pytest.mark.parametrize("line", ["--version", "--version --json", "--json --version"])
def test_the_version_is_a_flag_as_well(line: str) -> None:
    found = parse(line.split(), PIPE)
    assert isinstance(found, Invocation)
    assert found.command.words == "version"
    assert found.options.format == ("json" if "--json" in line else "table")


def test_the_version_is_no_flag_of_a_command() -> None:
    assert "--version" in refused("ship list --version").message
