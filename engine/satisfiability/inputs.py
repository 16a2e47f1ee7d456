"""Everything that a request can say, as variables: answers, edition and day.

Each test that rules make on them gets two literals, "holds" and "does not hold", which may both fail: what it asks
about is unknown then. A model of the solver is read back as a request.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.inference.encoding import (
    IN_USE,
    KUBERNETES_VERSION,
    VERSIONS,
    WORKS_WELL,
    context_truth,
    passes,
    version_passes,
)
from engine.inference.literals import Atoms
from engine.model import Knowledge, Leaf, Question
from engine.satisfiability.circuit import Circuit
from engine.satisfiability.domains import STACK, Domains, turning_days
from engine.satisfiability.solver import Answer

# Two literals: the test holds, it does not hold.
Truth = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sketch:
    """A request: a profile as it would be written, an edition and a day."""

    profile: dict[str, dict[str, Any]]
    edition: str
    as_of: date


@dataclass(slots=True)
class _Values:
    """A question with one answer: a literal for each value worth trying, at most one of which holds."""

    literals: list[tuple[Any, int]]
    known: int


@dataclass(slots=True)
class _Members:
    """A question that takes a list: was it answered, and what is in it."""

    known: int
    literals: dict[str, int] = field(default_factory=dict)


class Inputs:
    """The variables of one search. They come to be as tests ask for them."""

    def __init__(self, circuit: Circuit, knowledge: Knowledge, atoms: Atoms) -> None:
        self.circuit, self.knowledge = circuit, knowledge
        self.domains = Domains(knowledge, atoms)
        self._values: dict[str, _Values] = {}
        self._members: dict[str, _Members] = {}
        self._days: list[date] = []
        self._since: dict[date, int] = {}
        self._editions = self._some_edition()

    def truth(self, leaf: Leaf) -> Truth:
        """The literals of a test on answers, edition, day or catalog, in the form that atoms have."""
        if leaf.kind == "in_use":
            return self._in_use(leaf.subject)
        if leaf.kind in STACK:
            return self._member(STACK[leaf.kind], leaf.subject)
        if leaf.kind == "version_of":
            return self._version(leaf)
        if leaf.kind == "question":
            return self._question(leaf)
        if leaf.kind in ("edition", "edition_from", "edition_until"):
            lowest = date.min
            of = [lit for id_, lit in self._editions.items() if context_truth(leaf, self.knowledge, id_, lowest)]
            holds = self.circuit.any_of(of)
            return holds, holds ^ 1
        return self._dated(leaf)

    def is_known(self, question: str) -> int:
        """A literal: the question was answered."""
        return self.truth(Leaf("question", question, "known", True))[0]

    # --- answers ----------------------------------------------------------------------------------------------

    def _question(self, leaf: Leaf) -> Truth:
        question = self.knowledge.questions[leaf.subject]
        if question.type in ("choices", "products"):
            if leaf.operator == "known":
                known = self._list(question.id).known
                return known, known ^ 1
            return self._member(question.id, str(leaf.value))
        if question.type == "versions":
            known = self._list(question.id).known
            return known, known ^ 1
        values = self._one(question)
        if leaf.operator == "known":
            return values.known, values.known ^ 1
        return self._sorted(values, lambda value: passes(leaf, value, question.type == "version"))

    def _sorted(self, values: _Values, judge: Callable[[Any], bool | None]) -> Truth:
        """The values that pass a test, and those that do not."""
        judged = [(judge(value), literal) for value, literal in values.literals]
        holds = self.circuit.any_of(literal for passed, literal in judged if passed is True)
        return holds, self.circuit.any_of(literal for passed, literal in judged if passed is False)

    def _list(self, question: str) -> _Members:
        if question not in self._members:
            known = self.circuit.solver.variable(first=True) if question in self.knowledge.questions else None
            self._members[question] = _Members(self.circuit.false if known is None else known)
        return self._members[question]

    def _is_in(self, question: str, member: str) -> int:
        members = self._list(question)
        if member not in members.literals:
            if members.known == self.circuit.false:
                return members.known
            literal = members.literals[member] = self.circuit.solver.variable(first=True)
            self.circuit.solver.add([literal ^ 1, members.known])
        return members.literals[member]

    def _member(self, question: str, member: str) -> Truth:
        there = self._is_in(question, member)
        return there, self.circuit.all_of([self._list(question).known, there ^ 1])

    def _in_use(self, product: str) -> Truth:
        """What works well counts as in use; what is not in use is only known where that was asked."""
        used = self.circuit.any_of([self._is_in(IN_USE, product), self._is_in(WORKS_WELL, product)])
        return used, self.circuit.all_of([self._list(IN_USE).known, used ^ 1])

    def _one(self, question: Question) -> _Values:
        if question.id not in self._values:
            self._values[question.id] = self._choice_of(self.domains.values(question))
        return self._values[question.id]

    def _choice_of(self, values: list[Any]) -> _Values:
        """Variables for values of which one answer has at most one."""
        literals = [(value, self.circuit.solver.variable(first=True)) for value in values]
        for i, (_, one) in enumerate(literals):
            for _, other in literals[:i]:
                self.circuit.solver.add([one ^ 1, other ^ 1])
        return _Values(literals, self.circuit.any_of(literal for _, literal in literals))

    def _version(self, leaf: Leaf) -> Truth:
        if leaf.subject == "kubernetes":
            values = self._one(self.knowledge.questions[KUBERNETES_VERSION])
        else:
            values = self._version_in_use(leaf.subject)
        if leaf.operator != "support":
            return self._sorted(values, lambda value: version_passes(leaf, value, date.min, self.knowledge))
        spans = [
            (literal, *self._on_days(leaf.subject, self._judge(leaf, value))) for value, literal in values.literals
        ]
        holds, fails = ([self.circuit.all_of([literal, span[i]]) for literal, *span in spans] for i in (0, 1))
        return self.circuit.any_of(holds), self.circuit.any_of(fails)

    def _version_in_use(self, product: str) -> _Values:
        key = f"{VERSIONS}@{product}"
        if key not in self._values:
            values = self._values[key] = self._choice_of(self.domains.versions(product))
            self.circuit.solver.add([values.known ^ 1, self._list(VERSIONS).known])
        return self._values[key]

    def _judge(self, leaf: Leaf, version: str) -> Callable[[date], bool | None]:
        return lambda day: version_passes(leaf, version, day, self.knowledge)

    # --- edition and day --------------------------------------------------------------------------------------

    def _some_edition(self) -> dict[str, int]:
        """An edition is always named; the day is that of its publication, or a later one."""
        literals = {id_: self.circuit.solver.variable(first=True) for id_ in self.knowledge.editions}
        for i, (id_, literal) in enumerate(literals.items()):
            for other in list(literals.values())[:i]:
                self.circuit.solver.add([literal ^ 1, other ^ 1])
            self.circuit.solver.add([literal ^ 1, self.since(self.knowledge.editions[id_].published)])
        self.circuit.solver.add(literals.values())
        return literals

    def since(self, day: date) -> int:
        """A literal: the decision is as of that day or a later one."""
        if day == date.min:
            return self.circuit.true
        if day not in self._since:
            literal = self._since[day] = self.circuit.solver.variable(first=True)
            at = bisect_left(self._days, day)
            if at > 0:
                self.circuit.solver.add([literal ^ 1, self._since[self._days[at - 1]]])
            if at < len(self._days):
                self.circuit.solver.add([literal, self._since[self._days[at]] ^ 1])
            self._days.insert(at, day)
        return self._since[day]

    def _dated(self, leaf: Leaf) -> Truth:
        if leaf.kind in ("on_or_after", "before"):
            assert isinstance(leaf.value, date)
            since = self.since(leaf.value)
            return (since, since ^ 1) if leaf.kind == "on_or_after" else (since ^ 1, since)
        edition = next(iter(self.knowledge.editions))
        return self._on_days(leaf.subject, lambda day: context_truth(leaf, self.knowledge, edition, day))

    def _on_days(self, product: str, judge: Callable[[date], bool | None]) -> Truth:
        """What is so of a product on some days and not on others."""
        days = turning_days(self.knowledge.products[product])
        truths = [judge(day) for day in days]
        spans: dict[bool | None, list[int]] = {True: [], False: [], None: []}
        start = 0
        for i in range(1, len(days) + 1):
            if i == len(days) or truths[i] != truths[start]:
                until = self.since(days[i]) ^ 1 if i < len(days) else self.circuit.true
                spans[truths[start]].append(self.circuit.all_of([self.since(days[start]), until]))
                start = i
        return self.circuit.any_of(spans[True]), self.circuit.any_of(spans[False])

    # --- back -------------------------------------------------------------------------------------------------

    def read(self, answer: Answer) -> Sketch:
        """The request that a model stands for."""
        profile: dict[str, dict[str, Any]] = {}

        def say(question: str, value: Any) -> None:
            section, _, name = question.partition(".")
            profile.setdefault(section, {})[name] = value

        versions = {}
        for key, values in self._values.items():
            question, _, product = key.partition("@")
            for value, literal in values.literals:
                if answer.holds(literal) and product:
                    versions[product] = value
                elif answer.holds(literal):
                    say(question, value)
        for question, members in self._members.items():
            if answer.holds(members.known):
                listed = sorted(member for member, literal in members.literals.items() if answer.holds(literal))
                say(question, dict(sorted(versions.items())) if question == VERSIONS else listed)
        edition = next(id_ for id_, literal in self._editions.items() if answer.holds(literal))
        day = max(day for day, literal in self._since.items() if answer.holds(literal))
        return Sketch(profile, edition, day)
