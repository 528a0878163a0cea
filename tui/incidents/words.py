"""The words of the incidents screens and what they mean, for help."""

from __future__ import annotations

QUEUE_WORDS: tuple[tuple[str, str], ...] = (
    ("severity", "critical !!!, high !!, medium !, low; a missing one counts as medium"),
    ("status", "open, acknowledged, pending (waits for the client), resolved, closed"),
    ("clock", "the one that runs out next: what is left of it; !! -12m: it ran out 12 min ago"),
    ("respond", "from opened to acknowledged; critical 15 min, high 1 h, medium 4 h, low 8 h"),
    ("resolve", "from opened to resolved, less what it was pending; 4, 8, 24, 72 h"),
    ("at risk", "! a clock of which three quarters are used"),
    ("breached", "!! a clock that ran out; it never heals, also not by reopening"),
    ("paused", "the resolve clock stands still while an incident is pending"),
    ("penalty", "points taken from the incident part of the client's score"),
    ("age", "since it was opened, until it was resolved"),
)
INCIDENT_WORDS = QUEUE_WORDS
RECORD_WORDS: tuple[tuple[str, str], ...] = (
    ("MTTA", "mean time from opened to acknowledged, of what was acknowledged in the days"),
    ("MTTR", "mean time from opened to resolved, pending included"),
    ("median", "half of them took no longer"),
    ("p90", "nine of ten took no longer"),
    ("SLA met", "clocks that were met, of those that stopped or ran out in the days"),
    ("backlog", "what is open at the end of the days, or of the month"),
    ("came again", "reopened, or another one of its client and component within 30 days"),
    ("available", "the days less the union of all outages"),
    ("counted apart", "duplicates, cancelled ones and planned maintenance"),
)
