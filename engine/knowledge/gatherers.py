"""Documents that met their schema → named things, each with its place; a name given twice is a problem."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.knowledge.changes import gather_changes
from engine.knowledge.gathering import Entries, Loaded, WrittenRule, path_of, paths_by
from engine.knowledge.problems import Problem
from engine.model import Path, Product, Question, Rule, Section

_SORTS = (
    *("source", "claim", "edition", "section", "question", "quadrant", "area", "slot", "licence", "product"),
    *("conflict", "module", "rule", "stage", "unused"),
)


def gather(loaded: list[Loaded], problems: list[Problem]) -> dict[str, Entries]:
    """Everything that has a name, by sort."""
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
    _add_all(one, "quadrants", one.values["quadrants"], entries["quadrant"])
    _add_all(one, "areas", one.values["areas"], entries["area"])
    _add_all(one, "slots", one.values["slots"], entries["slot"])


def _gather_questions(one: Loaded, entries: dict[str, Entries]) -> None:
    indices = {id_: path[1] for id_, path in paths_by(one.document, "sections", "id")}
    for raw in one.values["sections"]:
        path: Path = ("sections", indices.get(raw["id"], 0))
        questions = []
        for i, question in enumerate(raw["questions"]):
            made = question_of(raw["id"], question)
            questions.append(made)
            entries["question"].add(made.id, made, one.document, (*path, "questions", i))
        section = Section(raw["id"], raw["title"], tuple(questions))
        entries["section"].add(section.id, section, one.document, path)


def question_of(section: str, raw: dict[str, Any]) -> Question:
    """A question as its schema left it → the model's."""
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
