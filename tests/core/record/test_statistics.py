"""The record of incidents against a slow reading that asks one figure at a time."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from core.record.durations import durations
from core.record.statistics import (
    LEFT_OUT,
    Opened,
    figures_of,
    follows_another,
    grouped,
    in_order,
    keys_by,
)
from core.record.types import Figures, Lived, Verdict, Window
from core.record.verdicts import verdict

S = 1_000_000
WINDOW = Window(20 * S, 60 * S)
NAMES = st.sampled_from(["ana", "ben", None])


def incident(number: int, opened: int, **more: object) -> Lived:
    fields: dict[str, object] = {
        "key": f"I{number}", "client": "C1", "client_name": "One", "owner": None,
        "components": (), "severity": "high", **more,
    }  # fmt: skip
    return Lived(id=number, opened=opened * S, **fields)  # type: ignore[arg-type]


@st.composite
def incidents(draw: st.DrawFn) -> list[Lived]:
    """Incidents around the window, as the store tells them: times in order, nothing
    ahead of its end."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        opened, a, b = sorted(draw(st.tuples(*[st.integers(0, 60)] * 3)))
        acknowledged = draw(st.sampled_from([None, a * S]))
        resolved = draw(st.sampled_from([None, b * S]))
        if resolved is not None and acknowledged is None:
            acknowledged = resolved
        verdicts = draw(
            st.lists(
                st.builds(
                    Verdict,
                    st.sampled_from(["respond", "resolve"]),
                    st.booleans(),
                    st.integers(0, 60).map(lambda t: t * S),
                ),
                max_size=2,
            )
        )
        down = draw(st.sampled_from([None, (opened * S, resolved)]))
        found.append(
            incident(
                number,
                opened,
                client=draw(st.sampled_from(["C1", "C2"])),
                owner=draw(NAMES),
                severity=draw(st.sampled_from(["high", "low", None])),
                components=draw(st.sampled_from([(), ("api",), ("api", "web")])),
                acknowledged=acknowledged,
                resolved=resolved,
                resolution=draw(st.sampled_from([None, "fixed", *LEFT_OUT]))
                if resolved
                else None,
                reopened=draw(st.booleans()),
                verdicts=tuple(verdicts),
                down=down,
                end_unsaid=draw(st.booleans()),
                said_met=draw(st.sampled_from([None, True, False])),
            )
        )
    return found


def slowly(rows: list[Lived], window: Window, again: frozenset[int]) -> Figures:
    """Each figure by a look of its own at all incidents."""
    kept = [row for row in rows if row.resolution not in LEFT_OUT]
    begun = [row for row in kept if window.start <= row.opened <= window.end]
    answered = [r for r in kept if r.acknowledged is not None and window.holds(r.acknowledged)]
    ended = [r for r in kept if r.resolved is not None and window.holds(r.resolved)]
    verdicts = [v for row in kept for v in row.verdicts if window.holds(v.at)]
    ticks = sum(
        any(
            r.down is not None
            and r.down[0] <= t
            and t < (window.end if r.down[1] is None else r.down[1])
            for r in kept
        )
        for t in range(window.start, window.end, S)
    )
    out = [r for r in rows if r.resolution in LEFT_OUT and window.holds(r.opened)]
    return Figures(
        opened=len(begun),
        resolved=len(ended),
        backlog=sum(r.opened <= window.end and r.resolved is None for r in kept),
        to_acknowledge=durations([(r.acknowledged or 0) - r.opened for r in answered]),
        to_resolve=durations([(r.resolved or 0) - r.opened for r in ended if not r.end_unsaid]),
        unknown=sum(r.end_unsaid for r in ended),
        met=sum(v.met for v in verdicts),
        breached=sum(not v.met for v in verdicts),
        said_met=sum(r.said_met is True for r in ended),
        said_breached=sum(r.said_met is False for r in ended),
        reopened=sum(r.reopened for r in begun),
        again=sum(r.id in again for r in begun),
        recurred=sum(r.reopened or r.id in again for r in begun),
        duplicates=sum(r.resolution == "duplicate" for r in out),
        cancelled=sum(r.resolution == "cancelled" for r in out),
        available=1 - ticks * S / (window.end - window.start),
        down_s=ticks,
    )


@settings(max_examples=100, deadline=None)
@given(incidents())
def test_every_figure_is_that_of_the_slow_reading(rows: list[Lived]) -> None:
    again = follows_another(opened(rows), 10 * S)
    assert figures_of(rows, WINDOW, again) == slowly(rows, WINDOW, again)


