"""What detection reads and what it finds: plain values that others build on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from engine.knowledge.problems import Problem


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as text. `path` is relative to where the search began, with slashes; `-` for standard input."""

    path: str
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Where something was found, and what it was: `kind` "chart", `what` "loki 6.6.2 from https://…".

    `line` counts from 1. Kinds are those of `engine.detection.kinds`.
    """

    path: str
    line: int
    what: str
    kind: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


class Suggested(NamedTuple):
    """A value, as a profile writes it, and all that carries it, the decisive first."""

    value: Any
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A chart, an image or the like that no fingerprint knows. `evidence`: everywhere it was met."""

    kind: str
    name: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Something that several products leave behind. `could_be` names products, `or_else` what no catalog entry has."""

    kind: str
    name: str
    could_be: tuple[str, ...]
    or_else: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Detection:
    """Everything found, in an order that depends on the files alone.

    `products`: what is in use, by id, with where that was seen. `seen`: what was met without that it says that it runs
    (an image in the defaults of a chart, a file of a test). `answers`: by question, `stack.in_use` and `stack.versions`
    among them. `versions`: by product. `problems`: what could not be read, with its place; level NOTE where that is in
    order, as with templates. `files`: how many were read.
    """

    products: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    answers: Mapping[str, Suggested] = field(default_factory=dict)
    versions: Mapping[str, Suggested] = field(default_factory=dict)
    unknown: tuple[Unknown, ...] = ()
    problems: tuple[Problem, ...] = ()
    seen: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    ambiguous: tuple[Ambiguous, ...] = ()
    files: int = 0

    def below(self, prefix: str) -> Detection:
        """The same, with something before the path of everything, as `charts/`."""

        def moved(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
            return tuple(replace(one, path=f"{prefix}{one.path}") for one in evidence)

        def suggested(all_: Mapping[str, Suggested]) -> dict[str, Suggested]:
            return {id_: Suggested(one.value, moved(one.evidence)) for id_, one in all_.items()}

        return replace(
            self,
            products={id_: moved(evidence) for id_, evidence in self.products.items()},
            answers=suggested(self.answers),
            versions=suggested(self.versions),
            unknown=tuple(replace(one, evidence=moved(one.evidence)) for one in self.unknown),
            problems=tuple(
                replace(one, place=replace(one.place, file=f"{prefix}{one.place.file}")) for one in self.problems
            ),
            seen={id_: moved(evidence) for id_, evidence in self.seen.items()},
            ambiguous=tuple(replace(one, evidence=moved(one.evidence)) for one in self.ambiguous),
        )
