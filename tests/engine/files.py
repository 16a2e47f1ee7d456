"""A raw body of knowledge → the files that the loader reads, in memory."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from engine.knowledge.files import KnowledgeFile, kind_of


def text_of(value: Any) -> str:
    """Plain data as YAML in one line: JSON, but for dates, which stand without quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {text_of(inside)}" for key, inside in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(text_of, value)) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def file_of(name: str, value: Any) -> KnowledgeFile:
    return KnowledgeFile(name, kind_of(name), text_of(value).encode())


def _both(text: str) -> dict[str, str]:
    return {"en": text, "ko": text}


def files_of(body: dict[str, Any], modules: list[dict[str, Any]] | None = None) -> tuple[KnowledgeFile, ...]:
    """The files of a body as `strategies.bodies` draws it; `modules` in place of its own."""
    cited = {"cites": ["src/claim"]}
    products = [
        {
            **product,
            "id": id_,
            "name": id_.upper(),
            "licences": [{**span, **cited} for span in product["licences"]],
            "cncf": [{**span, **cited} for span in product["cncf"]],
            **({"end_of_life": {**product["end_of_life"], **cited}} if "end_of_life" in product else {}),
        }
        for id_, product in body["products"].items()
    ]
    editions = [{**edition, "source": "src", "title": _both(edition["id"])} for edition in body["editions"]]
    licences = [{"id": id_, "name": id_, **licence} for id_, licence in body["licences"].items()]
    slots = [{"id": id_, "area": "area", "title": _both(id_)} for id_ in body["slots"]]
    return (
        file_of("portolan.yaml", {"pack": "drawn", "version": "1", "title": _both("Drawn")}),
        file_of("sources.yaml", {"sources": [_SOURCE]}),
        file_of("claims/src.yaml", {"claims": [_CLAIM]}),
        file_of("editions.yaml", {"editions": editions}),
        file_of("licences.yaml", {"licences": licences}),
        file_of("slots.yaml", {"areas": [{"id": "area", "title": _both("Area")}], "slots": slots}),
        file_of("questionnaire.yaml", {"sections": _sections(body["questions"])}),
        file_of("catalog/all.yaml", {"products": products}),
        *(
            file_of(f"area/{module['module']}.yaml", {"title": _both(module["module"]), **module})
            for module in (modules or body["modules"])
        ),
    )


_SOURCE = {"id": "src", "title": _both("Source"), "date": date(2024, 1, 1), "language": "en", "authority": 1}
_CLAIM = {
    "id": "src/claim",
    "section": "One",
    "kind": "principle",
    "category": "general",
    "products": [],
    "when": None,
    **_both("So it is."),
}


def _sections(questions: dict[str, str]) -> list[dict[str, Any]]:
    sections: dict[str, list[dict[str, Any]]] = {}
    for id_, kind in questions.items():
        section, _, name = id_.partition(".")
        question: dict[str, Any] = {"id": name, "type": kind, "text": _both(f"{id_}?"), "help": _both("Why.")}
        if kind in ("choice", "choices"):
            question["options"] = [{"id": option, "text": _both(option)} for option in ("a", "b", "c")]
        sections.setdefault(section, []).append(question)
    return [{"id": id_, "title": _both(id_), "questions": inside} for id_, inside in sections.items()]
