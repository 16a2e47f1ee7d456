"""Asking the engine about a raw body of knowledge, and putting its answer in the oracle's words."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from datetime import date
from typing import Any

from hypothesis import assume

from engine.explanation.connections import fired_relations
from engine.explanation.document import decision_document
from engine.inference.interpreter import Interpreter
from engine.inference.plan import Plan, make_plan
from engine.inference.port import RuleEngine
from engine.inference.reasoner import Decision, Reasoner
from engine.inference.rete import DurableRules
from engine.knowledge.loader import build_knowledge
from engine.knowledge.problems import KnowledgeError
from engine.knowledge.relations import order_of
from engine.model import STRENGTHS, Knowledge, Leaf
from engine.request import read_request
from tests.engine.files import files_of
from tests.engine.oracle import Findings, Oracle, Said

TODAY = date(2026, 1, 15)
CIRCLES = {"rule-cycle", "override-cycle", "order-cycle"}


def sound_plan(body: dict[str, Any]) -> Plan:
    """The plan of a body that the loader takes. Bodies with a circle are left aside, once the oracle sees it too."""
    try:
        return make_plan(build_knowledge(files_of(body)))
    except KnowledgeError as error:
        codes = {problem.code for problem in error.problems}
        assert codes <= CIRCLES, error
        oracle = Oracle(body)
        sees = {
            "rule-cycle": oracle.rules_in_a_circle,
            "override-cycle": oracle.overrides_in_a_circle,
            "order-cycle": oracle.products_in_a_circle,
        }
        assert all(sees[code]() for code in codes), error
        assume(False)
        raise


def decide(reasoner: Reasoner, request: dict[str, Any]) -> Decision:
    knowledge = reasoner.plan.knowledge
    asked = read_request(request, knowledge, today=TODAY)
    return reasoner.decide(asked.answers, asked.edition, asked.as_of)


def on(engine: RuleEngine, plan: Plan, **options: int) -> closing[Reasoner]:
    """A reasoner to be used in a `with`."""
    return closing(Reasoner(plan, engine, **options))


def durable(plan: Plan, **options: int) -> closing[Reasoner]:
    return on(DurableRules(), plan, **options)


def plain(plan: Plan, **options: int) -> closing[Reasoner]:
    return on(Interpreter(), plan, **options)


def document(decision: Decision, reasoner: Reasoner) -> dict[str, Any]:
    """All that a caller sees, but for the digest: it is over the bytes of the files, whatever their order."""
    return decision_document(decision, reasoner, "id", "en") | {"knowledge": None}


def findings(decision: Decision) -> Findings:
    knowledge, plan = decision.knowledge, decision.plan
    names = [planned.rule.id for planned in plan.rules]
    found = Findings(
        fired={names[number] for number in decision.fired()},
        concerns={name for name in _concerns(knowledge) if _is_held(decision, name)},
        needed={outcome.slot for outcome in decision.slots if outcome.needed},
    )
    for rule, conclusion in fired_relations(decision):
        if conclusion.kind == "connect":
            relation = str(conclusion.relation)
            found.connections.add((rule.id, conclusion.subject, relation, conclusion.to))
        found.before.update(order_of(conclusion))
    for outcome in decision.slots:
        found.verdicts[outcome.slot] = {
            verdict.product: Said(
                verdict=verdict.verdict,
                because=_ids(names, verdict.because),
                contested=verdict.contested,
                ruled_out_by=_ids(names, verdict.ruled_out_by),
                to=frozenset(verdict.to),
                by_date=verdict.by_date,
                defeated={names[defeat.rule]: _ids(names, defeat.by) for defeat in verdict.defeated},
            )
            for verdict in outcome.verdicts
        }
    return found


def _ids(names: list[str], numbers: Iterable[int]) -> frozenset[str]:
    return frozenset(names[number] for number in numbers)


def _concerns(knowledge: Knowledge) -> set[str]:
    return {c.subject for rule in knowledge.rules.values() for c in rule.then if c.kind == "derive"}


def _is_held(decision: Decision, concern: str) -> bool:
    atom = decision.plan.atoms.find(Leaf("concern", concern))
    assert atom is not None
    yes, no = decision.facts.held >> 2 * atom & 1, decision.facts.held >> 2 * atom + 1 & 1
    assert yes != no, f"{concern} is neither so nor not so"
    return bool(yes)


def same(found: Findings, expected: Findings, decision: Decision) -> None:
    """Fails with the first thing in which the engine and the oracle differ."""
    assert found.fired == expected.fired
    assert found.concerns == expected.concerns
    assert found.needed == expected.needed
    assert found.verdicts == expected.verdicts
    assert found.connections == expected.connections
    assert found.before == expected.before
    for outcome in decision.slots:
        for verdict in outcome.verdicts:
            leading = expected.verdicts[outcome.slot][verdict.product].leading
            rules = [decision.plan.rules[number].rule for number in verdict.because]
            ordered = sorted(rules, key=lambda r: (r.id not in leading, -STRENGTHS.index(r.strength), r.id))
            assert rules == ordered
        assert set(outcome.picks) == expected.picks(outcome.slot)
    assert {outcome.slot for outcome in decision.slots if outcome.status == "contested"} == expected.contested()