@settings(max_examples=60, deadline=None)
@given(incidents(), st.sampled_from(["client", "owner", "severity"]))
def test_a_group_is_the_record_of_its_own_incidents(rows: list[Lived], by: str) -> None:

    def key(row: Lived) -> str | None:
        return row.severity or "medium" if by == "severity" else getattr(row, by)

    found = grouped(rows, WINDOW, keys_by(by, str))  # type: ignore[arg-type]
    for name, figures in found.items():
        mine = [row for row in rows if key(row) == name]
        assert figures == slowly(mine, WINDOW, frozenset())
    whole = figures_of(rows, WINDOW)
    for count in ("opened", "resolved", "backlog", "met", "breached", "duplicates"):
        assert sum(getattr(f, count) for f in found.values()) == getattr(whole, count)


@settings(max_examples=60, deadline=None)
@given(incidents())
def test_halves_of_the_window_have_the_record_of_their_time(rows: list[Lived]) -> None:
    """As months do: a figure stands where its own moment lies."""
    early, late = Window(20 * S, 40 * S - 1), Window(40 * S, 60 * S)
    periods: dict[str | None, Window] = {"early": early, "late": late}
    keys = keys_by("month", lambda at: "early" if at < 40 * S else "late")
    found = grouped(rows, WINDOW, keys, periods=periods)
    whole = figures_of(rows, WINDOW)
    for count in ("opened", "resolved", "met", "breached", "cancelled"):
        assert getattr(found["early"], count) == sum_of(rows, early, count)
        assert sum(getattr(f, count) for f in found.values()) == getattr(whole, count)
    assert found["early"].down_s + found["late"].down_s in (whole.down_s, whole.down_s - 1)


def sum_of(rows: list[Lived], window: Window, count: str) -> int:
    return int(getattr(figures_of(rows, window), count))


def test_an_incident_of_two_components_stands_in_both_and_once_in_the_whole() -> None:
    rows = [incident(1, 30, components=("api", "web")), incident(2, 31)]
    found = grouped(rows, WINDOW, keys_by("component", str))
    assert {key: f.opened for key, f in found.items()} == {"api": 1, "web": 1, None: 1}
    assert figures_of(rows, WINDOW).opened == 2
    assert in_order("component", found) == ["api", "web", None]


def opened(rows: list[Lived]) -> list[Opened]:
    """A line a component, as the store gives them."""
    return [
        (row.opened, row.id, int(row.client[1:]), name)
        for row in rows
        for name in row.components
    ]


def test_what_follows_another_shares_client_and_component_and_is_soon_enough() -> None:
    first = incident(1, 10, components=("api",))
    rows = [
        first,
        incident(2, 20, components=("api", "web")),
        incident(3, 20, components=("web",), client="C2"),
        incident(4, 31, components=("api",)),
        incident(5, 32),
        incident(8, 35, components=("web",)),
    ]
    assert follows_another(opened(rows), 10 * S) == {2}
    assert follows_another(opened(rows), 11 * S) == {2, 4}
    assert follows_another(opened(rows), 15 * S) == {2, 4, 8}
    twin = replace(first, id=9)
    assert follows_another(opened([twin, first]), 0) == {9}


def test_severities_go_from_the_worst_and_months_by_their_order() -> None:
    none = Figures()
    assert in_order("severity", {"low": none, "high": none}) == ["high", "low"]
    assert in_order("month", {"2026-02": none, "2025-12": none}) == ["2025-12", "2026-02"]
    owners = {None: Figures(opened=9), "ben": Figures(opened=1), "ana": Figures(opened=1)}
    assert in_order("owner", owners) == ["ana", "ben", None]


def test_a_clock_is_met_at_its_target_and_breached_behind_it() -> None:
    assert verdict("respond", 10, None, 10, None, 50) == Verdict("respond", True, 10)
    assert verdict("respond", 10, None, 11, None, 50) == Verdict("respond", False, 11)
    assert verdict("resolve", 60, None, None, None, 50) is None
    assert verdict("resolve", 40, None, None, None, 50) == Verdict("resolve", False, 50)


def test_a_breach_never_heals_and_a_pause_counts_for_nothing() -> None:
    assert verdict("resolve", 99, 30, 50, None, 60) == Verdict("resolve", False, 50)
    assert verdict("resolve", 99, 70, None, None, 60) is None
    assert verdict("resolve", 40, None, None, 35, 60) is None
    assert verdict("resolve", 40, None, None, 45, 60) == Verdict("resolve", False, 60)
