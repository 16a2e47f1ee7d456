"""The tiny sound knowledge in `base/`, and files laid over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from engine.inference.plan import make_plan
from engine.knowledge.files import KnowledgeFile, kind_of, read_directory
from engine.knowledge.loader import build_knowledge
from engine.knowledge.problems import KnowledgeError, Problem
from engine.model import Knowledge

HERE = Path(__file__).parent
BASE = read_directory(HERE / "base")


def laid(over: Mapping[str, str | bytes], without: Iterable[str] = ()) -> tuple[KnowledgeFile, ...]:
    """The base with some files added or replaced, and those left out whose name begins so."""
    files = {file.name: file for file in BASE if not file.name.startswith(tuple(without))}
    for name, text in over.items():
        files[name] = KnowledgeFile(name, kind_of(name), text.encode() if isinstance(text, str) else text)
    return tuple(files[name] for name in sorted(files))


def base_with(module: str) -> Knowledge:
    """The base with one more module, of the name `extra`."""
    return build_knowledge(laid({"extra/extra.yaml": module}))


def problems_of(files: tuple[KnowledgeFile, ...]) -> tuple[Problem, ...]:
    """Everything that is wrong in these files, as whoever loads and plans them sees it."""
    try:
        make_plan(build_knowledge(files))
    except KnowledgeError as error:
        return error.problems
    return ()
