"""Which right each table of the store asks for: what is not named is nobody's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_TABLES: Mapping[str, str] = {
    "client:read": (
        "client client_identity client_arr subscription event usage_day usage_month"
        " usage_total usage_total_change usage_sum facet_count"
        " client_tag client_snooze client_owner desk_number"
    ),
    "incident:read": "incident incident_client incident_step incident_still"
    " incident_component incident_update incident_record",
    "health:read": (
        "score score_config score_history score_day arr_history changed_client history_due"
        " past_view past_client job_aside"
    ),
    "store:read": "setting source import_run import_file import_layout backup retention_policy",
    "quarantine:read": "quarantine",
    "job:read": "job_state job_plan job_request job_run",
    "alert:read": "alert alert_look alert_due alert_rule alert_window alert_delivery",
    # The address of a channel may hold a token.
    "alert:configure": "alert_channel",
    "worker:read": "lease worker",
    "problem:read": "fault",
    "metrics:read": "timing",
    "audit:read": "audit change_set change_row change_open",
    "purchase:read": "purchase",
    "simulation:read": (
        "simulation_run simulation_client simulation_row simulation_use simulated_client"
    ),
    "interaction:read": "interaction",
    "task:read": "task",
    "playbook:read": "playbook playbook_follow playbook_step",
    # Those of others are private.
    "view:all": "saved_view look",
}
RIGHTS: Mapping[str, str] = {
    table: right for right, tables in _TABLES.items() for table in tables.split()
}
"""Table to the action that a role must name to read it."""


def readable(tables: Iterable[str], rights: Iterable[str]) -> frozenset[str]:
    """The tables, of those that there are, that somebody with these rights may
    read. A table without a line here is not among them."""
    held = frozenset(rights)
    return frozenset(table for table in tables if RIGHTS.get(table) in held)
