"""After “because” a sentence goes on with a small letter, unless it begins with a name."""

from __future__ import annotations

import pytest

from engine.explanation.records.casing import lowered, names_in
from engine.knowledge.loader import load_knowledge
from tests.conftest import RULES

NAMES = frozenset({"Jaeger", "Git"})


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("The traces are kept.", "the traces are kept."),
        ("A trace is kept.", "a trace is kept."),
        ("Roll-outs are watched.", "roll-outs are watched."),
        ("Object storage is cheap.", "object storage is cheap."),
        ("Jaeger keeps traces.", "Jaeger keeps traces."),
        ("Git's history is the source.", "Git's history is the source."),
        ("OCI images are signed.", "OCI images are signed."),
        ("OpenTelemetry sends them.", "OpenTelemetry sends them."),
        ("K8s runs here.", "K8s runs here."),
        ("cert-manager renews.", "cert-manager renews."),
        ("“Graduated” means mature.", "“Graduated” means mature."),
        ("", ""),
    ],
)
def test_a_sentence_as_a_clause(sentence: str, clause: str) -> None:
    assert lowered(sentence, NAMES) == clause


def test_products_and_what_questions_speak_of_are_names() -> None:
    names = names_in(load_knowledge(RULES))
    assert {"Jaeger", "Argo", "Ingress", "Git", "LoadBalancer"} <= names
    assert names.isdisjoint({"The", "A", "Object", "Support", "Which"})
