"""Drafts of what a person may send about an incident: made of templates, sent by nobody.

A template is TOML: `[reply.open]` with `subject` and `body`, a list of paragraphs. What
stands between braces is filled in; what it is filled with is text, never a template.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from core.incidents.types import Status
from core.record.draft_starters import STARTERS
from core.record.types import KINDS, STAGES, Draft, DraftKind, Stage
from core.values.errors import UsageError
from core.values.text import safe_text

WORDS = (
    "client", "title", "id", "severity", "status", "opened", "due", "resolved", "took",
    "components", "update", "sender",
)  # fmt: skip
_STAGE: Mapping[Status, Stage] = {
    "open": "open",
    "acknowledged": "open",
    "pending": "pending",
    "resolved": "resolved",
    "closed": "resolved",
}
_LONGEST = 64_000


@dataclass(frozen=True, slots=True)
class Template:
    """A subject and the paragraphs of a text, with words between braces."""

    subject: str
    body: tuple[str, ...]


Templates = Mapping[tuple[DraftKind, Stage], Template]


def starters() -> Templates:
    """The templates that come with the program."""
    return read_templates(STARTERS, "starters")


def read_templates(text: str, name: str) -> Templates:
    """Templates from TOML; `name` is the file, for messages. Raises UsageError for what is
    no template, and for words that nobody could fill in."""
    if len(text) > _LONGEST:
        raise UsageError(f"{name}: longer than {_LONGEST:,} characters")
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise UsageError(f"{name}: no TOML: {fault}") from None
    found: dict[tuple[DraftKind, Stage], Template] = {}
    for kind, stages in table.items():
        place = f"{name}: [{safe_text(kind, 40)}]"
        if kind not in KINDS or not isinstance(stages, dict):
            raise UsageError(f"{place} is no kind of draft", f"there are {', '.join(KINDS)}")
        for stage, given in stages.items():
            if stage not in STAGES:
                raise UsageError(
                    f"{place} has no stage “{safe_text(stage, 40)}”", ", ".join(STAGES)
                )
            found[kind, stage] = _template(f"{name}: [{kind}.{stage}]", given)
    return found


def draft(
    templates: Templates, kind: DraftKind, status: Status, told: Mapping[str, str]
) -> Draft:
    """The text for a state of an incident; `told` are WORDS that are known. Raises
    UsageError where there is no template for it."""
    stage = _STAGE[status]
    template = templates.get((kind, stage))
    if template is None:
        raise UsageError(f"no template [{kind}.{stage}]", "the file has to have one")
    known = {word: safe_text(text, 1_000) for word, text in told.items() if text}
    words = {word: known.get(word, f"{{{word}}}") for word in WORDS}
    kept = [part for part in template.body if _says(part, known)]
    missing = {w for part in (template.subject, *kept) for w in _words(part)} - known.keys()
    return Draft(
        kind,
        stage,
        template.subject.format_map(words),
        "\n\n".join(part.format_map(words) for part in kept),
        tuple(word for word in WORDS if word in missing),
    )


def _says(paragraph: str, known: Mapping[str, str]) -> bool:
    """Whether a paragraph has words of ours alone, or one that is known."""
    words = _words(paragraph)
    return not words or any(word in known for word in words)


def _template(place: str, given: object) -> Template:
    if not isinstance(given, dict) or set(given) != {"subject", "body"}:
        raise UsageError(f"{place} needs subject and body, no more")
    subject, body = given["subject"], given["body"]
    texts = body if isinstance(body, list) else None
    if (
        not isinstance(subject, str)
        or texts is None
        or not all(isinstance(t, str) for t in texts)
    ):
        raise UsageError(f"{place}: subject is text, body a list of paragraphs")
    for text in (subject, *texts):
        for word in _words_of(place, text):
            if word not in WORDS:
                raise UsageError(
                    f"{place}: nothing fills in {{{safe_text(word, 40)}}}",
                    f"there are {', '.join(WORDS)}",
                )
    return Template(subject, tuple(texts))


def _words_of(place: str, text: str) -> list[str]:
    try:
        parts = list(Formatter().parse(text))
    except ValueError as fault:
        raise UsageError(f"{place}: {fault}") from None
    if any(spec or conversion for _, _, spec, conversion in parts):
        raise UsageError(f"{place}: a word between braces, no more")
    return [name for _, name, _, _ in parts if name is not None]


def _words(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name]
