"""Files with what is to be checked, read so that one bad file keeps no other from being checked."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from engine.checking.places import Places, Region, key_region, path_in, places_in
from engine.checking.report import FILE, Location, Mistaken
from engine.checking.request import Options, bare_members, read_check
from engine.inference.profile import Mistake, ProfileError
from engine.knowledge.problems import nearest
from engine.knowledge.yaml_reader import MAX_BYTES, Document
from engine.model import Knowledge, Language, Place
from engine.one_line import one_line
from engine.request import Request
from portolan.common import no_commands, read_either
from portolan.entity_file import STANDARD_INPUT, EntityFileError, is_entity_file, request_in_entities

_DASH = "-"
# Problems of a file of which all the same everything is known that it says.
_READABLE = ("bad-date", "duplicate-key")
_NOTHING: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wins:
    """What wins over what files say: options of the command by the member that each stands for."""

    members: Mapping[str, Any]
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Readable:
    """A file that can be checked. `raw`: the request in it; `text`: what the file says; `path`: where one opens it,
    and `annotation` where in it the annotation of an entity begins that the request is written in.
    """

    file: str
    raw: Mapping[str, Any]
    request: Request
    options: Options
    places: Places
    text: str
    path: str = ""
    annotation: Place | None = None


@dataclass(slots=True)
class Reader:
    """Reads files on one body of knowledge. `mistakes` grows with what cannot be understood."""

    knowledge: Knowledge
    wins: Wins
    today: date
    mistakes: list[Mistaken] = field(default_factory=list)

    def read(self, path: str) -> Readable | None:
        """None, and mistakes in the order of lines, for a file that cannot be checked. `-` is standard input."""
        before = len(self.mistakes)
        found = self._read(path)
        self.mistakes[before:] = sorted(self.mistakes[before:], key=_line)
        return found

    def _read(self, path: str) -> Readable | None:
        file = shown(path)
        try:
            content = _content(path)
        except OSError as error:
            hint = near_file(path) or "`portolan init` writes one" if isinstance(error, FileNotFoundError) else None
            self._wrong(Location(file, None), error.strerror or str(error), hint)
            return None
        name = STANDARD_INPUT if path == _DASH else path
        if not is_entity_file(content, name):
            read = self.of_document(read_either(content, name), file, content)
            return read and replace(read, path=path)
        try:
            requested = request_in_entities(content, name, self.wins.entity)
        except EntityFileError as error:
            for one in error.mistakes:
                place = Location(_shown_of(one.location.file), one.location.region)
                self.mistakes.append(replace(one, location=place))
            return None
        there = requested.document.file
        read = self.of_document(requested.document, _shown_of(there), requested.content)
        return read and replace(read, path=there, annotation=requested.annotation)

    def of_document(self, document: Document, file: str, content: bytes) -> Readable | None:
        """The same of what was read already. `file`: what it is called in mistakes; `content`: what it says."""
        for problem in document.problems:
            region = Region(problem.place.line, problem.place.column)
            self._wrong(Location(file, region), problem.message, problem.hint)
        if any(problem.code not in _READABLE for problem in document.problems):
            return None
        return self._understood(document, file, content)

    def _understood(self, document: Document, file: str, content: bytes) -> Readable | None:
        data, below = document.data, _NOTHING
        if data is None:
            data = {"profile": {}}
        if isinstance(data, Mapping):
            if bare_members(data):
                data, below = {"profile": data}, ("profile",)
            if data.get("profile", 0) is None:  # `profile:` with nothing below it
                data = {**data, "profile": {}}
            data = {**data, **self.wins.members}
        try:
            request, options = read_check(data, self.knowledge, today=self.today)
        except ProfileError as error:
            for mistake in error.mistakes:
                self._mistaken(mistake, document, file, below)
            return None
        if document.problems:
            return None
        return Readable(file, data, request, options, places_in(document, below), content.decode("utf-8-sig"))

    def _mistaken(self, mistake: Mistake, document: Document, file: str, below: tuple[str, ...]) -> None:
        member = mistake.pointer[1:].partition("/")[0]
        if member in self.wins.members:
            option = f"--{'lang' if member == 'language' else member.replace('_', '-')}"
            self._wrong(Location(file, None), f"{option}: {mistake.detail}", mistake.hint, mistake.pointer)
            return
        path = path_in(document, mistake.pointer, below)
        if any(problem.place == document.places.get(path) for problem in document.problems):
            return  # it was told as what YAML it is
        region = key_region(document, path)
        self._wrong(Location(file, region or Region(1)), mistake.detail, mistake.hint, mistake.pointer)

    def _wrong(self, location: Location, detail: str, hint: str | None, pointer: str | None = None) -> None:
        self.mistakes.append(Mistaken(location, detail, hint, pointer))


def _line(mistake: Mistaken) -> tuple[int, int]:
    region = mistake.location.region
    return (region.line, region.column) if region else (0, 0)


def _content(path: str) -> bytes:
    """Up to a byte more than is ever read of a file. Raises OSError."""
    if path == _DASH:
        if sys.stdin is None:
            raise OSError("standard input is closed")
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(path).open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


# --- names of files ---------------------------------------------------------------------------------------------


def shown(path: str) -> str:
    """A file as code hosts name it: from the top of the repository, with slashes; as it is named where it is in none.

    What comes in on standard input is taken for the usual file.
    """
    if path == _DASH:
        return FILE
    root = top()
    for place in (_real(path), Path(os.path.abspath(path))):
        if place.is_relative_to(root):
            return place.relative_to(root).as_posix()
    return Path(path).as_posix()


def _real(path: str) -> Path:
    """Where a file is. A link that leads nowhere, or in a circle, is where it stands itself."""
    try:
        return Path(path).resolve(strict=True)
    except (OSError, RuntimeError):
        return Path(os.path.abspath(path))


def _shown_of(name: str) -> str:
    """The same of a file as messages name it."""
    return shown(_DASH if name == STANDARD_INPUT else name)


def near_file(path: str) -> str | None:
    """A hint at a YAML or JSON file beside one that is not there, where its name is much like it."""
    there = (one.name for one in Path(path).parent.glob("*") if one.suffix in (".yaml", ".yml", ".json"))
    return nearest(Path(path).name, sorted(there))


def top() -> Path:
    """The directory that files are named from: the top of the repository, or where one stands."""
    here = Path.cwd()
    return next((one for one in (here, *here.parents) if (one / ".git").exists()), here)


def from_here(file: str) -> str:
    """The same file as one would name it from where one stands, on one line: terminals and editors open that."""
    path = top() / file
    return one_line(Path(os.path.relpath(path)).as_posix() if os.path.lexists(path) else file)


def told(one: Mistaken) -> str:
    """A mistake on a line, with the file as one would name it from where one stands."""
    here = replace(one, location=Location(from_here(one.location.file), one.location.region))
    return no_commands(one_line(str(here)))


def unique(paths: tuple[str, ...]) -> Iterator[str]:
    """Each file once, in their order, however it is named."""
    first: dict[str, str] = {}
    for path in paths:
        first.setdefault(_DASH if path == _DASH else shown(path), path)
    yield from first.values()


def language_of(readable: list[Readable], asked: Language | None) -> Language:
    """The language of what is said of all files together."""
    return asked or (readable[0].request.language if readable else "en")
