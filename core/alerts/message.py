"""What a delivery says, under which id, and how it is signed."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import blake2s, sha256

from core.alerts.types import Fact, RingKind, Rule, Subject
from core.values.instants import iso

SCHEMA = "bellbuoy.alert/1"
NAMED = 20
"""So many subjects are named in a summary."""


def uid_of(*parts: object) -> str:
    """A stable id of 32 hexadecimal digits: the same parts, the same id."""
    return blake2s(
        json.dumps([str(part) for part in parts]).encode(), digest_size=16
    ).hexdigest()


def ring_body(
    rule: Rule,
    alert: str,
    subject: Subject,
    opened: datetime,
    rings: int,
    *,
    test: bool = False,
) -> dict[str, Fact]:
    """One alert that rings, as JSON values."""
    return {
        "schema": SCHEMA,
        "kind": "test" if test else "ring",
        "rule": rule.name,
        "severity": rule.severity,
        "condition": rule.condition,
        "was": rule.was or None,
        "alert": alert,
        "subject": {"kind": subject.kind, "id": subject.key, "name": subject.name},
        "opened": iso(opened),
        "rings": rings,
        "facts": dict(subject.facts),
    }


def summary_body(
    rule: Rule, subjects: Sequence[Subject], more: int, at: datetime
) -> dict[str, Fact]:
    """Many alerts of a rule that began at once: the first by name, all counted.
    `more` fit the rule besides, and have no alert."""
    return {
        "schema": SCHEMA,
        "kind": "summary",
        "rule": rule.name,
        "severity": rule.severity,
        "condition": rule.condition,
        "was": rule.was or None,
        "opened": iso(at),
        "count": len(subjects),
        "left_out": more,
        "subjects": [
            {"kind": each.kind, "id": each.key, "name": each.name} for each in subjects[:NAMED]
        ],
    }


def summary_with(
    body: Mapping[str, Fact], subjects: Sequence[Subject], more: int
) -> dict[str, Fact]:
    """A summary that nobody was sent yet, with those that began since: counted, and named
    where there is room. `more` fit the rule besides by now."""
    count, named = body["count"], body["subjects"]
    assert isinstance(count, int)
    assert isinstance(named, Sequence)
    fresh = [{"kind": each.kind, "id": each.key, "name": each.name} for each in subjects]
    return {
        **body,
        "count": count + len(subjects),
        "left_out": more,
        "subjects": [*named, *fresh][:NAMED],
    }


def text_of(body: Mapping[str, Fact]) -> str:
    """A body as one line of ASCII JSON: no character of it can act on a terminal."""
    return json.dumps(body, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def words_of(body: Mapping[str, Fact]) -> str:
    """A body in a few words, for a screen; text from outside is in it as it is."""
    rule = str(body["rule"])
    mark = "test of " if body["kind"] == "test" else ""
    if body["kind"] == "summary":
        when = "in quiet hours" if "held" in body else "at once"
        return f"{rule}: {body['count']} {when}"
    subject = body["subject"]
    assert isinstance(subject, Mapping)
    said = f"{mark}{rule}: {subject['name']}"
    facts = body.get("facts")
    why = facts.get("why") if isinstance(facts, Mapping) else None
    return f"{said}, {why}" if why else said


def signature(secret: bytes, uid: str, stamp: int, body: bytes) -> str:
    """`t=…,v1=…`: HMAC-SHA256 over the second, the id and the bytes of the body, with
    dots between, so that none of them can be taken for another's."""
    signed = b".".join([str(stamp).encode(), uid.encode(), body])
    return f"t={stamp},v1={hmac.new(secret, signed, sha256).hexdigest()}"


def kind_of(text: str) -> RingKind:
    """The kind of a kept body."""
    found = json.loads(text)["kind"]
    return "test" if found == "test" else "summary" if found == "summary" else "ring"
