"""Saved profiles, many at once: files, folders of them, JSON Lines, scenarios, kept decisions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from engine.checking.request import MEMBERS as CHECK_MEMBERS
from engine.inference.profile import Mistake
from engine.knowledge.problems import KnowledgeError
from engine.knowledge.yaml_reader import Document, read_yaml
from engine.model import Edition, Path
from engine.request import MEMBERS
from engine.scenarios import DEFAULT_DAY, read_scenarios
from portolan.decision_files import UnreadableError, parsed

LINES = (".jsonl", ".ndjson")
_SUFFIXES = (".yaml", ".yml", ".json", *LINES)


@dataclass(frozen=True, slots=True)
class Case:
    """A request that somebody saved. `name` is its place, and what it is called where it has a note.

    `document`: where its members stand, below `at`; a `bare` profile stands there without a request around it.
    """

    name: str
    raw: Mapping[str, Any]
    document: Document | None = None
    at: Path = ()
    bare: bool = False

    def describe(self, mistake: Mistake) -> str:
        """A mistake with its line in the file, or its JSON pointer."""
        hint = f" ({mistake.hint})" if mistake.hint else ""
        if self.document is None:
            return f"{self.name}#{mistake.pointer}: {mistake.detail}{hint}"
        steps = [step.replace("~1", "/").replace("~0", "~") for step in mistake.pointer.split("/")[1:]]
        keys = [int(step) if step.isdigit() else step for step in steps]
        return f"{self.document.place((*self.at, *keys[self.bare :]))}: {mistake.detail}{hint}"


@dataclass(frozen=True, slots=True)
class Unusable:
    """What is no request. `line` says where and why."""

    line: str


def cases_in(paths: Iterable[FilePath]) -> Iterator[Case | Unusable]:
    """Everything that is saved in files and folders, in the order of names."""
    for path in _files(paths):
        try:
            content = path.read_bytes()
        except OSError as error:
            yield Unusable(f"{path}: {error.strerror or error}")
            continue
        yield from _of_lines(content, str(path)) if path.suffix in LINES else _of_file(content, str(path))


def standard_cases(editions: Iterable[Edition]) -> Iterator[Case]:
    """The empty profile in every edition, on its day."""
    for edition in editions:
        raw = {"profile": {}, "edition": edition.id, "as_of": edition.published.isoformat()}
        yield Case(f"the empty profile, edition {edition.id}", raw)


def _files(paths: Iterable[FilePath]) -> Iterator[FilePath]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = (one for one in path.rglob("*") if one.suffix in _SUFFIXES and one.is_file())
        yield from sorted(one for one in inside if not _is_hidden(one.relative_to(path)))


def _is_hidden(path: FilePath) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _of_lines(content: bytes, file: str) -> Iterator[Case | Unusable]:
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Unusable(f"{file}:{number}: not JSON: {error}")
            continue
        yield _case(data, f"{file}:{number}", None)


def _of_file(content: bytes, file: str) -> Iterator[Case | Unusable]:
    if file.endswith(".json"):
        try:
            yield _case(parsed(content, file), file, None)
        except UnreadableError as error:
            yield from map(Unusable, error.lines)
        return
    document = read_yaml(content, file)
    if document.problems:
        yield from (Unusable(str(problem)) for problem in document.problems)
    elif isinstance(document.data, dict) and "scenarios" in document.data:
        yield from _scenarios(content, file)
    else:
        yield _case({} if document.data is None else document.data, file, document)


def _scenarios(content: bytes, file: str) -> Iterator[Case | Unusable]:
    try:
        scenarios = read_scenarios(content, file)
    except KnowledgeError as error:
        yield from (Unusable(str(problem)) for problem in error.problems)
        return
    for one in scenarios:
        given = {member: one.raw[member] for member in ("edition", "as_of") if one.raw[member] is not None}
        raw = {"profile": one.raw["profile"], "as_of": DEFAULT_DAY, **given}
        yield Case(f"{file}:{one.place.line} “{one.note}”", raw, one.document, one.path)


def _case(data: Any, name: str, document: Document | None) -> Case | Unusable:
    """A request, a bare profile, or a kept decision, which carries its request."""
    if not isinstance(data, dict):
        return Unusable(f"{name}: a profile is a mapping")
    receipt = data.get("receipt")
    if isinstance(receipt, dict) and isinstance(receipt.get("request"), dict):
        return Case(name, receipt["request"], document, ("receipt", "request"))
    if "profile" not in data and not set(data) & set(MEMBERS):
        return Case(name, {"profile": data}, document, bare=True)
    given = {member: value for member, value in data.items() if member not in CHECK_MEMBERS}
    return Case(name, {**given, "profile": data.get("profile") or {}}, document)
