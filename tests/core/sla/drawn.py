"""What may happen to a clock, drawn; and the slow way to say what it comes to."""

from __future__ import annotations

from hypothesis import strategies as st

Event = tuple[str, int]
EVENTS = st.lists(
    st.tuples(st.sampled_from(("pause", "resume", "stop", "restart")), st.integers(0, 40)),
    max_size=12,
)


def told(events: list[Event], began: int) -> list[Event]:
    """The events at moments that never go back."""
    at, found = began, []
    for name, step in events:
        at += step
        found.append((name, at))
    return found


def used_slowly(events: list[Event], began: int, now: int) -> int:
    """Every microsecond up to a moment asked whether the clock ran in it."""
    running, over, used, waiting = True, False, 0, list(events)
    for moment in range(began, now):
        while waiting and waiting[0][1] <= moment:
            name, _ = waiting.pop(0)
            if name == "pause" and not over:
                running = False
            elif name == "resume" and not over:
                running = True
            elif name == "stop":
                over, running = True, False
            elif name == "restart" and over:
                over, running = False, True
        used += running
    return used
