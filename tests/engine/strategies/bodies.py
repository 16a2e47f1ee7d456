"""Whole bodies of knowledge, in the shape that the oracle reads and `files_of` writes."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.engine.strategies.rules import Rules
from tests.engine.strategies.words import DAYS, DENSE, LICENCES, PRODUCTS, QUESTIONS, WIDE, Body, Draw, Words

_SPDX: list[list[tuple[str, date | None]]] = [
    [],
    [("MIT", None)],
    [("GPL", None)],
    [("BUSL", None)],
    [("MIT", None), ("BUSL", DAYS[3])],
    [("Own", DAYS[1]), ("GPL OR BUSL", DAYS[2]), ("BUSL OR MIT", DAYS[4])],
]
_LEVELS: list[list[tuple[str, date]]] = [
    [],
    [("sandbox", DAYS[1])],
    [("incubating", DAYS[2]), ("graduated", DAYS[4])],
    [("graduated", DAYS[0]), ("archived", DAYS[3])],
]
_ENDS: list[dict[str, date] | None] = [
    None,
    None,
    {"date": DAYS[3]},
    {"date": DAYS[4], "announced": DAYS[2]},
    {"date": DAYS[1], "announced": DAYS[2]},
]
_RELEASES: list[list[tuple[str, date | bool]]] = [
    [],
    [("1", DAYS[3]), ("1.30", False)],
    [("1.x", True), ("1.9", DAYS[2]), ("2", DAYS[5])],
]


def bodies(most_rules: int = 9) -> st.SearchStrategy[Body]:
    """Bodies with a bit of everything, and bodies of little, in which rules get in each other's way."""
    return _bodies(WIDE, most_rules) | _bodies(DENSE, most_rules)


def dense_bodies(most_rules: int = 9) -> st.SearchStrategy[Body]:
    """Those of little alone: so few questions that every profile can be tried."""
    return _bodies(DENSE, most_rules)


@st.composite
def _bodies(draw: Draw, words: Words, most_rules: int) -> Body:
    slots = [f"s{i}" for i in range(draw(st.integers(1, words.most_slots)))]
    products = {id_: _dated_product(draw, slots) if words.dated else _product(slots, id_, words) for id_ in PRODUCTS}
    days = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=3)) if words.dated else [DAYS[0]]
    editions = [{"id": f"e{i}", "published": day} for i, day in enumerate(days)]
    rules = Rules(draw, words, slots, products, [edition["id"] for edition in editions])
    if draw(st.integers(0, 3)):
        rules.add_need_of_everything()
    for _ in range(draw(st.integers(1, most_rules))):
        rules.add()
    return {
        "words": words,
        "editions": editions,
        "slots": slots,
        "licences": LICENCES,
        "products": products,
        "questions": QUESTIONS,
        "modules": rules.in_modules(),
    }


def _product(slots: list[str], id_: str, words: Words) -> dict[str, Any]:
    """A product that fits everywhere, if it is spoken of at all."""
    return {"slots": slots if id_ in words.products else [], "licences": [], "cncf": [], "releases": []}


def _dated_product(draw: Draw, slots: list[str]) -> dict[str, Any]:
    product: dict[str, Any] = {"slots": draw(st.lists(st.sampled_from(slots), max_size=2, unique=True))}
    product["licences"] = [{"spdx": spdx, "since": since} for spdx, since in draw(st.sampled_from(_SPDX))]
    product["cncf"] = [{"level": level, "since": since} for level, since in draw(st.sampled_from(_LEVELS))]
    end = draw(st.sampled_from(_ENDS))
    if end is not None:
        product["end_of_life"] = end
    product["releases"] = [{"cycle": cycle, "end_of_life": end} for cycle, end in draw(st.sampled_from(_RELEASES))]
    return product
