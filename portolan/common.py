"""What several commands share: finding the knowledge, reading request files, saying what is wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from engine.advisor import VERIFY, Advisor
from engine.checking.request import MEMBERS as CHECK_MEMBERS
from engine.checking.request import bare_members
from engine.inference.profile import Mistake, ProfileError
from engine.knowledge.cache import load_cached
from engine.knowledge.location import pack_paths, rules_path
from engine.knowledge.packs import extends, in_force, labelled, place_of
from engine.knowledge.problems import NOTE, KnowledgeError, Problem
from engine.knowledge.yaml_reader import MAX_BYTES, Document, read_yaml
from engine.model import Knowledge
from engine.one_line import has_halves
from engine.request import Request, read_request
from portolan import ending
from portolan.telling import tell

BAD_INPUT, BAD_KNOWLEDGE, OUTSIDE = ending.BAD_INPUT, ending.BAD_KNOWLEDGE, ending.OUTSIDE
# Where a command's context keeps what `--pack` names.
PACKS = "portolan.packs"
# How many problems of unusable knowledge a command shows that is not about them.
_SHOWN = 10
_PLAIN_WIDTH = 100


def fail(code: int, *lines: str) -> NoReturn:
    for line in lines:
        tell(line, "error", err=True)
    sys.exit(code)


def sentence(hint: str | None) -> str:
    """A hint as a sentence after another one."""
    return f" {hint[0].upper()}{hint[1:]}" if hint else ""


def columns() -> int:
    """The width to wrap at: that of the terminal, and the same everywhere where the output is not one."""
    if sys.stdout is None or not sys.stdout.isatty():
        return _PLAIN_WIDTH
    return shutil.get_terminal_size((_PLAIN_WIDTH, 24)).columns


def as_yaml(document: Any) -> str:
    """Plain data as YAML, its members in their order."""
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return str(yaml.dump(document, Dumper=dumper, allow_unicode=True, sort_keys=False, width=1000))


def cache_directory() -> Path | None:
    """Where compiled knowledge is kept; None where there is no home."""
    base = os.environ.get("PORTOLAN_DATA_DIR") or os.environ.get("XDG_CACHE_HOME")
    if base:
        return Path(base) / "portolan-cache"
    try:
        return Path.home() / ".cache" / "portolan"
    except RuntimeError:
        return None


def rules_directory() -> Path:
    """The directory that PORTOLAN_RULES names, else the shipped one. Ends the process where there is none."""
    try:
        directory = rules_path(os.environ.get("PORTOLAN_RULES"))
    except RuntimeError as error:  # ~somebody who is not there
        fail(BAD_KNOWLEDGE, f"PORTOLAN_RULES: {error}")
    if not directory.is_dir():
        named = "PORTOLAN_RULES names it. " if os.environ.get("PORTOLAN_RULES") else ""
        fail(BAD_KNOWLEDGE, f"{directory} is no directory of knowledge. {named}".rstrip())
    return directory


def packs_named() -> tuple[Path, ...]:
    """The packs that `--pack` names, else PORTOLAN_PACKS. Ends the process where one is no directory."""
    chosen: tuple[Path, ...] = click.get_current_context().meta.get(PACKS, ())
    if chosen:
        return chosen
    try:
        named = pack_paths(os.environ.get("PORTOLAN_PACKS"))
    except RuntimeError as error:
        fail(BAD_KNOWLEDGE, f"PORTOLAN_PACKS: {error}")
    for directory in named:
        if not directory.is_dir():
            fail(BAD_KNOWLEDGE, f"{directory} is no directory of knowledge. PORTOLAN_PACKS names it.")
    return named


def knowledge_directories(about: Path | None = None) -> tuple[Path, ...]:
    """The base and the packs on top of it. `about`: have this directory among them, as a pack or as the base."""
    named = packs_named()
    if about is None:
        return in_force(rules_directory(), named)
    if not extends(about):
        return (about, *named)
    return (*in_force(rules_directory(), [pack for pack in named if pack.resolve() != about.resolve()]), about)


def load() -> Knowledge:
    """The knowledge in force. Ends the process where it cannot be loaded."""
    directories = knowledge_directories()
    try:
        return load_cached(directories[0], cache_directory(), directories[1:])
    except KnowledgeError as error:
        _fail_to_load(error, directories)
    except OSError as error:
        fail(BAD_KNOWLEDGE, "The knowledge cannot be loaded:", f"{error.filename}: {error.strerror or error}")


def _fail_to_load(error: KnowledgeError, directories: Sequence[Path]) -> NoReturn:
    problems = located(error.problems, directories)
    more = len(problems) - _SHOWN
    left_out = [f"… and {more} more; `portolan lint` shows all."] if more > 0 else []
    fail(BAD_KNOWLEDGE, "The knowledge cannot be loaded:", *map(str, problems[:_SHOWN]), *left_out)


def advisor(knowledge: Knowledge) -> Advisor:
    verify = os.environ.get("PORTOLAN_VERIFY", "off")
    if verify not in VERIFY:
        fail(BAD_INPUT, f"PORTOLAN_VERIFY is {verify!r}; it must be one of {', '.join(VERIFY)}.")
    try:
        return Advisor(knowledge, verify=verify)
    except KnowledgeError as error:  # what shows only when the rules are put in order
        _fail_to_load(error, knowledge_directories())


# --- request files --------------------------------------------------------------------------------------------


def read_request_file(
    path: str,
    knowledge: Knowledge,
    *,
    edition: str | None,
    as_of: date | None,
    language: str | None,
    entity: str | None = None,
) -> Request:
    """A request from a YAML or JSON file, `-` for standard input. Options win over what the file says.

    A file of entities of a catalog has it in an annotation; `entity` names the one that is meant.
    """
    return request_in(_request_document(path, entity), knowledge, edition=edition, as_of=as_of, language=language)


def _request_document(path: str, entity: str | None) -> Document:
    from portolan.entity_file import EntityFileError, is_entity_file, request_in_entities

    text, name = content(path)
    if is_entity_file(text, name):
        try:
            return request_in_entities(text, name, entity).document
        except EntityFileError as error:
            fail(BAD_INPUT, *map(str, error.mistakes))
    if entity is not None:
        fail(BAD_INPUT, f"--entity: {name} is no file of catalog entities.")
    return read_text(text, name)


def read_document(path: str) -> Document:
    """What a YAML or JSON file says, `-` for standard input. Ends the process where it cannot be read."""
    return read_text(*content(path))


def read_text(text: bytes, name: str) -> Document:
    """The same of what is in a file, with its name for messages."""
    document = read_either(text, name)
    if document.problems:
        fail(BAD_INPUT, *(str(problem) for problem in document.problems))
    return document


def request_in(
    document: Document,
    knowledge: Knowledge,
    *,
    edition: str | None,
    as_of: date | None,
    language: str | None,
    side: str = "",
) -> Request:
    """The request in a document. `side`: what the names of the options begin with that win over what it says."""
    data = document.data
    if data is None:
        data = {"profile": {}}
    prefix: tuple[str, ...] = ()
    if isinstance(data, dict) and bare_members(data):
        data, prefix = {"profile": data}, ("profile",)
    options = {"edition": edition, "as_of": as_of, "language": language}
    given = {key: value for key, value in options.items() if value is not None}
    if isinstance(data, dict):
        if data.get("profile", 0) is None:  # `profile:` with nothing below it
            data = {**data, "profile": {}}
        data = {**data, **given}
    try:
        return read_request(data, knowledge, today=date.today(), also=CHECK_MEMBERS)
    except ProfileError as error:
        fail(BAD_INPUT, *(_place_or_option(mistake, document, prefix, given, side) for mistake in error.mistakes))


def content(path: str) -> tuple[bytes, str]:
    """What is in the file, up to a byte more than is ever read of one, and its name for messages."""
    try:
        if path == "-":
            if sys.stdin is None:
                fail(BAD_INPUT, "standard input: it is closed")
            return sys.stdin.buffer.read(MAX_BYTES + 1), "standard input"
        with Path(path).open("rb") as stream:
            return stream.read(MAX_BYTES + 1), path
    except OSError as error:
        fail(BAD_INPUT, f"{path}: {error.strerror or error}")


def read_either(text: bytes, name: str) -> Document:
    """Read as YAML, of which JSON is nearly a part: what only JSON allows (tabs, some escapes) is read as that."""
    document = read_yaml(text, name, ends=True)
    if any(problem.code == "not-yaml" for problem in document.problems):
        try:
            data = json.loads(text)
            if has_halves(json.dumps(data, ensure_ascii=False)):
                return document
        except (ValueError, RecursionError):
            return document
        # A tab in JSON is a blank that YAML does not have: without tabs everything stands where it stood.
        spaced = read_yaml(text.replace(b"\t", b" "), name, ends=True)
        return Document(name, data) if spaced.problems else replace(spaced, data=data)
    return document


def _place_or_option(
    mistake: Mistake, document: Document, prefix: tuple[str, ...], given: Iterable[str], side: str
) -> str:
    member = mistake.pointer[1:]
    if member not in given:
        return describe(mistake, document, prefix)
    hint = f" ({mistake.hint})" if mistake.hint else ""
    return f"--{side}{member.replace('_', '-')}: {mistake.detail}{hint}"


def describe(mistake: Mistake, document: Document, prefix: tuple[str, ...]) -> str:
    """A mistake with its line in the file."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in mistake.pointer.split("/")[1:]]
    keys: list[Any] = [int(step) if step.isdigit() else step for step in steps]
    if prefix and tuple(keys[: len(prefix)]) == prefix:
        keys = keys[len(prefix) :]
    hint = f" ({mistake.hint})" if mistake.hint else ""
    return f"{document.place(tuple(keys))}: {mistake.detail}{hint}"


