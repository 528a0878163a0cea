"""What to do next about an incident, in words."""

from __future__ import annotations

from core.incidents.types import Incident
from tui.clients.incident_clock import clock_words, live
from tui.look import ScreenLook

KEY = "act"


def next_words(incident: Incident, look: ScreenLook) -> str:
    """`acknowledge: 6 min left`; which move is due, and how much time there is for it."""
    now = look.now
    respond, resolve = live(incident.sla.respond, now), live(incident.sla.resolve, now)
    match incident.status:
        case "open" if respond.state not in ("met", "paused"):
            return f"acknowledge: {clock_words(respond, now)}"
        case "open" | "acknowledged" if incident.owner is None:
            return f"assign somebody; resolve: {clock_words(resolve, now)}"
        case "open" | "acknowledged":
            return f"resolve: {clock_words(resolve, now)}"
        case "pending":
            return f"hear from the client, then go on: {clock_words(resolve, now)}"
        case "resolved":
            return "tell the clients, then close it"
        case _:
            return "nothing: it is closed"
