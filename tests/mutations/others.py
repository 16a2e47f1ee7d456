"""Faults in the catalog, the questionnaire and the editions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.mutations.body import Body

Change = tuple[str, dict[str, Any]]
_YEAR = timedelta(days=365)
_OPEN, _CLOSED = "Apache-2.0", "BUSL-1.1"


def changed_products(product: dict[str, Any], random: Random) -> Iterator[Change]:
    slots = product["slots"]
    for slot in slots:
        yield "drop-membership", {**product, "slots": [other for other in slots if other != slot]}
    licences = product.get("licences", [])
    for i, span in enumerate(licences):
        other = {**span, "spdx": _CLOSED if span["spdx"] == _OPEN else _OPEN}
        yield "other-licence", {**product, "licences": [*licences[:i], other, *licences[i + 1 :]]}
        if span.get("since"):
            moved = {**span, "since": span["since"] - _YEAR}
            yield "move-licence", {**product, "licences": [*licences[:i], moved, *licences[i + 1 :]]}
    for i, level in enumerate(product.get("cncf", [])):
        spans = product["cncf"]
        other = {**level, "level": "incubating" if level["level"] != "incubating" else "graduated"}
        yield "other-level", {**product, "cncf": [*spans[:i], other, *spans[i + 1 :]]}
    end = product.get("end_of_life")
    if end:
        yield "move-end-of-life", {**product, "end_of_life": {**end, "date": end["date"] + _YEAR}}
        yield "drop-end-of-life", {key: value for key, value in product.items() if key != "end_of_life"}
    releases = [i for i, one in enumerate(product.get("releases", [])) if isinstance(one["end_of_life"], date)]
    if releases:
        i = random.choice(releases)
        moved = [dict(one) for one in product["releases"]]
        moved[i]["end_of_life"] -= 4 * _YEAR
        yield "move-release", {**product, "releases": moved}


def changed_questions(question: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any] | None]]:
    yield "drop-question", None
    for option in question.get("options", []):
        rest = [other for other in question["options"] if other is not option]
        if rest:
            yield "drop-question-option", {**question, "options": rest}
    yield "ko-is-en", {**question, "help": {"en": question["help"]["en"], "ko": question["help"]["en"]}}


def changed_editions(data: dict[str, Any]) -> Iterator[Change]:
    for i, edition in enumerate(data["editions"]):
        moved = {**edition, "published": edition["published"] + timedelta(days=20)}
        yield "move-edition", {"editions": [*data["editions"][:i], moved, *data["editions"][i + 1 :]]}


def added_questions(body: Body) -> Iterator[Change]:
    """A question that nobody reads, and a slot that nobody needs."""
    sections = body.data["questionnaire.yaml"]["sections"]
    text = {"en": "Is it blue?", "ko": "파란색입니까?"}
    question = {"id": "is_it_blue", "type": "bool", "text": text, "help": text}
    first = {**sections[0], "questions": [*sections[0]["questions"], question]}
    yield "idle-question", {"sections": [first, *sections[1:]]}
