from __future__ import annotations

import csv
import io

import pytest

from tests.bellbuoy.commands.conftest import HOSTILE, Bell


def test_two_clients_side_by_side_as_json(demo: Bell) -> None:
    told = demo("client", "diff", "C-0001", "coral", "--json").json
    assert told["schema"] == "bellbuoy.client_diff/1"
    assert (told["left"]["id"], told["right"]["id"]) == ("C-0001", "C-0002")
    rows = {row["id"]: row for row in told["rows"]}
    health = rows["health"]
    assert health["difference"] == health["right"] - health["left"]
    parts = [row for row in told["rows"] if row["kind"] == "part"]
    for side in ("left", "right", "difference"):
        assert sum(row[side] for row in parts) == health[side]
    assert told["change"]["total"] == health["difference"]
    assert rows["renews"]["left"] == "2027-04-16"
    assert isinstance(rows["renews"]["difference"], int)
    assert rows["arr"]["left"][0]["currency"] == "USD"
    assert rows["plan"]["difference"] is None


def test_two_days_of_one_client(demo: Bell) -> None:
    words = ("client", "diff", "C-0002", "--from", "2026-11-01")
    told = demo(*words, "--to", "2026-11-10", "--json").json
    assert (told["left"]["day"], told["right"]["day"]) == ("2026-11-01", "2026-11-10")
    assert told["as_of"] == "2026-11-10T23:59:59.999999Z"
    assert demo(*words, "--json").json["right"]["day"] == "2026-11-16"


def test_the_table_shows_that_points_add_up(demo: Bell) -> None:
    lines = demo("client", "diff", "C-0001", "C-0002").lines
    assert lines[0].strip() == "Umber Energy (C-0001) and Coral Networks (C-0002)"
    assert "Points add up exactly: 18 + 13 − 24 = 7" in lines[-1]
    assert max(map(len, lines)) <= 80
    assert demo("client", "diff", "C-0001", "C-0002", "--glyphs", "ascii").out.isascii()


def test_csv_has_a_row_a_figure(demo: Bell) -> None:
    rows = list(csv.DictReader(io.StringIO(demo("client", "diff", "C-1", "C-2", "--csv").out)))
    assert rows == []
    text = demo("client", "diff", "C-0001", "C-0002", "--csv").out
    found = {row["id"]: row for row in csv.DictReader(io.StringIO(text))}
    assert found["health"]["difference"] == "7"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("C-0001",), 2, "nothing to compare with"),
        (
            ("C-0001", "C-0002", "--from", "2026-11-01"),
            2,
            "two clients, or one client and days",
        ),
        (("C-0001", "C-0001"), 2, "one client"),
        (("C-0001", "nobody"), 3, "nobody"),
        (("C-0001", "--from", "2026-11-20"), 2, "out of order"),
        (("C-0001", "--from", "soon"), 2, "--from"),
        (("C-0001", "--to", "2026-11-10"), 2, "nothing to compare with"),
    ],
)
def test_what_cannot_be_compared(
    demo: Bell, words: tuple[str, ...], code: int, told: str
) -> None:
    found = demo("client", "diff", *words)
    assert found.code == code
    assert told in found.err
    assert found.out == ""


def test_a_hostile_name_is_harmless(demo: Bell) -> None:
    for words in (("client", "diff", "C-0001", HOSTILE), ("client", "watch", f"id:{HOSTILE}")):
        more = ("--begin", "--limit", "1") if "watch" in words else ()
        for form in ("table", "json"):
            told = demo(*words, *more, "--format", form)
            assert told.code == 0
            assert HOSTILE in told.out
            assert "\x1b" not in told.out
