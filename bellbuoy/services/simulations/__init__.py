"""Simulations: what could happen to clients, computed before anything is written."""
