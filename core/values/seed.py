"""Draws that depend on nothing but their names (DEFINITIONS 5.1)."""

from __future__ import annotations

from hashlib import sha256


def draw(seed: int, run_id: str, subject_id: str, n: int) -> float:
    """A double in [0, 1): the same for the same four names, everywhere."""
    digest = sha256(f"{seed}|{run_id}|{subject_id}|{n}".encode()).digest()
    return float(int.from_bytes(digest[:8], "big") >> 11) / float(2**53)


def draw_int(seed: int, run_id: str, subject_id: str, n: int, low: int, high: int) -> int:
    """A whole number in low..high, both included."""
    return low + int(draw(seed, run_id, subject_id, n) * (high - low + 1))
