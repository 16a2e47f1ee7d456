"""What readers find in files, before anyone knows which product it tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.detection.found import SourceFile
from engine.detection.templates import FILLED
from engine.detection.tree import Map, Scalar, Seq
from engine.knowledge.problems import NOTE, Problem
from engine.model import Place
from engine.one_line import one_line

# Kinds of sightings that are not signs of the same name (see `engine.fingerprint.SIGNS`).
CHART, OBJECT, IMAGE, NODE = "charts", "objects", "images", "nodes"
# Letters of a name, or of what is told of it: what is longer is no name of anything.
LONGEST = 1000
# Of the signs the one that has a version of Kubernetes.
CLUSTER = "cluster_versions"
# Before the path of a file in the name of a setting: something runs what is made by it.
RUNS = "runs "


@dataclass(frozen=True, slots=True)
class Values:
    """What a chart is given: trees, the first before the later ones, and files whose trees come after them."""

    trees: tuple[Map, ...] = ()
    files: tuple[str, ...] = ()
    # Single settings, as `--set` takes them: path with dots → text.
    settings: Mapping[str, str] = field(default_factory=dict)
    # A folder whose files of values may be among them, where it is not said which are.
    folder: str | None = None
    # The key below which the values of this chart stand in those of the files, where it is a part of another.
    below: str | None = None
    # Settings of that other chart of which the first that is set says whether this one is there.
    conditions: tuple[str, ...] = ()
    # Where else conditions are set, each for a place of its own: what one of them turns on is there.
    deciding: Values | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """One thing met in a file. `kind`: CHART, OBJECT, NODE or one of SIGNS; `name` what a pattern is held against.

    `repository`: of a chart, its address; of an object, its kind. `version`: of a chart or an image. `app_version`: of
    the application in a chart. `source`: the name of an object elsewhere that has the address. `idle`: it says that
    something is there to be used, and not that it is.
    `definition`: of objects, they are only defined. `told`: what people read, the name by default.
    """

    kind: str
    name: str
    path: str
    line: int
    repository: str | None = None
    version: str | None = None
    app_version: str | None = None
    values: Values | None = None
    source: tuple[str, str] | None = None
    idle: bool = False
    definition: bool = False
    told: str | None = None
    # Of a node: the keys of its labels.
    labels: tuple[str, ...] = ()
    # Of what nobody knows: to be listed as unknown.
    tell: bool = True
    # Members whose text stands elsewhere, as (member, `var.version`).
    refers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Address:
    """An object that says where charts come from: Flux's HelmRepository and OCIRepository."""

    kind: str
    name: str
    url: str
    path: str
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that others refer to by its name. `folder`: where they are; of several ranks the highest counts."""

    name: str
    value: str
    folder: str
    path: str
    rank: int = 0


Seen = Sighting | Address | Setting | Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """One file, being read: the makers of what is seen in it."""

    file: SourceFile

    @property
    def path(self) -> str:
        return self.file.path

    def see(self, kind: str, name: str, line: int, **more: Any) -> Sighting:
        return Sighting(kind, one_line(str(name), LONGEST), self.path, line, **more)

    def remark(self, line: int, code: str, message: str, level: str = NOTE) -> Problem:
        return Problem(Place(self.path, max(line, 1), 1), code, message, level=level)


def plain(seen: Iterable[Seen]) -> Iterator[Seen]:
    """Without what only a template would name, and with nothing said of what one would put in."""
    for one in seen:
        if not isinstance(one, Sighting) or FILLED not in f"{one.name}{one.version}{one.repository}{one.told}":
            yield one
        elif FILLED not in one.name:
            yield replace(
                one,
                version=_known(one.version),
                repository=_known(one.repository),
                told=one.told and one.told.replace(FILLED, "…"),
            )


def _known(text: str | None) -> str | None:
    return None if text is None or FILLED in text else text


# --- looking into trees ---------------------------------------------------------------------------------------


def at(tree: Any, *keys: str) -> Any:
    """What is below keys, None where nothing is."""
    for key in keys:
        tree = tree.get(key) if type(tree) is Map else None
    return tree


def text_at(tree: Any, *keys: str) -> Scalar | None:
    """The text below keys; None where there is none, or another thing."""
    found = at(tree, *keys)
    return found if type(found) is Scalar and found and (found.quoted or found not in ("null", "~")) else None


def items_at(tree: Any, *keys: str) -> Seq | tuple[()]:
    found = at(tree, *keys)
    return found if type(found) is Seq else ()


def maps_at(tree: Any, *keys: str) -> list[Map]:
    return [item for item in items_at(tree, *keys) if type(item) is Map]


# Marks that say nothing of who made an object, and of which there are many.
_COMMON = ("app.kubernetes.io/", "kubernetes.io/", "helm.sh/", "meta.helm.sh/", "kubectl.kubernetes.io/")
_LONGEST = 200


def marks_of(reading: Reading, what: str, found: Any) -> Iterator[Sighting]:
    """Labels or annotations, as `key=value`."""
    for key, line in found.key_lines.items() if type(found) is Map else ():
        if ("/" in key or "-" in key) and not key.startswith(_COMMON):
            value = text_at(found, key) or ""
            yield reading.see("marks", f"{key}={value[:_LONGEST]}", line, told=f"{what} {key}", tell=False)


def every_map(tree: Any) -> Iterator[Map]:
    """All mappings in a tree, each once, in their order: aliases may lead to one from many places."""
    seen: set[int] = set()
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if type(one) not in (Map, Seq) or id(one) in seen:
            continue
        seen.add(id(one))
        if type(one) is Map:
            yield one
        waiting.extend(reversed(list(one.values() if type(one) is Map else one)))
