"""The words on client screens, and what they mean: told by help."""

from __future__ import annotations

CLIENT_WORDS: tuple[tuple[str, str], ...] = (
    ("health", "0 to 100: usage, engagement and incidents by their weights; why opens it"),
    ("tier", "healthy 70–100, at risk 40–69, critical 0–39, unknown without data"),
    ("Δ7D", "the score less that of 7 days ago; new: there was none"),
    ("7D ●", "the client changed since you last looked: score, owner, plan, incidents, notes"),
    ("30 days", "ten scores, one each 3 days, the newest at the right"),
    (
        "~",
        "partial: a component is unknown, the rest carries its weight; while row 2 says"
        " SIM: a simulation has reached the client",
    ),
    ("ARR", "committed yearly revenue; ARR at risk: that of critical and at risk"),
    ("renews", "days until the committed term ends"),
    ("churn tier", "high: bought over 180 days ago, medium: over 90; never: since it began"),
    ("own", "who looks after the client; + where somebody wrote about it"),
    ("two marked", "why on two marked rows shows both clients side by side"),
    ("counters", "up from the first row goes onto them; why opens the number"),
    ("live ●", "a worker is alive: new facts are scored at once"),
)
EXPLAIN_WORDS: tuple[tuple[str, str], ...] = (
    ("usage", "calls in 30 days against the baseline of the plan or the client"),
    ("engagement", "logins in 30 days against the baseline"),
    ("incidents", "100 less penalties: critical 40, high 20, medium 10, low 4; half if mended"),
    ("points", "what a component adds to the score; they sum to it exactly"),
    ("what if", "the score if one thing were different, all else as it is"),
)
