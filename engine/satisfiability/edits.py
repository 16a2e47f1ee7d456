"""What could be changed in a profile, as variables: each edit of an answer is one, and what stays as it is is settled.

An edit gives a question that takes one value another one (or one at all), or answers a question that takes a list, or
puts a member into its list, or takes one out. Answers are never withdrawn. Edition and day stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from engine.dated import version_key
from engine.inference.encoding import IN_USE, VERSIONS, WORKS_WELL, context_truth
from engine.inference.literals import CONTEXT_KINDS
from engine.inference.profile import Answer, Answers, members_of, pairs_of
from engine.model import Leaf, Question
from engine.satisfiability.circuit import Circuit
from engine.satisfiability.domains import numbers_to_try, version_bounds, versions_to_try
from engine.satisfiability.inputs import Truth
from engine.satisfiability.standing import Standing, asked, member_asked

# The least and the greatest of values in a row, None where there is no end to them.
Span = tuple[Any, Any]
EditKind = Literal["set", "answer", "add", "remove"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of one answer. `about`: the member, or the product whose version it is. `value`: of a class of values
    that no rule in question tells apart the one to show, `alike` others, and `span` where they are all in a row.
    """

    question: str
    kind: EditKind
    about: str = ""
    value: Any = None
    alike: tuple[Any, ...] = ()
    span: Span | None = None


@dataclass(slots=True)
class _Values:
    """A question with one answer, or one product's version: literals of what it may be."""

    literals: list[tuple[Any, int]]
    known: int


@dataclass(slots=True)
class _Members:
    known: int
    literals: dict[str, int] = field(default_factory=dict)


