"""Transactions of customers: data, and what live feeds add."""
