"""The keys that programs read: a change here is a change of a contract.

Within a major version a key may be added at the end of its list; none is
renamed, removed or moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bellbuoy.commands.command import Command
from bellbuoy.commands.registry import every_command
from bellbuoy.services import jobs, worker
from core.jobs.types import Ending
from tests.bellbuoy.commands.conftest import ROOT, Bell
from tests.fixtures.stores import context

CLIENT = (
    "id name tier health trend arr mrr renews owner plan industry country status since seen"
    " incidents calls logins login reason partial spark"
)
ACTED = " tag playbook snoozed noted changed moved simulated"
EXPLANATION = (
    "id name score tier partial simulated scored_at run earned lost change change_from"
    " score_before what_if flags"
)
FIGURE = "id label value amount unit rows note command"
INCIDENT = (
    "id title client client_name severity status opened acknowledged resolved closed"
    " resolution impact source external_id penalty owner sla left_s breached"
    " respond respond_target_s respond_used_s respond_due respond_breached"
    " resolve resolve_target_s resolve_used_s resolve_due resolve_breached"
    " clients affects component arr health renews parent duplicate_of reopened repeats rev"
    " simulated"
)
DEALT = "rows {} unchanged refused dry_run reasons still changed_clients scored"
QUARANTINE = "id run source file line kind code reason state seen"
CHECK = "name state text hint"
FORMULA = "version weights baseline tiers plans"
CACHE = "kind what state clients bytes computed asked formula known id how"
SETTING = "key value meaning writable"
WORKER = "state pid started heartbeat holder version waiting leads cpu rss"
JOB = (
    "id title every next last waiting state words took_s p95_s recent late_s aside every_set"
    " mark recovered"
)
RUN = (
    "id job state started ended rows changed worker error request slot attempt follows total"
    " aside cancelling"
)
RETENTION = (
    "name days offered due due_first due_last gone_until meaning by basis set_at due_days"
    " due_bytes estimated held_from"
)
VIEW = "name place query sort by columns refresh_s origin owner shared rev saved_at saved_by"
DIFFERENCE = "action subject kind name changes rows_before rows_after fits rings ends"
RESTORE = "source target made tables rows checksum saved replaced"
CHANGE = "id at who action target trace summary rows undo why"
UNDO = "change number action target who redo rows left dry_run note"
PROBLEM = "id kind words mends grave first last count trace"
STORE = "store timezone currency demo clients"

ALERT = (
    "id rule severity state kind subject name opened closed rings who episode rung"
    " acknowledged snoozed_until why"
)
INTERACTION = "id kind client client_name at who text rev"
TASK = "id state client client_name text due owner outcome made made_by done rev"
CHANGED = "id name now then"
PLAYBOOK = (
    "name title when steps owner expected enrolled running ended origin rev saved_at saved_by"
)
KEPT_PLAYBOOK = "name title when steps owner expected origin rev saved_at saved_by"
SCENARIO = "id title about says parameters"
SIM = (
    "what run seed values at clients touched rescored moved before after moves written"
    " points largest rings"
)
SIM_RUN = (
    "number name scenario title whom who values seed spread_s length_s speed state"
    " position_s at clients done incidents calls logins conflicts change undone undone_by"
    " purchases waits_s"
)
TXN = "id at customer category amount age city known simulated run"
DELIVERY = "id uid alert rule channel kind state created due attempts ended status said"

KEYS = {
    "radar": ("client", CLIENT + ACTED),
    "overview": (
        "overview",
        "as_of clients scored average average_delta7 tiers arr at_risk_arr at_risk_share"
        " open_incidents incidents_by_severity simulated",
    ),
    "import examples/plain --store NEW": (
        "import",
        "run source store made_store dry_run read stored unchanged quarantined files unused"
        " reasons resumed newest offer_clock clock_set changed_clients scored tiers saturated",
    ),
    "fields": ("field", "noun name type label doc aliases values ops"),
    "doctor": ("check", CHECK),
    "commands": ("commands", "command summary noun verb writes"),
    "version": ("version", "name version"),
    "client list": ("client", CLIENT + ACTED),
    "client show C-0002": (
        "client",
        CLIENT + " timezone ended last_login identities arr_by_currency subscriptions"
        " components baseline window_days config scored_at run extra usage_days heatmap"
        " incident_rows" + ACTED + " next",
    ),
    "client usage C-0002": ("usage", "day calls logins"),
    "client months C-0002": ("usage_month", "month calls logins days over by_day"),
    "client heatmap C-0002": ("heatmap", "day week weekday logins level"),
    "client explain C-0002": ("explanation", EXPLANATION),
    "client explain C-0002 arr": ("figure", FIGURE),
    "client diff C-0001 C-0002": ("client_diff", "id label kind left right difference"),
    "overview --why at_risk": ("figure", FIGURE),
    "health explain C-0002 --what-if": ("what_if", "text before after tier needed"),
    "health score C-0002": (
        "health",
        "id name score tier trend partial components config scored_at run simulated",
    ),
    "health explain C-0002": ("explanation", EXPLANATION),
    "health history C-0002": (
        "health_history",
        "day score tier usage engagement incidents config recorded_at backfilled",
    ),
    "health formula": ("health_formula", FORMULA + " versions"),
    "incident list": ("incident", INCIDENT),
    "incident export": (
        "incident_export",
        "schema key id source title clients severity status impact owner opened acknowledged"
        " resolved closed resolution duplicate_of parent reopened respond_breached"
        " resolve_breached components spans steps",
    ),
    "incident show INC-0002-1": ("incident", INCIDENT),
    "incident add trouble --client C-0002": ("incident_added", "id key title then"),
    **{
        f"incident {line}": ("incident_change", "id title now then")
        for line in (
            "ack INC-0002-2",
            "pend INC-0002-2",
            "resume INC-0002-2",
            "resolve INC-0002-2",
            "close INC-0002-2",
            "reopen INC-0002-2",
            "severity INC-0002-2 --to low",
            "assign INC-0002-2 --owner mei",
            "note INC-0002-2 words",
            "link INC-0002-2 --client C-0003",
            "parent INC-0002-3 --of INC-0002-2",
            "merge INC-0002-3 --into INC-0002-2",
            "split INC-0002-2 --client C-0003",
        )
    },
    "incident targets": ("incident_target", "plan severity respond resolve"),
    "incident stats --by month": (
        "incident_record",
        "label key opened resolved backlog mtta_s acknowledge_median_s acknowledge_p90_s"
        " acknowledged mttr_s resolve_median_s resolve_p90_s timed unknown attainment met"
        " breached said_met said_breached recurrence recurred reopened again duplicates"
        " cancelled availability down_s query",
    ),
    "incident similar slow export": (
        "similar",
        "points id severity title client client_name resolved took_s resolution why",
    ),
    "incident draft INC-0002-1": ("draft", "id kind stage to subject body missing"),
    "incident post-mortem INC-0002-1": ("post_mortem", "id markdown"),
    "incident stats": (
        "incident_stats",
        "severity n open acknowledged pending resolved closed unrated",
    ),
    "analytics trend health": (
        "health_trend",
        "day mean median weighted_mean scored critical at_risk healthy unknown clients arr",
    ),
    "analytics revenue": (
        "revenue",
        "tier clients arr arr_share revenue_at_risk share part"
        " critical_clients critical_arr at_risk_clients at_risk_arr"
        " healthy_clients healthy_arr unknown_clients unknown_arr",
    ),
    "quarantine list --store NEW": ("quarantine", QUARANTINE),
    "quarantine show Q-1 --store NEW": ("quarantine", QUARANTINE + " raw cut fixed"),
    "quarantine fix Q-1 --set id=n-1 --store NEW": (
        "quarantine_fix",
        DEALT.format("fixed"),
    ),
    "quarantine replay --store NEW": ("quarantine_replay", DEALT.format("stored")),
    "quarantine drop Q-1 --store NEW": ("quarantine_drop", DEALT.format("dropped")),
    "quarantine export --to TMP/out/ --store NEW": (
        "quarantine_export",
        "source name kind rows left_out written",
    ),
    "undo": ("undo", UNDO),
    "redo": ("undo", UNDO),
    "change list": ("change", CHANGE),
    "change show 1": ("change", CHANGE + " changed"),
    "problem list": ("problem", PROBLEM),
    "problem show worker": ("problem", PROBLEM + " report"),
    "metrics": ("metric", "name type labels value help"),
    "logs": ("log", "at level part event trace pid fields"),
    "job list": ("job", JOB),
    "job show drop-looks": ("job", JOB + " plan ahead runs set_aside"),
    "job run score-clients": ("run", RUN),
    "job run score-clients -n": ("run", RUN),
    "job pause drop-looks": ("job", JOB),
    "job resume drop-looks": ("job", JOB),
    "job cancel drop-looks": ("job", JOB),
    "run list": ("run", RUN),
    "run show 1": ("run", RUN),
    "run retry 1": ("run", RUN),
    "run cancel 1": ("run", RUN),
    "today": (
        "today",
        "key kind client client_name what why left arr owner points explanation",
    ),
    "sim list": ("scenario", SCENARIO),
    "sim show outage": ("scenario", SCENARIO),
    "sim preview outage C-0002": ("sim_preview", SIM),
    "sim preview outage C-0002 --seeds 1..2": (
        "sim_bands",
        "what values at clients before seeds bands",
    ),
    "sim whatif C-0002 --lost": ("sim_preview", SIM),
    **{
        f"sim {line}": ("sim_run", SIM_RUN)
        for line in (
            "run outage C-0002",
            "pulse C-0002",
            "outage C-0002",
            "decay C-0002",
            "reset C-0002",
            "step 1",
            "pause 1",
            "resume 1",
            "stop 1",
            "undo 1",
            "history",
            "run live",
        )
    },
    "txn list": ("txn", TXN),
    "txn show T-SIM-1-1": ("txn", TXN),
    "txn tail": ("txn", TXN),
    "sim verify 1": ("sim_check", "run before after clients differing equal"),
    "sim compare 1": (
        "sim_comparison",
        "id name before predicted measured without why",
    ),
    "sim story": ("story", "id title about lines"),
    "sim story outage": ("story_line", "number says keys command"),
    "client assign C-0002 --owner mei": ("client_change", CHANGED),
    "client tag C-0002 +vip": ("client_change", CHANGED),
    "client snooze C-0002 --until 7d --why holiday": ("client_change", CHANGED),
    "client note C-0002 called": ("interaction", INTERACTION),
    "interaction list": ("interaction", INTERACTION),
    "interaction show I-1": ("interaction", INTERACTION),
    "interaction add --client C-0002 --text called": ("interaction", INTERACTION),
    "interaction edit I-1 --kind call": ("interaction", INTERACTION),
    "task list": ("task", TASK),
    "task add call --client C-0002": ("task", TASK),
    "task edit T-1 --due 3d": ("task", TASK),
    "task done T-1": ("task", TASK),
    "playbook list": ("playbook", PLAYBOOK),
    "playbook show save-18": ("playbook", PLAYBOOK + " follows results"),
    "playbook add examples/playbook.toml": ("playbook", KEPT_PLAYBOOK),
    "playbook edit save-18 --title Other": ("playbook", KEPT_PLAYBOOK),
    "playbook suggest": (
        "playbook_suggestion",
        "client client_name tier health arr owner fits due why follows",
    ),
    "playbook assign save-18 C-0002": ("client_change", CHANGED),
    "playbook close P-1 --outcome kept": (
        "playbook_run",
        "id playbook client client_name start done_steps all_steps end outcome note made_by"
        " rev",
    ),
    "alert list": ("alert", ALERT),
    "alert show A-1": ("alert", ALERT + " facts condition was days like deliveries"),
    "alert ack A-1": ("alert", ALERT),
    "alert assign A-1 mei": ("alert", ALERT),
    "alert snooze 4h A-1": ("alert", ALERT),
    "alert test job-failed": ("delivery", DELIVERY),
    "alert deliveries": ("delivery", DELIVERY),
    "alert retry": ("retry", "retried"),
    "alert rules": (
        "alert_rule",
        "name subject condition severity channels was days again quiet active shipped rev"
        " open left_out looked error",
    ),
    "alert channels": (
        "alert_channel",
        "name kind target secret active stopped shipped rev",
    ),
    "alert quiet": ("alert_quiet", "hours held_until windows"),
    "worker start -n": ("worker", WORKER),
    "worker stop": ("worker", WORKER),
    "worker status": ("worker", WORKER),
    "store init --store NEW": ("store", STORE),
    "store demo --store NEW": ("store", STORE),
    "store copy DEMO TMP/copy.db": ("copy", "source target tables rows checksum simulated"),
    "store migrate": ("migration", "store found current copy"),
    "store check": ("check", CHECK),
    "store stats": (
        "store_stats",
        "url timezone currency clock demo schema single_user bytes wal_bytes first_day"
        " last_day tables indexes client_day_bytes estimated",
    ),
    "store backup TMP/b.db": (
        "backup",
        "path store made bytes tables rows checksum recorded simulated",
    ),
    "store verify BACKUP": ("check", CHECK),
    "store backups": ("kept_backup", "id made path kind state bytes rows checksum simulated"),
    "store restore BACKUP --to TMP/restored.db": ("restore", RESTORE),
    "store drill": ("check", CHECK),
    "store compact": (
        "compaction",
        "store bytes_before bytes_after log_before log_after free",
    ),
    "view list": ("view", VIEW),
    "view show Late": ("view", VIEW + " rows command"),
    "view save Late tier:critical": ("view", VIEW),
    "view share Late all": ("view", VIEW),
    "view delete Late": ("view", VIEW),
    "definition list": ("definition", "subject kind name state applied change who"),
    "definition export TMP/defs": ("definition_file", "file subject definitions state"),
    "plan TMP/defs": ("plan", DIFFERENCE),
    "apply TMP/defs -y": ("apply", DIFFERENCE),
    "retention list": ("retention", RETENTION),
    "retention show telemetry": ("retention", RETENTION),
    "retention add telemetry": ("retention", RETENTION),
    "retention edit telemetry --days 99": ("retention", RETENTION),
    "retention delete telemetry": ("retention", RETENTION),
    "retention run": ("retention", RETENTION),
    "cache show": ("cache", CACHE),
    "cache clear": ("cache", CACHE),
    "sql select key from client": ("sql", "key"),
    "config get": ("setting", SETTING),
    "config get scoring": ("scoring", FORMULA),
    "config set clock live": ("setting", SETTING),
    "config set scoring --weights 50/25/25 -y": (
        "scoring_change",
        "version proposed applied formula changes clients waiting rescored moved moved_arr"
        " moves before after largest",
    ),
    "worker scale": (
        "worker_scale",
        "action wanted running most waiting work_s lag_s",
    ),
    "worker scale --auto": (
        "worker_scale",
        "action wanted running most waiting work_s lag_s",
    ),
    "config list": ("setting", SETTING),
    "config list --env": ("variable", "name value set secret meaning"),
    "config path": ("path", "name path"),
    "open radar --plain": ("place", "line text"),
    "screenshot radar --svg TMP/radar.svg": (
        "screenshot",
        "path place width height theme bytes sha256",
    ),
    "theme list": ("theme", "name title ground contrast colour_safe own chosen problem path"),
    "theme show dark": ("theme_colour", "role colour contrast on_surface"),
    "theme preview dark": ("theme_sample", "role colour text"),
    "theme check": ("theme_check", "theme state kind one other eye value least text"),
    "keys show": ("key", "id keys default group scope meaning own"),
    "keys check": ("key_check", "state id key text"),
}
# These write text that is no data (a screen, scripts for a shell), or lines without an
# end, whose keys test_client_watch.py holds.
WITHOUT_ROWS = {
    "tui", "client watch", "incident watch",
    "completion bash", "completion zsh", "completion fish",
}  # fmt: skip


def named(line: str, commands: tuple[Command, ...]) -> str:
    """The command that a line calls."""
    return max((c.words for c in commands if f"{line} ".startswith(f"{c.words} ")), key=len)


def test_every_command_has_its_keys() -> None:
    commands = every_command()
    told = {named(line, commands) for line in KEYS}
    assert told | WITHOUT_ROWS == {command.words for command in commands}


def begin_a_run(store: Path, *, ended: bool) -> None:
    """Run 1 of a store, which is on, or was cancelled."""
    ctx = context(store)
    worker.enlist(ctx, "w")
    fence = worker.beat(ctx, "w", None).fence
    assert fence is not None
    number = jobs.begin(ctx, "drop-looks", "w", fence)
    if ended:
        jobs.end(ctx, number, Ending("cancelled"))
        worker.leave(ctx, "w")


def about_incidents(line: str) -> Iterator[tuple[str, ...]]:
    """The moves that come before one."""
    if line.startswith("incident resume"):
        yield ("incident", "pend", "INC-0002-2")
    if line.startswith(("incident close", "incident reopen")):
        yield ("incident", "resolve", "INC-0002-2")
    if line.startswith("incident split"):
        yield ("incident", "link", "INC-0002-2", "--client", "C-0003")


def about_runs(line: str) -> Iterator[tuple[str, ...]]:
    """The run of a simulation that comes before what is done with it."""
    if line.startswith("txn"):
        yield ("sim", "run", "live")
        yield ("sim", "step", "1")
    elif line == "sim compare 1":
        yield ("sim", "pulse", "C-0002")
    elif line.endswith((" 1", "history")):
        yield ("sim", "run", "pulse", "--spread", "60", "--speed", "1")
    if line == "sim resume 1":
        yield ("sim", "pause", "1")


def asked_before(line: str) -> Iterator[tuple[str, ...]]:
    """The commands that make what a command is about."""
    if line.startswith("view") and "save" not in line:
        yield ("view", "save", "Late", "tier:critical")
    if line.startswith("cache"):
        yield ("overview", "--as-of", "2026-11-01")
    if line.startswith("alert"):
        yield ("job", "run", "evaluate-alerts")
    if line.startswith(("interaction", "task")):
        yield ("client", "note", "C-0002", "a first one")
        yield ("task", "add", "a first one", "--client", "C-0002")
    if line.startswith("incident"):
        yield from about_incidents(line)
    if line.startswith("playbook close"):
        yield ("playbook", "assign", "save-18", "C-0002")
    if line.startswith(("sim", "txn")):
        yield from about_runs(line)

    if line == "logs":
        yield ("config", "set", "clock", "live")
    if line.startswith(("plan", "apply")):
        yield ("definition", "export", "TMP/defs")
        yield ("config", "set", "scoring", "--weights", "50/25/25", "-y")
    if line in ("undo", "redo"):
        yield ("config", "set", "cache.days", "3")
    if line == "redo":
        yield ("undo",)


@pytest.mark.parametrize("line", list(KEYS))
def test_keys_and_their_order(
    line: str, bell: Bell, demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    schema, keys = KEYS[line]
    other = tmp_path / "new.db"
    if line.startswith("quarantine"):
        refused = tmp_path / "client.csv"
        refused.write_text("id,name\n,Nameless\n", encoding="utf-8")
        bell("import", str(refused), store=other)
    for words in asked_before(line):
        bell(*(word.replace("TMP", str(tmp_path)) for word in words), store=demo_store)
    if line.startswith("run"):
        begin_a_run(demo_store, ended="retry" in line)
    kept = tmp_path / "kept.db"
    if line.startswith(("retention edit", "retention delete", "retention run")):
        bell("retention", "add", "telemetry", store=demo_store)
    if line.startswith(("store verify", "store restore", "store backups")):
        bell("store", "backup", str(kept), store=demo_store)
    store = other if "NEW" in line else demo_store
    if line.startswith(("store copy", "store restore")):
        store = None  # both are named
    words = line.removesuffix(" --store NEW").replace("TMP", str(tmp_path))
    words = words.replace("DEMO", str(demo_store)).replace("BACKUP", str(kept)).split()
    told = bell(*words, "--json", store=store)
    found: dict[str, Any] = told.json
    assert found["schema"] == f"bellbuoy.{schema}/1"
    assert found["rows"]
    for row in found["rows"]:
        assert list(row) == keys.split()


def test_keys_inside_an_explanation(bell: Bell, demo_master: Path) -> None:
    (row,) = bell("health", "explain", "C-0002", "--json", store=demo_master).rows
    assert list(row["earned"]) == (
        "subject measure total parts as_of config unit note simulated".split()
    )
    assert list(row["earned"]["parts"][0]) == (
        "id label points value weight note rows parts command".split()
    )
    assert list(row["what_if"][0]) == ["text", "before", "after", "tier", "needed"]
