"""Do names exist, and do tests fit what they test? Every dangling reference becomes a problem at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.dated import version_key
from engine.knowledge.grounding import AGAINST, DEFAULTS, EACH, EVERY, FOR
from engine.knowledge.problems import Problem, listed, nearest
from engine.knowledge.yaml_reader import Decimalish, Document
from engine.model import (
    STANCES,
    VERDICTS,
    All,
    Any,
    Conclusion,
    Condition,
    Leaf,
    Not,
    Path,
    Product,
    Question,
    Range,
    Rule,
)

_VERSION = re.compile(r"\d+(\.\d+)*\Z")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PRODUCT_FACTS = ("licence", "cncf_level", "end_of_life", "release", "release_end")
_BY_TYPE: dict[str, tuple[str, ...]] = {
    "bool": ("is", "is_not"),
    "int": ("is", "is_not", "in", "at_least", "at_most", "below", "above"),
    "number": ("is", "is_not", "in", "at_least", "at_most", "below", "above"),
    "choice": ("is", "is_not", "in"),
    "choices": ("includes", "excludes"),
    "version": ("is", "is_not", "in", "at_least", "at_most", "below", "above"),
    "products": ("includes", "excludes"),
    "versions": (),
}


@dataclass(frozen=True, slots=True)
class Names:
    """Every name that something may refer to, gathered before anything is checked."""

    sources: frozenset[str]
    claims: frozenset[str]
    questions: Mapping[str, Question]
    areas: frozenset[str]
    slots: frozenset[str]
    editions: frozenset[str]
    licences: frozenset[str]
    products: Mapping[str, Product]
    concerns: frozenset[str]
    rules: Mapping[str, Rule]


@dataclass(slots=True)
class Checker:
    """Checks one document; collects problems."""

    names: Names
    document: Document
    problems: list[Problem]

    def say(self, path: Path, code: str, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(self.document.place(path), code, message, hint))

    def refer(self, name: str, known: Iterable[str], what: str, path: Path) -> bool:
        known = known if isinstance(known, (frozenset, Mapping)) else frozenset(known)
        if name in known:
            return True
        self.say(path, f"unknown-{what}", f"there is no {what} {name!r}", nearest(name, sorted(known)))
        return False

    def cites(self, cites: Iterable[str], path: Path) -> None:
        for i, claim in enumerate(cites):
            self.refer(claim, self.names.claims, "claim", (*path, i))


# --- rules ----------------------------------------------------------------------------------------------------


def check_rule(checker: Checker, rule: Rule, path: Path, module_slot: str | None, ranges: Range | None) -> None:
    """`ranges` is None for a rule about nothing in particular, else the products that it ranges over."""
    if rule.id.partition("/")[0] != rule.module:
        checker.say((*path, "id"), "foreign-id", f"{rule.id!r} does not begin with the module's name {rule.module!r}")
    if ranges is not None:
        _check_range(checker, ranges, (*path, "for_each"))
    checker.cites(rule.cites, (*path, "cites"))
    on_catalog = any(leaf.kind == "attribute" and leaf.subject == EACH for leaf in leaves(rule.when))
    if not rule.cites and not on_catalog:
        checker.say((*path, "cites"), "no-evidence", f"{rule.id!r} cites nothing", "a rule cites at least one claim")
    for leaf in leaves(rule.when):
        _check_leaf(checker, leaf, (*path, "when", *leaf.path), ranges is not None)
    for conclusion in rule.then:
        _check_conclusion(checker, rule, conclusion, (*path, "then", *conclusion.path), module_slot, ranges is not None)
    sorts = sorts_of(rule)
    if len(sorts) > 1:
        hint = "write a rule for each: what is derived, what is needed, stances with warnings, relations with advice"
        checker.say(
            (*path, "then"), "mixed-conclusions", f"conclusions of several sorts: {listed(sorted(sorts))}", hint
        )
    _check_overrides(checker, rule, path, sorts)
    for language, text in (("en", rule.because.en), ("ko", rule.because.ko)):
        _check_text(checker, text, (*path, "because", language), ranges is not None)


def _check_range(checker: Checker, ranges: Range, path: Path) -> None:
    for i, slot in enumerate(ranges.slots):
        checker.refer(slot, checker.names.slots, "slot", (*path, "products_of", i))
    for i, product in enumerate(ranges.excluded):
        here: Path = (*path, "except", i)
        if not checker.refer(product, checker.names.products, "product", here):
            continue
        if ranges.slots and not set(checker.names.products[product].slots) & set(ranges.slots):
            message = f"{product!r} is no product of {listed(ranges.slots)}, so there is nothing to leave out"
            checker.say(here, "not-in-slot", message)


def leaves(condition: Condition) -> Iterator[Leaf]:
    if isinstance(condition, (All, Any)):
        for part in condition.parts:
            yield from leaves(part)
    elif isinstance(condition, Not):
        yield from leaves(condition.part)
    else:
        yield condition


_SORTS = {
    "derive": "concern",
    "need": "need",
    "no_need": "need",
    **dict.fromkeys(("connect", "install", "advise"), "relation"),
}


def _sort(conclusion: Conclusion) -> str:
    return _SORTS.get(conclusion.kind, "stance")


def sorts_of(rule: Rule) -> set[str]:
    """What a rule concludes: concerns, needs or stances."""
    return {_sort(conclusion) for conclusion in rule.then}


def _product(checker: Checker, name: str, path: Path, ranging: bool) -> None:
    if name == EACH:
        if not ranging:
            checker.say(path, "each-of-what", "`each` outside of a rule with `for_each`", "add `for_each: products`")
    else:
        checker.refer(name, checker.names.products, "product", path)


def _check_leaf(checker: Checker, leaf: Leaf, path: Path, ranging: bool) -> None:
    names = checker.names
    if leaf.kind == "question":
        if checker.refer(leaf.subject, names.questions, "question", (*path, "question")):
            _check_test(checker, leaf, names.questions[leaf.subject], path)
    elif leaf.kind in ("in_use", "works_well", "built_in", "version_of"):
        _product(checker, leaf.subject, (*path, leaf.kind), ranging)
        checker.refer(question_behind(leaf), names.questions, "question", (*path, leaf.kind))
        if leaf.kind == "version_of" and leaf.operator != "support":
            _check_version(checker, leaf.value, (*path, leaf.operator))
    elif leaf.kind == "concern":
        checker.refer(leaf.subject, names.concerns, "concern", (*path, "concern"))
    elif leaf.kind == "needed":
        checker.refer(leaf.subject, names.slots, "slot", (*path, "needed"))
    elif leaf.kind in ("picks", "verdict"):
        checker.refer(leaf.subject, names.slots, "slot", (*path, "slot"))
        _product(checker, leaf.about or "", (*path, "picks" if leaf.kind == "picks" else "product"), ranging)
        for verdict in leaf.value if leaf.kind == "verdict" and isinstance(leaf.value, tuple) else ():
            checker.refer(str(verdict), frozenset(VERDICTS), "verdict", (*path, "verdict"))
    elif leaf.kind == "attribute":
        _product(checker, leaf.subject, (*path, "product"), ranging)
        if leaf.about == "licence":
            for licence in leaf.value if isinstance(leaf.value, tuple) else (leaf.value,):
                checker.refer(str(licence), names.licences, "licence", (*path, leaf.operator))
    elif leaf.kind in ("edition", "edition_from", "edition_until") and isinstance(leaf.value, tuple):
        for edition in leaf.value:
            checker.refer(str(edition), names.editions, "edition", (*path, leaf.kind))


def question_behind(leaf: Leaf) -> str:
    """The question that a test on the stack asks."""
    if leaf.kind == "version_of":
        return "platform.kubernetes_version" if leaf.subject == "kubernetes" else "stack.versions"
    return "platform.built_in" if leaf.kind == "built_in" else f"stack.{leaf.kind}"


def _check_test(checker: Checker, leaf: Leaf, question: Question, path: Path) -> None:
    if leaf.operator in ("known", "unknown", "holds"):
        return
    fitting = _BY_TYPE[question.type]
    if leaf.operator not in fitting:
        hint = f"use {listed((*fitting, 'known', 'unknown'), 12)}"
        message = f"`{leaf.operator}` does not fit {question.id!r}, which is of type {question.type}"
        checker.say((*path, leaf.operator), "wrong-test", message, hint)
        return
    for value in leaf.value if isinstance(leaf.value, tuple) else (leaf.value,):
        _check_value(checker, value, question, (*path, leaf.operator))


def _check_value(checker: Checker, value: object, question: Question, path: Path) -> None:
    if question.type in ("choice", "choices"):
        if value not in question.option_ids:
            hint = nearest(value, question.option_ids) or f"one of {listed(question.option_ids, 12)}"
            checker.say(path, "unknown-option", f"{question.id!r} has no option {value!r}", hint)
    elif question.type == "bool":
        if not isinstance(value, bool):
            checker.say(path, "wrong-type", f"{question.id!r} is true or false, never {value!r}")
    elif question.type in ("int", "number"):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            checker.say(path, "wrong-type", f"{question.id!r} is a number, never {value!r}")
    elif question.type == "version":
        _check_version(checker, value, path)
    elif question.type == "products":
        checker.refer(str(value), checker.names.products, "product", path)


def _check_version(checker: Checker, value: object, path: Path) -> None:
    if isinstance(value, Decimalish) or not isinstance(value, str):
        said = value.text if isinstance(value, Decimalish) else value
        checker.say(path, "wrong-type", "a version is written in quotes", f'write "{said}"')
    elif not _VERSION.match(value) or not version_key(value):
        checker.say(path, "bad-value", f"{value!r} is not a version", 'as "1.30"')


def _check_conclusion(
    checker: Checker, rule: Rule, conclusion: Conclusion, path: Path, module_slot: str | None, ranging: bool
) -> None:
    names, kind = checker.names, conclusion.kind
    if kind in ("need", "no_need"):
        checker.refer(conclusion.subject, names.slots, "slot", (*path, kind))
        return
    if kind in ("derive", "advise"):
        return
    _product(checker, conclusion.subject, (*path, kind), ranging)
    others = {"to": conclusion.to, "with": conclusion.through, "after": conclusion.after}
    for field, products in others.items():
        for product in products:
            _product(checker, product, (*path, field), ranging)
    if kind in ("connect", "install"):
        if conclusion.subject in (*conclusion.to, *conclusion.after):
            checker.say((*path, kind), "bad-relation", f"{conclusion.subject!r} is set beside itself")
        return
    if kind == "rule_out" and rule.strength != "constraint":
        message = "only a constraint can rule a product out"
        checker.say((*path, kind), "weak-rule-out", message, "use `avoid`, or `strength: constraint`")
    slot = conclusion.slot
    if slot == EVERY:
        if conclusion.subject != EACH:
            checker.say((*path, "slot"), "bad-value", "`slot: every` is for stances on `each`")
        return
    if slot is not None and not checker.refer(slot, names.slots, "slot", (*path, "slot")):
        return
    if slot is None and conclusion.subject != EACH and module_slot is None:
        found = names.products.get(conclusion.subject)
        if kind in STANCES or (found and not found.slots):
            checker.say(path, "missing-field", "which slot?", "add `slot:` here or to the module")
        return
    _check_membership(checker, conclusion, slot or module_slot, path)


def _check_membership(checker: Checker, conclusion: Conclusion, slot: str | None, path: Path) -> None:
    product = checker.names.products.get(conclusion.subject)
    if product and slot and conclusion.kind in STANCES and slot not in product.slots:
        hint = f"its slots: {listed(product.slots)}; add the slot in the catalog, or speak about another"
        message = f"{product.id!r} is no product of the slot {slot!r}"
        checker.say((*path, conclusion.kind), "not-in-slot", message, hint)


def _check_overrides(checker: Checker, rule: Rule, path: Path, sorts: set[str]) -> None:
    if rule.overrides and "concern" in sorts:
        message = "a rule that derives a concern overrides nothing"
        checker.say((*path, "overrides"), "bad-override", message, "let the rules that read the concern decide")
    if rule.overrides and "relation" in sorts:
        message = "a rule that relates products or advises overrides nothing"
        checker.say((*path, "overrides"), "bad-override", message, "say in its condition when it does not hold")
    for i, name in enumerate(rule.overrides):
        here: Path = (*path, "overrides", i)
        if name in (DEFAULTS, AGAINST, FOR) or not checker.refer(name, checker.names.rules, "rule", here):
            continue
        target = checker.names.rules[name]
        if target.strength == "constraint":
            checker.say(here, "bad-override", f"{name!r} is a constraint, which nothing overrides")
        elif {_sort(c) for c in target.then} != sorts:
            theirs = listed(sorted({_sort(c) for c in target.then}))
            message = f"{name!r} concludes {theirs}, this rule {listed(sorted(sorts))}"
            checker.say(here, "bad-override", message, "a rule overrides rules of its own sort")
        elif name == rule.id:
            checker.say(here, "bad-override", "a rule cannot override itself")


def _check_text(checker: Checker, text: str, path: Path, ranging: bool) -> None:
    for placeholder in _PLACEHOLDER.findall(text):
        subject, _, fact = placeholder.partition(".")
        if placeholder in checker.names.questions or (placeholder == EACH and ranging):
            continue
        if fact in PRODUCT_FACTS and ((subject == EACH and ranging) or subject in checker.names.products):
            continue
        facts = [f"{subject}.{one}" for one in PRODUCT_FACTS if subject == EACH or subject in checker.names.products]
        known = [*checker.names.questions, *([EACH, *facts] if ranging else facts)]
        message = f"{{{placeholder}}} is neither a question nor a fact of a product"
        checker.say(path, "unknown-placeholder", message, nearest(placeholder, known))


def check_override_cycles(rules: Mapping[str, Rule]) -> Iterator[tuple[Rule, tuple[str, ...]]]:
    """Rules that override each other in a circle: nobody could say which of them speaks."""
    state: dict[str, int] = {}
    for start in sorted(rules):
        stack: list[tuple[str, Iterator[str]]] = []
        if start not in state:
            state[start] = 1
            stack.append((start, iter(rules[start].overrides)))
        while stack:
            current, targets = stack[-1]
            for target in targets:
                if state.get(target) == 1:
                    names = [name for name, _ in stack]
                    yield rules[current], tuple(names[names.index(target) :])
                elif target not in state:
                    state[target] = 1
                    stack.append((target, iter(rules[target].overrides)))
                    break
            else:
                state[current] = 2
                stack.pop()
