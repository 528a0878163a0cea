from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bellbuoy.__main__ import main
from bellbuoy.commands.registry import WORDS, Entry
from tests.bellbuoy.conftest import MODULE, ROOT, Start

ships = pytest.mark.usefixtures("ships")
Captured = pytest.CaptureFixture[str]


@ships
def test_an_answer_goes_to_stdout_and_notes_to_stderr(capsys: Captured) -> None:
    assert main(["ship", "list", "--json"]) == 0
    told = capsys.readouterr()
    found = json.loads(told.out)
    assert found["schema"] == "bellbuoy.ship/1"
    assert [row["key"] for row in found["rows"]] == ["S-1", "S-2"]
    assert told.err.splitlines()[0] == "a � note"


@ships
@pytest.mark.parametrize(
    ("line", "code", "error"),
    [
        ("ship refuse", 6, "conflict"),
        ("ship check", 8, "check_failed"),
        ("ship lst", 2, "usage"),
        ("ship list --cols kex", 2, "usage"),
        ("ship crash", 1, "failure"),
        ("ship interrupt", 130, "interrupted"),
        ("ship list --read-only --limit x", 2, "usage"),
        ("ship scuttle S-1 --read-only", 2, "usage"),
    ],
)
def test_every_fault_has_its_code_and_one_json_object(
    line: str, code: int, error: str, capsys: Captured
) -> None:
    assert main([*line.split(), "--json"]) == code
    told = capsys.readouterr()
    found = json.loads(told.err)
    assert list(found) == ["error", "code", "message", "hint"]
    assert (found["error"], found["code"]) == (error, code)
    assert told.out == "" or json.loads(told.out)["rows"]


@ships
def test_a_fault_is_one_line_and_a_hint(capsys: Captured) -> None:
    assert main(["ship", "refuse"]) == 6
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "error: ship “�[2J” is locked\nhint: wait for the tide\n"


@ships
def test_an_unexpected_fault_keeps_its_traceback_for_debug(capsys: Captured) -> None:
    assert main(["ship", "crash"]) == 1
    told = capsys.readouterr().err
    line, hint = told.splitlines()
    assert line == "failed: ZeroDivisionError: no � wind; details with --debug"
    assert re.fullmatch(r"hint: kept as (E-\w{6}): bellbuoy problem show \1", hint)
    assert main(["ship", "crash", "--debug"]) == 1
    told = capsys.readouterr().err
    assert "Traceback" in told
    assert "in crash" in told
    assert "\x1b" not in told


@ships
def test_a_failed_check_still_gives_its_rows(capsys: Captured) -> None:
    assert main(["ship", "check", "--csv"]) == 8
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 3
    assert told.err == "error: 1 ship is critical\nhint: look at S-1\n"


@ships
def test_partly_done_is_four(capsys: Captured) -> None:
    assert main(["ship", "part", "--json"]) == 4
    assert json.loads(capsys.readouterr().out)["rows"]


@ships
def test_a_write_is_refused_before_it_is_done(tmp_path: Path) -> None:
    log = tmp_path / "log"
    scuttle = ["ship", "scuttle", "S-1", "--log", str(log)]
    assert main([*scuttle, "--read-only"]) == 2
    assert main([*scuttle, "--cols", "key"]) == 2
    assert main([*scuttle, "-o", str(tmp_path / "no" / "file")]) == 2
    assert main([*scuttle, "-o", str(tmp_path)]) == 2
    assert not log.exists()
    assert main(scuttle) == 0
    assert log.exists()


@ships
def test_the_answer_may_go_to_a_file(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "ships.json"
    assert main(["ship", "list", "--json", "-o", str(file)]) == 0
    assert capsys.readouterr().out == ""
    assert main(["ship", "list", "--json"]) == 0
    assert file.read_text("utf-8") == capsys.readouterr().out


@ships
def test_the_same_command_gives_the_same_bytes(capsys: Captured) -> None:
    for form in ("table", "json", "jsonl", "csv", "md"):
        main(["ship", "list", "--format", form])
        first = capsys.readouterr().out
        main(["--format", form, "ship", "list"])
        assert first == capsys.readouterr().out
        assert first


@ships
def test_only_the_named_module_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WORDS, "raft", Entry("no.such.module", "floats"))
    assert main(["ship", "list", "-q"]) == 0
    assert main(["raft", "list"]) == 1


