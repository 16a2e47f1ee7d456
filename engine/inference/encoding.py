"""Answers, edition and date → `Facts`: which literals hold, which are certain, which are possible.

And what that means for the alternatives of all rules, worked out once for each answer: which are closed, which wait.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple, cast

from engine.dated import attribute_on, release_support_on, version_key
from engine.inference.alternatives import Alternatives
from engine.inference.literals import CONTEXT_KINDS, DERIVED_KINDS, Atoms, Facts
from engine.inference.profile import Answer, Answers, members_of, pairs_of
from engine.knowledge.grounding import holds_for
from engine.model import Knowledge, Leaf, Value

IN_USE, WORKS_WELL, BUILT_IN, VERSIONS = "stack.in_use", "stack.works_well", "platform.built_in", "stack.versions"
KUBERNETES_VERSION = "platform.kubernetes_version"
MANAGEMENT = "platform.management"
_LISTS = {"in_use": IN_USE, "works_well": WORKS_WELL, "built_in": BUILT_IN}
# What is remembered at most: answers of one question, days and stacks.
_BOUND, _FEW = 4096, 256


class Encoded(NamedTuple):
    """The facts before any rule has fired. Alternatives of rules are `closed` by what is not possible, and are
    `waiting` for what is not certain: of either sort by what was answered, not by what is derived.
    """

    facts: Facts
    closed: int
    waiting: int


class _Listed(NamedTuple):
    """A product that a list may have: the bit that it does, and the alternatives that want it to, or not to."""

    product: str
    bit: int
    wanted: int
    unwanted: int


@dataclass(slots=True)
class _Code:
    """How the answers of one question become bits, for a question that asks for versions those of one product.

    `listed`: tests for products that the answer may list, `tests` all others; `bits`: both of every atom that asks;
    `testing`: the alternatives that test one of them; `unanswered`: the bits that hold while there is no answer;
    `known`: by answer the bits that hold, and the alternatives it closes.
    """

    tests: list[tuple[int, Leaf]]
    listed: list[_Listed]
    bits: int
    testing: int
    unanswered: int
    known: dict[Answer, tuple[int, int]] = field(default_factory=dict)


class _Stack(NamedTuple):
    """What is in use as bits: those that are up for sure, down for sure, and held as far as is known."""

    up: int
    down: int
    held: int
    closed: int
    waiting: int


class Encoder:
    """Turns answers into facts for the atoms of one plan."""

    def __init__(self, knowledge: Knowledge, atoms: Atoms, alternatives: Alternatives) -> None:
        self.knowledge, self.atoms, self.alternatives = knowledge, atoms, alternatives
        self.questions = {id_: number for number, id_ in enumerate(knowledge.questions)}
        self.asks: dict[int, int] = {}  # atom → bit of the question it asks, for atoms that ask one
        self._codes: dict[str, _Code] = {}
        self._version_codes: dict[str, _Code] = {}
        by_question: dict[str, list[tuple[int, Leaf]]] = defaultdict(list)
        self._context: list[tuple[int, Leaf]] = []
        self._in_use: list[_Listed] = []
        derived = 0
        for number, leaf in enumerate(atoms.leaves):
            if leaf.kind in CONTEXT_KINDS:
                self._context.append((number, leaf))
            elif leaf.kind in DERIVED_KINDS:
                derived |= 2 << 2 * number
            elif leaf.kind == "in_use":
                self._in_use.append(self._listed(number, leaf))
            else:
                by_question[_question_of(leaf)].append((number, leaf))
        self._underived = derived
        self.in_use_bits = sum(use.bit for use in self._in_use)
        self._build(by_question)
        self._context_of = lru_cache(maxsize=_FEW)(self._context_bits)
        self._version_of = lru_cache(maxsize=_BOUND)(self._version_bits)
        self._stack_of = lru_cache(maxsize=_FEW)(self._stack_bits)
        self._start = self._nothing_answered()

    def _listed(self, number: int, leaf: Leaf) -> _Listed:
        wanted, unwanted = self.alternatives.testing[2 * number : 2 * number + 2]
        return _Listed(leaf.subject, 1 << 2 * number, wanted, unwanted)

    def _build(self, by_question: Mapping[str, list[tuple[int, Leaf]]]) -> None:
        for id_, tests in by_question.items():
            question, _, product = id_.partition("@")
            both = sum(3 << 2 * number for number, _ in tests)
            unanswered = sum(2 << 2 * number for number, leaf in tests if leaf.operator == "known")
            listed = [self._listed(number, leaf) for number, leaf in tests if leaf.kind in _LISTS]
            others = [(number, leaf) for number, leaf in tests if leaf.kind not in _LISTS]
            code = _Code(others, listed, both, self.alternatives.that_test(both), unanswered)
            if product:
                self._version_codes[product] = code
            else:
                self._codes[id_] = code
            self.asks.update((number, 1 << self.questions[question]) for number, _ in tests)
        if IN_USE in self.questions:
            asking = 1 << self.questions[IN_USE]
            self.asks.update((use.bit.bit_length() - 1 >> 1, asking) for use in self._in_use)

    def _nothing_answered(self) -> Facts:
        held = self._underived
        possible = self._underived | self.in_use_bits * 3
        for code in (*self._codes.values(), *self._version_codes.values()):
            held |= code.unanswered
            possible |= code.bits
        return Facts(held, self._underived, possible)

    def encode(self, answers: Answers, edition: str, day: date) -> Encoded:
        """What is so before any rule has fired."""
        up, closed = self._context_of(edition, day)
        waiting = answered = 0
        for id_, code in self._codes.items():
            answer = answers.get(id_)
            if answer is None:
                waiting |= code.testing
                continue
            known = code.known.get(answer)
            if known is None:
                known = self._answered(code, answer, self.knowledge.questions[id_].type == "version")
                if len(code.known) < _BOUND:
                    code.known[answer] = known
            answered |= code.bits
            up |= known[0]
            closed |= known[1]
        versions = versions_in_use(answers)
        for product, code in self._version_codes.items():
            if product not in versions:
                waiting |= code.testing
                continue
            known = self._version_of(product, versions[product], day)
            answered |= code.bits
            up |= known[0]
            closed |= known[1]
        stack = self._stack_of(answers.get(IN_USE), answers.get(WORKS_WELL))
        up |= stack.up
        return Encoded(
            Facts(
                held=self._start.held & ~answered | up | stack.held,
                certain=self._start.certain | up,
                possible=self._start.possible & ~(answered | stack.down) | up,
            ),
            closed | stack.closed,
            waiting | stack.waiting,
        )

    def _stack_bits(self, in_use: Answer | None, works_well: Answer | None) -> _Stack:
        """`works_well` counts as in use; what is in neither is not in use, for sure once both are answered."""
        used = {*members_of(in_use or ()), *members_of(works_well or ())}
        both = in_use is not None and works_well is not None
        yes = closed = waiting = 0
        for product, bit, wanted, unwanted in self._in_use:
            if product in used:
                yes |= bit
                closed |= unwanted
            elif both:
                closed |= wanted
            else:
                waiting |= wanted | unwanted
        no = self.in_use_bits & ~yes
        if both:
            return _Stack(yes | no << 1, yes << 1 | no, 0, closed, waiting)
        return _Stack(yes, yes << 1, no << 1 if in_use is not None else 0, closed, waiting)

    def _answered(self, code: _Code, answer: Answer, versions: bool) -> tuple[int, int]:
        """The bits of a question's atoms that hold with an answer, and the alternatives that it closes."""
        up = closed = 0
        testing = self.alternatives.testing
        for number, leaf in code.tests:
            failed = not passes(leaf, answer, versions)
            up |= 1 << 2 * number + failed
            closed |= testing[2 * number + (not failed)]
        if code.listed:
            members = frozenset(members_of(answer))
            for product, bit, wanted, unwanted in code.listed:
                there = product in members
                up |= bit if there else bit << 1
                closed |= unwanted if there else wanted
        return up, closed

    def _version_bits(self, product: str, version: str, day: date) -> tuple[int, int]:
        """The bits that a product's version settles, and the alternatives that these close."""
        code = self._version_codes[product]
        up = _raised((number, version_passes(leaf, version, day, self.knowledge)) for number, leaf in code.tests)
        return up, self.alternatives.that_test(code.bits & ~up)

    def _context_bits(self, edition: str, day: date) -> tuple[int, int]:
        """The bits that edition, date and catalog settle, and the alternatives that these close."""
        up = _raised((number, context_truth(leaf, self.knowledge, edition, day)) for number, leaf in self._context)
        return up, self.alternatives.that_test(sum(3 << 2 * number for number, _ in self._context) & ~up)


