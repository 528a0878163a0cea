"""The playbooks that come with the program, as text: they stand in no store, and one
of a store takes the place of the starter of its name."""

from __future__ import annotations

import tomllib
from functools import cache

from core.playbooks.reading import from_table
from core.playbooks.types import Playbook

_TEXT = """
[[playbook]]
name = "save-18"
title = "Save a falling client"
when = "tier:critical,at_risk trend<=-5"
expected = "health stops falling within 18 days"
steps = [
  { text = "Call the champion: what has changed?", days = 0, kind = "call" },
  { text = "Look at open incidents and errors with support", days = 2 },
  { text = "Send what we will mend, and when", days = 4, kind = "email" },
  { text = "Meet on whether it got better", days = 18, kind = "meeting" },
]

[[playbook]]
name = "renewal"
title = "Prepare a renewal"
when = "renews<=60d"
expected = "the term is renewed at the same ARR or more"
steps = [
  { text = "Write down what they use and what they gained", days = 0 },
  { text = "Call about the renewal: who decides, by when?", days = 3, kind = "call" },
  { text = "Send the offer", days = 10, kind = "email" },
  { text = "Ask for the answer", days = 20, kind = "call" },
]

[[playbook]]
name = "silent"
title = "Wake a silent client"
when = "seen>14d"
expected = "somebody logs in within two weeks"
steps = [
  { text = "Find out who used it last, and who is there now", days = 0 },
  { text = "Write to them: one thing that helps at once", days = 1, kind = "email" },
  { text = "Call when nobody answers", days = 5, kind = "call" },
]
"""


@cache
def starters() -> tuple[Playbook, ...]:
    """The starters, by what they save first."""
    return tuple(from_table(each, "starter") for each in tomllib.loads(_TEXT)["playbook"])
