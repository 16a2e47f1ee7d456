"""`portolan init`: the first portolan.yaml of a repository."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from engine.detection.found import SourceFile
from engine.explanation.interview.next_question import Interviewer
from engine.explanation.profile_file import SCHEMA_FILE
from engine.explanation.profile_lines import Notes
from engine.inference.profile import Answers
from engine.model import LANGUAGES, Knowledge, Language
from engine.request import Request
from portolan.commands.detect import found_at
from portolan.common import BAD_INPUT, OUTSIDE, advisor, columns, content, day, fail, load, read_text, request_in
from portolan.detection_text import detection_text
from portolan.init_choice import Choice
from portolan.init_file import skeleton
from portolan.init_proposals import notes_of, proposals, with_proposals
from portolan.init_schema import SchemaPlace
from portolan.init_words import say
from portolan.installed_from import installed_from
from portolan.interview_console import Console
from portolan.interview_run import check_place, hold, may_overwrite
from portolan.interview_screen import Screen
from portolan.interview_talk import Talk
from portolan.options import with_packs
from portolan.pipelines import PIPELINES, Putting, put_pipeline
from portolan.profile_file import text_of
from portolan.profile_target import STANDARD_OUTPUT, ProfileTarget

FILE = "portolan.yaml"
_HERE = "."


@dataclass(frozen=True, slots=True)
class _Asked:
    """The command line. `write`: the file, where it is named; `schema`: None unless it is named."""

    path: Path
    write: str | None
    from_detect: str | None
    yes: bool
    no_questions: bool
    schema: str | None
    ci: str | None
    package: str | None
    force: bool
    edition: str | None
    as_of: date | None
    language: Language | None

    @property
    def name(self) -> str:
        """The profile file. What stands below the current directory is called as one would type it."""
        return self.write or str(self.path / FILE)


@click.command(short_help="Write the first portolan.yaml of a repository.")
@click.argument("path", default=_HERE, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--from-detect",
    metavar="[PATH|-]",
    is_flag=False,
    flag_value="",
    help="Propose what the files below PATH (the repository), or a dump (-), say is there.",
)
@click.option("--yes", is_flag=True, help="Take all that is found, and write what --ci names, without asking.")
@click.option("--no-questions", is_flag=True, help="Ask none of the questionnaire.")
@click.option("--write", metavar="FILE", help="Write to FILE; into what it says already, if it is there. - for stdout.")
@click.option(
    "--schema",
    metavar="FILE|ADDRESS|none",
    help=f"Where editors find the JSON Schema: in FILE, written beside ({SCHEMA_FILE}), or at an address.",
)
@click.option("--ci", type=click.Choice(list(PIPELINES)), help="Also put the check into this pipeline; asks first.")
@click.option(
    "--package", metavar="ADDRESS", help="What the pipeline's pip installs Portolan from (where this one came from)."
)
@click.option("--force", is_flag=True, help="Overwrite what is there already.")
@click.option("--edition", metavar="ID", help="Write this edition of the rules into the file (the newest).")
@click.option("--as-of", metavar="DAY", callback=day, help="Ask as of this day (today).")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the texts (en).")
@with_packs
def command(path: Path, write: str | None, lang: Language | None, **rest: Any) -> None:
    """Write portolan.yaml into the repository at PATH (here): what is in use, and what a check fails on.

    \b
    Examples:
      portolan init                                 be asked, the best question first
      portolan init --from-detect                   what the files here say first, then what still matters
      portolan init --from-detect --yes --no-questions --ci github
      portolan init --from-detect --write portolan.yaml    add what is found to a file, whose comments stay
      kubectl get nodes,deployments -A -o json | portolan init --from-detect - --yes --no-questions

    Each entry that is found has its evidence in a comment above it. Nothing that is there is overwritten unasked: at a
    terminal you are asked, and elsewhere it takes --force. Ctrl-C leaves every file as it was, or whole.

    This is for the first file. `portolan interview portolan.yaml` goes on asking, with all that the file says kept;
    `portolan check` is what comes next.

    Exit code 0, 2 if FILE or PATH cannot be understood or nobody answers, 3 if the knowledge cannot be loaded, 4 if a
    file cannot be written or something is in its place.
    """
    asked = _Asked(path=path, write=write, language=lang, **rest)
    knowledge = load()
    old, request = _before(asked, knowledge)
    console = Console(aside=asked.name == STANDARD_OUTPUT)
    screen = Screen(knowledge, request.language, columns())
    schema = SchemaPlace(asked.schema or SCHEMA_FILE, Path(asked.name).parent)
    _check(asked, schema, console, screen)
    try:
        answers, notes = _found(asked, request, knowledge, console)
        start = old if old is not None else skeleton(schema.line, _beside(asked), _shown(asked.name), request.language)
        seed = text_of(start, answers, knowledge, request.language, notes)
        same = asked.no_questions and seed == old
        if same:
            console.show([say(request.language, "as it was", file=asked.name)])
        left = same or _write(asked, replace(request, answers=answers), seed, console, screen)
        if asked.name != STANDARD_OUTPUT and (old is None or asked.schema):
            _write_schema(schema, asked, knowledge, request.language, console)
        if asked.ci and asked.name != STANDARD_OUTPUT:
            root = _top(asked.path)
            file = Path(os.path.relpath(asked.name, root)).as_posix()
            putting = Putting(root, file, console, request.language, asked.yes, asked.force)
            put_pipeline(asked.ci, putting, asked.package or installed_from())
    except EOFError:
        fail(BAD_INPUT, say(request.language, "stopped" if console.at_terminal else "nobody"))
    except KeyboardInterrupt:
        console.show(["", screen.say("interrupted")])
        raise click.Abort from None
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        fail(OUTSIDE, f"{named}{error.strerror or error}")
    if asked.name != STANDARD_OUTPUT:
        console.show(_what_next(asked, request.language, left))


def _before(asked: _Asked, knowledge: Knowledge) -> tuple[str | None, Request]:
    """What the file says that is to be added to, None where there is none; and the request in it."""
    options = {"edition": asked.edition, "as_of": asked.as_of, "language": asked.language}
    there = asked.write not in (None, STANDARD_OUTPUT) and Path(asked.name).is_file()
    text, name = content(asked.name) if there and not asked.force else (b"", asked.name)
    request = request_in(read_text(text, name), knowledge, **options)  # type: ignore[arg-type]
    return (text.decode("utf-8-sig") if there and not asked.force else None), request


def _check(asked: _Asked, schema: SchemaPlace, console: Console, screen: Screen) -> None:
    """Ends the process where something is in the file's place, or a file could not be written."""
    name = asked.name
    check_place(name)
    if schema.path is not None and (not schema.path.parent.is_dir() or schema.path.is_dir()):
        wrong = "Is a directory" if schema.path.is_dir() else f"there is no directory {schema.path.parent}"
        fail(OUTSIDE, f"--schema: {schema.path}: {wrong}")
    if name == STANDARD_OUTPUT or asked.write or asked.force or not Path(name).exists():
        return
    if not may_overwrite(name, console, screen):
        fail(OUTSIDE, say(screen.language, "there already", file=name, shown=shlex.quote(name)))


