"""`--chart` of every command that has numbers over days or groups."""

from __future__ import annotations

import pytest

from bellbuoy.commands.registry import every_command
from core.values.text import cells
from tests.bellbuoy.commands.conftest import Bell

CHARTS = (
    "analytics trend health",
    "analytics trend usage",
    "analytics revenue",
    "client list by:tier",
    "client list by:owner --sum arr",
    "client show C-0001",
    "client usage C-0001",
    "client heatmap C-0001",
    "client explain C-0001",
    "health explain C-0001",
    "health history C-0001",
    "incident list by:severity",
    "incident show INC-0002-1",
    "incident stats",
    "job show score-clients",
    "metrics",
    "overview",
    "run list",
    "store stats",
)


def test_each_command_with_the_flag_is_looked_at() -> None:
    known = {command.words for command in every_command() if "chart" in command.takes}
    assert known == {" ".join(_words(line)) for line in CHARTS}, (
        "a command with --chart that nothing here draws"
    )


def _words(line: str) -> list[str]:
    """The command of a line: `overview` and `metrics` have no verb."""
    return line.split()[: 1 if line.split()[0] in ("overview", "metrics") else 2]


@pytest.mark.parametrize("line", CHARTS)
def test_it_fits_a_pipe_and_is_plain_in_ascii(demo: Bell, line: str) -> None:
    told = demo(*line.split(), "--chart", "--glyphs", "ascii")
    assert told.code == 0, told.err
    assert told.out.isascii()
    assert "\x1b" not in told.out
    assert len(told.lines) >= 2
    assert max(map(cells, told.lines)) <= 80
    assert demo(*line.split(), "--chart", "--json").code == 2


@pytest.mark.parametrize("line", CHARTS[:11])
def test_it_is_drawn_in_braille_where_it_can_be(demo: Bell, line: str) -> None:
    told = demo(*line.split(), "--chart", "--glyphs", "braille")
    assert told.code == 0
    assert not told.out.isascii()


def test_a_client_is_score_use_and_logins(demo: Bell) -> None:
    told = demo("client", "show", "C-0001", "--chart", "--glyphs", "ascii")
    (found,) = demo("client", "show", "C-0001", "--json").rows
    assert told.lines[0].endswith("(C-0001)")
    for title in ("Health  ", "Health, 30 d", "API calls a day, 30 d", "Logins a day, "):
        assert any(line.startswith(title) for line in told.lines), title
    assert f"{found['health']} of 100" in told.out


def test_the_tables_of_a_store_are_bars_that_sum_to_it(demo: Bell) -> None:
    lines = demo("store", "stats", "--chart", "--glyphs", "ascii").lines
    assert lines[0].startswith("Bytes by table, with its indexes   ")
    shares = [float(line.split()[-1].removesuffix("%")) for line in lines[1:9]]
    assert lines[8].startswith("other (")
    assert sum(shares) == pytest.approx(100, abs=0.5)
    assert shares[:-1] == sorted(shares[:-1], reverse=True)


def test_an_incident_is_where_its_time_went(demo: Bell) -> None:
    lines = demo("incident", "show", "INC-0002-1", "--chart", "--glyphs", "ascii").lines
    (row,) = demo("incident", "show", "INC-0002-1", "--json").rows
    assert lines[0].startswith(f"INC-0002-1, {row['status']}   ")
    assert lines[0].endswith("since it was opened")
    assert lines[-1].strip()


def test_runs_and_metrics_of_a_store_that_never_worked_say_so(demo: Bell) -> None:
    assert demo("run", "list", "--chart").lines[0] == "How runs ended: none yet"
    told = demo("run", "list", "job:score-clients", "--chart").lines
    assert told[0] == "Runs of score-clients: none yet"
    lines = demo("metrics", "--chart").lines
    assert "How runs ended: none yet" in lines
    assert "How long runs take: none has ended yet" in lines


def test_the_history_ends_in_the_score_of_today(demo: Bell) -> None:
    told = demo("health", "history", "C-0001", "--chart", "--glyphs", "ascii")
    rows = demo("health", "history", "C-0001", "--json").rows
    assert f" -> {rows[-1]['score']} on " in " ".join(told.lines)
