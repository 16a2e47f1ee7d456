"""What a verdict on a product in a slot rests on, read from the trace of the decision and from nothing else.

    held = grounds(decision, "tracing", "jaeger")
    held.digest                      # "sha256:…", to be kept beside whatever was granted on these grounds
    differences(held, grounds(later, "tracing", "jaeger"))   # empty: they are the same

The grounds are
- **rules**: those that gave the verdict, those that set aside what spoke otherwise of the product, those that warn of
  it in the slot, and all that these chain from. Of each its condition, conclusions, strength, cited claims, and the
  overrides as they are written. Not the sentence that gives its reason: that is told, and decides nothing, so that a
  better wording or translation reopens nothing, while another condition always does.
- **claims** that these rules cite: kind, category, products, validity and words. Not notes, nor where they stand.
- **tests** that these rules made of the profile, the day, the edition and of what other rules came to, as they matched:
  "at least 100 nodes", not "150 nodes"; "Jaeger is in use", not all that is. An answer that changes and still passes
  the same test is the same ground. A rule with alternatives rests on the one by which it fired.
- **facts** of the catalog that these tests read, by their values on the day of the decision: the licence in force, the
  CNCF level, support; the end of support of the product itself wherever the verdict is against it; and premises of
  sources that have changed since.
- **what is said** of the product. Avoid and migrate are one: a product that is taken into use on the strength of a
  waiver turns the one into the other, and that alone is no new objection.

Not among them: rules whose arguments were set aside, other products, where a migration leads to, and the day itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from engine.explanation.grounds.content import claim_content, digest_of, rule_content
from engine.explanation.grounds.facts import Fact, GroundTest, fact_of_end, facts_behind, stale_facts, tested
from engine.explanation.trace import Firing, firings
from engine.inference.reasoner import Decision
from engine.inference.resolution import ProductVerdict, SlotOutcome
from engine.model import STANCES, STANCES_AGAINST, Text

AGAINST = "against"
_SAYS = {"avoid": AGAINST, "migrate": AGAINST}

# What a rule does for a verdict: gives it, sets aside what spoke otherwise, warns of the product; or one of these
# chains from it.
Part = Literal["gives", "sets-aside", "warns", "supports"]
PARTS: tuple[Part, ...] = ("gives", "sets-aside", "warns", "supports")


@dataclass(frozen=True, slots=True)
class GroundRule:
    """A rule behind a verdict, as it was. `content`: plain data, by the names of a rule's fields."""

    id: str
    part: Part
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GroundClaim:
    """A claim behind a verdict. `digest`: over its content."""

    id: str
    digest: str
    text: Text


@dataclass(frozen=True)
class Grounds:
    """What a verdict rests on. Each tuple is in the order of ids, so that equal grounds are equal values.

    `verdict` is None where nothing is said of the product. `tests` carry values and texts for those who read them,
    which the digest leaves out.
    """

    slot: str
    product: str
    verdict: str | None
    rules: tuple[GroundRule, ...]
    claims: tuple[GroundClaim, ...]
    tests: tuple[GroundTest, ...]
    facts: tuple[Fact, ...]

    @property
    def says(self) -> str | None:
        """The verdict, as far as it is part of the grounds."""
        return _SAYS.get(self.verdict or "", self.verdict)

    @property
    def warned_by(self) -> tuple[str, ...]:
        return tuple(rule.id for rule in self.rules if rule.part == "warns")

    @property
    def objects(self) -> bool:
        """Is there anything that a waiver could be asked for: a verdict short of adopt and keep, or a warning?"""
        return self.verdict not in (None, "adopt", "keep") or bool(self.warned_by)

    @cached_property
    def digest(self) -> str:
        """`sha256:…` over all that is part of the grounds: anyone can recompute it from their document."""
        return digest_of(
            {
                "slot": self.slot,
                "product": self.product,
                "says": self.says,
                "rules": {rule.id: dict(rule.content) for rule in self.rules},
                "claims": {claim.id: claim.digest for claim in self.claims},
                "tests": [one.data for one in self.tests],
                "facts": {one.key: one.value for one in self.facts},
            }
        )


