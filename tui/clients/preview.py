"""What lies behind the row under the cursor: why it moved, and what hangs on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rich.text import Text

from core.clients.types import ClientRow
from core.health.types import TIER_WORDS, HealthExplanation
from core.playbooks.types import NextStep
from core.values.money import show_money
from core.values.text import cells, fit, safe_text
from tui.charts.health import health_tables
from tui.charts.sparkline import spark, spark_words
from tui.charts.waterfall import waterfall
from tui.clients.row_words import (
    LETTERS,
    client_words,
    evidence_words,
    moved,
    movers,
    reason_words,
    renewal_words,
    score_sum,
    seen_words,
)
from tui.lines import Piece, blank, cut, ends, line, pieces_width
from tui.look import ScreenLook
from tui.palette import ROLE_OF

_LABEL = 10
_LEAST_NAME = 10
_TABLES = 2
# A blank before the words, and the scores behind them: `  38 → 100`.
_SCORES = 1 + 10


def preview_lines(
    row: ClientRow,
    explanation: HealthExplanation | None,
    width: int,
    look: ScreenLook,
    height: int = 6,
    step: NextStep | None = None,
) -> list[Text]:
    """At most `height` lines below a list, the most telling first.

    `explanation` is None until it has been read: the row alone is told then. The line of
    the next `step` takes that of the facts; what no column has goes behind the reason.
    """
    room = width - _LABEL - 1
    told = next_pieces(step, look)
    reason: list[Piece] = [(reason_words(row), "")]
    if told:
        last = f" · {seen_words(row, look.today)}"
        reason += [(last, "muted")] if cells(reason[0][0] + last) <= room else []
    lines = [
        *_why(row, explanation, look, width),
        _labelled("score", score_sum(row, explanation, room), look, width),
        _labelled("reason", reason, look, width),
        _labelled("next", told, look, width) if told else _client(row, look, width),
        *_notes(explanation, look, width),
        _evidence(explanation, look, width),
    ]
    return lines[: max(0, height)]


def preview_pane(
    row: ClientRow,
    explanation: HealthExplanation | None,
    width: int,
    look: ScreenLook,
    height: int,
    step: NextStep | None = None,
) -> list[Text]:
    """The same at the side of a wide list, with its line, its points and the what-if."""
    told = next_pieces(step, look)
    tier: list[Piece] = [(TIER_WORDS[row.tier].strip(), ROLE_OF[row.tier])]
    lines = [
        ends([(f" {safe_text(row.name)}", "header")], tier, look, width),
        _known_as(row, look, width),
        blank(),
        _labelled("score", _score(row, explanation, look.today), look, width),
        _labelled("30 days", _thirty_days(row, look), look, width),
        _labelled("reason", [(reason_words(row), "")], look, width),
        *_next_lines(told, look, width),
        *_notes(explanation, look, width),
        *_facts(row, look, width),
    ]
    if explanation is not None and explanation.score is not None:
        for table in health_tables(explanation)[:_TABLES]:
            drawn = waterfall(replace(table, title=table.title.partition("  ")[0]), look, width)
            lines += [blank(), *drawn.lines]
        lines += [blank(), *_what_if(explanation, look, width)]
    lines.append(_evidence(explanation, look, width))
    return lines[: max(0, height)]


def next_pieces(step: NextStep | None, look: ScreenLook) -> list[Piece]:
    """`Begin save-18: Save a falling client · a then b`; nothing where nothing waits."""
    if step is None or not step.verb:
        return []
    act, letter = look.keys.label("act"), LETTERS.get(step.verb, "")
    keys = f"{act} then {letter}" if act and letter else safe_text(step.why)
    return [(safe_text(step.what), "accent"), (f" · {keys}", "muted")]


def _next_lines(told: Sequence[Piece], look: ScreenLook, width: int) -> list[Text]:
    """In one line where it has room, else what is behind it in a line below."""
    if not told or pieces_width(told) <= width - _LABEL - 1:
        return [_labelled("next", told, look, width)] if told else []
    (behind, role), rest = told[-1], told[:-1]
    below: Piece = (behind.removeprefix(" · "), role)
    return [_labelled("next", rest, look, width), _labelled("", [below], look, width)]


def _client(row: ClientRow, look: ScreenLook, width: int) -> Text:
    words = client_words(row, look.today, width - _LABEL - 1)
    return _labelled("client", [(words, "")], look, width)


def _labelled(label: str, pieces: Sequence[Piece], look: ScreenLook, width: int) -> Text:
    words = [(look.glyphs.words(text), role) for text, role in pieces]
    return line([(f" {label.ljust(_LABEL)}", "muted"), *words], look, width)


def _why(
    row: ClientRow, explanation: HealthExplanation | None, look: ScreenLook, width: int
) -> list[Text]:
    """The name, how its score moved, and by what: behind it, or below where it is narrow."""
    words, role = moved(row, explanation, look.today)
    change: list[Piece] = [(f": {look.glyphs.words(words)}", role)]
    parts = [(look.glyphs.words(text), part_role) for text, part_role in movers(explanation)]
    behind: list[Piece] = [("    ", ""), *parts] if parts else []
    name = safe_text(row.name)
    room = width - 1 - pieces_width([*change, *behind])
    fits = room >= min(cells(name), _LEAST_NAME)
    if not fits:
        room = max(_LEAST_NAME, width - 1 - pieces_width(change))
    shown = cut(Text(name, end=""), look, room).plain
    first: list[Piece] = [(" ", ""), (shown, "header"), *change]
    if fits:
        return [line([*first, *behind], look, width)]
    return [line(first, look, width), _labelled("moved", parts, look, width)]


def _evidence(explanation: HealthExplanation | None, look: ScreenLook, width: int) -> Text:
    left: list[Piece] = [
        (f" {'evidence'.ljust(_LABEL)}", "muted"),
        (evidence_words(explanation), ""),
    ]
    key = look.keys.label("why")
    return ends(left, [(key, "accent"), (" why", "")] if key else [], look, width)


def _notes(explanation: HealthExplanation | None, look: ScreenLook, width: int) -> list[Text]:
    """What to know before trusting the score, in one line."""
    flags = explanation.flags if explanation is not None else ()
    if not flags:
        return []
    told = " · ".join(safe_text(flag) for flag in flags)
    return [_labelled("note", [(told, "muted")], look, width)]


def _known_as(row: ClientRow, look: ScreenLook, width: int) -> Text:
    known = [row.key, row.plan, row.industry, row.country]
    between = look.glyphs.words(" · ")
    told = between.join(safe_text(word) for word in known if word)
    return line([(f" {told}", "muted")], look, width)


def _score(row: ClientRow, explanation: HealthExplanation | None, today: int) -> list[Piece]:
    """`38 of 100, −21 in 7 d`"""
    score = score_sum(row, None, 0)
    words, role = moved(row, explanation, today)
    if row.score is None:
        return score_sum(row, explanation, 0)
    return [*score, (", ", ""), (words.removeprefix("why "), role)]


def _thirty_days(row: ClientRow, look: ScreenLook) -> list[Piece]:
    drawn = spark(row.spark, look.glyphs)
    return [(f"{drawn}  " if drawn.strip() else "", ""), (_scores_words(row), "")]


def _scores_words(row: ClientRow) -> str:
    """`72 → 38~, lowest 38`: only the last of them is simulated."""
    words = spark_words(row.spark)
    first, comma, rest = words.partition(",")
    return f"{first}~{comma}{rest}" if row.simulated and "→" in first else words


def _facts(row: ClientRow, look: ScreenLook, width: int) -> list[Text]:
    n = row.open_incidents
    facts = (
        ("ARR", f"{show_money(row.arr) or 'none'}"),
        ("renewal", renewal_words(row, look.today)),
        ("use", seen_words(row, look.today)),
        ("incidents", f"{n or 'none'} open"),
        ("owner", safe_text(row.owner or "none")),
    )
    return [_labelled(label, [(text, "")], look, width) for label, text in facts]


def _what_if(explanation: HealthExplanation, look: ScreenLook, width: int) -> list[Text]:
    """One line a case, the scores below each other; the words make room for them."""
    texts = [look.glyphs.words(safe_text(case.text)) for case in explanation.what_if]
    room = max(_LEAST_NAME, width - _LABEL - _SCORES)
    longest = min(max(map(cells, texts), default=0), room)
    mark = look.glyphs.ellipsis
    return [
        _labelled(
            "" if index else "what if",
            [(f"{fit(text, longest, ellipsis=mark)}  {case.before} → {case.after}", "")],
            look,
            width,
        )
        for index, (text, case) in enumerate(zip(texts, explanation.what_if, strict=True))
    ]