def _beside(asked: _Asked) -> dict[str, Any]:
    """What the command line says of every check to come."""
    return {
        **({} if asked.edition is None else {"edition": asked.edition}),
        **({} if asked.language is None else {"language": asked.language}),
    }


def _found(asked: _Asked, request: Request, knowledge: Knowledge, console: Console) -> tuple[Answers, Notes]:
    """The answers with what was found and taken, and the evidence of that. Raises EOFError."""
    if asked.from_detect is None:
        if console.at_terminal and not asked.no_questions:
            console.show([say(request.language, "detecting")])
        return request.answers, {}
    found = found_at(asked.from_detect or str(asked.path), knowledge, _to_come(asked))
    if asked.from_detect == STANDARD_OUTPUT:
        _ask_at_the_terminal(console)
    language = request.language
    console.show(detection_text(found, knowledge, language).splitlines())
    listed = proposals(found.below(_prefix(asked)), request.answers, knowledge, language)
    taken = Choice(console, _shown(asked.name), language).choose(listed, all_=asked.yes)
    return with_proposals(request.answers, taken, knowledge), notes_of(taken, language)


def _to_come(asked: _Asked) -> Iterator[SourceFile]:
    """The files of the pipeline that is asked for: where they run is in use from then on."""
    root = _top(asked.path)
    if asked.ci and not asked.from_detect and asked.path.resolve() == root:
        for place, one in PIPELINES[asked.ci].items():
            if not (root / place).exists():
                yield SourceFile(place, one.text())


def _prefix(asked: _Asked) -> str:
    """What stands before a path that was found, for one who stands where the profile is."""
    if STANDARD_OUTPUT in (asked.from_detect, asked.name):
        return ""
    root = Path(asked.from_detect or asked.path)
    way = Path(os.path.relpath(root if root.is_dir() else root.parent, Path(asked.name).parent)).as_posix()
    return "" if way == "." else f"{way}/"


def _top(path: Path) -> Path:
    """The top of the repository that a directory is in, or the directory: where hosts look for pipelines."""
    here = path.resolve()
    return next((one for one in (here, *here.parents) if (one / ".git").exists()), here)


def _ask_at_the_terminal(console: Console) -> None:
    """After a dump was piped in, answers come from the terminal, if there is one."""
    try:
        if os.isatty(2):
            sys.stdin = open("/dev/tty", encoding="utf-8")  # noqa: SIM115
            console.at_terminal = True
    except OSError:
        pass


def _write(asked: _Asked, request: Request, seed: str, console: Console, screen: Screen) -> bool:
    """Asks what still matters, and writes the profile. Is something left to ask?"""
    knowledge = screen.knowledge
    target = ProfileTarget(asked.name, seed, knowledge, request.language)
    if asked.no_questions:
        target.save(request.answers)
        if asked.name != STANDARD_OUTPUT:
            console.show([say(request.language, "written", file=asked.name)])
        return True
    outlook = hold(Talk(Interviewer(advisor(knowledge).reasoner), request, console, screen, target))
    return bool(outlook.next is not None or outlook.skipped)


def _write_schema(
    place: SchemaPlace, asked: _Asked, knowledge: Knowledge, language: Language, console: Console
) -> None:
    if place.path is None:
        return
    parts = {"file": _shown(str(place.path)), "profile": _shown(asked.name)}
    written = place.write(knowledge, language, force=asked.force)
    console.show([say(language, "schema" if written else "schema left", **parts)])


def _shown(name: str) -> str:
    return os.path.normpath(name) if name != STANDARD_OUTPUT else FILE


def _what_next(asked: _Asked, language: Language, left: bool) -> Sequence[str]:
    name = _shown(asked.name)
    given = [] if name == FILE else [name]
    detecting = [] if asked.from_detect in (None, STANDARD_OUTPUT) else ["--detect"]
    detecting += [_shown(str(asked.path))] if detecting and given else []
    lines = ["", say(language, "next", command=shlex.join(["portolan", "check", *given, *detecting]))]
    if left:
        lines.append(say(language, "go on", command=shlex.join(["portolan", "interview", name])))
    return lines
