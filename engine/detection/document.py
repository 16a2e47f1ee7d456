"""What was found as plain data, for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.detection.found import Detection, Evidence
from engine.knowledge.problems import Problem
from engine.model import Knowledge


def detection_document(found: Detection, knowledge: Knowledge) -> dict[str, Any]:
    """Its members are described in docs/detecting.md."""
    return {
        "files": found.files,
        "products": [
            {
                "product": id_,
                "name": knowledge.products[id_].name,
                "version": found.versions[id_].value if id_ in found.versions else None,
                "evidence": _evidence(evidence),
            }
            for id_, evidence in found.products.items()
        ],
        "answers": [
            {"question": id_, "value": _plain(one.value), "evidence": _evidence(one.evidence)}
            for id_, one in found.answers.items()
        ],
        "seen": [{"product": id_, "evidence": _evidence(evidence)} for id_, evidence in found.seen.items()],
        "ambiguous": [
            {
                "kind": one.kind,
                "name": one.name,
                "could_be": list(one.could_be),
                "or_else": list(one.or_else),
                "evidence": _evidence(one.evidence),
            }
            for one in found.ambiguous
        ],
        "unknown": [{"kind": one.kind, "name": one.name, "evidence": _evidence(one.evidence)} for one in found.unknown],
        "problems": [_problem(one) for one in found.problems],
    }


def _evidence(evidence: Iterable[Evidence]) -> list[dict[str, Any]]:
    return [{"path": one.path, "line": one.line, "kind": one.kind, "what": one.what} for one in evidence]


def _problem(one: Problem) -> dict[str, Any]:
    return {
        "path": one.place.file,
        "line": one.place.line,
        "level": one.level,
        "code": one.code,
        "message": one.message,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, dict) else value
