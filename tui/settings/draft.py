"""A formula that is being typed: texts by field, and what they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bellbuoy.services import formula
from core.health.types import HealthConfig, Preset
from core.values.errors import BellbuoyError
from core.values.text import safe_text

WEIGHTS = ("usage", "engagement", "incidents")
OWN = "your own"


@dataclass(frozen=True, slots=True)
class Field:
    """One figure of the form: its name in `formula.read_fields`, label and unit."""

    id: str
    label: str
    unit: str
    group: str


FIELDS: tuple[Field, ...] = (
    Field("usage", "usage", "%", "weights"),
    Field("engagement", "engagement", "%", "weights"),
    Field("incidents", "incidents", "%", "weights"),
    Field("calls", "calls", "", "baselines"),
    Field("logins", "logins", "", "baselines"),
    Field("healthy", "healthy from", "", "tiers"),
    Field("at_risk", "at risk from", "", "tiers"),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been typed upon the formula `base`."""

    base: HealthConfig
    texts: Mapping[str, str]

    def read(self) -> tuple[HealthConfig | None, str]:
        """(the formula, "") or (None, what is wrong, in one safe line)."""
        try:
            return formula.read_fields(self.texts, self.base), ""
        except BellbuoyError as error:
            return None, safe_text(error.message)

    @property
    def preset(self) -> Preset | None:
        """The preset whose weights these are."""
        found, _ = self.read()
        if found is None:
            return None
        return formula.preset_of(found.weights)

    @property
    def sum_words(self) -> str:
        """`= 34/33/33`: what the weights come to, where it is not what was typed."""
        found, _ = self.read()
        if found is None or tuple(self.texts[name] for name in WEIGHTS) == tuple(
            map(str, found.weights)
        ):
            return "100 % together"
        return f"= {'/'.join(map(str, found.weights))} %"

    def with_preset(self, by: int) -> Draft:
        """The weights of the next preset (or the one before); from weights of one's
        own the first, or the last."""
        presets = formula.PRESETS
        now = self.preset
        if now is None:
            place = 0 if by > 0 else len(presets) - 1
        else:
            place = (presets.index(now) + by) % len(presets)
        weights = dict(zip(WEIGHTS, map(str, presets[place].weights), strict=True))
        return replace(self, texts={**self.texts, **weights})


def draft_of(config: HealthConfig) -> Draft:
    """A formula as it would be typed."""
    figures = (
        *config.weights, config.baseline.calls, config.baseline.logins,
        config.healthy_from, config.at_risk_from,
    )  # fmt: skip
    texts = {field.id: str(n) for field, n in zip(FIELDS, figures, strict=True)}
    return Draft(config, texts)
