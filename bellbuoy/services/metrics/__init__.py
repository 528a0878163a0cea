"""Figures of Bellbuoy itself, from stored rows alone."""
