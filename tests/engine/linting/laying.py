"""The sound knowledge in `sound/`, and faults laid over it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine.inference.plan import Plan, make_plan
from engine.knowledge.files import KnowledgeFile, kind_of, read_directory
from engine.knowledge.loader import build_knowledge
from engine.knowledge.problems import Problem
from engine.linting.lint import lint

HERE = Path(__file__).parent
SOUND = read_directory(HERE / "sound")


def changed(file: str, changes: Iterable[tuple[str, str]]) -> tuple[KnowledgeFile, ...]:
    """The sound files, one of them with some words in the place of others."""
    files = {one.name: one for one in SOUND}
    text = files[file].content.decode()
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        text = text.replace(old, new)
    files[file] = KnowledgeFile(file, kind_of(file), text.encode())
    return tuple(files.values())


def added(
    text: str, files: tuple[KnowledgeFile, ...] = SOUND, name: str = "rules/extra.yaml"
) -> tuple[KnowledgeFile, ...]:
    """The files with one more."""
    return (*files, KnowledgeFile(name, kind_of(name), text.encode()))


def plan_of(files: tuple[KnowledgeFile, ...]) -> Plan:
    return make_plan(build_knowledge(files))


def findings(files: tuple[KnowledgeFile, ...]) -> tuple[Problem, ...]:
    return lint(plan_of(files))
