"""Every first word of the command line, and the module that is loaded for it.

To add a command: a function and a `Command` record in `COMMANDS` of the module.
Only a new first word needs a line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from bellbuoy.commands.suggest import hint
from core.values.errors import UsageError

if TYPE_CHECKING:
    from bellbuoy.commands.command import Command


@dataclass(frozen=True, slots=True)
class Entry:
    """`noun`: verbs follow; otherwise the word is itself the verb."""

    module: str
    summary: str
    noun: bool = True


def _verb(module: str, summary: str) -> Entry:
    return Entry(module, summary, noun=False)


_HERE = "bellbuoy.commands."

WORDS: dict[str, Entry] = {
    "tui": _verb(_HERE + "app", "the screens, also without a word"),
    "open": _verb(_HERE + "open", "the screens at a place, or its lines"),
    "screenshot": _verb(_HERE + "screenshot", "a picture of a place, for a document"),
    "radar": _verb(_HERE + "radar", "clients at risk, worst first"),
    "today": _verb(_HERE + "today", "what to do now, and why"),
    "overview": _verb(_HERE + "radar", "how all clients stand"),
    "import": _verb(_HERE + "integrations", "read files into the store"),
    "export": _verb(_HERE + "export", "a list into a file"),
    "sql": _verb(_HERE + "sql", "one statement that reads the store"),
    "fields": _verb(_HERE + "fields", "the words of a query"),
    "doctor": _verb(_HERE + "doctor", "is everything in order, and what to do"),
    "metrics": _verb(_HERE + "metrics", "figures of Bellbuoy itself, for a Prometheus server"),
    "logs": _verb(_HERE + "logs", "what Bellbuoy did, and what went wrong"),
    "commands": _verb(_HERE + "commands", "every command"),
    "version": _verb(_HERE + "version", "the version of Bellbuoy"),
    "client": Entry(_HERE + "clients", "the companies that pay"),
    "health": Entry(_HERE + "health", "scores, and why"),
    "incident": Entry(_HERE + "incidents", "support cases and outages"),
    "interaction": Entry(_HERE + "interactions", "calls, e-mails, meetings and notes"),
    "task": Entry(_HERE + "tasks", "what is to be done for clients"),
    "playbook": Entry(_HERE + "playbooks", "what is done for clients of a kind, step by step"),
    "analytics": Entry(_HERE + "analytics", "all clients together: trends, revenue"),
    "view": Entry(_HERE + "views", "lists as somebody looks at them, under a name"),
    "quarantine": Entry(_HERE + "integrations", "rows that an import refused"),
    "plan": _verb(_HERE + "definitions", "what files of definitions would change"),
    "apply": _verb(_HERE + "definitions", "make the store say what they say"),
    "definition": Entry(_HERE + "definitions", "scoring, views, rules, playbooks as files"),
    "undo": _verb(_HERE + "undo", "take back your last change"),
    "redo": _verb(_HERE + "undo", "do again what you took back"),
    "change": Entry(_HERE + "changes", "who changed what, before and after"),
    "problem": Entry(_HERE + "problems", "what is wrong with Bellbuoy itself"),
    "alert": Entry(_HERE + "alerts", "what rang, why, and where it was sent"),
    "txn": Entry(_HERE + "purchases", "transactions of customers, and what comes in"),
    "sim": Entry(_HERE + "simulations", "what could happen, before anything is written"),
    "job": Entry(_HERE + "jobs", "what the worker does, and when"),
    "run": Entry(_HERE + "runs", "executions of jobs, one by one"),
    "worker": Entry(_HERE + "worker", "the process behind the screens"),
    "retention": Entry(_HERE + "retention", "how long raw facts are kept"),
    "store": Entry(_HERE + "store", "the file that holds everything"),
    "cache": Entry(_HERE + "cache", "what is kept and can be computed again"),
    "config": Entry(_HERE + "config", "settings of the store, and where files lie"),
    "theme": Entry(_HERE + "theme", "the colours there are, and can they be read"),
    "keys": Entry(_HERE + "keys", "which key does what"),
    "completion": Entry(_HERE + "completion", "completion for bash, zsh and fish"),
}


def load(target: str) -> Any:
    """The object of `module:name`, imported now. The caller knows its type."""
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


def commands_of(word: str) -> tuple[Command, ...]:
    """The commands behind a first word, in the order of their module.

    Imports that one module. Raises UsageError for an unknown word.
    """
    entry = WORDS.get(word)
    if entry is None:
        otherwise = "bellbuoy --help lists every word"
        raise UsageError(f"unknown word “{word}”", hint(word, WORDS, otherwise))
    commands: tuple[Command, ...] = load(f"{entry.module}:COMMANDS")
    if entry.noun:
        return tuple(command for command in commands if command.noun == word)
    return tuple(c for c in commands if not c.noun and c.verb == word)


def every_command() -> tuple[Command, ...]:
    """All commands, word by word. Imports every module."""
    return tuple(command for word in WORDS for command in commands_of(word))
