"""A client as alert rules see it after an effect."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clients.standing import Standing, assess
from core.health.types import HealthConfig
from core.incidents.targets import SlaTargets
from core.query.evaluate import Row
from core.simulations.asked_rows import Ground, client_after, client_row
from core.simulations.effect import Effect, Opens, Use, after
from tests.core.simulations.drawn import DAY, NOW, WINDOW_START, client, subject

GROUND = Ground(NOW, DAY, "USD", SlaTargets())
USES = st.lists(
    st.builds(Use, st.integers(DAY - 29, DAY), st.integers(-9, 9), st.integers(-2, 2)),
    max_size=6,
)


def standing(effect: Effect = Effect()) -> Standing:
    found = after(client(), effect, NOW, DAY)
    return assess(found, HealthConfig(), NOW, DAY, WINDOW_START)


def row(seen: int | None, login: int | None) -> Row:
    return client_row({"seen": seen, "login": login, "changed": None}, standing(), "USD")


@given(
    had=st.dictionaries(
        st.integers(DAY - 29, DAY), st.tuples(st.integers(0, 9), st.integers(0, 2)), max_size=6
    ),
    use=USES,
)
def test_last_seen_is_the_last_day_that_is_left_with_use(
    had: dict[int, tuple[int, int]], use: list[Use]
) -> None:
    """Within the window, however it comes about; a day keeps no less than nothing."""
    then = {day: list(pair) for day, pair in had.items()}
    for each in use:
        pair = then.setdefault(each.day, [0, 0])
        pair[0], pair[1] = pair[0] + each.calls, pair[1] + each.logins
    seen = [day for day, pair in had.items() if any(pair)]
    login = [day for day, pair in had.items() if pair[1]]
    before = row(max(seen, default=None), max(login, default=None))
    effect = Effect(tuple(use))
    found = client_after(before, subject(use=had), standing(), effect, GROUND)
    left = [day for day, pair in then.items() if pair[0] > 0 or pair[1] > 0]
    logged = [day for day, pair in then.items() if pair[1] > 0]
    gone = DAY - 30
    for name, days, stood in (("seen", left, seen), ("login", logged, login)):
        assert found[name] == (max(days) if days else gone if stood else None)


@pytest.mark.parametrize(
    ("effect", "moved"),
    [
        (Effect(), False),
        (Effect((Use(DAY, 1, 0),)), False),
        (Effect(opens=(Opens("low", "t"),)), True),
        (Effect(excludes=True), True),
        (Effect(price=5), True),
        (Effect((Use(DAY, 9_000, 90),)), True),
    ],
)
def test_it_has_changed_where_something_that_counts_has(effect: Effect, moved: bool) -> None:
    found = client_after(row(DAY, DAY), subject(), standing(effect), effect, GROUND)
    assert found["changed"] == (NOW if moved else None)
