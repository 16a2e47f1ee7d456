"""Checking a raw request in one line, on small bodies of rules or on the shipped knowledge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.checking.check import Checked, check
from engine.checking.request import MEMBERS, read_options
from engine.inference.interpreter import Interpreter
from engine.inference.plan import Plan, make_plan
from engine.inference.reasoner import Reasoner
from engine.knowledge.loader import build_knowledge
from engine.request import read_request
from tests.engine.files import files_of
from tests.engine.inference.small import body

TODAY = date(2025, 3, 1)


def checked(reasoner: Reasoner, raw: Mapping[str, Any]) -> Checked:
    knowledge = reasoner.plan.knowledge
    request = read_request(raw, knowledge, today=TODAY, also=MEMBERS)
    decision = reasoner.decide(request.answers, request.edition, request.as_of)
    return check(decision, read_options(raw, knowledge), raw)


class Small:
    """Rules by name, asked with what is in use: see `tests.engine.inference.small`."""

    def __init__(self, rules: str) -> None:
        self.plan: Plan = make_plan(build_knowledge(files_of(body(rules))))
        self.reasoner = Reasoner(self.plan, Interpreter())

    def check(
        self, *in_use: str, answers: Mapping[str, Any] | None = None, versions: Any = None, **beside: Any
    ) -> Checked:
        stack = {"in_use": list(in_use), "works_well": [], **({"versions": versions} if versions else {})}
        return checked(self.reasoner, {"profile": {"stack": stack, "ask": dict(answers or {})}, **beside})

    def kinds(self, *in_use: str, **more: Any) -> list[tuple[str, str | None, str]]:
        """Kind, product and level of what is found, but for what nobody answered."""
        return kinds_of(self.check(*in_use, **more))


def kinds_of(result: Checked) -> list[tuple[str, str | None, str]]:
    return [
        (told.finding.kind, told.finding.product, told.level)
        for told in result.findings
        if told.finding.kind != "open-question"
    ]
