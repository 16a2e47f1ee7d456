"""Directories of YAML → `Knowledge`, or all of its problems at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path as FilePath

from engine.knowledge.checking import check, check_product, checkers_of, names_of
from engine.knowledge.files import KnowledgeFile, by_pack, digest_of
from engine.knowledge.fingerprints import fingerprints_of
from engine.knowledge.gatherers import gather, question_of
from engine.knowledge.gathering import Entries, Loaded, WrittenRule
from engine.knowledge.grounding import expand_overrides, ground
from engine.knowledge.overlay import Overlay, changes_made, head_of, in_order_of_areas, overlaid, packs_of
from engine.knowledge.packs import check_heads, read_packs
from engine.knowledge.problems import KnowledgeError, Problem
from engine.knowledge.references import check_override_cycles
from engine.knowledge.relations import circles_of_order
from engine.knowledge.validation import validate
from engine.knowledge.yaml_reader import Document, read_yaml
from engine.model import STANCES, Edition, Knowledge, Module, Pack, Path, Place, Product, Roadmap, Rule, UnusedClaim

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
    entries = gather(loaded, problems)
    overlay = _overlaid(entries, loaded, problems)
    check(entries, loaded, problems, overlay)
    fingerprints = fingerprints_of(loaded, overlay.products, entries["question"].values, problems)
    if problems:
        raise KnowledgeError(problems)
    digests = {pack: digest_of(inside) for pack, inside in packs.items()}
    found = _assemble(entries, overlay, packs_of(loaded, entries, overlay, digests))
    return replace(found, digest=digest_of(files), roadmap=_roadmap(entries, loaded), fingerprints=fingerprints)


def _overlaid(entries: dict[str, Entries], loaded: list[Loaded], problems: list[Problem]) -> Overlay:
    checkers = checkers_of(names_of(entries, loaded), loaded, problems)

    def check_addition(document: Document, addition: Product, path: Path) -> None:
        check_product(checkers[id(document)], addition, path)

    return overlaid(loaded, entries, question_of, check_addition, problems)


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
        quadrants=entries["quadrant"].values,
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
