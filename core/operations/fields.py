"""What the lists of the machine room can be asked about: jobs, runs, log, changes."""

from __future__ import annotations

from core.operations.levels import LEVELS
from core.query.fields import Field, FieldSet

ROOM_JOBS = FieldSet(
    "job",
    (
        Field("job", "text", "job", "the job's id", is_name=True),
        Field("state", "text", "state", "ok, running, waiting, late, failed, paused"),
        Field("title", "text", "title", "what it does", is_name=True),
        Field("every", "text", "every", "its schedule in words"),
        Field("took", "number", "took", "seconds that its last run took"),
        Field("error", "text", "error", "why its last run went wrong", is_name=True),
    ),
)

ROOM_RUNS = FieldSet(
    "run",
    (
        Field("run", "number", "run", "its number"),
        Field("job", "text", "job", "the job that ran"),
        Field("state", "text", "state", "ok, failed, timed_out, dead, abandoned …",
              is_name=True),
        Field("took", "number", "took", "seconds"),
        Field("rows", "number", "rows", "rows that it looked at"),
        Field("error", "text", "error", "why it went wrong", is_name=True),
    ),
)  # fmt: skip

ROOM_LOG = FieldSet(
    "log",
    (
        Field("level", "enum", "level", "debug, info, warning or error", allowed=LEVELS),
        Field("part", "text", "part", "what wrote it: app, worker, command"),
        Field("event", "text", "event", "what happened", is_name=True),
        Field("trace", "text", "trace", "a command, a run (run-12) or a session"),
        Field("job", "text", "job", "the job that it tells of"),
        Field("ms", "number", "ms", "milliseconds that it took"),
        Field("what", "text", "what", "all else that it tells", is_name=True),
    ),
)

ROOM_CHANGES = FieldSet(
    "change",
    (
        Field("who", "text", "who", "who did it"),
        Field("action", "text", "action", "what was done", is_name=True),
        Field("target", "text", "target", "to what", is_name=True),
        Field("rows", "number", "rows", "rows that it changed"),
        Field("trace", "text", "trace", "the command or session that did it"),
    ),
)

ROOM_FIELDS = {fields.noun: fields for fields in (ROOM_JOBS, ROOM_RUNS, ROOM_LOG, ROOM_CHANGES)}
"""By the noun of the list."""
