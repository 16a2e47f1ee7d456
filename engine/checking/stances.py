"""Of which kind an argument against a product is, told from the tests in its proof and never from its words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from engine.checking.kinds import Kind
from engine.explanation.trace import Firings, Matched
from engine.inference.reasoner import Decision
from engine.inference.verdicts import ProductVerdict
from engine.model import STANCES_AGAINST, Conclusion, Leaf, Rule

_LICENCE = ("licence", "licence_class", "osi_approved")
_EDITION = ("edition", "edition_from", "edition_until")
_OWN_USE = ("in_use", "works_well", "built_in")


class Stances:
    """The arguments of one decision."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision

    @cached_property
    def firings(self) -> Firings:
        return Firings(self.decision)

    def rule(self, number: int) -> Rule:
        return self.decision.plan.rules[number].rule

    def kinds_of(self, verdict: ProductVerdict, slot: str) -> dict[Kind, tuple[str, ...]]:
        """Of a verdict against a product: the kinds of what stands against it, each with its rules, strongest first."""
        found: dict[Kind, list[str]] = {}
        for number in verdict.because:
            rule = self.rule(number)
            said = against(rule, verdict.product, slot)
            if said is not None:
                found.setdefault(self._kind(rule, said, verdict), []).append(rule.id)
        return {kind: tuple(rules) for kind, rules in found.items()}

    def left_by_the_edition(self, verdict: ProductVerdict, slot: str) -> tuple[str, ...]:
        """The rules by which the edition dropped a product, and which others set aside."""
        return tuple(
            self.rule(defeat.rule).id
            for defeat in verdict.defeated
            if self._is_of_the_edition(self.rule(defeat.rule), verdict.product, slot)
        )

    def tests_release(self, rule: str, product: str) -> bool:
        """Does it rest on the support of the release in use?"""
        return any(_is_release(one.leaf, product) for one in self.tests(rule))

    def _kind(self, rule: Rule, said: Conclusion, verdict: ProductVerdict) -> Kind:
        tests = self.tests(rule.id)
        product = said.subject
        if self._is_licence(rule, said):
            return "licence"
        if said.by == "end-of-life" or any(_is_support(one.leaf, product) for one in tests):
            return "end-of-life"
        if any(_asks_profile(one, product) for one in tests):
            return self._of_the_profile(rule, said, verdict)
        if any(one.leaf.kind in _EDITION or one.leaf.about == "cncf_level" for one in tests):
            return "dropped"
        return "superseded" if said.to else "dropped"

    def _of_the_profile(self, rule: Rule, said: Conclusion, verdict: ProductVerdict) -> Kind:
        """What the answers speak against. Where it only says more of what the edition dropped anyway, it is that."""
        if rule.strength == "constraint":
            return "incompatible"
        replaced = [self.rule(defeat.rule) for defeat in verdict.defeated if self._number(rule) in defeat.by]
        if any(self._is_of_the_edition(one, said.subject, said.slot or "") for one in replaced):
            return "dropped"
        return "superseded" if said.to else "incompatible"

    def _number(self, rule: Rule) -> int:
        return self.firings[rule.id].planned.number

    def _is_of_the_edition(self, rule: Rule, product: str, slot: str) -> bool:
        if against(rule, product, slot) is None:
            return False
        tests = self.tests(rule.id)
        of_the_edition = any(one.leaf.kind in _EDITION for one in tests)
        return of_the_edition and not any(_asks_profile(one, product) for one in tests)

    def _is_licence(self, rule: Rule, said: Conclusion) -> bool:
        tests = self.tests(rule.id)
        if any(_is_licence(one.leaf, said.subject) for one in tests):
            return True
        asked = {one.leaf.subject for one in tests if one.leaf.kind == "question"}
        plain = all(one.leaf.kind == "question" for one in tests)
        return bool(asked) and plain and said.kind == "rule_out" and asked <= self.licence_questions

    @cached_property
    def licence_questions(self) -> frozenset[str]:
        """What is asked about licences: the questions beside which a rule that fired tests a licence and nothing else,
        to rule out the product that has it.
        """
        found: set[str] = set()
        for planned in self.firings.planned():
            ruled_out = {c.subject for c in planned.rule.then if c.kind == "rule_out"}
            leaves = [one.leaf for one in self.tests(planned.rule.id)] if ruled_out else []
            licences = [leaf for leaf in leaves if any(_is_licence(leaf, product) for product in ruled_out)]
            questions = [leaf for leaf in leaves if leaf.kind == "question"]
            if licences and len(licences) + len(questions) == len(leaves):
                found.update(leaf.subject for leaf in questions)
        return frozenset(found)

    def tests(self, rule: str) -> tuple[Matched, ...]:
        """What a firing rests on, with what is behind its concerns in their place."""
        return tuple(self._tests(rule, set()))

    def _tests(self, rule: str, seen: set[str]) -> Iterator[Matched]:
        firing = self.firings.get(rule)
        if firing is None or rule in seen:
            return
        seen.add(rule)
        for matched in firing.matched:
            if matched.kind == "concern" and matched.firings:
                for behind in matched.firings:
                    yield from self._tests(behind, seen)
            else:
                yield matched


def against(rule: Rule, product: str, slot: str) -> Conclusion | None:
    """What a rule says against a product in a slot."""
    return next((c for c in rule.then if c.subject == product and c.slot == slot and c.kind in STANCES_AGAINST), None)


def _is_licence(leaf: Leaf, product: str) -> bool:
    return leaf.kind == "attribute" and leaf.about in _LICENCE and leaf.subject == product


def _is_support(leaf: Leaf, product: str) -> bool:
    return (leaf.kind == "attribute" and leaf.about == "support" and leaf.subject == product) or _is_release(
        leaf, product
    )


def _is_release(leaf: Leaf, product: str) -> bool:
    return leaf.kind == "version_of" and leaf.operator == "support" and leaf.subject == product


def _asks_profile(one: Matched, product: str) -> bool:
    """An answer, or what follows from answers elsewhere. That the product itself is in use says nothing against it,
    nor does what was not answered.
    """
    leaf = one.leaf
    if leaf.kind in _OWN_USE:
        return leaf.subject != product
    if leaf.kind == "question":
        return leaf.operator != "known" and not (leaf.operator == "includes" and leaf.value == product)
    return leaf.kind in ("version_of", "needed", "picks", "verdict")
