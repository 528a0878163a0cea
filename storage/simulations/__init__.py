"""Runs of simulations: what they wrote, what they changed, and how to take it back."""
