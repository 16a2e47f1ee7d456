"""Why a step stands where it does, in words."""

from __future__ import annotations

from typing import Any

from engine.explanation.migration.document import migration_document
from engine.explanation.migration.outline import migration_lines
from engine.model import Language
from tests.engine.explanation.comparison.test_compare import decided, reasoner_of

# x gives way to y by a day, and w to z.
RULES = """
need: {then: [{need: [one, two]}]}
leave: {then: [{migrate: w, to: [z], slot: two, BY}, {adopt: z, slot: two}]}
other: {then: [{migrate: x, to: [y]}, {adopt: y}]}
"""


def document(by: str, language: Language = "en", **answers: Any) -> dict[str, Any]:
    reasoner = reasoner_of(RULES.replace(", BY", by))
    return migration_document(decided(reasoner, **answers), language)


def placed(by: str, language: Language = "en", **answers: Any) -> list[tuple[str, str]]:
    return [(step["text"], step["placed_text"]) for step in document(by, language, **answers)["steps"]]


def test_what_is_due_first_is_named() -> None:
    assert placed(", by: 2025-06-01", stack__in_use=["x", "w"]) == [
        ("Set up Z", "step 2, which waits for it, is due first"),
        ("Move from W to Z", "its deadline comes before that of all else"),
        ("Set up Y", "step 4 waits for it"),
        ("Move from X to Y", "it follows what it waits for"),
    ]


def test_what_has_no_deadline_comes_after_all_that_has_one() -> None:
    there = {"stack__in_use": ["x", "w", "y", "z"]}
    assert [text for _, text in placed(", by: 2025-06-01", **there)] == [
        "its deadline comes before that of all else",
        "all that has a deadline stands before it",
    ]
    assert placed(", by: 2025-06-01", "ko", **there)[1][1] == "기한이 있는 작업이 모두 앞에 있습니다"


def test_without_deadlines_the_architecture_decides() -> None:
    found = placed("", stack__in_use=["x", "w", "y", "z"])
    assert [text for _, text in found] == ["in the order of the architecture"] * 2


def test_of_a_single_step_nothing_is_said() -> None:
    found = document("", stack__in_use=["x", "y"])
    assert [step["placed_text"] for step in found["steps"]] == ["it is the only step"]
    assert not any("why here" in line.text for line in migration_lines(found, "en"))
