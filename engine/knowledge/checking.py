"""Do the names in knowledge files exist, and do dated facts stand in order and on evidence?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.dated import alternatives
from engine.knowledge.conflict_checks import check_conflict
from engine.knowledge.gathering import Entries, Loaded, paths_by
from engine.knowledge.overlay import Overlay, check_overlay
from engine.knowledge.problems import Problem, nearest
from engine.knowledge.quadrants import check_quadrants
from engine.knowledge.references import Checker, Names, check_rule
from engine.knowledge.roadmap import check_stages
from engine.model import Claim, LevelSpan, LicenceSpan, Path, Product, Question


def checkers_of(names: Names, loaded: list[Loaded], problems: list[Problem]) -> dict[int, Checker]:
    """One for each document, by its identity; what they find wrong is added to `problems`."""
    return {id(one.document): Checker(names, one.document, problems) for one in loaded}


def check(entries: dict[str, Entries], loaded: list[Loaded], problems: list[Problem], overlay: Overlay) -> None:
    """Everything that names something else, and all dated facts; what is wrong is added to `problems`."""
    before = names_of(entries, loaded)
    names = replace(before, products=overlay.products, concerns=before.concerns | overlay.concerns)
    checkers = checkers_of(names, loaded, problems)
    for claim, document, path in entries["claim"].places():
        _check_claim(checkers[id(document)], claim, path)
    for edition, document, path in entries["edition"].places():
        checkers[id(document)].refer(edition.source, names.sources, "source", (*path, "source"))
        checkers[id(document)].cites(edition.cites, (*path, "cites"))
    for unused, document, path in entries["unused"].places():
        checkers[id(document)].refer(unused.id, names.claims, "claim", (*path, "claim"))
    for slot, document, path in entries["slot"].places():
        checkers[id(document)].refer(slot.area, names.areas, "area", (*path, "area"))
    check_quadrants(entries, checkers)
    for question, document, path in entries["question"].places():
        _check_question(checkers[id(document)], question, path)
    for product, document, path in entries["product"].places():
        check_product(checkers[id(document)], product, path)
    for conflict, document, path in entries["conflict"].places():
        check_conflict(checkers[id(document)], conflict, path, entries["source"].values)
    for written, document, path in entries["rule"].places():
        slot = (
            entries["module"].values[written.rule.module][1]
            if written.rule.module in entries["module"].values
            else None
        )
        check_rule(checkers[id(document)], written.rule, path, slot, written.ranges)
    for one in (one for one in loaded if one.kind == "stages"):
        stages = ((stage, path) for stage, _, path in entries["stage"].places())
        ids = [id_ for id_, _ in paths_by(one.document, "stages", "id")]
        check_stages(checkers[id(one.document)], one.values["question"], ids, stages)
    for (_, slot, _), document, path in entries["module"].places():
        if slot is not None:
            checkers[id(document)].refer(slot, names.slots, "slot", (*path, "slot"))
    changed = replace(names, rules={id_: written.rule for id_, written in overlay.rules.items()})
    check_overlay(entries, overlay, checkers_of(changed, loaded, problems))


def names_of(entries: dict[str, Entries], loaded: list[Loaded]) -> Names:
    """All names that there are to refer to."""
    rules = {id_: written.rule for id_, written in entries["rule"].values.items()}
    concerns = {c.subject for rule in rules.values() for c in rule.then if c.kind == "derive"}
    # What a schema turned away still counts as a name, or one mistake would seem many.
    raw = {sort: frozenset(entries[sort].values) | _raw_ids(loaded, key) for sort, key in _RAW_KEYS.items()}
    return Names(
        sources=raw["source"],
        claims=raw["claim"],
        questions=entries["question"].values,
        areas=raw["area"],
        slots=raw["slot"],
        editions=raw["edition"],
        licences=raw["licence"],
        products=entries["product"].values,
        concerns=frozenset(concerns),
        rules=rules,
    )


_RAW_KEYS = {
    "source": "sources",
    "claim": "claims",
    "area": "areas",
    "slot": "slots",
    "edition": "editions",
    "licence": "licences",
}


def _raw_ids(loaded: list[Loaded], key: str) -> frozenset[str]:
    return frozenset(
        id_ for one in loaded if isinstance(one.document.data, dict) for id_, _ in paths_by(one.document, key, "id")
    )


def _check_claim(checker: Checker, claim: Claim, path: Path) -> None:
    names = checker.names
    checker.refer(claim.source, names.sources, "source", (*path, "id"))
    checker.refer(claim.category, names.slots | {"general"}, "slot", (*path, "category"))
    for i, product in enumerate(claim.products):
        checker.refer(product, names.products, "product", (*path, "products", i))


# What the engine itself asks, where a questionnaire has it.
_TYPES = {
    "stack.in_use": "products",
    "stack.works_well": "products",
    "stack.versions": "versions",
    "platform.built_in": "products",
    "platform.kubernetes_version": "version",
}


def _check_question(checker: Checker, question: Question, path: Path) -> None:
    if question.type != _TYPES.get(question.id, question.type):
        message = f"{question.id!r} is of type {_TYPES[question.id]}, for conditions on the stack ask it"
        checker.say((*path, "type"), "wrong-type", message)
    has_options = question.type in ("choice", "choices")
    if has_options != bool(question.options):
        message = f"a question of type {question.type} has {'options' if has_options else 'no options'}"
        checker.say((*path, "options"), "bad-options", message)
    if len(set(question.option_ids)) < len(question.option_ids):
        checker.say((*path, "options"), "duplicate-id", "two options have the same id")
    for other, answers in question.needs.items():
        if not checker.refer(other, checker.names.questions, "question", (*path, "needs", other)):
            continue
        allowed = checker.names.questions[other]
        for answer in answers:
            fits = isinstance(answer, bool) if allowed.type == "bool" else answer in allowed.option_ids
            if not fits:
                checker.say(
                    (*path, "needs", other),
                    "unknown-option",
                    f"{other!r} is never {answer!r}",
                    nearest(answer, allowed.option_ids),
                )


def check_product(checker: Checker, product: Product, path: Path) -> None:
    """Its slots and licences exist; its facts are in the order of time and rest on evidence."""
    names = checker.names
    for i, slot in enumerate(product.slots):
        checker.refer(slot, names.slots, "slot", (*path, "slots", i))
    for source in product.known_as:
        checker.refer(source, names.sources, "source", (*path, "known_as", source))
    if product.distributes:
        checker.refer(product.distributes, names.products, "product", (*path, "distributes"))
    for i, span in enumerate(product.licences):
        for part in alternatives(span.spdx):
            checker.refer(part, names.licences, "licence", (*path, "licences", i, "spdx"))
    facts: dict[str, tuple[LicenceSpan | LevelSpan, ...]] = {"licences": product.licences, "cncf": product.cncf}
    for key, spans in facts.items():
        days = [span.since for span in spans if span.since]
        if days != sorted(days) or None in [span.since for span in spans[1:]]:
            checker.say((*path, key), "not-in-order", f"the {key} of {product.id!r} are not in the order of time")
        for i, fact in enumerate(spans):
            _check_evidence(checker, fact, (*path, key, i))
    if product.end_of_life:
        _check_evidence(checker, product.end_of_life, (*path, "end_of_life"))
    for i, release in enumerate(product.releases):
        if release.source:
            checker.refer(release.source, names.sources, "source", (*path, "releases", i, "source"))
    for i, stars in enumerate(product.stars):
        checker.cites(stars.cites, (*path, "stars", i, "cites"))


def _check_evidence(checker: Checker, fact: Any, path: Path) -> None:
    checker.cites(fact.cites, (*path, "cites"))
    if fact.source:
        checker.refer(fact.source, checker.names.sources, "source", (*path, "source"))
    if not fact.cites and not fact.source:
        checker.say(path, "no-evidence", "a dated fact names where it comes from", "add `cites` or `source`")
