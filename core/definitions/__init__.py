"""Definitions as text: how health is scored, views, alert rules, playbooks."""
