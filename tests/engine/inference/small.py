"""Small bodies of rules for tests that are examples: written as YAML, asked in one line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from textwrap import dedent
from typing import Any

import yaml

from engine.explanation.document import decision_document
from engine.inference.interpreter import Interpreter
from engine.inference.plan import make_plan
from engine.inference.reasoner import Reasoner
from engine.knowledge.loader import build_knowledge
from engine.request import read_request
from tests.engine.files import files_of
from tests.engine.strategies.words import CITES, LICENCES, QUESTIONS

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times as fast
TEXT = {"en": "E", "ko": "K"}
PRODUCTS = {"x": ["one"], "y": ["one"], "z": ["one", "two"], "w": ["two"], "kubernetes": []}


def body(rules: str, slots: tuple[str, ...] = ("one", "two")) -> dict[str, Any]:
    """Rules by name. Products: x, y and z are at home in slot `one`, w in `two`, where z fits too."""
    by_name = yaml.load(dedent(rules), Loader=LOADER)
    written = [{"id": f"m/{name}", **rule, "because": TEXT, "cites": CITES} for name, rule in by_name.items()]
    products = {id_: {"slots": in_, "licences": [], "cncf": [], "releases": []} for id_, in_ in PRODUCTS.items()}
    products["y"]["end_of_life"] = {"date": date(2025, 6, 1), "announced": date(2025, 1, 1)}
    return {
        "editions": [{"id": "e", "published": date(2024, 1, 1)}],
        "slots": list(slots),
        "licences": LICENCES,
        "products": products,
        "questions": QUESTIONS,
        "modules": [{"module": "m", "slot": "one", "rules": written}],
    }


@dataclass(frozen=True)
class Asked:
    """Rules to ask again and again."""

    reasoner: Reasoner

    def document(self, as_of: date = date(2025, 3, 1), **answers: Any) -> dict[str, Any]:
        """Answers by question, a dot as two underscores: `ask__flag=True`. Nothing is in use unless a test says so."""
        profile: dict[str, dict[str, Any]] = {}
        for name, answer in {"stack__in_use": [], "stack__works_well": [], **answers}.items():
            section, _, question = name.partition("__")
            profile.setdefault(section, {})[question] = answer
        request = read_request({"profile": profile, "as_of": as_of}, self.reasoner.plan.knowledge, today=as_of)
        decision = self.reasoner.decide(request.answers, request.edition, request.as_of)
        return decision_document(decision, self.reasoner, "id", "en")

    def slot(self, slot: str = "one", **answers: Any) -> dict[str, Any]:
        return next(one for one in self.document(**answers)["slots"] if one["slot"] == slot)

    def status(self, slot: str = "one", **answers: Any) -> str:
        return str(self.slot(slot, **answers)["status"])

    def verdicts(self, slot: str = "one", **answers: Any) -> dict[str, str]:
        return {verdict["product"]: verdict["verdict"] for verdict in self.slot(slot, **answers)["verdicts"]}

    def verdict(self, product: str, slot: str = "one", **answers: Any) -> dict[str, Any]:
        return next(one for one in self.slot(slot, **answers)["verdicts"] if one["product"] == product)

    def questions(self, **answers: Any) -> dict[str, list[str]]:
        return {one["question"]: one["slots"] for one in self.document(**answers)["open_questions"]}


def asked(rules: str) -> Asked:
    return Asked(Reasoner(make_plan(build_knowledge(files_of(body(rules)))), Interpreter()))
