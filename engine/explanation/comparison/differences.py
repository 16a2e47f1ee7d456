"""Why a rule has a say in one of two decisions and not in the other, followed back to what differs between them.

The two may differ in answers, edition, day and knowledge. Rules are then compared by their ids, tests by what they ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from engine.dated import attribute_on, end_of_life_known_on
from engine.explanation.comparison.standing import SIDES, Side, Standing
from engine.explanation.conditions import questions_behind
from engine.inference.encoding import IN_USE, WORKS_WELL
from engine.inference.literals import DERIVED_KINDS, bits
from engine.inference.profile import Answer
from engine.inference.reasoner import Decision
from engine.model import Leaf, Rule

# What two decisions can differ in. `slot`: what a slot makes of other products; `rule`: the rule itself.
Kind = Literal["edition", "day", "answer", "catalog", "slot", "rule"]
KINDS: tuple[Kind, ...] = ("edition", "day", "answer", "catalog", "slot", "rule")

# Its condition holds on one side alone; it is set aside on the other; the other knowledge has no such rule, or one of
# that name with another condition, other conclusions, another strength or other overrides.
How = Literal["condition", "set-aside", "unknown", "rewritten"]
HOWS: tuple[How, ...] = ("condition", "set-aside", "unknown", "rewritten")

END_OF_LIFE = "end_of_life"
_DECISIVE = ("when", "then", "strength", "overrides")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is otherwise on the two sides.

    `subject`: a question (`attribute`: the product, where only what is said of one matters), a product of the catalog
    (with the `attribute` of it), a slot with its picks, or a rule (with the fields that were rewritten, None for a rule
    that is on one side alone); empty for the edition and the day on which facts are read. `before` and `after`: the
    values as the engine has them, None where there is none.
    """

    kind: Kind
    subject: str
    attribute: str | None
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Cause:
    """A rule that has a say on `side` alone.

    `tests`: those of its condition that hold on this side alone, each with whether it is meant to hold; `set_aside_by`:
    the rules that see to it on the other side. `differences`: what both come from in the end.
    """

    rule: str
    side: Side
    how: How
    tests: tuple[tuple[Leaf, bool], ...] = ()
    set_aside_by: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()


