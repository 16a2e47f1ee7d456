"""The order of installing what a decision picks: after the rules that fired, and where these leave it open, as the
architecture has it."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from typing import Any

from engine.explanation.connections import fired_relations
from engine.inference.encoding import IN_USE, WORKS_WELL, versions_in_use
from engine.inference.profile import members_of
from engine.inference.reasoner import Decision
from engine.knowledge.relations import order_of
from engine.model import Rule

BUILT_IN = "platform.built_in"

# By product, what comes before it and the rules that say so. Products that wait for nothing are not in it.
_Before = dict[str, dict[str, set[str]]]


def install_order(decision: Decision) -> list[dict[str, Any]]:
    """What is still to be installed, each after what it waits for."""
    slots = missing(decision)
    before = _before(decision, slots)
    order = _sorted(list(slots), before)
    place = {product: number for number, product in enumerate(order)}
    products = decision.knowledge.products
    return [
        {
            "product": product,
            "name": products[product].name,
            "slot": slots[product],
            "after": _after(before[product], place) if product in before else [],
        }
        for product in order
    ]


def _after(firsts: Mapping[str, set[str]], place: Mapping[str, int]) -> list[dict[str, str]]:
    ordered = sorted(firsts, key=place.__getitem__)
    return [{"product": first, "rule": rule} for first in ordered for rule in sorted(firsts[first])]


def missing(decision: Decision) -> dict[str, str]:
    """The picks that are not there already, each with its first slot, as the architecture has them: neither in use, in
    some version or other, nor built in, nor such as are to be kept, whatever it is that tells of them.
    """
    there = kept(decision).union(versions_in_use(decision.answers))
    for question in (IN_USE, WORKS_WELL, BUILT_IN):
        there.update(members_of(decision.answers.get(question, ())))
    found: dict[str, str] = {}
    for outcome in decision.slots:
        for product in outcome.picks:
            if product not in there:
                found.setdefault(product, outcome.slot)
    return found


def kept(decision: Decision) -> set[str]:
    """The picks that some slot keeps."""
    return {
        verdict.product
        for outcome in decision.slots
        for verdict in outcome.verdicts
        if verdict.verdict == "keep" and verdict.product in outcome.picks
    }


def _before(decision: Decision, products: Mapping[str, str]) -> _Before:
    """What rules of order say of these products, and what their verdicts come with, as far as that fits in.

    Products that come with each other, or with what a rule puts after them, come together: that is no order.
    """
    found: _Before = {}
    for rule, conclusion in fired_relations(decision):
        for product, first in order_of(conclusion):
            if product in products and first in products:
                _add(found, product, first, rule.id)
    accompanied = [said for said in _accompanied(decision) if said[0] in products and said[1] in products]
    together = {product: {first: set(rules) for first, rules in firsts.items()} for product, firsts in found.items()}
    for said in accompanied:
        _add(together, *said)
    for product, first, rule_id in accompanied:
        if not _leads(first, product, together):
            _add(found, product, first, rule_id)
    return found


def _add(before: _Before, product: str, first: str, rule: str) -> None:
    before.setdefault(product, {}).setdefault(first, set()).add(rule)


def _accompanied(decision: Decision) -> Iterator[tuple[str, str, str]]:
    """Each pick with what it comes with, and a rule that says so."""
    for outcome in decision.slots:
        for verdict in outcome.verdicts:
            if verdict.through and verdict.product in outcome.picks:
                for number in verdict.because:
                    yield from _companions(decision.plan.rules[number].rule, verdict.product, outcome.slot)


def _companions(rule: Rule, product: str, slot: str) -> Iterator[tuple[str, str, str]]:
    for conclusion in rule.then:
        if conclusion.subject == product and conclusion.slot == slot:
            for other in conclusion.through:
                yield product, other, rule.id


def _leads(start: str, end: str, before: _Before) -> bool:
    """Does `start` wait for `end`, over whatever is between them? A product waits for itself."""
    seen, waiting = {start}, [start]
    while waiting:
        product = waiting.pop()
        if product == end:
            return True
        firsts = before.get(product, {}).keys() - seen
        seen |= firsts
        waiting.extend(firsts)
    return False


def _sorted(products: list[str], before: _Before) -> list[str]:
    """Each after what it waits for; of those that could be next, the one that comes first in `products`."""
    place = {product: number for number, product in enumerate(products)}
    left = {product: len(firsts) for product, firsts in before.items()}
    after: dict[str, list[str]] = {}
    for product, firsts in before.items():
        for first in firsts:
            after.setdefault(first, []).append(product)
    ready = [number for number, product in enumerate(products) if product not in left]
    order = []
    while ready:
        product = products[heapq.heappop(ready)]
        order.append(product)
        for waiting in after.get(product, ()):
            left[waiting] -= 1
            if not left[waiting]:
                heapq.heappush(ready, place[waiting])
    return order
