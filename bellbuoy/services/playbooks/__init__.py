"""Playbooks: kept, suggested, followed by clients, ended with an outcome."""
