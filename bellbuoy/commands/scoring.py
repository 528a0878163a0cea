"""`bellbuoy config get|set scoring`: the health formula, changed after a look."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from bellbuoy.commands import argument_types as types
from bellbuoy.commands.answer import Answer
from bellbuoy.commands.ask import confirm
from bellbuoy.commands.columns import Column
from bellbuoy.commands.command import Arg
from bellbuoy.commands.formula_rows import FORMULA, formula_row
from bellbuoy.commands.health_rows import COMPONENTS
from bellbuoy.commands.job_waiting import wait_for
from bellbuoy.commands.options import Options
from bellbuoy.commands.output import check_columns
from bellbuoy.commands.present import open_present
from bellbuoy.commands.rescoring import STAND, rescore, worker_serves
from bellbuoy.commands.scoring_page import CHANGE, MOVES, change_json, change_text, moves_rows
from bellbuoy.commands.watch import watching
from core.health.types import ComponentEnds, FormulaPreview, HealthConfig
from core.values.counting import counted
from core.values.errors import NotFoundError, UsageError
from core.values.text import safe_text

if TYPE_CHECKING:
    from bellbuoy.services.context import Context
    from bellbuoy.services.scoring.moment import Progress

Plan = tuple[str, dict[str, int]]
_LONGEST = 2_000_000
_FIELDS = ("baseline_calls", "baseline_logins", "healthy_from", "at_risk_from")


def weights(raw: str) -> tuple[str, ...]:
    """Three weights between slashes: `50/25/25`."""
    parts = tuple(part.strip() for part in raw.split("/"))
    if len(parts) != len(COMPONENTS):
        wanted = "/".join(COMPONENTS)
        raise UsageError(f"“{raw}” is not {len(COMPONENTS)} weights", f"{wanted}: 50/25/25")
    return parts


def plan(raw: str) -> Plan:
    """A plan and its baseline: `pro:calls=9000,logins=60`, or `pro:default`."""
    name, colon, said = raw.rpartition(":")
    found: dict[str, int] = {}
    if not colon or not name.strip():
        raise UsageError(f"“{raw}” names no plan", "write pro:calls=9000,logins=60")
    for part in [] if said.strip() == "default" else said.split(","):
        measure, _, figure = part.partition("=")
        if measure.strip() not in ("calls", "logins") or measure.strip() in found:
            raise UsageError(
                f"“{part}” is no baseline", "write pro:calls=9000,logins=60, or pro:default"
            )
        found[measure.strip()] = types.whole(figure.strip())
    return name, found


FLAGS = (
    Arg("weights", "usage/engagement/incidents, shared out to 100 %", "option", weights,
        metavar="U/E/I"),
    Arg("preset", "weights by name: default, usage-focused, daily-use, support-heavy", "option",
        types.filled, metavar="NAME"),
    Arg("baseline_calls", "calls in 30 days that count as full use", "option", types.count,
        metavar="N"),
    Arg("baseline_logins", "logins in 30 days that count as full use", "option", types.count,
        metavar="N"),
    Arg("healthy_from", "the lowest healthy score", "option", types.whole, metavar="SCORE"),
    Arg("at_risk_from", "the lowest score at risk", "option", types.whole, metavar="SCORE"),
    Arg("plan", "a plan's own baseline: pro:calls=9000,logins=60, or pro:default", "option",
        plan, metavar="PLAN", repeat=True),
    Arg("fit", "baselines that fit, where a component is saturated", "flag"),
    Arg("rollback", "a former version again, as a new one", "option", types.filled,
        metavar="VERSION"),
    Arg("largest", "so many of the largest changes by name", "option", types.count,
        metavar="N", default=10),
)  # fmt: skip
_SAYING = ("weights", "preset", *_FIELDS, "plan", "fit", "rollback")


def get_scoring(options: Options) -> Answer:
    """The formula in force, in the form that --from reads."""
    from bellbuoy.services import formula

    ctx = open_present(options)
    row = formula_row(formula.current(ctx))
    return Answer("scoring", [row], FORMULA, as_of=ctx.now, single=True)


def said(options: Options) -> list[str]:
    """The flags of a formula that were given."""
    given = [name for name in _SAYING if options.values[name] not in (None, (), False)]
    return [*given, "from"] if options.source is not None else given


def set_scoring(options: Options) -> Answer:
    """Look at what another formula does, ask, and put it in force."""
    from bellbuoy.services import formula

    _check(options)
    ctx = open_present(options)
    if not options.dry_run:
        formula.may_apply(ctx)
    with watching("preview", options) as progress:
        proposed, notes = _proposed(ctx, options, progress.update)
        found = formula.preview(
            ctx,
            proposed,
            largest=options.number("largest") or formula.LARGEST,
            progress=progress.update,
        )
    if replace(found.proposed, version=found.config.version) == found.config:
        return _answer(
            found, ctx, options, (*notes, f"nothing changed: {_name(found)} says so")
        )
    if options.dry_run:
        return _answer(found, ctx, options, (*notes, f"a dry run: {_name(found)} stays"))
    asked = not options.yes
    if asked and not _wanted(found, options):
        notes = (f"nothing changed: {_name(found)} stays",)
        return _answer(found, ctx, options, notes, asked=True)
    applied = formula.apply(ctx, found.proposed, expect=found.config.version)
    notes = (*notes, f"{applied.version} is in force", due_note(ctx, options))
    return _answer(found, ctx, options, notes, applied=True, asked=asked)


def _check(options: Options) -> None:
    """Refuse before anything is read what cannot work."""
    given = said(options)
    if not given:
        raise UsageError(
            "nothing to set", "say --weights 50/25/25, --preset daily-use, --from FILE, …"
        )
    if "rollback" in given and len(given) > 1:
        other = next(name for name in given if name != "rollback").replace("_", "-")
        raise UsageError(f"--rollback and --{other} exclude each other", "drop one")
    if options.cols is not None:
        check_columns(_columns(options), options.cols)
    if not (options.yes or options.asks or options.dry_run):
        raise UsageError(
            "this needs an answer: a formula is applied after a look at its preview",
            "--yes goes on without asking, --dry-run only looks",
        )


def _proposed(
    ctx: Context, options: Options, progress: Progress
) -> tuple[HealthConfig, tuple[str, ...]]:
    """The formula that the flags ask for, upon the one in force."""
    from bellbuoy.services import formula

    former = options.text("rollback")
    if former is not None:
        return formula.version(ctx, former), ()
    notes: tuple[str, ...] = ()
    config = formula.current(ctx)
    if options.source is not None:
        config = formula.read_formula_text(_text_of(options.source), options.source, config)
    if options.flag("fit"):
        fits, ends = formula.fitting(ctx, progress=progress)
        config = replace(config, baseline=fits.baseline)
        notes = fit_notes(fits, ends)
    config = formula.read_fields(_fields(options), config)
    for name, figures in cast("tuple[Plan, ...]", options.values["plan"]):
        config = formula.with_plan(config, name, figures)
    return config, notes


def fit_notes(config: HealthConfig, ends: Sequence[ComponentEnds]) -> tuple[str, ...]:
    """What --fit found: which component is saturated, and what would fit."""
    if not ends:
        return ("no component is saturated: the baselines fit",)
    fits = {"usage": config.baseline.calls, "engagement": config.baseline.logins}
    return tuple(
        f"{end.component} stands at {end.saturated} for"
        f" {(end.at_0, end.at_100)[end.saturated == 100]:,} of {end.clients:,} clients:"
        f" baseline {end.baseline:,} → {fits[end.component]:,}"
        for end in ends
    )


def _fields(options: Options) -> dict[str, str]:
    from bellbuoy.services import formula

    found: dict[str, str] = {}
    if (preset := options.text("preset")) is not None:
        found |= zip(COMPONENTS, map(str, formula.preset(preset).weights), strict=True)
    if options.values["weights"] is not None:
        found |= zip(COMPONENTS, options.texts("weights"), strict=True)
    for name, field in zip(_FIELDS, ("calls", "logins", "healthy", "at_risk"), strict=True):
        if (figure := options.number(name)) is not None:
            found[field] = str(figure)
    return found


def _text_of(source: str) -> str:
    """The text of a file, or of stdin; no more than a formula can be."""
    try:
        if source == "-":
            return sys.stdin.read(_LONGEST)
        with Path(source).open(encoding="utf-8") as file:
            return file.read(_LONGEST)
    except FileNotFoundError:
        raise NotFoundError(f"no file {source}") from None
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise UsageError(f"{source} cannot be read: {error}") from None


def _wanted(found: FormulaPreview, options: Options) -> bool:
    preview = "\n".join(change_text(found, options))
    lines = [safe_text(line, 1000) for line in preview.split("\n")]
    sys.stderr.write("\n".join([*lines, "", ""]))
    return confirm(f"Put {found.proposed.version} in force?", options, sys.stdin, sys.stderr)


def due_note(ctx: Context, options: Options) -> str:
    """What becomes of the scores, all of which are due again."""
    from bellbuoy.services import jobs

    if worker_serves(ctx):
        if not options.wait:
            return "the worker scores everyone again now"
        run = wait_for(ctx, jobs.ask(ctx, "score-clients"), options)
        if run.state != "ok":
            return f"run {run.id} is {run.state}: scores are still due"
        return f"scored again by run {run.id}: {counted(run.changed, *STAND)}"
    if options.wait:
        return f"scored again: {counted(rescore(ctx, options), *STAND)}"
    return "every score is due: bellbuoy job run score-clients"


def _name(found: FormulaPreview) -> str:
    return found.config.version


def _columns(options: Options) -> tuple[Column, ...]:
    return CHANGE if options.format in ("json", "jsonl") else MOVES


def _answer(
    found: FormulaPreview,
    ctx: Context,
    options: Options,
    notes: tuple[str, ...],
    *,
    applied: bool = False,
    asked: bool = False,
) -> Answer:
    answer = Answer("scoring_change", as_of=ctx.now, notes=notes, columns=_columns(options))
    if options.format in ("json", "jsonl"):
        return replace(answer, rows=[change_json(found, applied=applied)], single=True)
    if options.format != "table" or options.cols is not None:
        return replace(answer, rows=moves_rows(found))
    if asked:
        # Who was asked has read the preview above the question.
        return replace(answer, text=("\n".join(notes),), notes=())
    return replace(answer, text=change_text(found, options))
