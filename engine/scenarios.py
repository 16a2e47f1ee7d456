"""Scenario files: profiles with what the rules must conclude from them, run against an advisor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path as FilePath
from typing import Any

from engine.advisor import Advisor
from engine.explanation.connections import fired_relations
from engine.explanation.heard import heard
from engine.explanation.installation import install_order
from engine.explanation.staleness import KIND, stale_premises
from engine.inference.profile import ProfileError
from engine.inference.reasoner import Decision
from engine.inference.resolution import ProductVerdict, SlotOutcome
from engine.knowledge.problems import KnowledgeError, Problem
from engine.knowledge.validation import validate
from engine.knowledge.yaml_reader import Document, read_yaml
from engine.model import Path, Place
from engine.request import read_request

# Scenarios that name no day are read on this one: a test must not depend on today.
DEFAULT_DAY = date(2026, 1, 15)


@dataclass(frozen=True, slots=True)
class Scenario:
    note: str
    place: Place
    raw: dict[str, Any]
    document: Document
    path: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one scenario: `failures` is empty where all was as expected.

    `fired`: the rules that did; `heard`: those of them of which something came through.
    """

    scenario: Scenario
    failures: tuple[Problem, ...]
    fired: frozenset[str]
    heard: frozenset[str]


def read_scenarios(text: bytes, file: str) -> tuple[Scenario, ...]:
    """Raises KnowledgeError with every problem of the file."""
    document = read_yaml(text, file)
    values, problems = validate(document, "scenarios") if not document.problems else (None, [])
    problems = [*document.problems, *problems]
    if problems or values is None:
        raise KnowledgeError(problems)
    return tuple(
        Scenario(raw["note"], document.place(("scenarios", i)), raw, document, ("scenarios", i))
        for i, raw in enumerate(values["scenarios"])
    )


def scenario_files(paths: Iterable[FilePath]) -> Iterator[FilePath]:
    for path in paths:
        yield from sorted(path.rglob("*.yaml")) if path.is_dir() else [path]


def run(scenario: Scenario, advisor: Advisor) -> Outcome:
    raw, knowledge = scenario.raw, advisor.knowledge
    body = {"profile": raw["profile"], "edition": raw["edition"], "as_of": raw["as_of"] or DEFAULT_DAY}
    check = _Check(scenario)
    try:
        request = read_request(body, knowledge, today=DEFAULT_DAY)
    except ProfileError as error:
        for mistake in error.mistakes:
            keys = tuple(mistake.pointer.split("/")[1:])
            check.say(keys, f"{mistake.detail}" + (f" ({mistake.hint})" if mistake.hint else ""))
        return Outcome(scenario, tuple(check.problems), frozenset(), frozenset())
    decision = advisor.decide(request)
    fired = frozenset(advisor.plan.rules[number].rule.id for number in decision.fired())
    for slot, expected in raw["expect"].items():
        if slot not in knowledge.slots:
            check.say(("expect", slot), f"there is no slot {slot!r}")
            continue
        _check_slot(check, ("expect", slot), expected, decision.slot(slot), decision)
    _check_warnings(check, raw, decision)
    _check_relations(check, raw, decision)
    _check_fired(check, raw, fired, advisor)
    came_through = frozenset(advisor.plan.rules[number].rule.id for number in heard(decision))
    return Outcome(scenario, tuple(check.problems), fired, came_through)


@dataclass(slots=True)
class _Check:
    scenario: Scenario
    problems: list[Problem]

    def __init__(self, scenario: Scenario) -> None:
        self.scenario, self.problems = scenario, []

    def say(self, path: Path, message: str) -> None:
        place = self.scenario.document.place((*self.scenario.path, *path))
        self.problems.append(Problem(place, "scenario", f"{self.scenario.note}: {message}"))

    def same(self, path: Path, wanted: object, found: object) -> None:
        if wanted != found:
            self.say(path, f"{'.'.join(map(str, path[1:]))}: expected {wanted}, found {found}")


