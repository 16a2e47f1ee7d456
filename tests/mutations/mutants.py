"""All the faults that a slip of the hand could put into the shipped knowledge, each as files in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from engine.knowledge.files import KnowledgeFile
from tests.mutations.body import Body
from tests.mutations.others import added_questions, changed_editions, changed_products, changed_questions
from tests.mutations.rules import changed_rules, copied


@dataclass(frozen=True)
class Mutant:
    """One fault: what kind, in which file and at what in it; `files` makes the knowledge that has it."""

    fault: str
    file: str
    subject: str
    files: Callable[[], tuple[KnowledgeFile, ...]]

    def __str__(self) -> str:
        return f"{self.fault} in {self.subject}"


def mutants(body: Body, seed: int = 0) -> list[Mutant]:
    """Every mutant, in the same order for the same seed."""
    random = Random(seed)
    found = [*_of_rules(body, random), *_of_catalog(body, random), *_of_questionnaire(body)]
    for name, data in changed_editions(body.data["editions.yaml"]):
        found.append(_mutant(body, name, "editions.yaml", "editions", data))
    for name, data in added_questions(body):
        found.append(_mutant(body, name, "questionnaire.yaml", "questionnaire", data))
    return found


def _mutant(body: Body, fault: str, file: str, subject: str, data: Any) -> Mutant:
    return Mutant(fault, file, subject, lambda: body.with_changed(file, data))


def _of_rules(body: Body, random: Random) -> Iterator[Mutant]:
    for file in body.of_kind("module"):
        module = body.data[file]
        for i, rule in enumerate(module["rules"]):
            for fault, changed in changed_rules(rule, module, body, random):
                yield _mutant(body, fault, file, rule["id"], _with(module, "rules", i, changed))
            again = {**module, "rules": [*module["rules"], copied(rule)]}
            yield _mutant(body, "repeat-rule", file, rule["id"], again)


def _of_catalog(body: Body, random: Random) -> Iterator[Mutant]:
    for file in body.of_kind("catalog"):
        data = body.data[file]
        for i, product in enumerate(data["products"]):
            for fault, changed in changed_products(product, random):
                yield _mutant(body, fault, file, product["id"], _with(data, "products", i, changed))


def _of_questionnaire(body: Body) -> Iterator[Mutant]:
    file = "questionnaire.yaml"
    sections = body.data[file]["sections"]
    for s, section in enumerate(sections):
        for i, question in enumerate(section["questions"]):
            for fault, changed in changed_questions(question):
                whole = _with(body.data[file], "sections", s, _with(section, "questions", i, changed))
                yield _mutant(body, fault, file, f"{section['id']}.{question['id']}", whole)


def _with(data: dict[str, Any], key: str, at: int, value: Any) -> dict[str, Any]:
    """The data with another item in the list under `key`, or one item less."""
    return {**data, key: [*data[key][:at], *([] if value is None else [value]), *data[key][at + 1 :]]}


def sample(found: list[Mutant], count: int, seed: int = 0) -> list[Mutant]:
    """Some of them, of every kind of fault by turns."""
    random = Random(seed)
    by_fault: dict[str, list[Mutant]] = {}
    for mutant in found:
        by_fault.setdefault(mutant.fault, []).append(mutant)
    for some in by_fault.values():
        random.shuffle(some)
    chosen: list[Mutant] = []
    while len(chosen) < min(count, len(found)):
        chosen += [some.pop() for some in by_fault.values() if some]
    return chosen[:count]