class Edits:
    """The variables of one search for changes. They come to be as tests ask for them."""

    def __init__(self, circuit: Circuit, standing: Standing, tests: Iterable[Leaf]) -> None:
        """`tests`: all that will be asked about; values that none of them tells apart are one."""
        self.circuit, self.standing, self.knowledge = circuit, standing, standing.knowledge
        self.edits: dict[int, Edit] = {}
        self._values: dict[tuple[str, str], _Values] = {}
        self._members: dict[str, _Members] = {}
        self._tests: dict[tuple[str, str], list[Leaf]] = {}
        for leaf in tests:
            if leaf.operator != "known":
                about = leaf.subject if leaf.kind == "version_of" and leaf.subject != "kubernetes" else ""
                self._tests.setdefault((asked(leaf), about), []).append(leaf)

    def changed(self) -> list[int]:
        """For each question that can change a literal: it does. In the order of the questionnaire."""
        by_question: dict[str, list[int]] = {}
        for literal, edit in self.edits.items():
            by_question.setdefault(edit.question, []).append(literal)
        return [self.circuit.any_of(by_question[id_]) for id_ in self.knowledge.questions if id_ in by_question]

    def truth(self, leaf: Leaf) -> Truth:
        """The literals of a test on answers, edition, day or catalog, in the form that atoms have."""
        if leaf.kind in CONTEXT_KINDS:
            edition, day = self.standing.edition, self.standing.day
            return self._constant(context_truth(leaf, self.knowledge, edition, day))
        if leaf.kind == "in_use":
            used = self.circuit.any_of([self._is_in(IN_USE, leaf.subject), self._is_in(WORKS_WELL, leaf.subject)])
            return used, self.circuit.all_of([self._list(IN_USE).known, used ^ 1])
        question = self.knowledge.questions.get(asked(leaf))
        if question is None:
            return self._constant(None)
        if question.type in ("choices", "products", "versions") and leaf.operator == "known":
            known = self._list(question.id).known
            return known, known ^ 1
        if question.type in ("choices", "products"):
            there = self._is_in(question.id, member_asked(leaf))
            return there, self.circuit.all_of([self._list(question.id).known, there ^ 1])
        values = self._version_in_use(leaf.subject) if question.type == "versions" else self._one(question)
        if leaf.operator == "known":
            return values.known, values.known ^ 1
        judged = [(self.standing.passes(leaf, value), literal) for value, literal in values.literals]
        holds, fails = ([lit for passed, lit in judged if passed is wanted] for wanted in (True, False))
        return self.circuit.any_of(holds), self.circuit.any_of(fails)

    def _constant(self, truth: bool | None) -> Truth:
        true, false = self.circuit.true, self.circuit.false
        return (true, false) if truth is True else (false, true) if truth is False else (false, false)

    def _edit(self, edit: Edit) -> int:
        """A variable that is tried denied: no edit is made that need not be."""
        literal = self.circuit.solver.variable(soft=True)
        self.edits[literal] = edit
        return literal

    # --- lists ------------------------------------------------------------------------------------------------

    def _list(self, question: str) -> _Members:
        if question not in self._members:
            if question in self.standing.answers:
                known = self.circuit.true
            elif self.standing.stays(question):
                known = self.circuit.false
            else:
                known = self._edit(Edit(question, "answer"))
            self._members[question] = _Members(known)
        return self._members[question]

    def _is_in(self, question: str, member: str) -> int:
        members = self._list(question)
        if member not in members.literals:
            members.literals[member] = self._membership(question, member, members.known)
        return members.literals[member]

    def _membership(self, question: str, member: str, known: int) -> int:
        there = member in members_of(self.standing.answers.get(question, ()))
        if self.standing.stays(question):
            return self.circuit.true if there else self.circuit.false
        if there:
            return self._edit(Edit(question, "remove", member)) ^ 1
        added = self._edit(Edit(question, "add", member))
        self.circuit.solver.add([added ^ 1, known])
        return added

    # --- one value --------------------------------------------------------------------------------------------

    def _one(self, question: Question) -> _Values:
        key = (question.id, "")
        if key not in self._values:
            tests = self._tests.get(key, [])
            now = self.standing.answers.get(question.id)
            if self.standing.stays(question.id):
                self._values[key] = self._settled(now)
            else:
                self._values[key] = self._choice(Edit(question.id, "set"), self._tries(question, tests), tests, now)
        return self._values[key]

    def _settled(self, now: Any) -> _Values:
        if now is None:
            return _Values([], self.circuit.false)
        return _Values([(now, self.circuit.true)], self.circuit.true)

    def _tries(self, question: Question, tests: list[Leaf]) -> list[Any]:
        """Answers from which every class has one, those first that are nicest to read."""
        if question.type == "bool":
            return [True, False]
        if question.type == "version":
            return self._versions(tests)
        if question.option_ids:
            return list(question.option_ids)
        bounds = [v for leaf in tests for v in (leaf.value if isinstance(leaf.value, tuple) else (leaf.value,))]
        return list(numbers_to_try(question, bounds))

    def _versions(self, tests: list[Leaf]) -> list[str]:
        """Versions that tests name come before those made up."""
        named = version_bounds(tests, self.knowledge)
        made_up = versions_to_try(named)
        return [*(one for one in made_up if one in named), *(one for one in made_up if one not in named)]

    def _version_in_use(self, product: str) -> _Values:
        key = (VERSIONS, product)
        if key not in self._values:
            self._values[key] = self._versions_of(product, self._tests.get(key, []))
        return self._values[key]

    def _versions_of(self, product: str, tests: list[Leaf]) -> _Values:
        now = dict(pairs_of(self.standing.answers.get(VERSIONS, ()))).get(product)
        if self.standing.stays(VERSIONS):
            return self._settled(now)
        answered = self._list(VERSIONS).known
        values = self._choice(Edit(VERSIONS, "set", product), self._versions(tests), tests, now, removable=True)
        for literal, edit in self.edits.items():
            if (edit.question, edit.kind, edit.about) == (VERSIONS, "set", product):
                self.circuit.solver.add([literal ^ 1, answered])
        return values

    def _choice(self, edit: Edit, tries: list[Any], tests: list[Leaf], now: Any, *, removable: bool = False) -> _Values:
        """A variable for each class of values but the one of the value that is there."""
        classes: dict[tuple[bool | None, ...], list[Any]] = {}
        for value in tries:
            classes.setdefault(self._shown(value, tests), []).append(value)
        here = None if now is None else self._shown(now, tests)
        found = []
        for shown, (value, *alike) in classes.items():
            if shown != here:
                span = span_of([value, *alike], tries)
                made = Edit(edit.question, edit.kind, edit.about, value, tuple(alike), span)
                found.append((value, self._edit(made)))
        edits = [literal for _, literal in found]
        if now is not None and removable:
            edits.append(self._edit(Edit(edit.question, "remove", edit.about)))
        for i, one in enumerate(edits):
            for other in edits[:i]:
                self.circuit.solver.add([one ^ 1, other ^ 1])
        if now is not None:
            found.append((now, self.circuit.any_of(edits) ^ 1))
        return _Values(found, self.circuit.any_of(literal for _, literal in found))

    def _shown(self, value: Any, tests: list[Leaf]) -> tuple[bool | None, ...]:
        return tuple(self.standing.passes(leaf, value) for leaf in tests)


def span_of(values: Sequence[Any], tries: Sequence[Any]) -> Span | None:
    """Of numbers or versions that are all that were tried from one of them to another. None for what has no order."""

    def place(value: Any) -> tuple[float, ...]:
        return version_key(value) if isinstance(value, str) else (value,)

    if any(isinstance(one, bool) or (isinstance(one, str) and not version_key(one)) for one in tries):
        return None
    ordered = sorted(tries, key=place)
    chosen = sorted(values, key=place)
    first = ordered.index(chosen[0])
    if ordered[first : first + len(chosen)] != chosen:
        return None
    return None if first == 0 else chosen[0], None if chosen[-1] == ordered[-1] else chosen[-1]


def edited(answers: Mapping[str, Answer], edits: Iterable[Edit]) -> Answers:
    """The answers after the edits, in their canonical form."""
    found: dict[str, Any] = dict(answers)
    for edit in edits:
        if edit.about and edit.kind == "set":
            found[edit.question] = {**dict(found.get(edit.question, ())), edit.about: edit.value}.items()
        elif edit.kind == "set":
            found[edit.question] = edit.value
        elif edit.kind == "answer":
            found.setdefault(edit.question, ())
        elif edit.kind == "add":
            found[edit.question] = {*found.get(edit.question, ()), edit.about}
        else:
            found[edit.question] = [
                one for one in found[edit.question] if (one[0] if isinstance(one, tuple) else one) != edit.about
            ]
    return {
        question: value if isinstance(value, (str, int, float)) else tuple(sorted(value))
        for question, value in sorted(found.items())
    }