class Causes:
    """Follows back what differs between two decisions. `sides`: before, after."""

    def __init__(self, before: Decision, after: Decision) -> None:
        self.sides = (Standing("before", before), Standing("after", after))
        self._known: dict[tuple[str, Side, str, str], Cause | None] = {}
        self._following: set[tuple[str, Side, str, str]] = set()

    def of_need(self, slot: str) -> tuple[Cause, ...]:
        """The rules behind a slot that is needed on one side alone."""
        outcomes = [side.outcome(slot) for side in self.sides]
        if len({bool(outcome and outcome.needed) for outcome in outcomes}) == 1:
            return ()
        return self._of_rules(slot, "", [outcome.needed_because if outcome else () for outcome in outcomes])

    def of_verdict(self, slot: str, product: str) -> tuple[Cause, ...]:
        """The rules that have a say in the verdict on one side alone."""
        verdicts = [side.verdict(slot, product) for side in self.sides]
        return self._of_rules(slot, product, [verdict.because if verdict else () for verdict in verdicts])

    def facts_of_verdict(self, slot: str, product: str) -> tuple[Difference, ...]:
        """What a verdict reads besides rules and is otherwise: the stack, the end of support, the slot's picks."""
        before, after = (side.verdict(slot, product) for side in self.sides)
        found: list[Difference] = []
        if slot in self._homes(product) and len({side.uses(product) for side in self.sides}) > 1:
            found.extend(self._about(product, (IN_USE, WORKS_WELL)))
        if (before and before.by_date) != (after and after.by_date):
            found.extend(self.facts_of_product(product, END_OF_LIFE))
        if before and after and before.verdict == after.verdict and before.to != after.to:
            picks = [outcome.picks if (outcome := side.outcome(slot)) else () for side in self.sides]
            found.append(Difference("slot", slot, None, *picks))
        return ordered(found)

    def facts_of_product(self, product: str, attribute: str) -> tuple[Difference, ...]:
        """A fact of the catalog, END_OF_LIFE among them, that is otherwise on the day of the other side."""
        values = [self._fact(side, product, attribute) for side in self.sides]
        return (Difference("catalog", product, attribute, *values),) if values[0] != values[1] else ()

    def of_rule(self, rule: str, side: Side, slot: str = "", product: str = "") -> Cause | None:
        """Why a rule that has a say on a side has none on the other; None where it does have one."""
        key = (rule, side, slot, product)
        if key not in self._known:
            if key in self._following:  # rules that set each other aside, each on one side
                return None
            self._following.add(key)
            self._known[key] = self._cause(*key)
            self._following.discard(key)
        return self._known[key]

    def between_requests(self) -> tuple[Difference, ...]:
        """Edition, day and answers that differ."""
        before, after = (side.decision for side in self.sides)
        questions = dict.fromkeys((*before.knowledge.questions, *after.knowledge.questions))
        return ordered([*self._edition(), *self._day(), *self._answers(questions)])

    def _homes(self, product: str) -> set[str | None]:
        catalogs = [side.decision.knowledge.products for side in self.sides]
        return {products[product].home for products in catalogs if product in products}

    # --- rules ------------------------------------------------------------------------------------------------

    def _of_rules(self, slot: str, product: str, numbers: list[tuple[int, ...]]) -> tuple[Cause, ...]:
        """The causes among the rules that stand on each side, those of `after` first."""
        ids = [side.ids(standing) for side, standing in zip(self.sides, numbers, strict=True)]
        found = []
        for here in (1, 0):
            for rule in ids[here]:
                otherwise = rule not in ids[1 - here] or (here and self._rewritten(rule))
                cause = self.of_rule(rule, SIDES[here], slot, product) if otherwise else None
                if cause is not None:
                    found.append(cause)
        return tuple(found)

    def _cause(self, rule: str, side: Side, slot: str, product: str) -> Cause | None:
        here, there = self.sides if side == "before" else self.sides[::-1]
        if rule not in there.rules:
            values = (True, None) if side == "before" else (None, True)
            return Cause(rule, side, "unknown", differences=(Difference("rule", rule, None, *values),))
        fields = self._rewritten(rule)
        if fields:
            return Cause(rule, side, "rewritten", differences=(Difference("rule", rule, fields, True, True),))
        if not there.fires(rule):
            tests = tuple(_tests_of_one_side(here, there, rule))
            roots = ordered(root for leaf, _ in tests for root in self._behind(leaf))
            return Cause(rule, side, "condition", tests=tests, differences=roots)
        by = there.silencers(rule, slot, product or None)
        if not by:
            return None
        causes = [self.of_rule(other, there.name, slot, product) for other in by]
        roots = ordered(root for cause in causes if cause for root in cause.differences)
        return Cause(rule, side, "set-aside", set_aside_by=by, differences=roots)

    def _rewritten(self, rule: str) -> str | None:
        """The decisive fields in which the rules of that name differ, with commas between them."""
        before, after = (side.rules.get(rule) for side in self.sides)
        if before is None or after is None or before.rule is after.rule:
            return None
        return ", ".join(name for name in _DECISIVE if _field(before.rule, name) != _field(after.rule, name)) or None

    # --- what tests rest on -----------------------------------------------------------------------------------

    def _behind(self, leaf: Leaf) -> Iterator[Difference]:
        """What differs in what a test looks at."""
        if leaf.kind in DERIVED_KINDS:
            for cause in self._causes_behind(leaf):
                yield from cause.differences
            if leaf.kind in ("picks", "verdict"):
                yield from self.facts_of_verdict(leaf.subject, leaf.about or "")
        elif leaf.kind in ("on_or_after", "before"):
            yield from self._day()
        elif leaf.kind.startswith("edition"):
            yield from self._edition()
        elif leaf.kind == "attribute":
            yield from self.facts_of_product(leaf.subject, leaf.about or "")
        else:
            asked = questions_behind(leaf)
            answers = self._answers(asked) if leaf.kind == "question" else self._about(leaf.subject, asked)
            # A release's support is asked of a version that may be the same, on another day.
            yield from answers or self._day()

    def _causes_behind(self, leaf: Leaf) -> Iterator[Cause]:
        if leaf.kind == "concern":
            rules = dict.fromkeys(rule for side in self.sides for rule in side.deriving.get(leaf.subject, ()))
            for rule in rules:
                firing = [side for side in self.sides if side.fires(rule)]
                cause = self.of_rule(rule, firing[0].name) if len(firing) == 1 else None
                if cause is not None:
                    yield cause
            return
        yield from self.of_need(leaf.subject)
        if leaf.kind != "needed":
            yield from self.of_verdict(leaf.subject, leaf.about or "")

    def _edition(self) -> Iterator[Difference]:
        before, after = (side.decision.edition for side in self.sides)
        if before != after:
            yield Difference("edition", "", None, before, after)

    def _day(self) -> list[Difference]:
        before, after = (side.decision.read_on for side in self.sides)
        return [Difference("day", "", None, before, after)] if before != after else []

    def _answers(self, questions: Iterable[str]) -> list[Difference]:
        before, after = (side.decision.answers for side in self.sides)
        differing = [id_ for id_ in questions if before.get(id_) != after.get(id_)]
        return [Difference("answer", id_, None, before.get(id_), after.get(id_)) for id_ in differing]

    def _about(self, product: str, questions: Iterable[str]) -> list[Difference]:
        """What answers that list products say of one: yes, no, its version, or None where they were not given."""
        found = []
        for id_ in questions:
            before, after = (_said_of(product, side.decision.answers.get(id_)) for side in self.sides)
            if before != after:
                found.append(Difference("answer", id_, product, before, after))
        return found

    def _fact(self, side: Standing, product: str, attribute: str) -> Any:
        knowledge, day = side.decision.knowledge, side.decision.read_on
        known = knowledge.products.get(product)
        if known is None:
            return None
        if attribute == END_OF_LIFE:
            return end_of_life_known_on(known, day)
        return attribute_on(knowledge, known, attribute, day)


def _tests_of_one_side(here: Standing, there: Standing, rule: str) -> Iterator[tuple[Leaf, bool]]:
    """What the rule rests on here and does not hold there."""
    planned = here.rules[rule]
    leaves = here.decision.plan.atoms.leaves
    for literal in bits(planned.masks[here.fired[planned.number]]) if planned.masks else ():
        leaf, wanted = leaves[literal >> 1], not literal & 1
        if not there.holds(leaf, wanted):
            yield leaf, wanted


def _said_of(product: str, answer: Answer | None) -> bool | str | None:
    if not isinstance(answer, tuple):
        return answer if answer is None else str(answer)
    versions = [member for member in answer if isinstance(member, tuple) and member[0] == product]
    return versions[0][1] if versions else product in answer


def _field(rule: Rule, name: str) -> object:
    value = getattr(rule, name)
    return tuple(sorted(value)) if name == "overrides" else value


def ordered(found: Iterable[Difference]) -> tuple[Difference, ...]:
    """Each once, by kind and subject."""
    return tuple(sorted(set(found), key=lambda one: (KINDS.index(one.kind), one.subject, one.attribute or "")))
