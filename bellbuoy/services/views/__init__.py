"""Saved views: whose there are, what they show, and keeping them."""
