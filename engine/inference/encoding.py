"""Answers, edition and date → `Facts`: which literals hold, which are certain, which are possible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import cast

from engine.dated import attribute_on, release_support_on, version_key
from engine.inference.literals import CONTEXT_KINDS, DERIVED_KINDS, Atoms, Facts
from engine.inference.profile import Answer, Answers, members_of, pairs_of
from engine.knowledge.grounding import holds_for
from engine.model import Knowledge, Leaf, Value

IN_USE, WORKS_WELL, BUILT_IN, VERSIONS = "stack.in_use", "stack.works_well", "platform.built_in", "stack.versions"
KUBERNETES_VERSION = "platform.kubernetes_version"
_LISTS = {"in_use": IN_USE, "works_well": WORKS_WELL, "built_in": BUILT_IN}
_BOUND = 4096


@dataclass(slots=True)
class _QuestionCode:
    """How one question's answers become bits. `all_bits`: both bits of every atom that asks it."""

    all_bits: int = 0
    unanswered: int = 0  # bits that hold while there is no answer
    encode: Callable[[Answer], int] = field(default=lambda answer: 0)
    known: dict[Answer, int] = field(default_factory=dict)


class Encoder:
    """Turns answers into facts for the atoms of one plan."""

    def __init__(self, knowledge: Knowledge, atoms: Atoms) -> None:
        self.knowledge, self.atoms = knowledge, atoms
        self.questions = {id_: number for number, id_ in enumerate(knowledge.questions)}
        self.asks: dict[int, int] = {}  # atom → bit of the question it asks, for atoms that ask one
        self._codes: dict[str, _QuestionCode] = {}
        self._version_tests: dict[str, list[tuple[int, Leaf]]] = {}
        self._version_codes: list[_QuestionCode] = []
        by_question: dict[str, list[tuple[int, Leaf]]] = defaultdict(list)
        self._context: list[tuple[int, Leaf]] = []
        self._releases: list[tuple[int, Leaf]] = []
        self._in_use: dict[str, int] = {}
        derived = 0
        for number, leaf in enumerate(atoms.leaves):
            if leaf.kind in CONTEXT_KINDS:
                self._context.append((number, leaf))
            elif leaf.kind in DERIVED_KINDS:
                derived |= 2 << 2 * number
            elif leaf.kind == "in_use":
                self._in_use[leaf.subject] = 1 << 2 * number
            else:
                by_question[_question_of(leaf)].append((number, leaf))
        self._underived = derived
        self.context_literals = sum(3 << 2 * number for number, _ in self._context)
        self._build(by_question)
        self._in_use_bits = sum(bit * 3 for bit in self._in_use.values())
        self.context = lru_cache(maxsize=256)(self._context_bits)
        self._start = self._nothing_answered()

    def _build(self, by_question: Mapping[str, list[tuple[int, Leaf]]]) -> None:
        for id_, tests in by_question.items():
            code = _QuestionCode()
            question, _, product = id_.partition("@")
            if product:
                self._version_tests[product] = tests
                self._version_codes.append(code)
            else:
                self._codes[id_] = code
            for number, leaf in tests:
                code.all_bits |= 3 << 2 * number
                self.asks[number] = 1 << self.questions[question]
                if leaf.operator == "known":
                    code.unanswered |= 2 << 2 * number
            code.encode = _coder(tests, self.knowledge.questions[question].type == "version")
        if IN_USE in self.questions:
            asking = 1 << self.questions[IN_USE]
            self.asks.update((bit.bit_length() - 1 >> 1, asking) for bit in self._in_use.values())

    def _nothing_answered(self) -> Facts:
        held = self._underived
        possible = self._underived | self._in_use_bits
        for code in (*self._codes.values(), *self._version_codes):
            held |= code.unanswered
            possible |= code.all_bits
        return Facts(held, self._underived, possible)

    def encode(self, answers: Answers, edition: str, day: date) -> Facts:
        """The facts before any rule has fired."""
        context = self.context(edition, day)
        answered = up = 0
        for id_, answer in answers.items():
            code = self._codes.get(id_)
            if code is not None:
                known = code.known.get(answer)
                if known is None:
                    known = code.encode(answer)
                    if len(code.known) < _BOUND:
                        code.known[answer] = known
                answered |= code.all_bits
                up |= known
            if id_ in (VERSIONS, KUBERNETES_VERSION):
                answered, up = self._versions(id_, answer, day, answered, up)
        held = self._start.held & ~answered | up | context
        certain = self._start.certain | up | context
        possible = self._start.possible & ~answered | up | context
        if IN_USE in answers or WORKS_WELL in answers:
            return self._with_stack(answers, held, certain, possible)
        return Facts(held, certain, possible)

    def _with_stack(self, answers: Answers, held: int, certain: int, possible: int) -> Facts:
        """`works_well` counts as in use; what is in neither is not in use, for sure once both are answered."""
        yes = 0
        for id_ in (IN_USE, WORKS_WELL):
            for product in members_of(answers.get(id_, ())):
                yes |= self._in_use.get(product, 0)
        positive = self._in_use_bits // 3
        no = (positive & ~yes) << 1
        used = yes | no if IN_USE in answers else yes
        held |= used
        if IN_USE in answers and WORKS_WELL in answers:
            return Facts(held, certain | used, possible & ~self._in_use_bits | used)
        return Facts(held, certain | yes, possible & ~(yes << 1))

    def _versions(self, id_: str, answer: Answer, day: date, answered: int, up: int) -> tuple[int, int]:
        pairs = pairs_of(answer) if id_ == VERSIONS else (("kubernetes", str(answer)),)
        for product, version in pairs:
            tests = self._version_tests.get(product)
            # Kubernetes' version has a question of its own.
            if tests is not None and (product != "kubernetes" or id_ == KUBERNETES_VERSION):
                for number, leaf in tests:
                    answered |= 3 << 2 * number
                    truth = version_passes(leaf, version, day, self.knowledge)
                    if truth is not None:
                        up |= (1 if truth else 2) << 2 * number
        return answered, up

    def _context_bits(self, edition: str, day: date) -> int:
        up = 0
        for number, leaf in self._context:
            truth = context_truth(leaf, self.knowledge, edition, day)
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


def _coder(tests: list[tuple[int, Leaf]], versions: bool) -> Callable[[Answer], int]:
    return lambda answer: _encode(tests, answer, _same_version if versions else _same)


def _encode(tests: list[tuple[int, Leaf]], answer: Answer, same: Callable[[object, object], bool]) -> int:
    up = 0
    for number, leaf in tests:
        up |= (1 if _passes(leaf, answer, same) else 2) << 2 * number
    return up


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
