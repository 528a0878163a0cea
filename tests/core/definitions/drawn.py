"""Formulas, views and rules that hold, drawn."""

from __future__ import annotations

from hypothesis import strategies as st

from core.alerts.types import QUIETS, SEVERITIES, Rule
from core.health.formula import checked as checked_formula
from core.health.types import Baseline, HealthConfig
from core.query.nouns import FIELD_SETS
from core.views.types import View
from core.views.wording import checked as checked_view
from tests.core.alerts.test_rules import CONTEXT

_words = st.text("abcdefgä東-", min_size=1, max_size=8)
_counts = st.integers(1, 10**9)
_baselines = st.builds(Baseline, _counts, _counts)


@st.composite
def formulas(draw: st.DrawFn) -> HealthConfig:
    at_risk = draw(st.integers(0, 99))
    plans = draw(st.dictionaries(_words.map(lambda w: f"p{w}"), _baselines, max_size=3))
    weights = draw(st.tuples(*[st.integers(0, 100)] * 3).filter(any))
    return checked_formula(
        HealthConfig(
            "health/1", weights, draw(_baselines), draw(st.integers(at_risk + 1, 100)), at_risk,
            tuple(plans.items()),
        )
    )  # fmt: skip


@st.composite
def views(draw: st.DrawFn) -> View:
    """Shared ones, as a store keeps them."""
    asks = ["", "tier:critical", "arr>50k owner:me", "renews<30d NOT owner:none"]
    view = View(
        draw(_words.map(lambda w: f"v{w}")), "clients", draw(st.sampled_from(asks)),
        draw(st.sampled_from([(), ("name", "arr")])), draw(st.sampled_from(["", "-arr,name"])),
        draw(st.sampled_from(["", "owner"])), draw(st.sampled_from([0, 30, 3_600])),
        "ana", draw(st.sampled_from(["*", "rep"])),
    )  # fmt: skip
    return checked_view(view, FIELD_SETS["client"], CONTEXT)


_names = st.text("abcdef-0123456789", min_size=1, max_size=8).map(lambda w: f"r{w}")
rules = st.builds(
    Rule,
    name=_names,
    subject=st.just("client"),
    condition=st.sampled_from(["tier:critical", 'name:"a \\"b" arr>5k', "fell>=20"]),
    severity=st.sampled_from(SEVERITIES),
    channels=st.sampled_from([("screen", "bell"), ("screen",)]),
    was=st.sampled_from(["", "tier:healthy"]),
    days=st.integers(1, 365),
    again=st.sampled_from([0, 300, 86_400]),
    quiet=st.sampled_from(QUIETS),
    active=st.booleans(),
    rev=st.just(1),
)
