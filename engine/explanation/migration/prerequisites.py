"""What has to be there before a product: by the rules of order and the connections that fired, and by its verdicts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from engine.explanation.migration.order import WaitHow
from engine.inference.reasoner import Decision
from engine.knowledge.relations import order_of
from engine.model import Conclusion, Rule


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """What comes before `product`. `required`: it cannot do without; else a rule of order says so, or what brings it
    along, of products that are both there. `there`: it is in use or built in.
    """

    product: str
    needs: str
    how: WaitHow
    rule: str
    required: bool
    there: bool


def prerequisites(
    decision: Decision, relations: Iterable[tuple[Rule, Conclusion]], there: Collection[str]
) -> dict[str, list[Prerequisite]]:
    """By product. `relations`: those that fired; `there`: what is in use or built in."""
    found: dict[str, list[Prerequisite]] = {}
    for product, first, how, rule, required in (*_by_relations(relations), *_by_verdicts(decision)):
        found.setdefault(product, []).append(Prerequisite(product, first, how, rule, required, first in there))
    return found


# A product, what comes before it, who says so, and whether it cannot do without.
_Said = tuple[str, str, WaitHow, str, bool]


def _by_relations(relations: Iterable[tuple[Rule, Conclusion]]) -> Iterator[_Said]:
    for rule, conclusion in relations:
        for product, first in order_of(conclusion):
            how: WaitHow = "rule" if conclusion.kind == "install" else "connection"
            yield product, first, how, rule.id, conclusion.relation == "needs"


def _by_verdicts(decision: Decision) -> Iterator[_Said]:
    """What picks come with."""
    for outcome in decision.slots:
        for verdict in outcome.verdicts:
            for number in verdict.because if verdict.through and verdict.product in outcome.picks else ():
                rule = decision.plan.rules[number].rule
                for conclusion in rule.then:
                    if (conclusion.subject, conclusion.slot) == (verdict.product, outcome.slot):
                        yield from ((verdict.product, first, "with", rule.id, True) for first in conclusion.through)
