"""Decision documents of fixed requests as text. `python -m tests.engine.documents` writes them all to standard output;
with `golden` behind it, it writes the golden file anew, for somebody to read the difference."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from engine.advisor import Advisor
from engine.explanation.document import decision_document
from engine.knowledge.files import KnowledgeFile, read_directory
from engine.knowledge.loader import build_knowledge
from engine.request import decision_id, read_request

HERE = Path(__file__).parent
BASE = read_directory(HERE / "knowledge" / "base")
GOLDEN = HERE / "golden" / "tiny.json"

GOLDEN_REQUEST = {
    "profile": {
        "shop": {"size": "small", "signals": ["traces"], "open_source": True, "people": 1},
        "stack": {"in_use": ["jaeger"], "versions": {"grafana": "10.4"}},
    },
    "as_of": "2025-07-01",
}
TINY = (
    {"profile": {}, "as_of": "2025-07-01"},
    {"profile": {}, "as_of": "2024-07-01", "language": "ko"},
    {
        "profile": {"stack": {"works_well": ["jaeger", "ledger"]}, "shop": {"people": 0}},
        "edition": "2025",
        "as_of": "2020-01-01",
    },
    {**GOLDEN_REQUEST, "language": "ko"},
)
# Of the shipped knowledge nothing is expected here but that it says the same thing twice.
SHIPPED = (
    {"profile": {}, "as_of": "2026-04-01"},
    {"profile": {}, "as_of": "2025-02-01", "language": "ko"},
    {
        "profile": {
            "constraints": {"licences": "open-source"},
            "observability": {"signals": ["traces", "logs"]},
            "platform": {"kubernetes_version": "1.31", "production": True},
            "stack": {
                "in_use": ["jaeger", "ingress-nginx", "vault"],
                "works_well": ["calico"],
                "versions": {"harbor": "2.8"},
            },
        },
        "as_of": "2026-04-01",
    },
)


def documents(files: tuple[KnowledgeFile, ...], requests: tuple[dict[str, Any], ...]) -> Iterator[str]:
    """Indented, so that a difference can be read."""
    knowledge = build_knowledge(files)
    advisor = Advisor(knowledge)
    for raw in requests:
        request = read_request(raw, knowledge, today=date(2026, 1, 15))
        decision = advisor.decide(request)
        id_ = decision_id(request, knowledge)
        document = decision_document(decision, advisor.reasoner, id_, request.language)
        yield json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    advisor.close()


def golden() -> str:
    return next(documents(BASE, (GOLDEN_REQUEST,)))


def everything(rules: Path) -> str:
    return "".join([*documents(BASE, TINY), *documents(read_directory(rules), SHIPPED)])


if __name__ == "__main__":
    if sys.argv[1:] == ["golden"]:
        GOLDEN.write_text(golden(), encoding="utf-8")
    else:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.write(everything(HERE.parent.parent / "rules"))
