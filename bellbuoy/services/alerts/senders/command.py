"""A program that is started for each delivery: an argument list, never a shell."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence

from bellbuoy.services.alerts.allowed import Allowed
from core.alerts.retry import Outcome
from core.values.text import safe_text

SECONDS = 10.0
_PASSED_ON = ("HOME", "PATH", "LANG", "LC_ALL", "TZ", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
_SAID = 200
_KEPT = 4_096


def run_command(
    words: Sequence[str],
    uid: str,
    body: str,
    allowed: Allowed,
    *,
    seconds: float = SECONDS,
    env: Mapping[str, str] | None = None,
) -> Outcome:
    """Start the program with its words as they are; the body is its standard input,
    id and rule stand in its environment. Exit code 0 is done, any other comes again;
    after so many seconds it is killed with all that it started."""
    program = words[0] if words else ""
    if program not in allowed.programs or not os.path.isabs(program):
        hint = f"name it in {allowed.file}"
        return Outcome("dead", f"{program} is not allowed on this machine: {hint}")
    with tempfile.TemporaryFile() as told:
        told.write(body.encode("ascii"))
        told.seek(0)
        try:
            process = subprocess.Popen(  # noqa: S603
                list(words),
                stdin=told,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=_environment(uid, body, os.environ if env is None else env),
                start_new_session=True,
                cwd="/",
            )
        except OSError as fault:
            return Outcome("again", f"{program}: {fault.strerror or fault}")
    return _ended(process, program, seconds)


def _ended(process: subprocess.Popen[bytes], program: str, seconds: float) -> Outcome:
    """Wait for the end, at most so long; of what it says the beginning is kept."""
    said = bytearray()

    def drain() -> None:
        assert process.stderr is not None
        with process.stderr as pipe:
            while block := os.read(pipe.fileno(), 65_536):
                if len(said) < _KEPT:
                    said.extend(block[:_KEPT])

    listening = threading.Thread(target=drain, name="said", daemon=True)
    listening.start()
    try:
        code: int | None = process.wait(seconds)
    except subprocess.TimeoutExpired:
        code = None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    # What it left running may hold the pipe open: nobody waits for that.
    listening.join(1)
    if code == 0:
        return Outcome("done", "exit code 0")
    if code is None:
        return Outcome("again", f"{program} took over {seconds:g} s and was ended")
    words = safe_text(said.decode("utf-8", "replace").strip(), _SAID)
    return Outcome("again", f"exit code {code}" + (f": {words}" if words else ""))


def _environment(uid: str, body: str, env: Mapping[str, str]) -> dict[str, str]:
    """Little of our own: no address of a store and no secret goes along."""
    said = json.loads(body)
    subject = said.get("subject") or {}
    found = {name: env[name] for name in _PASSED_ON if name in env}
    told = {
        "ID": uid,
        "RULE": said["rule"],
        "SEVERITY": said["severity"],
        "KIND": said["kind"],
        "SUBJECT": str(subject.get("id", "")),
    }
    # The name of a client is in the body alone: a variable may not hold every text.
    return found | {f"BELLBUOY_ALERT_{name}": safe_text(v) for name, v in told.items()}
