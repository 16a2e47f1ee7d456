"""What a pack adds to things of the packs below: questions to a section, options to a question, facts to a product."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.knowledge.gathering import Entries, Loaded, path_of, paths_by
from engine.knowledge.problems import Problem, nearest
from engine.knowledge.yaml_reader import Document
from engine.model import Path, Product, Question, Section

# Checks a product whose lists stand at a path of a document.
CheckProduct = Callable[[Document, Product, Path], None]
# What an addition may be to.
_SUBJECTS = ("section", "question", "product")


@dataclass(frozen=True, slots=True)
class _Addition:
    """One entry of `additions`, with its place."""

    raw: Mapping[str, Any]
    document: Document
    path: Path
    problems: list[Problem]

    def say(self, path: Path, code: str, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(self.document.place((*self.path, *path)), code, message, hint))

    def target(self, what: str, entries: Entries) -> Any:
        """What the addition is to, of another document. None, and a problem, where there is no such thing."""
        name = self.raw[what]
        if name not in entries.values:
            self.say((what,), f"unknown-{what}", f"there is no {what} {name!r}", nearest(name, sorted(entries.values)))
            return None
        if entries.where[name][0] is self.document:
            self.say((what,), "bad-addition", f"the {what} {name!r} is in this file", "write the additions there")
            return None
        return entries.values[name]


def _additions(one: Loaded, problems: list[Problem]) -> list[_Addition]:
    paths = paths_by(one.document, "additions", *_SUBJECTS)
    return [
        _Addition(raw, one.document, path_of(_subject(raw), paths, ("additions",)), problems)
        for raw in one.values["additions"]
    ]


def _subject(raw: Mapping[str, Any]) -> str:
    return str(next(raw[name] for name in _SUBJECTS if name in raw))


# --- the questionnaire ----------------------------------------------------------------------------------------


def add_questions(
    loaded: list[Loaded],
    entries: Mapping[str, Entries],
    make: Callable[[str, dict[str, Any]], Question],
    problems: list[Problem],
) -> None:
    """Sections with the questions that others add to them, and questions with more options."""
    for one in loaded:
        for addition in _additions(one, problems) if one.kind == "questionnaire" else ():
            if "section" in addition.raw:
                _add_to_section(addition, entries, make)
            else:
                _add_options(addition, entries["question"])
    questions = entries["question"].values
    sections = entries["section"].values
    for id_, section in sections.items():
        sections[id_] = replace(section, questions=tuple(questions[question.id] for question in section.questions))


def _add_to_section(
    addition: _Addition, entries: Mapping[str, Entries], make: Callable[[str, dict[str, Any]], Question]
) -> None:
    section: Section | None = addition.target("section", entries["section"])
    if section is None:
        return
    for i, raw in enumerate(addition.raw["questions"]):
        question = make(section.id, raw)
        if question.id not in entries["question"].values:
            section = replace(section, questions=(*section.questions, question))
        entries["question"].add(question.id, question, addition.document, (*addition.path, "questions", i))
    entries["section"].values[section.id] = section


def _add_options(addition: _Addition, questions: Entries) -> None:
    question: Question | None = addition.target("question", questions)
    if question is None:
        return
    if not question.options:
        message = f"{question.id!r} is of type {question.type}, which has no options"
        addition.say(("question",), "bad-options", message)
        return
    for i, option in enumerate(addition.raw["options"]):
        if option.id in question.option_ids:
            message = f"{question.id!r} has the option {option.id!r} already"
            addition.say(("options", i, "id"), "duplicate-id", message)
        else:
            question = replace(question, options=(*question.options, option))
    questions.values[question.id] = question


# --- the catalog ----------------------------------------------------------------------------------------------


def with_additions(
    loaded: list[Loaded], products: Entries, check: CheckProduct, problems: list[Problem]
) -> dict[str, Product]:
    """All products, those with additions as they are with them. `check` looks at each addition by itself."""
    found: dict[str, Product] = dict(products.values)
    for one in loaded:
        for addition in _additions(one, problems) if one.kind == "catalog" else ():
            if addition.target("product", products) is not None:
                product = found[addition.raw["product"]]
                found[product.id] = _added(addition, product, check)
    return found


def _added(addition: _Addition, product: Product, check: CheckProduct) -> Product:
    raw = addition.raw
    slots, licences, releases = tuple(raw["slots"]), tuple(raw["licences"]), tuple(raw["releases"])
    bare = Product(product.id, product.name, slots=slots, licences=licences, releases=releases)
    check(addition.document, bare, addition.path)
    for i, slot in enumerate(slots):
        if slot in product.slots:
            addition.say(("slots", i), "duplicate-id", f"{product.id!r} is a product of the slot {slot!r} already")
    cycles = [release.cycle for release in product.releases]
    for i, release in enumerate(releases):
        if release.cycle in cycles:
            addition.say(("releases", i), "duplicate-id", f"{product.id!r} has the release {release.cycle!r} already")
    if licences and product.licences:
        last, first = product.licences[-1].since, licences[0].since
        if first is None or (last is not None and first <= last):
            until = f"the last one is in force since {last}" if last else "one is in force already"
            message = f"the licences of {product.id!r} go on with a later one: {until}"
            addition.say(("licences", 0), "not-in-order", message, "give it a later `since`")
    return replace(
        product,
        slots=(*product.slots, *slots),
        licences=(*product.licences, *licences),
        releases=(*product.releases, *releases),
    )
