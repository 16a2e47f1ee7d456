"""What generated knowledge is made of: a questionnaire of every type, products, days; and how much of it is spoken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import strategies as st

Body = dict[str, Any]
Draw = Callable[[st.SearchStrategy[Any]], Any]

RARELY = st.integers(0, 19).map(lambda n: n == 19)

PRODUCTS = ("kubernetes", "p0", "p1", "p2", "p3", "p4")
DAYS = tuple(date(year, month, 1) for year in (2024, 2025, 2026) for month in (1, 7))
VERSIONS = ("1.9", "1.10", "1.30", "1.30.0", "2")
OPTIONS = ("a", "b", "c")
QUESTIONS = {
    "ask.count": "int",
    "ask.flag": "bool",
    "ask.other_flag": "bool",
    "ask.parts": "products",
    "ask.pick": "choice",
    "ask.release": "version",
    "ask.set": "choices",
    "ask.size": "number",
    "platform.built_in": "products",
    "platform.kubernetes_version": "version",
    "stack.in_use": "products",
    "stack.versions": "versions",
    "stack.works_well": "products",
}
LICENCES = {
    "MIT": {"class": "permissive", "osi_approved": True},
    "GPL": {"class": "copyleft", "osi_approved": True},
    "BUSL": {"class": "source-available", "osi_approved": False},
    "Own": {"class": "proprietary", "osi_approved": False},
}
CITES = ["src/claim"]
TEXT = {"en": "Because.", "ko": "이유입니다."}


@dataclass(frozen=True)
class Words:
    """Which part of it a body speaks: with few words, rules get in each other's way."""

    most_slots: int
    products: tuple[str, ...]
    questions: tuple[str, ...]
    leaves: tuple[str, ...]
    lists: tuple[str, ...]
    depth: int
    dated: bool

    def answers(self, question: str) -> st.SearchStrategy[Any]:
        members = st.lists(st.sampled_from(self.products), max_size=3)
        versions = st.dictionaries(st.sampled_from(self.products), st.sampled_from(VERSIONS), max_size=3)
        by_type: dict[str, st.SearchStrategy[Any]] = {
            "bool": st.booleans(),
            "int": st.sampled_from((0, 1, 2, 2.0, 3)),
            "number": st.sampled_from((0, 0.5, 1.0, 1.5, 2)),
            "choice": st.sampled_from(OPTIONS),
            "choices": st.lists(st.sampled_from(OPTIONS), max_size=3),
            "version": st.sampled_from((*VERSIONS, "v1.30", "1.31")),
            "products": members,
            "versions": versions,
        }
        return by_type[QUESTIONS[question]]


WIDE = Words(
    most_slots=3,
    products=PRODUCTS,
    questions=tuple(QUESTIONS),
    leaves=("question",) * 4 + ("stack",) * 4 + ("derived",) * 6 + ("version", "attribute", "context"),
    lists=("in_use", "in_use", "works_well", "built_in"),
    depth=3,
    dated=True,
)
DENSE = Words(
    most_slots=2,
    products=("p0", "p1"),
    questions=("ask.flag", "ask.other_flag", "ask.pick", "stack.in_use", "stack.works_well"),
    leaves=("flag",) * 4 + ("stack",) * 2 + ("question",) + ("derived",) * 3,
    lists=("in_use", "in_use", "works_well"),
    depth=2,
    dated=False,
)
