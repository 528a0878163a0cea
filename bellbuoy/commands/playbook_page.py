"""A playbook as a page: what it is, its steps, what came of it, who follows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bellbuoy.commands.options import Options
from bellbuoy.commands.page import blocks, facts, section
from bellbuoy.commands.playbook_rows import FOLLOWS, STEPS, follow_row, step_rows
from core.playbooks.types import COMPARED, Follow, Playbook, Results
from core.values.text import safe_text


def playbook_page(
    found: Playbook, follows: Sequence[Follow], results: Results, options: Options
) -> tuple[str, ...]:
    """Blocks of text for a terminal."""
    head = facts(
        [
            ("playbook", found.name),
            ("title", safe_text(found.title)),
            ("for clients", safe_text(found.when)),
            ("who does it", safe_text(found.owner or "the owner of each client")),
            ("expected", safe_text(found.expected)),
            ("origin", "came with the program" if not found.rev else f"change {found.rev}"),
        ]
    )
    columns = [replace(each, extra=each.key == "playbook" or each.extra) for each in FOLLOWS]
    return blocks(
        head,
        section(step_rows(found), STEPS, options),
        results_text(results),
        section([follow_row(each) for each in follows], columns, options),
    )


def results_text(found: Results) -> str:
    """Counts, outcomes, and both sides of the comparison with how many stand in each."""
    counts = found.counts
    said = ", ".join(f"{outcome} {n:,}" for outcome, n in found.outcomes)
    lines = [
        ("clients", f"{counts.enrolled:,} enrolled, {counts.running:,} running,"
                    f" {counts.ended:,} ended"),
        ("outcomes", said),
    ]  # fmt: skip
    if counts.ended:
        lines += [
            ("followed", found.followers.words),
            ("did not", found.others.words),
        ]
        if found.left_out:
            lines.append(("left out", f"{found.left_out:,} ended without a like to compare"))
    return facts(lines) + (f"\n{COMPARED}" if found.followers.n else "")