def versions_in_use(answers: Answers) -> dict[str, str]:
    """The answered versions by product. Kubernetes' version has a question of its own."""
    versions = dict(pairs_of(answers.get(VERSIONS, ())))
    versions.pop("kubernetes", None)
    if KUBERNETES_VERSION in answers:
        versions["kubernetes"] = str(answers[KUBERNETES_VERSION])
    return versions


def _raised(truths: Iterable[tuple[int, bool | None]]) -> int:
    """The bits of atoms of which it is known whether they hold."""
    up = 0
    for number, truth in truths:
        if truth is not None:
            up |= (1 if truth else 2) << 2 * number
    return up


def context_truth(leaf: Leaf, knowledge: Knowledge, edition: str, day: date) -> bool | None:
    """A test on date, edition or catalog. None where the catalog settles it neither way."""
    if leaf.kind == "on_or_after":
        return day >= leaf.value  # type: ignore[operator]
    if leaf.kind == "before":
        return day < leaf.value  # type: ignore[operator]
    if leaf.kind == "attribute":
        value = attribute_on(knowledge, knowledge.products[leaf.subject], leaf.about or "", day)
        return holds_for(leaf.operator, leaf.value, value)
    order = list(knowledge.editions)
    here, named = order.index(edition), [order.index(name) for name in leaf.value]  # type: ignore[union-attr, arg-type]
    if leaf.kind == "edition":
        return here in named
    return here >= named[0] if leaf.kind == "edition_from" else here <= named[0]


