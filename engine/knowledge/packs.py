"""Packs: directories of knowledge that stand on top of each other, the base first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.dated import version_key
from engine.knowledge.files import KnowledgeFile, read_directory, split_path
from engine.knowledge.problems import KnowledgeError, Problem, nearest
from engine.knowledge.yaml_reader import Document, read_yaml
from engine.model import Place

_HEAD = "portolan.yaml"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_NO_NAME = re.compile(r"[^a-z0-9]+")


# --- directories ----------------------------------------------------------------------------------------------


def in_force(base: Path, named: Sequence[Path]) -> tuple[Path, ...]:
    """The base and what is put on top of it. Where the first that is named extends nothing, it is the base itself."""
    if named and _is_base(named[0]):
        return tuple(named)
    return (base, *named)


def read_packs(directories: Sequence[Path]) -> tuple[KnowledgeFile, ...]:
    """The files of all packs, those of the first directory as the base's.

    Raises KnowledgeError where a directory on top of the base has none: it would be passed over without a word.
    """
    found = {label: read_directory(directory, label) for label, directory in labelled(directories).items()}
    problems = [
        Problem(Place(str(directory / _HEAD), 1, 1), "missing-file", f"the pack has no {_HEAD}")
        for label, directory in labelled(directories).items()
        if label and not found[label]
    ]
    if problems:
        raise KnowledgeError(problems)
    return tuple(file for files in found.values() for file in files)


def labelled(directories: Sequence[Path]) -> dict[str, Path]:
    """How the files of each directory are told from others': by the pack's name; those of the base by none."""
    found = {"": directories[0]}
    for directory in directories[1:]:
        label = _label(directory)
        again = sum(known == label or known.startswith(f"{label}~") for known in found)
        found[f"{label}~{again + 1}" if again else label] = directory
    return found


def place_of(file: str, directories: Mapping[str, Path]) -> Path:
    """The path of a file that a problem names; `directories` as `labelled` gives them."""
    pack, name = split_path(file)
    return directories[pack] / name if pack in directories else directories[""] / file


def extends(directory: Path) -> bool:
    """Does what is in a directory stand on top of a base?"""
    return "extends" in _head(directory)


def _is_base(directory: Path) -> bool:
    return "pack" in _head(directory) and not extends(directory)


def _label(directory: Path) -> str:
    name = _head(directory).get("pack")
    if isinstance(name, str) and _NAME.match(name):
        return name
    return _NO_NAME.sub("-", directory.resolve().name.lower()).strip("-") or "pack"


def _head(directory: Path) -> dict[str, Any]:
    """What the pack says of itself, as far as it can be read: what is wrong with it is told when it is loaded."""
    try:
        data = read_yaml((directory / _HEAD).read_bytes(), _HEAD).data
    except OSError:
        return {}
    return data if isinstance(data, dict) else {}


# --- how packs build on each other ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Head:
    """What `portolan.yaml` of one pack says. `extends`: pack → the least version of it, None for any."""

    label: str
    id: str
    version: str
    extends: Mapping[str, str | None]
    document: Document


def check_heads(heads: Sequence[Head]) -> Iterator[Problem]:
    """Is the first a base, does every other one find what it extends below it, and is none there twice?"""
    order: dict[str, Head] = {}
    for number, head in enumerate(heads):
        if head.id in order:
            first = order[head.id].document.place(("pack",))
            message, hint = f"the pack {head.id!r} is there already", f"first at {first}"
            yield Problem(head.document.place(("pack",)), "duplicate-pack", message, hint)
            continue
        order[head.id] = head
        if number and not head.extends:
            message = f"the pack {head.id!r} extends nothing, so it would be a base, and there is one already"
            hint = f"add `extends: {heads[0].id}`, or name it first to have it in place of that base"
            yield Problem(head.document.place(("pack",)), "second-base", message, hint)
    for head in order.values():
        for name in head.extends:
            yield from _check_extended(head, name, order)


def _check_extended(head: Head, name: str, order: Mapping[str, Head]) -> Iterator[Problem]:
    place = head.document.place(("extends", name))
    names = list(order)
    if name not in order:
        hint = nearest(name, names) or f"name its directory before that of {head.id!r}"
        yield Problem(place, "unknown-pack", f"there is no pack {name!r} to extend", hint)
        return
    circle = _circle(head.id, name, order)
    if circle:
        message = f"packs extend each other in a circle: {' → '.join(circle)}"
        yield Problem(place, "pack-cycle", message, "let one of them stand on its own")
    elif names.index(name) > names.index(head.id):
        message = f"the pack {name!r}, which {head.id!r} extends, stands on top of it"
        yield Problem(place, "pack-order", message, f"name {name!r} before {head.id!r}")
    least, found = head.extends[name], order[name].version
    if least is not None and version_key(found) < version_key(least):
        yield Problem(place, "old-pack", f"{head.id!r} needs {name!r} {least} or later, and this is {found}")


def _circle(start: str, name: str, order: Mapping[str, Head]) -> list[str]:
    """The way from a pack through one that it extends back to itself, empty where there is none."""
    if name == start:
        return [start, start]
    seen, waiting = {name}, [(name, [start, name])]
    while waiting:
        current, way = waiting.pop()
        for further in order[current].extends if current in order else ():
            if further == start:
                return [*way, start]
            if further not in seen:
                seen.add(further)
                waiting.append((further, [*way, further]))
    return []


def extended_by(id_: str, heads: Mapping[str, Head]) -> frozenset[str]:
    """The packs that one builds on, directly or through others."""
    found: set[str] = set()
    waiting = [id_]
    while waiting:
        head = heads.get(waiting.pop())
        new = set(head.extends) - found if head else set()
        found |= new
        waiting.extend(new)
    return frozenset(found)
