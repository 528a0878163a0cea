"""What lists of interactions and tasks can be asked about."""

from __future__ import annotations

from core.desk.types import KINDS, TASK_STATES
from core.query.fields import Field, FieldSet

INTERACTION_FIELDS = FieldSet(
    "interaction",
    (
        Field("id", "text", "id", "public id of the interaction (I-12)", aliases=("key",)),
        Field("kind", "enum", "kind", "call, email, meeting or note", allowed=KINDS),
        Field("client", "reference", "client", "whom it was with", is_name=True),
        Field("at", "instant", "when", "when it was", future=False),
        Field("who", "text", "by", "who wrote it", people=True),
        Field("text", "text", "text", "what was said", is_name=True),
    ),
)

TASK_FIELDS = FieldSet(
    "task",
    (
        Field("id", "text", "id", "public id of the task (T-12)", aliases=("key",)),
        Field("state", "enum", "state", "open, done or dropped", allowed=TASK_STATES),
        Field("client", "reference", "client", "whom it is about", is_name=True),
        Field("text", "text", "to do", "what is to be done", is_name=True),
        Field("due", "day", "due", "the last day for it", future=True),
        Field("owner", "text", "owner", "who is to do it", people=True),
        Field("outcome", "text", "outcome", "what came of it"),
        Field("made", "instant", "made", "when it was written down", future=False),
        Field("done", "instant", "ended", "when it was done or dropped", future=False),
    ),
)
