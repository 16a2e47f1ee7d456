"""`portolan interview`: a profile, by answering one question after another."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from engine.explanation.interview.next_question import Interviewer, Outlook
from portolan.common import OUTSIDE, advisor, columns, content, fail, load, read_text, request_in
from portolan.interview_console import Console
from portolan.interview_run import check_place, hold, may_overwrite
from portolan.interview_screen import Screen
from portolan.interview_talk import Talk
from portolan.options import Asked, interviewing
from portolan.profile_target import STANDARD_OUTPUT, ProfileTarget

DEFAULT = "portolan.yaml"


@click.command(short_help="Fill in a profile by answering the next best question.")
@interviewing
@click.option("-o", "--output", metavar="FILE", help="Write the profile to this file; - is standard output.")
@click.option("--force", is_flag=True, help="Overwrite what is there already.")
def command(asked: Asked, output: str | None, force: bool) -> None:
    """Ask one question after another, the one whose answer settles most first, and write the profile.

    \b
    Examples:
      portolan interview                           from the start, into portolan.yaml
      portolan interview portolan.yaml             go on with what the file says
      portolan interview -o shop.yaml --lang ko    in Korean, into another file
      printf 'jaeger, envoy\\n' | portolan interview -o -

    Only what can still change something is asked. At each question Enter passes it over, ? tells why it is asked and
    what each answer would change, b goes back, s saves, q saves and quits, and so does the end of the input. Ctrl-C
    writes nothing more. Going on with a file, what was passed over is asked again.

    For the first file of a repository there is `portolan init`: it also looks for what is in use, and sets up the check
    of a pipeline. This command goes on with what a file says, or asks without either.

    Exit code 0, 2 if FILE cannot be understood, 4 if the profile cannot be written or something is in its place.
    """
    knowledge = load()
    there = bool(asked.file) and Path(asked.file).exists()
    text, name = content(asked.file) if there else (b"", asked.file)
    request = request_in(
        read_text(text, name), knowledge, edition=asked.edition, as_of=asked.as_of, language=asked.language
    )
    console = Console(aside=output == STANDARD_OUTPUT)
    screen = Screen(knowledge, request.language, columns())
    target = ProfileTarget(
        output or asked.file or DEFAULT, text.decode("utf-8-sig") if there else None, knowledge, request.language
    )
    _check(target.name, there and target.name == asked.file, force, console, screen)
    talk = Talk(Interviewer(advisor(knowledge).reasoner), request, console, screen, target)
    if there:
        console.show([screen.say("resumed", file=name, count=len(request.answers))])
    outlook = hold(talk)
    if target.name != STANDARD_OUTPUT:
        console.show(_what_next(outlook, target.name, asked, screen))


def _check(name: str, resumed: bool, force: bool, console: Console, screen: Screen) -> None:
    """Ends the process where something is in the profile's place, and is not to be overwritten."""
    check_place(name)
    if name == STANDARD_OUTPUT or resumed or force or not Path(name).exists():
        return
    if not may_overwrite(name, console, screen):
        hint = f"`portolan interview {shlex.quote(name)}` goes on with it, --force overwrites it."
        fail(OUTSIDE, f"{name} is there already; {hint}")


def _what_next(outlook: Outlook, name: str, asked: Asked, screen: Screen) -> list[str]:
    """The commands to run now."""
    options = [
        *([] if asked.edition is None else ["--edition", asked.edition]),
        *([] if asked.as_of is None else ["--as-of", asked.as_of.isoformat()]),
        *([] if asked.language is None else ["--lang", asked.language]),
    ]
    given = shlex.join([name, *options])
    lines = [screen.say("next", command=f"portolan recommend {given}")]
    if outlook.next is not None or outlook.skipped:
        lines.append(screen.say("go on", command=f"portolan interview {given}"))
    return lines
