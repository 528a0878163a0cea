"""What holds for every command that reads a store."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bellbuoy.commands.registry import every_command
from bellbuoy.services.making import demo as demo_of
from tests.bellbuoy.commands.conftest import ROOT, Bell

READS = (
    "radar",
    "overview",
    "overview --why at_risk",
    "client list",
    "client list by:tier --why arr,health",
    "export client tier:critical",
    "client show C-0002",
    "client usage C-0002",
    "client heatmap C-0002",
    "client months C-0002",
    "client explain C-0002",
    "client explain C-0002 arr",
    "client diff C-0001 C-0002",
    "health score C-0002",
    "health explain C-0002",
    "health history C-0002",
    "health formula",
    "incident list",
    "incident show INC-0002-1",
    "incident export",
    "incident stats",
    "incident similar slow export",
    "incident draft INC-0002-1",
    "incident post-mortem INC-0002-1",
    "analytics trend health",
    "analytics revenue",
    "today",
    "interaction list",
    "task list",
    "playbook list",
    "playbook show save-18",
    "playbook suggest",
    "txn list",
    "txn tail",
    "sim list",
    "sim show outage",
    "sim preview outage C-0002",
    "sim whatif --use=-20%",
    "sim history",
    "quarantine list",
    "alert list",
    "alert deliveries",
    "job list",
    "job show score-clients",
    "run list",
    "worker status",
    "change list",
    "problem list",
    "metrics",
    "store check",
    "store stats",
    "store backups",
    "view list",
    "definition list",
    "retention list",
    "retention show telemetry",
    "config get",
    "config list",
    "cache show",
    "sql select key from client",
)
# These say something of this machine now, whatever the store's clock says.
OF_THIS_MOMENT = (
    "job list", "job show score-clients", "run list", "worker status", "metrics",
)  # fmt: skip
UNTIMED = (
    "today", "interaction list", "task list", "txn list", "txn tail",
    "playbook list", "playbook show save-18", "playbook suggest",
    "sim list", "sim show outage", "sim preview outage C-0002", "sim whatif --use=-20%",
    "sim history",
    "alert list", "alert deliveries", "change list",
    "quarantine list", "health formula", "store check", "store stats", "store backups",
    "view list", "definition list", "retention list", "retention show telemetry",
    "problem list",
    "config get", "config list",
    "cache show", "sql select key from client",
)  # fmt: skip
HEAVY = "sqlmodel sqlalchemy pandas numpy sklearn plotext textual apscheduler alembic pydantic"


def test_the_list_is_whole() -> None:
    commands = {c.words for c in every_command() if not c.writes and c.noun != "completion"}
    without_store = {"tui", "fields", "doctor", "commands", "version", "config path", "logs"}
    # These make files of their own, or look at one.
    without_store |= {"store verify", "store drill"}
    # These are about a folder of files.
    without_store |= {"plan", "definition export"}
    # These are about the look, or draw screens.
    without_store |= {"theme list", "theme show", "theme preview", "theme check"}
    without_store |= {"keys show", "keys check", "open", "screenshot"}
    told = {c for c in commands for line in READS if f"{line} ".startswith(f"{c} ")}
    assert (
        told
        | without_store
        | {
            "alert show",
            "change show",
            "client watch",
            "incident watch",
            "interaction show",
            "quarantine show",
            "quarantine export",
            "run show",
            "sim compare",
            "txn show",
            "problem show",
            "view show",
        }
        == commands
    )


@pytest.mark.parametrize("line", READS)
def test_a_missing_store_a_newer_one_and_a_stranger(
    line: str, bell: Bell, tmp_path: Path, newer_store: Path, shared_demo: Path
) -> None:
    words = line.split()
    told = bell(*words, "--json", store=tmp_path / "none.db")
    assert (told.code, told.out, told.fault["code"]) == (3, "", 3)
    told = bell(*words, "--json", store=newer_store)
    assert (told.code, told.out, told.fault["error"]) == (6, "", "conflict")
    told = bell(*words, "--json", "--as", "nobody", store=shared_demo)
    assert (told.code, told.out, told.fault["error"]) == (5, "", "denied")


@pytest.mark.parametrize("line", [line for line in READS if line not in OF_THIS_MOMENT])
@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_the_same_bytes_each_time_and_in_a_file(
    line: str, form: str, demo: Bell, tmp_path: Path
) -> None:
    words = [*line.split(), "--format", form]
    first = demo(*words)
    assert first.code == 0
    empty = (
        "quarantine list", "store backups", "alert list", "alert deliveries",
        "interaction list", "task list", "sim history", "txn list", "txn tail",
    )  # fmt: skip
    assert first.out or line in empty
    assert demo(*words).out == first.out
    file = tmp_path / "answer"
    told = demo(*words, "-o", str(file))
    assert (told.code, told.out) == (0, "")
    assert file.read_bytes() == first.out.encode()


@pytest.mark.parametrize(
    "line", [line for line in READS if line not in (*OF_THIS_MOMENT, *UNTIMED)]
)
def test_a_past_day_is_told_as_such(line: str, demo: Bell) -> None:
    told = demo(*line.split(), "--as-of", "2026-11-15", "--json")
    assert told.code == 0
    assert told.json["as_of"] == "2026-11-15T23:59:59.999999Z"
    assert demo(*line.split(), "--as-of", "2027-01-01").code == 2
    assert demo(*line.split(), "--as-of", "soon").code == 2


@pytest.mark.parametrize("line", [*OF_THIS_MOMENT, *UNTIMED])
def test_what_has_no_past_refuses_to_look_there(line: str, demo: Bell) -> None:
    told = demo(*line.split(), "--as-of", "2026-11-15")
    assert told.code == 2
    assert told.err.startswith("error: this has no past to look at\n")


@pytest.mark.parametrize("line", READS)
def test_a_read_may_be_read_only_and_takes_no_dry_run(line: str, demo: Bell) -> None:
    assert demo(*line.split(), "--read-only", "-q").code == 0
    assert demo(*line.split(), "-n").code == 2


@pytest.mark.process
@pytest.mark.parametrize("line", READS)
def test_a_read_in_json_stays_light(line: str, shared_demo: Path) -> None:
    code = (
        "import sys\nfrom bellbuoy.__main__ import main\n"
        f"assert main({[*line.split(), '--json', '--store', str(shared_demo)]!r}) == 0\n"
        "sys.stderr.write(' '.join(sorted({m.partition('.')[0] for m in sys.modules})))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = set(done.stderr.splitlines()[-1].split())
    assert "bellbuoy" in found
    assert found & set(HEAVY.split()) == set()


@pytest.fixture(scope="module")
def big_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More rows than a pipe holds."""
    path = tmp_path_factory.mktemp("big") / "big.db"
    demo_of(str(path), clients=600, days=2)
    return path


@pytest.mark.process
@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "md"])
def test_a_reader_that_leaves_is_no_fault(form: str, big_store: Path) -> None:
    line = [sys.executable, "-P", "-m", "bellbuoy", "client", "list", "--format", form]
    with subprocess.Popen(
        [*line, "--store", str(big_store)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(5)
        process.stdout.close()
        assert process.wait(timeout=60) == 0
        assert process.stderr.read() == b""