def _check_slot(check: _Check, path: Path, expected: dict[str, Any], outcome: SlotOutcome, decision: Decision) -> None:
    rules = decision.plan.rules
    verdicts = {verdict.product: verdict for verdict in outcome.verdicts}
    if "status" in expected:
        check.same((*path, "status"), expected["status"], outcome.status)
    if "picks" in expected:
        check.same((*path, "picks"), expected["picks"], list(outcome.picks))
    for product, wanted in expected.get("verdicts", {}).items():
        found = verdicts[product].verdict if product in verdicts else "absent"
        check.same((*path, "verdicts", product), wanted, found)
    for product, constraints in expected.get("ruled_out_by", {}).items():
        by = [rules[number].rule.id for number in verdicts[product].ruled_out_by] if product in verdicts else []
        templates = (
            {rules[number].rule.template for number in verdicts[product].ruled_out_by} if product in verdicts else set()
        )
        for constraint in constraints:
            if constraint not in by and constraint not in templates:
                check.say(
                    (*path, "ruled_out_by", product), f"{product} is ruled out by {by or 'nothing'}, not {constraint}"
                )
    _check_verdict(check, path, expected, verdicts)
    reasons = [number for verdict in outcome.verdicts for number in verdict.because] + list(outcome.needed_because)
    cited = {claim for number in reasons for claim in rules[number].rule.cites}
    for claim in expected.get("cites", ()):
        if claim not in cited:
            check.say((*path, "cites"), f"{claim} is not cited by {outcome.slot}")
    defeats = list(outcome.defeats)
    defeated = {name for d in defeats for name in (rules[d.rule].rule.id, rules[d.rule].rule.template)}
    for rule in expected.get("defeated", ()):
        if rule not in defeated:
            check.say((*path, "defeated"), f"{rule} was not defeated")


def _check_verdict(check: _Check, path: Path, expected: dict[str, Any], verdicts: Mapping[str, ProductVerdict]) -> None:
    """Where a verdict leads, through what, and by when."""
    found: dict[str, Callable[[ProductVerdict], object]] = {
        "to": lambda verdict: list(verdict.to),
        "through": lambda verdict: list(verdict.through),
        "by": lambda verdict: verdict.by_date,
    }
    for field, of in found.items():
        name = "with" if field == "through" else field
        for product, wanted in expected.get(field, {}).items():
            check.same((*path, name, product), wanted, of(verdicts[product]) if product in verdicts else "absent")


def _check_warnings(check: _Check, raw: dict[str, Any], decision: Decision) -> None:
    said = {(w.product, w.kind) for outcome in decision.slots for w in outcome.warnings}
    said.update((stale.premise.product, KIND) for stale in stale_premises(decision))
    for field, wanted in (("warnings", True), ("no_warnings", False)):
        for i, warning in enumerate(raw[field]):
            product, kind = warning["product"], warning["kind"]
            if ((product, kind) in said) != wanted:
                message = f"no warning {kind} on {product}; there are {sorted(said)}"
                check.say((field, i), message if wanted else f"a warning {kind} on {product}")


def _check_relations(check: _Check, raw: dict[str, Any], decision: Decision) -> None:
    said = [(c.subject, list(c.to), c.relation) for _, c in fired_relations(decision) if c.kind == "connect"]
    for i, wanted in enumerate(raw["connections"]):
        if (wanted["product"], wanted["to"], wanted["relation"]) not in said:
            message = f"{wanted['product']} does not connect with {wanted['to']} as {wanted['relation']}"
            theirs = [(relation, to) for product, to, relation in said if product == wanted["product"]]
            check.say(("connections", i), f"{message}; there is {theirs or 'nothing'}")
    if not raw["install_after"]:
        return
    steps = {step["product"]: [first["product"] for first in step["after"]] for step in install_order(decision)}
    for product, firsts in raw["install_after"].items():
        for first in firsts:
            if first not in steps.get(product, ()):
                found = f"it waits for {steps[product]}" if product in steps else "it is not to be installed"
                check.say(("install_after", product), f"{product} is not installed after {first}; {found}")


def _check_fired(check: _Check, raw: dict[str, Any], fired: frozenset[str], advisor: Advisor) -> None:
    known = {name for rule in advisor.knowledge.rules.values() for name in (rule.id, rule.template)}
    templates = {advisor.knowledge.rules[id_].template for id_ in fired}
    for field, wanted in (("rules_fired", True), ("rules_not_fired", False)):
        for i, rule in enumerate(raw[field]):
            if rule not in known:
                check.say((field, i), f"there is no rule {rule!r}")
            elif (rule in fired or rule in templates) != wanted:
                check.say((field, i), f"{rule} {'did not fire' if wanted else 'fired'}")
