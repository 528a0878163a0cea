"""Clients and incidents as rows that are grouped."""

from __future__ import annotations

from storage.analytics.sources import client_source, incident_source


def test_a_score_is_joined_only_where_it_is_asked_for() -> None:
    source = client_source("c.owner = :q0", {"q0": "ana"}, None)
    assert source.joined("c.tier", source.where) == ""
    calls = source.columns["calls"].sql
    assert source.joined(calls) == " JOIN score s ON s.client_id = c.id"


def test_active_ones_alone_today_and_then() -> None:
    today = client_source("1 = 1", {}, None, active=True)
    assert today.where == "c.live = 1 AND (1 = 1)"
    then = client_source("1 = 1", {}, 7, active=True)
    assert then.where == "p.view_id = :view AND p.status <> 'churned' AND (1 = 1)"
    assert then.params == {"view": 7}
    assert then.others == ""


def test_what_was_not_known_yet_is_left_out() -> None:
    source = incident_source("1 = 1", {}, past=True, now_us=9, known_us=5)
    assert source.where == "i.known_us <= :known AND (i.opened_us <= :now AND (1 = 1))"
    assert source.params == {"now": 9, "known": 5}
    today = incident_source("1 = 1", {}, past=False, now_us=9, known_us=None)
    assert today.where == "1 = 1"
    assert today.joined(today.columns["severity"].sql) == ""
    assert "JOIN client c" in today.joined(today.columns["client"].sql)