def day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    """The callback of `--as-of`."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a day, as 2026-04-01") from None


# --- problems -------------------------------------------------------------------------------------------------


def located(problems: Iterable[Problem], directories: Sequence[Path]) -> tuple[Problem, ...]:
    """Problems of knowledge files with paths from where one stands, so that editors and pipelines find them."""
    shown = {pack: from_here(directory) for pack, directory in labelled(directories).items()}
    return tuple(
        replace(problem, place=replace(problem.place, file=place_of(problem.place.file, shown).as_posix()))
        for problem in problems
    )


def from_here(directory: Path) -> Path:
    """A directory as it is called from where one stands."""
    try:
        return directory.resolve().relative_to(Path.cwd())
    except (ValueError, OSError):
        return directory


def problems_as(problems: Iterable[Problem], style: str) -> str:
    """Problems as text, JSON, or GitHub's workflow commands."""
    if style == "json":
        return json.dumps([problem_data(problem) for problem in problems], ensure_ascii=False, indent=2)
    if style == "github":
        return "\n".join(_as_command(problem) for problem in problems)
    return "\n".join(str(problem) for problem in problems)


def problem_data(problem: Problem) -> dict[str, Any]:
    place = problem.place
    return {
        "code": problem.code,
        "level": problem.level,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "message": problem.message,
        "hint": problem.hint,
    }


def _as_command(problem: Problem) -> str:
    place = problem.place
    message = problem.message + (f" ({problem.hint})" if problem.hint else "")
    return workflow_command(
        problem.level, message, file=place.file, line=place.line, col=place.column, title=problem.code
    )


def workflow_command(level: str, message: str, **properties: object) -> str:
    """A command to GitHub's workflows: an annotation. `properties` that are None are left out."""
    command = "notice" if level == NOTE else level
    told = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in properties.items() if value is not None)
    return f"::{command} {told}::{_escaped(message)}"


# Where GitHub's runner looks for one: behind blanks at the beginning of a line, and in its old form anywhere.
_COMMAND = re.compile(r"(?m)^((?:[^\S\n]|\x1b\[[\d;]*m)*)::|##\[")


def no_commands(text: str) -> str:
    """Lines of which a workflow takes none for a command, whatever a file is called or somebody wrote into it."""
    return _COMMAND.sub(lambda found: "## [" if found[1] is None else f"{found[1]}: :", text)


def _escaped(text: str, also: str = "") -> str:
    """As GitHub wants its workflow commands; property values escape colons and commas too."""
    for letter in f"%\r\n{also}":
        text = text.replace(letter, f"%{ord(letter):02X}")
    return text
