"""`bellbuoy incident draft` and `incident post-mortem`: texts about one incident."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.columns import Column
from bellbuoy.commands.command import Arg, Command
from bellbuoy.commands.opening import open_for
from bellbuoy.commands.options import Options
from core.record.types import KINDS, DraftKind
from core.values.errors import NotFoundError, UsageError

_INCIDENT = Arg("id", "the incident: its id here or in its source")
_LONGEST = 256_000
DRAFT = tuple(Column(name, name) for name in ("id", "kind", "stage", "to", "subject", "body"))
DOCUMENT = (Column("id", "id", fixed=True), Column("markdown", "markdown"))


def draft(options: Options) -> Answer:
    """A text for a person to send; nothing is sent."""
    from bellbuoy.services.incidents import drafts

    ctx = open_for(options)
    file = options.text("template")
    templates = None if file is None else drafts.read_templates(_read(file), file)
    found = drafts.draft_for(
        ctx,
        options.need("id"),
        cast("DraftKind", options.need("kind")),
        client=options.text("client"),
        templates=templates,
    )
    made = found.draft
    notes = ["a draft: nothing was sent"]
    if made.missing:
        words = ", ".join(f"{{{word}}}" for word in made.missing)
        notes.append(f"to be filled in by hand: {words}")
    if options.format == "table" and options.cols is None:
        to = ", ".join(found.to) or "nobody"
        text = (f"To: {to}\nSubject: {made.subject}\n\n{made.body}",)
        return Answer("draft", text=text, as_of=ctx.now, notes=tuple(notes))
    row = {
        "id": found.key, "kind": made.kind, "stage": made.stage, "to": list(found.to),
        "subject": made.subject, "body": made.body, "missing": list(made.missing),
    }  # fmt: skip
    return Answer("draft", [row], DRAFT, as_of=ctx.now, notes=tuple(notes), single=True)


def post_mortem(options: Options) -> Answer:
    """The document after an incident, in Markdown; whys and lessons are left to people."""
    from bellbuoy.services.incidents import post_mortem as service

    ctx = open_for(options)
    key, text = service.post_mortem_of(ctx, options.need("id"))
    if options.format == "table" and options.cols is None:
        return Answer("post_mortem", text=(text.rstrip("\n"),), as_of=ctx.now)
    row = {"id": key, "markdown": text}
    return Answer("post_mortem", [row], DOCUMENT, as_of=ctx.now, single=True)


def _read(name: str) -> str:
    path = Path(name).expanduser()
    try:
        if path.stat().st_size > _LONGEST:
            raise UsageError(f"{name} is too long for templates")
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise NotFoundError(f"no file {name}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{name} is no UTF-8 text") from None
    except OSError as fault:
        raise UsageError(f"{name}: {fault.strerror}") from None


TEXTS = (
    Command(
        noun="incident",
        verb="draft",
        summary="a reply or a notice about one, for a person to send",
        examples=(
            "bellbuoy incident draft INC-0001",
            "bellbuoy incident draft INC-0001 --kind notice --template notices.toml",
        ),
        function=draft,
        arguments=(
            _INCIDENT,
            Arg("kind", "reply to one client, or notice to all", "option", choices=KINDS,
                metavar="KIND", default="reply"),
            Arg("client", "reply to this one of those it hurts, by id", "option",
                types.filled, metavar="CLIENT", completes="client"),
            Arg("template", "templates of your own, as TOML", "option", types.filled,
                metavar="FILE", completes="path"),
        ),
        takes=("as_known",),
        columns=DRAFT,
    ),
    Command(
        noun="incident",
        verb="post-mortem",
        summary="the document after one, with its facts filled in",
        examples=(
            "bellbuoy incident post-mortem INC-0001 -o INC-0001.md",
            "bellbuoy incident post-mortem INC-0001 --json",
        ),
        function=post_mortem,
        arguments=(_INCIDENT,),
        takes=("as_known",),
        columns=DOCUMENT,
    ),
)  # fmt: skip
