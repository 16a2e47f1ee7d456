"""Directories of YAML → `Knowledge`, or all of its problems at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

from engine.dated import alternatives
from engine.knowledge.changes import gather_changes
from engine.knowledge.conflict_checks import check_conflict
from engine.knowledge.files import KnowledgeFile, by_pack, digest_of
from engine.knowledge.gathering import Entries, Loaded, WrittenRule, path_of, paths_by
from engine.knowledge.grounding import expand_overrides, ground
from engine.knowledge.overlay import (
    Overlay,
    changes_made,
    check_overlay,
    head_of,
    in_order_of_areas,
    overlaid,
    packs_of,
)
from engine.knowledge.packs import check_heads, read_packs
from engine.knowledge.problems import KnowledgeError, Problem, nearest
from engine.knowledge.references import Checker, Names, check_override_cycles, check_rule
from engine.knowledge.relations import circles_of_order
from engine.knowledge.roadmap import check_stages
from engine.knowledge.validation import validate
from engine.knowledge.yaml_reader import Document, read_yaml
from engine.model import (
    STANCES,
    Claim,
    Edition,
    Knowledge,
    LevelSpan,
    LicenceSpan,
    Module,
    Pack,
    Path,
    Place,
    Product,
    Question,
    Roadmap,
    Rule,
    Section,
    UnusedClaim,
)

_REQUIRED = ("pack", "sources", "editions", "questionnaire", "slots", "licences")


def load_knowledge(directory: FilePath, *packs: FilePath) -> Knowledge:
    """Read, check and ground all knowledge below a directory, with packs on top of it in their order.

    Raises KnowledgeError with every problem found, in the order of the files.
    """
    for one in (directory, *packs):
        if not one.is_dir():
            place = Place(str(one), 1, 1)
            raise KnowledgeError([Problem(place, "no-directory", "there is no such directory of knowledge")])
    return build_knowledge(read_packs((directory, *packs)))


def build_knowledge(files: tuple[KnowledgeFile, ...]) -> Knowledge:
    """The same from files in memory, in whatever order; packs stand in the order in which they are met."""
    packs = by_pack(files)
    problems: list[Problem] = []
    loaded = [one for inside in packs.values() for one in _documents(inside, problems)]
    problems.extend(_missing(packs))
    heads = [head_of(one) for one in loaded if one.kind == "pack"]
    misplaced = list(check_heads(heads)) if {head.label for head in heads} == packs.keys() else []
    if misplaced:  # all else would be about names that cannot be there
        raise KnowledgeError([*problems, *misplaced])
    entries = _gather(loaded, problems)
    overlay = _overlaid(entries, loaded, problems)
    _check(entries, loaded, problems, overlay)
    if problems:
        raise KnowledgeError(problems)
    digests = {pack: digest_of(inside) for pack, inside in packs.items()}
    found = _assemble(entries, overlay, packs_of(loaded, entries, overlay, digests))
    return replace(found, digest=digest_of(files), roadmap=_roadmap(entries, loaded))


def _overlaid(entries: dict[str, Entries], loaded: list[Loaded], problems: list[Problem]) -> Overlay:
    checkers = _checkers(_names(entries, loaded), loaded, problems)

    def check_addition(document: Document, addition: Product, path: Path) -> None:
        _check_product(checkers[id(document)], addition, path)

    return overlaid(loaded, entries, _question, check_addition, problems)


def _missing(packs: Mapping[str, tuple[KnowledgeFile, ...]]) -> Iterator[Problem]:
    for pack, files in packs.items():
        for kind in ("pack",) if pack else _REQUIRED:
            if not any(file.kind == kind for file in files):
                name = "portolan.yaml" if kind == "pack" else f"{kind}.yaml"
                place = Place(KnowledgeFile(name, kind, b"", pack).path, 1, 1)
                whose = "pack" if pack else "knowledge"
                yield Problem(place, "missing-file", f"the {whose} has no {name}")


def _documents(files: Iterable[KnowledgeFile], problems: list[Problem]) -> Iterator[Loaded]:
    for file in files:
        if file.kind is None:
            message = "no kind of knowledge file has this name"
            hint = "modules stand in a folder, as observability/tracing.yaml"
            problems.append(Problem(Place(file.path, 1, 1), "unknown-file", message, hint))
            continue
        document = read_yaml(file.content, file.path)
        problems.extend(document.problems)
        if document.data is None and document.problems:
            continue
        values, found = validate(document, file.kind)
        problems.extend(found)
        if values is not None:
            yield Loaded(file.kind, document, values, file.pack)


# --- gathering ------------------------------------------------------------------------------------------------

_SORTS = (
    *("source", "claim", "edition", "section", "question", "area", "slot", "licence", "product", "conflict"),
    *("module", "rule", "stage", "unused"),
)


def _gather(loaded: list[Loaded], problems: list[Problem]) -> dict[str, Entries]:
    entries = {sort: Entries(sort, problems) for sort in _SORTS}
    entries["change"] = Entries("change of", problems)
    gatherers: dict[str, Callable[[Loaded, dict[str, Entries]], None]] = {
        "sources": _list_of("sources", "source"),
        "claims": _list_of("claims", "claim"),
        "editions": _list_of("editions", "edition"),
        "licences": _list_of("licences", "licence"),
        "conflicts": _list_of("conflicts", "conflict"),
        "unused": _gather_unused,
        "slots": _gather_slots,
        "questionnaire": _gather_questions,
        "catalog": _gather_products,
        "module": _gather_module,
        "stages": _list_of("stages", "stage"),
    }
    for one in loaded:
        if one.kind in gatherers:
            gatherers[one.kind](one, entries)
    return entries


def _list_of(key: str, sort: str) -> Callable[[Loaded, dict[str, Entries]], None]:
    def gather(one: Loaded, entries: dict[str, Entries]) -> None:
        _add_all(one, key, one.values[key], entries[sort])

    return gather


def _add_all(one: Loaded, key: str, values: list[Any], entries: Entries) -> None:
    paths = paths_by(one.document, key, "id")
    for value in values:
        entries.add(value.id, value, one.document, path_of(value.id, paths, (key,)))


def _gather_unused(one: Loaded, entries: dict[str, Entries]) -> None:
    places = {item.get("claim"): i for i, item in enumerate(one.document.data["unused"]) if isinstance(item, dict)}
    for unused in one.values["unused"]:
        entries["unused"].add(unused.id, unused, one.document, ("unused", places.get(unused.id, 0)))


def _gather_slots(one: Loaded, entries: dict[str, Entries]) -> None:
    _add_all(one, "areas", one.values["areas"], entries["area"])
    _add_all(one, "slots", one.values["slots"], entries["slot"])


def _gather_questions(one: Loaded, entries: dict[str, Entries]) -> None:
    indices = {id_: path[1] for id_, path in paths_by(one.document, "sections", "id")}
    for raw in one.values["sections"]:
        path: Path = ("sections", indices.get(raw["id"], 0))
        questions = []
        for i, question in enumerate(raw["questions"]):
            made = _question(raw["id"], question)
            questions.append(made)
            entries["question"].add(made.id, made, one.document, (*path, "questions", i))
        section = Section(raw["id"], raw["title"], tuple(questions))
        entries["section"].add(section.id, section, one.document, path)


def _question(section: str, raw: dict[str, Any]) -> Question:
    return Question(
        id=f"{section}.{raw['id']}",
        type=raw["type"],
        text=raw["text"],
        help=raw["help"],
        options=tuple(raw["options"]),
        needs={key: tuple(values) for key, values in raw["needs"].items()},
        fixed=raw["fixed"],
        minimum=raw["minimum"],
    )


def _gather_products(one: Loaded, entries: dict[str, Entries]) -> None:
    tuples = ("slots", "licences", "cncf", "releases", "stars")
    given: list[dict[str, Any]] = one.values["products"]
    products = [Product(**{**raw, **{key: tuple(raw[key]) for key in tuples}}) for raw in given]
    _add_all(one, "products", products, entries["product"])


def _gather_module(one: Loaded, entries: dict[str, Entries]) -> None:
    values, document = one.values, one.document
    id_, slot = values["module"], values["slot"]
    entries["module"].add(id_, (values["title"], slot, document.place(("module",))), document, ())
    paths = paths_by(document, "rules", "id")
    for raw in values["rules"]:
        path = path_of(raw["id"], paths, ("rules",))
        rule = Rule(
            id=raw["id"],
            module=id_,
            strength=raw["strength"],
            when=raw["when"],
            then=raw["then"],
            because=raw["because"],
            cites=tuple(raw["cites"]),
            overrides=tuple(raw["overrides"]),
            place=document.place(path),
            template=raw["id"],
        )
        entries["rule"].add(raw["id"], WrittenRule(rule, raw["for_each"]), document, path)
    gather_changes(one, entries["change"])


# --- checking -------------------------------------------------------------------------------------------------


def _checkers(names: Names, loaded: list[Loaded], problems: list[Problem]) -> dict[int, Checker]:
    return {id(one.document): Checker(names, one.document, problems) for one in loaded}


def _check(entries: dict[str, Entries], loaded: list[Loaded], problems: list[Problem], overlay: Overlay) -> None:
    before = _names(entries, loaded)
    names = replace(before, products=overlay.products, concerns=before.concerns | overlay.concerns)
    checkers = _checkers(names, loaded, problems)
    for claim, document, path in entries["claim"].places():
        _check_claim(checkers[id(document)], claim, path)
    for edition, document, path in entries["edition"].places():
        checkers[id(document)].refer(edition.source, names.sources, "source", (*path, "source"))
        checkers[id(document)].cites(edition.cites, (*path, "cites"))
    for unused, document, path in entries["unused"].places():
        checkers[id(document)].refer(unused.id, names.claims, "claim", (*path, "claim"))
    for slot, document, path in entries["slot"].places():
        checkers[id(document)].refer(slot.area, names.areas, "area", (*path, "area"))
    for question, document, path in entries["question"].places():
        _check_question(checkers[id(document)], question, path)
    for product, document, path in entries["product"].places():
        _check_product(checkers[id(document)], product, path)
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
    check_overlay(entries, overlay, _checkers(changed, loaded, problems))


def _names(entries: dict[str, Entries], loaded: list[Loaded]) -> Names:
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


def _check_product(checker: Checker, product: Product, path: Path) -> None:
    names = checker.names
    for i, slot in enumerate(product.slots):
        checker.refer(slot, names.slots, "slot", (*path, "slots", i))
    for source in product.known_as:
        checker.refer(source, names.sources, "source", (*path, "known_as", source))
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


# --- assembling -----------------------------------------------------------------------------------------------


def _assemble(entries: dict[str, Entries], overlay: Overlay, packs: tuple[Pack, ...]) -> Knowledge:
    editions: list[Edition] = sorted(entries["edition"].values.values(), key=lambda e: (e.published, e.id))
    bare = Knowledge(
        packs=packs,
        digest="",
        sources=entries["source"].values,
        claims=entries["claim"].values,
        sections=tuple(entries["section"].values.values()),
        questions={question.id: question for one in entries["section"].values.values() for question in one.questions},
        areas=entries["area"].values,
        slots=in_order_of_areas(entries["slot"].values, entries["area"].values),
        editions={edition.id: edition for edition in editions},
        licences=entries["licence"].values,
        products=dict(sorted(overlay.products.items())),
        conflicts=entries["conflict"].values,
        modules={},
        rules={},
    )
    grounded = _grounded(overlay.rules, entries["module"], bare)
    changes = changes_made(entries, overlay, grounded)
    withdrawn = {id_ for id_, change in changes.items() if change.withdrawn}
    rules = expand_overrides({id_: rule for id_, rule in grounded.items() if rule.template not in withdrawn})
    _check_cycles(rules)
    fruitful = {rule.template for rule in grounded.values()}
    modules = {}
    for id_, (title, slot, place) in sorted(entries["module"].values.items()):
        pack = overlay.owner(entries["module"].where[id_][0])
        its = tuple(rule for rule in rules.values() if rule.module == id_)
        written = [one.rule for one in overlay.rules.values() if one.rule.module == id_]
        idle = tuple((rule.id, rule.place) for rule in written if rule.id not in fruitful)
        modules[id_] = Module(id_, title, slot, its, place, pack, idle)
    unused: dict[str, UnusedClaim] = entries["unused"].values
    return replace(bare, modules=modules, rules=rules, changes=changes, unused=unused, places=_places(entries))


def _places(entries: dict[str, Entries]) -> dict[tuple[str, str], Place]:
    return {
        (sort, id_): document.place(path)
        for sort, named in entries.items()
        for id_, (document, path) in named.where.items()
    }


def _roadmap(entries: dict[str, Entries], loaded: list[Loaded]) -> Roadmap | None:
    questions = [one.values["question"] for one in loaded if one.kind == "stages"]
    return Roadmap(questions[0], tuple(entries["stage"].values.values())) if questions else None


def _grounded(written: Mapping[str, WrittenRule], modules: Entries, knowledge: Knowledge) -> dict[str, Rule]:
    """All rules by id, in the order of ids: the order of files and rules means nothing."""
    rules: dict[str, Rule] = {}
    for one in written.values():
        rule = _with_slots(one.rule, modules.values[one.rule.module][1], knowledge)
        if one.ranges is None:
            rules[rule.id] = rule
            continue
        slots, excluded = set(one.ranges.slots), one.ranges.excluded
        products = [
            p
            for p in knowledge.products.values()
            if p.slots and p.id not in excluded and (not slots or slots & set(p.slots))
        ]
        rules.update((grounded.id, grounded) for grounded in ground(rule, products, knowledge))
    return dict(sorted(rules.items()))


def _with_slots(rule: Rule, module_slot: str | None, knowledge: Knowledge) -> Rule:
    """Every stance and warning names its slot; those on `each` get theirs when they are grounded."""
    then = []
    for c in rule.then:
        lacks = c.slot is None and c.kind in (*STANCES, "warn") and c.subject != "each"
        then.append(replace(c, slot=module_slot or knowledge.products[c.subject].home) if lacks else c)
    return replace(rule, then=tuple(then))


def _check_cycles(rules: dict[str, Rule]) -> None:
    problems = []
    for rule, names in check_override_cycles(rules):
        message = f"rules override each other in a circle: {' → '.join((*names, names[0]))}"
        problems.append(Problem(rule.place, "override-cycle", message))
    problems.extend(circles_of_order(rules))
    if problems:
        raise KnowledgeError(problems)
