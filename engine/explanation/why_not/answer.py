"""Why a product is not a pick of a slot: what is against it, what the rules for it lacked, what would bring it in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.explanation.conditions import condition_outcome
from engine.explanation.why_not.counterfactuals import Counterfactuals, counterfactuals, standing_of
from engine.inference.literals import DERIVED_KINDS, bits, mask_of, positive
from engine.inference.plan import SlotPlan
from engine.inference.reasoner import Decision
from engine.inference.resolution import ProductVerdict, SlotOutcome
from engine.inference.verdicts import speaking
from engine.model import PICKED, STANCES_AGAINST, STANCES_FOR, Condition, Leaf, Not, Rule
from engine.satisfiability.cone import cone_of


@dataclass(frozen=True, slots=True)
class Said:
    """A rule whose argument on the product stands, with its stances on it."""

    rule: Rule
    stances: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lacking:
    """A rule that would favour the product and did not count. `gives`: its stances, or "need".

    It did not fire, or it did and was set aside by others. `reachable`: changed answers could make it fire, as far as
    edition, day, catalog and what is held have a say. Of one that did not fire: `yields_to` are the rules that would
    set it aside as things are, `bound_by` the constraints that stand against all that it says of the product.
    """

    rule: Rule
    gives: tuple[str, ...]
    fired: bool
    set_aside_by: tuple[str, ...]
    reachable: bool
    yields_to: tuple[str, ...]
    bound_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """A derived fact that keeps rules from firing by being so (`wanted` is False) or by not being so.

    `rules`: those that would make it so, each with whether it fired.
    """

    leaf: Leaf
    wanted: bool
    rules: tuple[tuple[Rule, bool], ...]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """`against` and `in_favour`: the rules whose arguments stand. `need`: those that ask for the slot, or say no to it.

    `slots`: all that the product may fill. `behind`: what is to be known of derived facts, each once.
    """

    decision: Decision
    outcome: SlotOutcome
    product: str
    slots: tuple[str, ...]
    verdict: ProductVerdict | None
    against: tuple[Said, ...]
    in_favour: tuple[Said, ...]
    lacking: tuple[Lacking, ...]
    behind: tuple[Behind, ...]
    changes: Counterfactuals

    @property
    def picked(self) -> bool:
        return self.product in self.outcome.picks

    @property
    def gave_way(self) -> tuple[Lacking, ...]:
        """The rules that would have made it a pick, and that others set aside."""
        return tuple(one for one in self.lacking if one.fired and not PICKED.isdisjoint(one.gives))


def why_not(decision: Decision, slot: str, product: str, held: tuple[str, ...]) -> WhyNot:
    """`slot`: one that the product may fill. `held`: the questions whose answers are not to change."""
    outcome = decision.slot(slot)
    picked = product in outcome.picks
    hearing = _Hearing(decision, outcome, product, held)
    lacking = () if picked else hearing.lacking()
    return WhyNot(
        decision=decision,
        outcome=outcome,
        product=product,
        slots=decision.knowledge.products[product].slots,
        verdict=hearing.verdict,
        against=hearing.standing(STANCES_AGAINST),
        in_favour=hearing.standing(STANCES_FOR),
        lacking=lacking,
        behind=hearing.behind(lacking),
        changes=counterfactuals(decision, slot, product, held),
    )


class _Hearing:
    """What the rules of one slot have to say of one product."""

    def __init__(self, decision: Decision, outcome: SlotOutcome, product: str, held: tuple[str, ...]) -> None:
        self.decision, self.outcome, self.product = decision, outcome, product
        self.fired = decision.fired()
        self.plan: SlotPlan = decision.plan.slots[outcome.slot]
        may_hold = standing_of(decision, held).may_hold
        self.reachable = cone_of(decision.plan, outcome.slot, product, may_hold).rules
        self.verdict = next((one for one in outcome.verdicts if one.product == product), None)
        now, defeats = speaking(self.plan, self.plan.local(mask_of(self.fired)))
        self.now = now
        self.speak = {self.plan.rules[i].number for i in bits(now)}
        self.defeats = {self.plan.rules[i].number: tuple(self._ids(by)) for i, by in defeats.items()}
        if self.verdict is not None:
            rules = decision.plan.rules
            for defeat in self.verdict.defeated:
                self.defeats[defeat.rule] = tuple(rules[number].rule.id for number in defeat.by)

    def _ids(self, indices: int) -> Iterator[str]:
        yield from (self.plan.rules[i].rule.id for i in bits(indices))

    def standing(self, stances: tuple[str, ...]) -> tuple[Said, ...]:
        """The rules with one of these stances on the product that nothing sets aside.

        In the order of the verdict's reasons; the strongest first where there is no verdict, as no slot is needed.
        """
        told = {number: place for place, number in enumerate(self.verdict.because)} if self.verdict else {}

        def place(index: int) -> tuple[int, int]:
            return told.get(self.plan.rules[index].number, len(told)), self.plan.strength_order[index]

        said = self._speaking_of(stances)
        heard = ((self.plan.rules[i], tuple(dict.fromkeys(said[i]))) for i in sorted(said, key=place))
        return tuple(
            Said(one.rule, given) for one, given in heard if one.number in self.speak and one.number not in self.defeats
        )

    def _speaking_of(self, stances: tuple[str, ...]) -> dict[int, list[str]]:
        """By index the rules with one of these stances on the product, and which."""
        found: dict[int, list[str]] = {}
        for arguments in self.plan.arguments:
            if arguments.product == self.product:
                for i, _, conclusion in arguments.said:
                    if conclusion.kind in stances:
                        found.setdefault(i, []).append(conclusion.kind)
        return found

    def lacking(self) -> tuple[Lacking, ...]:
        """Those for the product, and those that ask for the slot where it is not needed; those out of reach last."""
        gives = self._speaking_of(STANCES_FOR)
        binding = self.binding()
        asking = [] if self.outcome.needed else bits(self.plan.asking)
        for i in asking:
            gives.setdefault(i, []).insert(0, "need")
        found = []
        for i, given in gives.items():
            planned = self.plan.rules[i]
            fired = planned.number in self.fired
            if not fired or planned.number in self.defeats:
                by = self.defeats.get(planned.number, ())
                reachable = fired or planned.number in self.reachable
                yields_to = () if fired else tuple(self._ids(self.plan.overriders[i] & self.now))
                bound = not fired and planned.rule.strength != "constraint" and given != ["need"]
                found.append(
                    Lacking(
                        rule=planned.rule,
                        gives=tuple(dict.fromkeys(given)),
                        fired=fired,
                        set_aside_by=by,
                        reachable=reachable,
                        yields_to=yields_to,
                        bound_by=tuple(one for one in binding if one not in yields_to) if bound else (),
                    )
                )
        found.sort(key=lambda one: (not one.reachable, "need" not in one.gives, one.rule.id))
        return tuple(found)

    def binding(self) -> tuple[str, ...]:
        """The constraints against the product that speak: what is no constraint cannot win against them."""
        return tuple(one.rule.id for one in self.standing(STANCES_AGAINST) if one.rule.strength == "constraint")

    # --- derived facts ----------------------------------------------------------------------------------------

    def behind(self, lacking: Iterable[Lacking]) -> tuple[Behind, ...]:
        """The derived facts that keep these rules from firing, and those that keep the rules behind them from it."""
        found: dict[tuple[Leaf, bool], Behind] = {}
        waiting = [one.rule for one in lacking if not one.fired and one.reachable]
        while waiting:
            new = [key for rule in waiting for key in hindering(rule.when, self.decision) if key not in found]
            waiting = []
            for leaf, wanted in dict.fromkeys(new):
                rules = tuple(self._settling(leaf, wanted))
                found[leaf, wanted] = Behind(leaf, wanted, rules)
                waiting += [rule for rule, fired in rules if not fired and wanted]
        return tuple(found.values())

    def _settling(self, leaf: Leaf, wanted: bool) -> Iterator[tuple[Rule, bool]]:
        """The rules that would make a fact so, as far as they are in reach; of a fact that is so those that fired."""
        for planned in self.decision.plan.rules:
            fired = planned.number in self.fired
            in_reach = fired or planned.number in self.reachable
            if (in_reach if wanted else fired) and _gives(planned.rule, leaf):
                yield planned.rule, fired


def _gives(rule: Rule, leaf: Leaf) -> bool:
    """Does the rule bear on a derived fact, so as to make it so?"""
    for conclusion in rule.then:
        if leaf.kind == "concern" and conclusion.kind == "derive" and conclusion.subject == leaf.subject:
            return True
        if leaf.kind == "needed" and conclusion.kind == "need" and conclusion.subject == leaf.subject:
            return True
        if leaf.kind in ("picks", "verdict") and conclusion.slot == leaf.subject and conclusion.subject == leaf.about:
            wanted = STANCES_FOR if leaf.kind == "picks" else (*STANCES_FOR, *STANCES_AGAINST)
            return conclusion.kind in wanted
    return False


def hindering(condition: Condition, decision: Decision, wanted: bool = True) -> Iterator[tuple[Leaf, bool]]:
    """The tests on derived facts that keep a condition from turning out as it should, in their positive form."""
    if condition_outcome(condition, decision) == ("held" if wanted else "failed"):
        return
    if isinstance(condition, Leaf):
        if condition.kind in DERIVED_KINDS:
            yield positive(condition, wanted)
    elif isinstance(condition, Not):
        yield from hindering(condition.part, decision, not wanted)
    else:
        for part in condition.parts:
            yield from hindering(part, decision, wanted)