@ships
def test_too_long_is_a_failure(capsys: Captured, tmp_path: Path) -> None:
    log = tmp_path / "log"
    line = ["ship", "wait", "--log", str(log), "--timeout", "0.2"]
    assert main(line) == 1
    assert capsys.readouterr().err.startswith("failed: not done in time\nhint: ")
    assert log.read_text("utf-8") == "whole"


def test_help_is_data(capsys: Captured) -> None:
    assert main(["--help"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("examples:\n")
    assert told.err == ""


@pytest.mark.process
@pytest.mark.parametrize(
    ("number", "code", "word"),
    [(signal.SIGTERM, 143, b"terminated"), (signal.SIGINT, 130, b"interrupted")],
)
def test_a_signal_lets_finally_run(
    start: Start, tmp_path: Path, number: signal.Signals, code: int, word: bytes
) -> None:
    log = tmp_path / "log"
    with start("ship", "wait", "--log", str(log)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(number)
        _, told = process.communicate(timeout=90)
    assert process.returncode == code
    assert told == word + b"\n"
    assert log.read_text("utf-8") == "whole"


@pytest.mark.process
@pytest.mark.parametrize("form", ["table", "jsonl", "csv", "json"])
def test_a_reader_that_leaves_is_no_fault(start: Start, form: str) -> None:
    with start("ship", "many", "--format", form) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(10)
        process.stdout.close()
        assert process.wait(timeout=90) == 0
        assert process.stderr.read() == b""


@pytest.mark.process
def test_a_full_disk_is_a_fault(start: Start) -> None:
    with (
        open("/dev/full", "w") as full,
        start("ship", "list", "--json", stdout=full) as process,
    ):
        _, told = process.communicate(timeout=90)
    assert process.returncode == 1
    assert told.count(b"\n") == 1
    assert b"No space left on device" in told


@pytest.mark.process
def test_closed_streams_are_no_fault() -> None:
    run = f'"{sys.executable}" -m bellbuoy version >&- 2>&-'
    assert subprocess.run(["bash", "-c", run], cwd=ROOT, check=False).returncode == 0


@pytest.mark.process
def test_another_encoding_is_no_fault(start: Start) -> None:
    env = {"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin"}
    with start("ship", "list", env=env) as process:
        table, _ = process.communicate(timeout=90)
    assert process.returncode == 0
    assert b"\\xc6r\\xf8" in table
    with start("ship", "list", "--json", env=env) as process:
        data, _ = process.communicate(timeout=90)
    assert "Ærø" in data.decode("utf-8")


@pytest.mark.process
@pytest.mark.parametrize("launch", [("-m", "bellbuoy"), ("-P", "-m", "bellbuoy")])
def test_both_doors_are_the_same(launch: tuple[str, ...]) -> None:
    script = Path(sys.executable).with_name("bellbuoy")
    told = [
        subprocess.run([*door, "version", "--json"], capture_output=True, check=True, cwd=ROOT)
        for door in ((sys.executable, *launch), (str(script),))
    ]
    assert told[0].stdout == told[1].stdout
    assert json.loads(told[0].stdout)["rows"][0]["name"] == "bellbuoy"


HEAVY = re.compile(
    r"(alembic|apscheduler|pandas|plotext|pydantic|rich\.(table|console|text)|sklearn|numpy"
    r"|sqlalchemy|sqlmodel|textual|difflib|storage|tui)(\.|$)"
)


@pytest.mark.process
@pytest.mark.parametrize("line", ["modules", "version --json", "ship list", "--help"])
def test_nothing_heavy_is_imported(line: str) -> None:
    """A light command stays light: what a process has imported when it ends."""
    code = (
        "import sys\nfrom bellbuoy.commands.registry import WORDS, Entry\n"
        f"WORDS['ship'] = Entry('{MODULE}', 'ships')\n"
        f"WORDS['modules'] = Entry('{MODULE}', 'modules', noun=False)\n"
        f"from bellbuoy.__main__ import main\nassert main({line.split()!r}) == 0\n"
        "sys.stderr.write('\\n'.join(['modules:', *sys.modules]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT, text=True
    )
    modules = done.stderr.partition("modules:\n")[2].splitlines()
    assert "bellbuoy.__main__" in modules
    assert [name for name in modules if HEAVY.match(name)] == []
