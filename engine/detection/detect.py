"""Files → what they say is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.detection.dispatch import is_read, read, read_template
from engine.detection.found import Ambiguous, Detection, SourceFile, Suggested
from engine.detection.identify import (
    Found,
    ambiguous_of,
    evidence_of,
    identify,
    unknown_of,
    versions_of,
)
from engine.detection.index import Index
from engine.detection.measures import measured, skew
from engine.detection.readers.templated import is_template, values_of
from engine.detection.readers.terraform import COMPUTED
from engine.detection.references import References
from engine.detection.sightings import CHART, CLUSTER, NODE, RUNS, Address, Reading, Seen, Setting, Sighting
from engine.detection.tree import Map, yaml_documents
from engine.detection.variables import FILE as VARIABLES
from engine.fingerprint import Fingerprints
from engine.knowledge.problems import NOTE, Problem
from engine.model import Knowledge, Place, Question, Value

IN_USE, VERSIONS = "stack.in_use", "stack.versions"
# Folders of what is there to be tried, tested or remembered, and not to run.
_ASIDE = frozenset(
    (
        *("test", "tests", "testdata", "testing", "fixtures", "e2e", "example", "examples", "sample", "samples"),
        *("docs", "archive", "archived", ".archive", "_archive", "deprecated", "disabled", "attic", "unused"),
    )
)
# Files that values are looked up in later; what is larger is no such file.
_MOST_VALUES = 256 * 1024


def wanted(knowledge: Knowledge) -> Callable[[str], bool]:
    """May a file of a path say anything? What reads directories need not open the others."""
    index = _index(knowledge)
    return lambda path: is_read(path) or path.rpartition("/")[2] == VARIABLES or bool(index.files(path))


def detect(files: Iterable[SourceFile], knowledge: Knowledge) -> Detection:
    """All that the files say. Never raises for what is in them: what cannot be read is among `problems`."""
    seen = _Gathered()
    templates: list[SourceFile] = []
    for file in files:
        seen.files += 1
        if _is_referred_to(file):
            seen.texts[file.path] = file.text
        if is_template(file):  # the values that fill it in come after it
            templates.append(file)
        else:
            seen.take(file, read(Reading(file)))
    for file in templates:
        seen.take(file, read_template(Reading(file), seen.values(values_of(file.path))))
    index = _index(knowledge)
    sightings = seen.filled()
    found = identify(sightings, seen.addresses, index, seen.texts)
    clusters = [one for one in sightings if not one.idle and _tells_a_cluster(one, index)]
    return _detection(found, index, knowledge, clusters, seen.problems, seen.files)


def _tells_a_cluster(one: Sighting, index: Index) -> bool:
    return one.kind == NODE or (
        one.kind == CLUSTER and one.version is not None and bool(index.find(one.kind, one.name))
    )


@dataclass(slots=True)
class _Gathered:
    """All that readers tell, and the texts that files may refer to, by their paths."""

    sightings: list[Sighting] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    settings: list[Setting] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    files: int = 0
    _trees: dict[str, Any] = field(default_factory=dict)

    def take(self, file: SourceFile, told: Iterable[Seen]) -> None:
        aside = not _ASIDE.isdisjoint(file.path.split("/")[:-1])
        by_path = Reading(file).see("files", file.path, 1, told=file.path, tell=False)
        for one in (by_path, *told):
            if isinstance(one, Sighting):
                self.sightings.append(_set_aside(one) if aside else one)
            elif isinstance(one, Address):
                self.addresses.append(one)
            elif isinstance(one, Setting):
                # What is there to be tried does not run, whoever says so.
                self.settings += [] if aside and one.name.startswith(RUNS) else [one]
            else:
                self.problems.append(one)

    def filled(self) -> list[Sighting]:
        """All of them with what they refer to. A chart that has no name even then is told."""
        references = References(self.settings)
        made = []
        for one in self.sightings:
            filled = references.filled(one)
            if one.refers and filled.kind == CHART and not filled.name:
                self.problems.append(Problem(Place(one.path, one.line, 1), "computed", COMPUTED, level=NOTE))
            else:
                made.append(filled)
        return made

    def values(self, path: str) -> Any:
        """The tree of a file of values; None where there is none, or nothing to be read in it."""
        if path not in self._trees:
            trees = yaml_documents(self.texts.get(path, ""))
            self._trees[path] = next((one for one in trees if type(one) is Map), None)
        return self._trees[path]


def _set_aside(one: Sighting) -> Sighting:
    return replace(one, idle=True, refers=tuple(pair for pair in one.refers if pair[0] != "runs"))


def _is_referred_to(file: SourceFile) -> bool:
    """May others name it, for values or variables?"""
    folder, _, name = file.path.rpartition("/")
    named = "values" in name or name == VARIABLES or "environments" in folder.split("/")
    return named and len(file.text) <= _MOST_VALUES


def _index(knowledge: Knowledge) -> Index:
    return Index(knowledge.fingerprints or Fingerprints(), knowledge.products)


def _detection(
    found: Found,
    index: Index,
    knowledge: Knowledge,
    clusters: list[Sighting],
    problems: list[Problem],
    count: int,
) -> Detection:
    products = {id_: evidence_of(found.products[id_]) for id_ in sorted(found.products)}
    seen = {id_: evidence_of(found.seen[id_]) for id_ in sorted(found.seen) if id_ not in products}
    versions = dict(sorted(versions_of(found).items()))
    for id_, one in versions.items():  # what says which version goes first
        products[id_] = tuple(dict.fromkeys((one.evidence[0], *products[id_])))
    answers, disputed = _answers(found, knowledge.questions)
    answers.update(measured(clusters, (knowledge.fingerprints or Fingerprints()).measures))
    if products and IN_USE in knowledge.questions:
        answers[IN_USE] = Suggested(tuple(products), tuple(evidence[0] for evidence in products.values()))
    if versions and VERSIONS in knowledge.questions:
        told = {id_: one.value for id_, one in versions.items()}
        answers[VERSIONS] = Suggested(told, tuple(one.evidence[0] for one in versions.values()))
    return Detection(
        products=products,
        answers={id_: answers[id_] for id_ in knowledge.questions if id_ in answers},
        versions=versions,
        unknown=unknown_of(found),
        problems=tuple(sorted((*problems, *skew(clusters)))),
        seen=seen,
        ambiguous=(*ambiguous_of(found, index), *disputed),
        files=count,
    )


def _answers(found: Found, questions: Mapping[str, Question]) -> tuple[dict[str, Suggested], list[Ambiguous]]:
    """By question. One that takes one answer and has evidence for two is left open, and said."""
    by_question: dict[str, dict[Value, list[Sighting]]] = {}
    for (id_, value), sightings in found.answers.items():
        by_question.setdefault(id_, {})[value] = sightings
    made: dict[str, Suggested] = {}
    disputed: list[Ambiguous] = []
    for id_, values in sorted(by_question.items()):
        together = evidence_of(one for sightings in values.values() for one in sightings)
        question = questions[id_]
        if question.type == "choices":
            made[id_] = Suggested(tuple(option for option in question.option_ids if option in values), together)
        elif len(values) == 1:
            made[id_] = Suggested(next(iter(values)), together)
        else:
            disputed.append(Ambiguous("answer", id_, tuple(sorted(map(str, values))), (), together))
    return made, disputed
