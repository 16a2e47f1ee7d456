"""Files laid out by hand, as `path: text`, and what is found in them."""

from __future__ import annotations

from textwrap import dedent

from engine.detection import Detection, SourceFile, detect
from engine.model import Knowledge


def found_in(knowledge: Knowledge, files: dict[str, str]) -> Detection:
    return detect([SourceFile(path, dedent(text).lstrip("\n")) for path, text in files.items()], knowledge)


def products(found: Detection) -> set[str]:
    """What is in use, but for what any file for Kubernetes tells."""
    return set(found.products) - {"kubernetes", "helm", "kustomize"}


def versions(found: Detection) -> dict[str, str]:
    return {id_: one.value for id_, one in found.versions.items()}


def answers(found: Detection) -> dict[str, object]:
    """But for the stack."""
    return {id_: one.value for id_, one in found.answers.items() if not id_.startswith("stack.")}


def unknown(found: Detection) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in found.unknown]


def ambiguous(found: Detection) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in found.ambiguous]


def told(found: Detection) -> list[tuple[str, int, str]]:
    return [(one.place.file, one.place.line, one.code) for one in found.problems]
