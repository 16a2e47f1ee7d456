"""An interview from its first question to the file, for every command that holds one."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import click

from engine.explanation.interview.document import interview_document
from engine.explanation.interview.next_question import Outlook
from portolan.common import BAD_INPUT, OUTSIDE, fail
from portolan.interview_answers import YES
from portolan.interview_console import Console
from portolan.interview_screen import Screen
from portolan.interview_talk import Talk
from portolan.profile_target import STANDARD_OUTPUT


def hold(talk: Talk) -> Outlook:
    """Ask, show what came of it, and save. Ends the process where somebody interrupts, and says what was saved."""
    try:
        outlook = talk.run()
        talk.console.show(talk.screen.summary(interview_document(outlook, talk.request.language)))
        talk.save(outlook.decision.answers)
    except KeyboardInterrupt:
        _interrupted(talk)
    return outlook


def check_place(name: str) -> None:
    """Ends the process where no profile could be written: better now than when all was answered."""
    path = Path(name)
    if name == STANDARD_OUTPUT:
        return
    if path.suffix == ".json":
        fail(BAD_INPUT, f"{name}: an interview writes YAML; name a file for that with -o.")
    if path.is_dir():
        fail(OUTSIDE, f"{name}: Is a directory")
    if not path.parent.is_dir():
        fail(OUTSIDE, f"{name}: there is no directory {path.parent}")


def may_overwrite(name: str, console: Console, screen: Screen) -> bool:
    """What somebody at a terminal says; nobody elsewhere."""
    if not console.at_terminal:
        return False
    try:
        return console.ask(screen.say("overwrite", file=name) + " ").casefold() in YES
    except EOFError:
        return False


def _interrupted(talk: Talk) -> NoReturn:
    """Says where things stand, and ends as an interrupted process does."""
    say, saved = talk.screen.say, talk.target.saved
    console = talk.console
    console.show(["", say("interrupted")])
    if saved is None:
        lost = len(talk.now) - len(talk.request.answers)
        console.show([say("unsaved", count=lost)])
    else:
        console.show([say("saved", file=talk.target.name, count=len(saved))])
        if saved != talk.now:
            console.show([say("lost")])
    raise click.Abort
