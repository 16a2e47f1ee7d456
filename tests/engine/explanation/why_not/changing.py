"""Every way to change a profile, by brute force: what the search for counterfactuals is held against.

It follows the definition alone: new answers for each question, each with the edits that lead to it, every combination
of a few questions, decided one by one, and of those that make the product a pick the ones with no smaller one inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, combinations, product
from typing import Any

from engine.explanation.why_not.counterfactuals import Counterfactual, standing_of
from engine.inference.encoding import passes, version_passes
from engine.inference.profile import Answer, Answers, members_of, pairs_of
from engine.inference.reasoner import Decision, Reasoner
from engine.model import Knowledge, Leaf, Question
from engine.satisfiability.cone import cone_of
from engine.satisfiability.domains import Domains, turning_days
from engine.satisfiability.standing import Standing, asked

# An edit: question, what is done, the member or product it is about, the value it gets.
Edit = tuple[str, str, str, Any]
Edits = frozenset[Edit]
Ways = dict[str, list[Edits]]


def ways_to_change(decision: Decision, free: Iterable[str]) -> Ways:
    """For each of these questions all other answers that rules can tell apart, as the edits that lead there."""
    domains = Domains(decision.knowledge, decision.plan.atoms)
    questions = decision.knowledge.questions
    found = {id_: list(_ways(questions[id_], decision.answers.get(id_), domains)) for id_ in free}
    return {id_: ways for id_, ways in found.items() if ways}


def _ways(question: Question, now: Answer | None, domains: Domains) -> Iterator[Edits]:
    if question.type == "versions":
        yield from _versions(question, now, domains)
    elif question.type in ("choices", "products"):
        yield from _lists(question, now, domains)
    else:
        tests = [leaf for leaf in domains.tests(question.id) if leaf.operator != "known"]
        here = None if now is None else _seen(tests, question, now, domains.knowledge)
        for value in domains.values(question):
            if _seen(tests, question, value, domains.knowledge) != here:
                yield frozenset({(question.id, "set", "", value)})


def _seen(tests: Iterable[Leaf], question: Question, value: Any, knowledge: Knowledge) -> tuple[object, ...]:
    """What rules see of a value, on any day."""
    return tuple(
        tuple(version_passes(leaf, value, day, knowledge) for day in turning_days(knowledge.products[leaf.subject]))
        if leaf.kind == "version_of"
        else passes(leaf, value, question.type == "version")
        for leaf in tests
    )


def _lists(question: Question, now: Answer | None, domains: Domains) -> Iterator[Edits]:
    id_ = question.id
    tested = {
        leaf.subject if leaf.kind in ("in_use", "works_well", "built_in") else str(leaf.value)
        for leaf in _all_tests(domains, id_)
        if leaf.operator != "known"
    }
    there = set(members_of(now or ()))
    added = [(id_, "add", one, None) for one in sorted(tested - there)]
    removed = [(id_, "remove", one, None) for one in sorted(tested & there)]
    answered = [] if now is not None else [(id_, "answer", "", None)]
    every = [*added, *removed]
    for chosen in chain.from_iterable(combinations(every, size) for size in range(len(every) + 1)):
        if chosen or answered:
            yield frozenset([*answered, *chosen])


def _all_tests(domains: Domains, id_: str) -> list[Leaf]:
    in_use = domains.tests("stack.in_use") if id_ == "stack.works_well" else ()
    return [*domains.tests(id_), *(leaf for leaf in in_use if leaf.kind == "in_use")]


def _versions(question: Question, now: Answer | None, domains: Domains) -> Iterator[Edits]:
    id_ = question.id
    there = dict(pairs_of(now or ()))
    answered = [] if now is not None else [(id_, "answer", "", None)]
    choices: list[list[list[Edit]]] = []
    for name in domains.knowledge.products:
        tests = domains.tests(f"{id_}@{name}")
        if tests and name != "kubernetes":
            shown = {value: _seen(tests, question, value, domains.knowledge) for value in domains.versions(name)}
            here = _seen(tests, question, there[name], domains.knowledge) if name in there else None
            values = [[(id_, "set", name, value)] for value, seen in shown.items() if seen != here]
            gone: list[list[Edit]] = [[(id_, "remove", name, None)]] if name in there else []
            choices.append([[], *values, *gone])
    for chosen in product(*choices):
        edits = [*answered, *chain.from_iterable(chosen)]
        if edits:
            yield frozenset(edits)


def applied(answers: Answers, edits: Edits) -> Answers:
    """The answers after the edits."""
    after: dict[str, Any] = dict(answers)
    for question, what, about, value in edits:
        if what == "set" and not about:
            after[question] = value
            continue
        old = after.get(question, ())
        if what == "set":
            after[question] = tuple(sorted({**dict(old), about: value}.items()))
        elif what == "add":
            after[question] = tuple(sorted({*old, about}))
        elif what == "remove":
            after[question] = tuple(one for one in old if about not in (one, one[0]))
        else:
            after[question] = old
    return dict(sorted(after.items()))


def how_many(ways: Ways, most: int) -> int:
    return sum(
        _product(len(ways[id_]) for id_ in chosen) for size in range(1, most + 1) for chosen in combinations(ways, size)
    )


def _product(numbers: Iterable[int]) -> int:
    total = 1
    for number in numbers:
        total *= number
    return total


def smallest(decision: Decision, slot: str, wanted: str, ways: Ways, most: int, reasoner: Reasoner) -> set[Edits]:
    """All minimal sets of edits to at most that many questions that make the product a pick, by trying them all."""
    working: list[Edits] = []
    for size in range(1, most + 1):
        for chosen in combinations(ways, size):
            for combination in product(*(ways[id_] for id_ in chosen)):
                edits: Edits = frozenset().union(*combination)
                after = applied(decision.answers, edits)
                if wanted in reasoner.decide(after, decision.edition, decision.as_of).slot(slot).picks:
                    working.append(edits)
    return {edits for edits in working if not any(other < edits for other in working)}


def found_ones(
    decision: Decision, slot: str, wanted: str, held: tuple[str, ...], found: Iterable[Counterfactual], ways: Ways
) -> set[Edits]:
    """What the search found, with every value that no rule tells apart in the place of the one it shows."""
    standing = standing_of(decision, held)
    cone = cone_of(decision.plan, slot, wanted, standing.may_hold)
    total: set[Edits] = set()
    for one in found:
        meant = [
            [way for way in ways.get(change.question, ()) if _reaches(standing, cone.tests, change.question, one, way)]
            for change in one.changes
        ]
        total.update(frozenset().union(*combination) for combination in product(*meant))
    return total


def _reaches(standing: Standing, tests: Iterable[Leaf], question: str, one: Counterfactual, way: Edits) -> bool:
    """Do the edits lead to the answer found, as far as rules in question can tell, and to nothing besides?"""
    found, reached = one.answers[question], applied(standing.answers, way)[question]
    if not isinstance(found, tuple):
        return _shown(standing, tests, question, found) == _shown(standing, tests, question, reached)
    assert isinstance(reached, tuple)
    if found and reached and isinstance(found[0], tuple) and isinstance(reached[0], tuple):
        have, other = dict(pairs_of(found)), dict(pairs_of(reached))
        return have.keys() == other.keys() and all(
            _shown(standing, tests, question, have[name], name) == _shown(standing, tests, question, other[name], name)
            for name in have
        )
    return found == reached


def _shown(standing: Standing, tests: Iterable[Leaf], question: str, value: Any, about: str = "") -> tuple[object, ...]:
    return tuple(
        standing.passes(leaf, value)
        for leaf in tests
        if asked(leaf) == question and leaf.operator != "known" and about in ("", leaf.subject)
    )