def _version_question(product: str) -> str:
    return KUBERNETES_VERSION if product == "kubernetes" else VERSIONS


def _question_of(leaf: Leaf) -> str:
    """The question an atom asks; with `@product` for one product's part of the versions."""
    if leaf.kind == "version_of":
        return f"{_version_question(leaf.subject)}@{leaf.subject}"
    return _LISTS.get(leaf.kind, leaf.subject)


def passes(leaf: Leaf, answer: Answer, versions: bool) -> bool:
    """A test on a question that was answered. `versions`: the answer is a version, of which 1.30 and 1.30.0 are one."""
    return _passes(leaf, answer, _same_version if versions else _same)


def _passes(leaf: Leaf, answer: Answer, same: Callable[[object, object], bool]) -> bool:
    wanted = leaf.value
    if leaf.kind in ("works_well", "built_in"):
        return leaf.subject in members_of(answer)
    if leaf.operator == "known":
        return True
    if leaf.operator == "includes":
        return wanted in members_of(answer)
    if leaf.operator in ("at_least", "above"):
        return _passes_bound(leaf.operator, answer, wanted)
    return any(same(answer, one) for one in (wanted if isinstance(wanted, tuple) else (wanted,)))


def _passes_bound(operator: str, answer: Answer, wanted: Value) -> bool:
    if isinstance(answer, str):
        return _compare(operator, version_key(answer), version_key(str(wanted)))
    number, bound = cast(float, answer), cast(float, wanted)
    return number >= bound if operator == "at_least" else number > bound


def _same(answer: object, wanted: object) -> bool:
    return answer == wanted and isinstance(answer, bool) == isinstance(wanted, bool)


def _same_version(answer: object, wanted: object) -> bool:
    """1.30 and 1.30.0 are one version."""
    have, other = version_key(str(answer)), version_key(str(wanted))
    return _compare("at_least", have, other) and _compare("at_least", other, have)


def _compare(operator: str, have: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    length = max(len(have), len(wanted))
    padded = [key + (0,) * (length - len(key)) for key in (have, wanted)]
    return padded[0] >= padded[1] if operator == "at_least" else padded[0] > padded[1]


def version_passes(leaf: Leaf, version: str, day: date, knowledge: Knowledge) -> bool | None:
    """A test on the version of a product in use. None where the catalog has no such release."""
    if leaf.operator == "support":
        support = release_support_on(knowledge.products[leaf.subject], version, day)
        return None if support is None else support == leaf.value
    if leaf.operator == "is":
        return _same_version(version, leaf.value)
    return _compare(leaf.operator, version_key(version), version_key(str(leaf.value)))
