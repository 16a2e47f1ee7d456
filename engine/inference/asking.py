"""Which unanswered questions could still change a slot: worked out from a decision when somebody wants to know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.inference.literals import Facts, bits, mask_of
from engine.inference.plan import PlannedRule
from engine.inference.resolution import SlotOutcome
from engine.inference.steps import SlotStep, Step

# How many answers are remembered of one slot. They save most where one answer after the other is changed.
_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class _Asker:
    """A slot, by its place among outcomes, or a rule that derives something: what settles `atoms`.

    `rules`: the bits of rules that matter, with what their alternatives test; `own` and `derived`: of the literals that
    they test those that ask a question, with its bit, and those that ask what is behind an atom; `tested`: all.
    """

    slot: int | None
    atoms: tuple[int, ...]
    rules: tuple[tuple[int, tuple[int, ...]], ...]
    own: tuple[tuple[int, int], ...]
    derived: tuple[tuple[int, int], ...]
    tested: int
    known: dict[tuple[int, ...], int] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls, slot: int | None, atoms: tuple[int, ...], rules: Sequence[PlannedRule], questions: Mapping[int, int]
    ) -> _Asker:
        tested = mask_of(literal for rule in rules for disjunct in rule.disjuncts for literal in disjunct)
        own: dict[int, int] = defaultdict(int)
        derived = []
        for literal in bits(tested):
            if literal >> 1 in questions:
                own[questions[literal >> 1]] |= 1 << literal
            else:
                derived.append((1 << literal, literal >> 1))
        alternatives = tuple((1 << rule.number, rule.masks) for rule in rules)
        asking = tuple((literals, question) for question, literals in own.items())
        return cls(slot, atoms, alternatives, asking, tuple(derived), tested)

    def questions(self, waiting: int, facts: Facts, behind: Mapping[int, int]) -> int:
        """The questions behind what keeps waiting rules from firing for sure: tests that could turn out either way."""
        possible, certain = facts.possible & self.tested, facts.certain & self.tested
        key: tuple[int, ...] = (waiting, possible, certain)
        if self.derived:
            key += tuple([behind.get(atom, 0) for _, atom in self.derived])
        asked = self.known.get(key)
        if asked is None:
            asked = self._asked(self._missing(waiting, possible) & ~certain, behind)
            if len(self.known) >= _REMEMBERED:
                self.known.clear()
            self.known[key] = asked
        return asked

    def _missing(self, waiting: int, possible: int) -> int:
        missing = 0
        for rule, masks in self.rules:
            if waiting & rule:
                for mask in masks:
                    if possible & mask == mask:
                        missing |= mask
        return missing

    def _asked(self, missing: int, behind: Mapping[int, int]) -> int:
        asked = 0
        for literals, question in self.own:
            if missing & literals:
                asked |= question
        for literals, atom in self.derived:
            if missing & literals:
                asked |= behind.get(atom, 0)
        return asked


class Asking:
    """Follows what slots wait for back to questions, which are bits. `questions`: by atom the one that it asks."""

    def __init__(self, steps: Iterable[Step], questions: Mapping[int, int]) -> None:
        self._askers: list[_Asker] = []  # each after all that it reads
        for step in steps:
            if isinstance(step, SlotStep):
                self._askers.append(_Asker.of(step.order, step.facts.atoms, step.plan.rules, questions))
            else:
                deriving = [rule for rule in step.stage.rules if rule.derives]
                self._askers.extend(_Asker.of(None, rule.derives, [rule], questions) for rule in deriving)

    def asks(self, facts: Facts, undetermined: int, outcomes: Sequence[SlotOutcome], stack: int) -> tuple[int, ...]:
        """The questions behind each outcome. `undetermined`: the rules that could fire or not; `stack`: the question
        that is next to ask about what is in use.
        """
        behind: dict[int, int] = defaultdict(int)  # questions behind atoms that rules settle
        found = [0] * len(outcomes)
        for asker in self._askers:
            if asker.slot is None:
                asked = asker.questions(undetermined, facts, behind)
            else:
                outcome = outcomes[asker.slot]
                if outcome.settled and not asker.atoms:
                    continue
                # Rules that wait and fire for sure are those that may be set aside.
                asked = asker.questions(outcome.waiting & undetermined, facts, behind)
                if outcome.waits_for_stack:
                    asked |= stack
                found[asker.slot] = asked
            for atom in asker.atoms:
                behind[atom] |= asked
        return tuple(found)
