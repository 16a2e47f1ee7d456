"""A workload → knowledge, through the same loader and checks as any other."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from typing import Any

from bench.workload import Attribute, MadeRule, Profile, Test, Workload
from engine.knowledge.files import KnowledgeFile, kind_of
from engine.knowledge.loader import build_knowledge
from engine.model import Knowledge

EDITION = "one"
DAY = date(2026, 1, 1)
_SECTION = "made"


def knowledge_of(workload: Workload) -> Knowledge:
    """Every group a module with its slot; derived facts are concerns; a group's other rules take stances."""
    return build_knowledge(_files(workload))


def profile_of(profile: Profile) -> dict[str, Any]:
    """A profile of the workload as `read_profile` takes it."""
    return {_SECTION: profile}


def _both(text: str) -> dict[str, str]:
    return {"en": text, "ko": text}


def _file(name: str, content: dict[str, Any]) -> KnowledgeFile:
    """JSON is YAML; dates alone go without quotes."""
    text = json.dumps(content).replace(f'"{DAY}"', str(DAY))
    return KnowledgeFile(name, kind_of(name), text.encode())


def _files(workload: Workload) -> tuple[KnowledgeFile, ...]:
    groups: dict[int, list[MadeRule]] = defaultdict(list)
    slots_of: dict[str, dict[str, None]] = defaultdict(dict)
    for rule in workload.rules:
        groups[rule.group].append(rule)
        if rule.concern is None and rule.stance[1]:
            slots_of[rule.stance[1]][_name(rule.group)] = None
    source = {"id": "made-up", "title": _both("Made up"), "date": str(DAY), "language": "en", "authority": 0}
    claim = {"id": "made-up/claim", "section": "All", "kind": "principle", "category": "general", "products": []}
    edition = {"id": EDITION, "published": str(DAY), "source": "made-up", "title": _both("One")}
    products = [{"id": product, "name": product, "slots": list(slots)} for product, slots in sorted(slots_of.items())]
    slots = [{"id": _name(group), "area": "all", "title": _both(_name(group))} for group in groups]
    section = {"id": _SECTION, "title": _both("Made up"), "questions": [_question(one) for one in workload.attributes]}
    return (
        _file("portolan.yaml", {"pack": "made-up", "version": "1", "title": _both("Made up")}),
        _file("sources.yaml", {"sources": [source]}),
        _file("claims/made-up.yaml", {"claims": [{**claim, "when": None, **_both("So it is.")}]}),
        _file("editions.yaml", {"editions": [edition]}),
        _file("licences.yaml", {"licences": []}),
        _file("slots.yaml", {"areas": [{"id": "all", "title": _both("All")}], "slots": slots}),
        _file("questionnaire.yaml", {"sections": [section]}),
        _file("catalog/all.yaml", {"products": products}),
        *(_file(f"all/{_name(group)}.yaml", _module(group, rules)) for group, rules in groups.items()),
    )


def _name(group: int) -> str:
    return f"g{group:03d}"


def _question(attribute: Attribute) -> dict[str, Any]:
    texts = {"id": attribute.name, "text": _both(f"{attribute.name}?"), "help": _both("To measure.")}
    if not attribute.options:
        return {**texts, "type": "int"}
    if isinstance(attribute.options[0], bool):
        return {**texts, "type": "bool"}
    options = [{"id": option, "text": _both(str(option))} for option in attribute.options]
    return {**texts, "type": "choice", "options": options}


def _module(group: int, rules: list[MadeRule]) -> dict[str, Any]:
    return {
        "module": _name(group),
        "slot": _name(group),
        "title": _both(_name(group)),
        "rules": [
            {
                "id": rule.id,
                "when": {"all": [_condition(test) for test in rule.tests]},
                "then": [_conclusion(rule)],
                "because": _both("So it was made up."),
                "cites": ["made-up/claim"],
            }
            for rule in rules
        ],
    }


def _condition(test: Test) -> dict[str, Any]:
    if test.operator == "derived":
        return {"concern": test.subject}
    question = {"question": f"{_SECTION}.{test.subject}"}
    if isinstance(test.value, int):
        return {**question, "at_least": test.value}
    leaf = {**question, "is": test.value[0]} if len(test.value) == 1 else {**question, "in": list(test.value)}
    return leaf if test.operator == "in" else {"not": leaf}


def _conclusion(rule: MadeRule) -> dict[str, Any]:
    if rule.concern is not None:
        return {"derive": rule.concern}
    stance, product = rule.stance
    return {"need": _name(rule.group)} if stance == "need" else {stance: product}
