"""The fingerprints of all packs in one: do their names exist, and does no sign tell two products by mistake?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from engine.fingerprint import EVERY, Bundle, Fingerprint, Fingerprints, Lookalike, Measure, Reading, Target
from engine.knowledge.files import FINGERPRINTS
from engine.knowledge.gathering import Loaded
from engine.knowledge.problems import Problem, listed, nearest
from engine.knowledge.yaml_reader import Document
from engine.model import Path, Place, Product, Question, Value

# What each measure gives, by the types of question that take it.
_MEASURED = {"lowest-kubelet": "version", "lowest-declared": "version", "nodes": "int", "control-plane-nodes": "int"}


@dataclass(frozen=True, slots=True)
class _Checker:
    """Says what is wrong at a path of a document."""

    document: Document
    products: Mapping[str, Product]
    questions: Mapping[str, Question]
    problems: list[Problem]

    def say(self, path: Path, code: str, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(self.document.place(path), code, message, hint))

    def product(self, id_: str, path: Path) -> None:
        if id_ not in self.products:
            self.say(path, "unknown-product", f"there is no product {id_!r}", nearest(id_, self.products))

    def target(self, target: Target, path: Path) -> None:
        if target.product is not None:
            self.product(target.product, (*path, "product"))
        if target.question is None:
            return
        if target.product is not None:
            self.say(path, "bad-value", "a fingerprint tells a product or an answer, not both", "write two of them")
        question = self.questions.get(target.question)
        where = (*path, "answer")
        if question is None:
            hint = nearest(target.question, self.questions)
            self.say((*where, "question"), "unknown-question", f"there is no question {target.question!r}", hint)
        elif fault := _fault(question, target.value):
            self.say((*where, "value"), "bad-value", fault)

    def reading(self, reading: Reading, names: Collection[str], path: Path) -> None:
        """`names`: what it may say of that it is not verified."""
        if bool(reading.sources) != (reading.checked is not None):
            missing, there = ("checked", "sources") if reading.sources else ("sources", "checked")
            self.say(path, "missing-field", f"the field {missing!r} is missing beside {there!r}")
        for i, name in enumerate(reading.unverified):
            at = (*path, "unverified", i)
            if name == EVERY and reading.sources:
                self.say(at, "bad-value", "'*' says that nothing was read, and there are sources", "name the signs")
            elif name != EVERY and name not in names:
                self.say(at, "bad-value", f"{name!r} is nothing that stands here", nearest(name, names))


def _fault(question: Question, value: Value) -> str | None:
    """Why a value is none that one sign can tell, None where it is one."""
    if question.type == "bool":
        return None if isinstance(value, bool) else f"{question.id!r} is answered by true or false, not {value!r}"
    if question.type in ("choice", "choices"):
        known = question.option_ids
        return None if value in known else f"{question.id!r} has no option {value!r}; it has {listed(known, 14)}"
    return f"no sign can tell what answers {question.id!r}, which is of type {question.type}"


def fingerprints_of(
    loaded: list[Loaded],
    products: Mapping[str, Product],
    questions: Mapping[str, Question],
    problems: list[Problem],
) -> Fingerprints:
    """Those of every file, with the places of each; what is wrong is added to `problems`."""
    prints: list[Fingerprint] = []
    bundles: list[Bundle] = []
    lookalikes: list[Lookalike] = []
    measures: list[Measure] = []
    for one in (one for one in loaded if one.kind == FINGERPRINTS):
        checker = _Checker(one.document, products, questions, problems)
        for i, print_ in enumerate(one.values["fingerprints"]):
            path: Path = ("fingerprints", i)
            checker.target(print_.target, path)
            for j, id_ in enumerate(print_.beside):
                checker.product(id_, (*path, "beside", j))
            names = {text for sign, name in print_.named for text in (name, f"{sign} {name}")}
            checker.reading(print_.reading, names, path)
            prints.append(replace(print_, place=one.document.place(path)))
        for i, bundle in enumerate(one.values["bundles"]):
            for j, brought in enumerate(bundle.brings):
                checker.target(brought.target, ("bundles", i, "brings", j))
            targets = (brought.target for brought in bundle.brings)
            brings = {target.product or target.question or "" for target in targets}
            checker.reading(bundle.reading, brings, ("bundles", i))
            bundles.append(replace(bundle, place=one.document.place(("bundles", i))))
        for i, lookalike in enumerate(one.values["lookalikes"]):
            for j, id_ in enumerate(lookalike.could_be):
                checker.product(id_, ("lookalikes", i, "could_be", j))
            lookalikes.append(replace(lookalike, place=one.document.place(("lookalikes", i))))
        for i, measure in enumerate(one.values["measures"]):
            _check_measure(checker, measure, ("measures", i))
            measures.append(measure)
    found = Fingerprints(tuple(prints), tuple(bundles), tuple(lookalikes), tuple(measures))
    problems.extend(_told_twice(found))
    return found


def _check_measure(checker: _Checker, measure: Measure, path: Path) -> None:
    question = checker.questions.get(measure.question)
    if question is None:
        hint = nearest(measure.question, checker.questions)
        message = f"there is no question {measure.question!r}"
        checker.say((*path, "question"), "unknown-question", message, hint)
    elif question.type != _MEASURED[measure.of]:
        message = f"{measure.of!r} is of type {_MEASURED[measure.of]}, and {question.id!r} of type {question.type}"
        checker.say((*path, "question"), "bad-value", message)


# --- one sign, two products -----------------------------------------------------------------------------------

# A sign: what it is, its pattern, and where it is from or of what kind.
_Sign = tuple[str, str, str]


def _told_twice(found: Fingerprints) -> Iterator[Problem]:
    """Signs that are written for two products that do not say so, or twice for one."""
    first: dict[_Sign, tuple[str, frozenset[str], Place]] = {}
    for sign, product, beside, place in _signs(found):
        known = first.get(sign)
        if known is None:
            first[sign] = (product, beside, place)
        elif known[0] == product:
            message = f"the sign {_named(sign)} of {product!r} is there already"
            yield Problem(place, "duplicate-sign", message, f"first at {known[2].file}:{known[2].line}")
        elif product not in known[1] and known[0] not in beside:
            message = f"the sign {_named(sign)} tells {known[0]!r} as well as {product!r}"
            hint = f"name the other under `beside` if both are there whenever one is; first at {known[2]}"
            yield Problem(place, "shared-sign", message, hint)


def _signs(found: Fingerprints) -> Iterator[tuple[_Sign, str, frozenset[str], Place]]:
    for one in found.prints:
        if one.target.product is None:
            continue
        beside = frozenset(one.beside)
        for sign in _signs_of(one):
            yield sign, one.target.product, beside, one.place
    for lookalike in found.lookalikes:
        yield (lookalike.sign, lookalike.pattern, ""), "a lookalike", frozenset(), lookalike.place


def _signs_of(one: Fingerprint) -> Iterator[_Sign]:
    for chart in one.charts:
        for repository in chart.repositories or ("",):
            yield "charts", chart.name, repository
    for objects in one.objects:
        for kind in objects.kinds or ("",):
            yield "objects", objects.group, kind
    for sign, pattern in one.signs:
        yield sign, pattern, ""


def _named(sign: _Sign) -> str:
    return f"{sign[0]} {sign[1]!r}" + (f" ({sign[2]})" if sign[2] else "")
