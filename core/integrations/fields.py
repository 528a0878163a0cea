"""The target fields of each kind: the columns of the plain form, the keys of a mapping."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from core.events.types import Period
from core.incidents.types import RESOLUTIONS, SEVERITIES, SHORT_SEVERITIES, STATUSES
from core.integrations.mapping_types import Kind

FieldType = Literal[
    "id", "text", "short", "whole", "money", "currency", "day", "past_day", "instant",
    "boolean", "word", "zone", "object", "extra", "fixed", "names", "updates",
]  # fmt: skip

SUBSCRIPTION_STATUSES = ("active", "past_due", "paused", "cancelled")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a fact.

    `default` is written as a cell would be; for a `fixed` field, which no
    mapping may set, it is the value. `words` are what a `word` may be. `signed`: an
    amount may be below 0.
    """

    name: str
    type: FieldType
    required: bool = False
    default: str | None = None
    words: tuple[tuple[str, str], ...] = ()
    signed: bool = False


def _same(words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((word, word) for word in words)


_ID = Field("id", "id", required=True)
_CLIENT = Field("client", "id", required=True)
_AT = Field("at", "instant", required=True)
_VALUE = Field("value", "whole", default="1")
_PAYLOAD = Field("payload", "object")
_SEVERITY = Field("severity", "word", words=_same(SEVERITIES) + tuple(SHORT_SEVERITIES.items()))
_OPENED = Field("opened", "instant", required=True)

# In the order in which the builders of core.integrations.build take them.
FIELDS: dict[Kind, tuple[Field, ...]] = {
    "client": (
        _ID,
        Field("name", "text", required=True),
        Field("industry", "text"),
        Field("country", "text"),
        Field("plan", "text"),
        Field("owner", "text"),
        Field("status", "text"),
        Field("timezone", "zone"),
        Field("start", "day"),
        Field("ended", "day"),
        Field("baseline_calls", "whole"),
        Field("baseline_logins", "whole"),
        Field("extra", "extra"),
    ),
    "subscription": (
        _ID,
        _CLIENT,
        Field("start", "day", required=True),
        Field("end", "day"),
        Field("amount", "money", required=True),
        Field("currency", "currency"),
        Field("quantity", "whole", default="1"),
        Field("period", "word", required=True, words=_same(get_args(Period))),
        Field("plan", "text"),
        Field("status", "word", default="active", words=_same(SUBSCRIPTION_STATUSES)),
        Field("trial", "boolean", default="false"),
        Field("term_months", "whole"),
    ),
    "usage": (_ID, _CLIENT, _AT, Field("kind", "fixed", default="calls"), _VALUE, _PAYLOAD),
    "logins": (_ID, _CLIENT, _AT, Field("kind", "fixed", default="logins"), _VALUE, _PAYLOAD),
    "event": (_ID, _CLIENT, _AT, Field("kind", "short", required=True), _VALUE, _PAYLOAD),
    "day_total": (
        _CLIENT,
        Field("day", "past_day", required=True),
        Field("calls", "whole"),
        Field("logins", "whole"),
    ),
    "incident": (
        _ID,
        _CLIENT,
        Field("title", "text"),
        _SEVERITY,
        Field("status", "word", words=_same(STATUSES)),
        _OPENED,
        Field("acknowledged", "instant"),
        Field("resolved", "instant"),
        Field("closed", "instant"),
        Field("resolution", "word", words=_same(RESOLUTIONS)),
        Field("impact", "text"),
        Field("components", "names"),
        Field("planned", "boolean", default="false"),
        Field("down_from", "instant"),
        Field("down_until", "instant"),
        Field("sla_met", "boolean"),
        Field("updates", "updates", words=_same(STATUSES)),
    ),
    "incident_log": (
        _ID,
        _CLIENT,
        Field("title", "text"),
        _SEVERITY,
        Field("status", "word", required=True, words=_same(STATUSES)),
        _AT,
        _OPENED,
        Field("resolved", "instant"),
        Field("closed", "instant"),
        Field("resolution", "word", words=_same(RESOLUTIONS)),
        Field("impact", "text"),
        Field("components", "names"),
        Field("sla_met", "boolean"),
        Field("step", "whole", default="0"),
        Field("said", "text"),
        Field("words", "text"),
        Field("reopened", "whole"),
    ),
    "purchase": (
        _ID,
        _CLIENT,
        _AT,
        Field("amount", "money", required=True, signed=True),
        Field("currency", "currency"),
        Field("category", "text"),
        Field("age", "text"),
        Field("city", "text"),
        Field("refund", "boolean"),
    ),
}


def settable(kind: Kind) -> dict[str, Field]:
    """The fields that a file may tell, by name."""
    return {field.name: field for field in FIELDS[kind] if field.type != "fixed"}