def grounds(decision: Decision, slot: str, product: str) -> Grounds:
    """Raises KeyError for a slot or product that the knowledge of the decision has not."""
    outcome = _outcome(decision, slot)
    if product not in decision.knowledge.products:
        raise KeyError(product)
    verdict = next((one for one in outcome.verdicts if one.product == product), None)
    gathering = _Gathering(decision, firings(decision))
    for part, numbers in _speaking(outcome, verdict, product, decision):
        gathering.add(part, (decision.plan.rules[number].rule.id for number in numbers))
    against = verdict is not None and verdict.verdict in _SAYS
    return gathering.grounds(slot, product, verdict.verdict if verdict else None, with_end=against)


def nothing(slot: str, product: str) -> Grounds:
    """What there is to be said where the knowledge has no such slot or product."""
    return Grounds(slot, product, None, (), (), (), ())


def _outcome(decision: Decision, slot: str) -> SlotOutcome:
    found = next((outcome for outcome in decision.slots if outcome.slot == slot), None)
    if found is None:
        raise KeyError(slot)
    return found


def _speaking(
    outcome: SlotOutcome, verdict: ProductVerdict | None, product: str, decision: Decision
) -> Iterator[tuple[Part, Iterable[int]]]:
    """Numbers of rules. What was set aside and says the same as the verdict needs no one to set it aside."""
    defeated = verdict.defeated if verdict else ()
    if verdict is None:
        passed_over = next((one for one in outcome.passed_over if one.product == product), None)
        defeated = passed_over.defeated if passed_over else ()
    yield "gives", verdict.because if verdict else ()
    against = verdict is not None and verdict.verdict in _SAYS
    for defeat in defeated:
        stances = {
            conclusion.kind in STANCES_AGAINST
            for conclusion in decision.plan.rules[defeat.rule].rule.then
            if conclusion.kind in STANCES and conclusion.subject == product and conclusion.slot == outcome.slot
        }
        if verdict is None or (not against) in stances:
            yield "sets-aside", defeat.by
    yield "warns", [warning.rule for warning in outcome.warnings if warning.product == product]


@dataclass(slots=True)
class _Gathering:
    """Follows rules back to what they rest on."""

    decision: Decision
    fired: Mapping[str, Firing]
    rules: dict[str, GroundRule] = field(default_factory=dict)
    tests: dict[str, GroundTest] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)

    def add(self, part: Part, rules: Iterable[str]) -> None:
        waiting = [(part, rule) for rule in rules]
        while waiting:
            part, id_ = waiting.pop(0)
            if id_ in self.rules:
                continue
            firing = self.fired[id_]
            self.rules[id_] = GroundRule(id_, part, rule_content(firing.planned.rule))
            for matched in firing.matched:
                if matched.kind != "catalog":
                    one = tested(matched, self.decision)
                    self.tests[json.dumps(one.data, sort_keys=True)] = one
                self.facts.update((fact.key, fact) for fact in facts_behind(matched.leaf, self.decision))
                waiting.extend(("supports", other) for other in matched.firings)

    def grounds(self, slot: str, product: str, verdict: str | None, *, with_end: bool) -> Grounds:
        knowledge = self.decision.knowledge
        rules = [self.fired[id_].planned.rule for id_ in self.rules]
        named = {conclusion.subject for rule in rules for conclusion in rule.then if _reads_an_end(conclusion)}
        for id_ in sorted({*named, *([product] if with_end else [])}):
            fact = fact_of_end(id_, self.decision)
            self.facts[fact.key] = fact
        self.facts.update((fact.key, fact) for fact in stale_facts(self.rules, self.decision))
        cited = sorted({id_ for rule in rules for id_ in rule.cites if id_ in knowledge.claims})
        claims = [knowledge.claims[id_] for id_ in cited]
        return Grounds(
            slot=slot,
            product=product,
            verdict=verdict,
            rules=tuple(self.rules[id_] for id_ in sorted(self.rules)),
            claims=tuple(GroundClaim(one.id, digest_of(claim_content(one)), one.text) for one in claims),
            tests=tuple(self.tests[key] for key in sorted(self.tests)),
            facts=tuple(self.facts[key] for key in sorted(self.facts)),
        )


def _reads_an_end(conclusion: Any) -> bool:
    return "end-of-life" in (conclusion.by, conclusion.date)
