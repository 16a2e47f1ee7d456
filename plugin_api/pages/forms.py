"""The questionnaire as an HTML form: what was submitted → a request as plain data, and answers → what a form shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from engine.model import Knowledge, Question

# The value of "none of these": no option and no product is called that.
NONE = "-"
_WHOLE = re.compile(r"-?\d{1,20}\Z")
_DECIMAL = re.compile(r"-?\d{1,20}[.,]\d{1,20}\Z")

Form = MultiDict[str, str]


def request_of(form: Form, knowledge: Knowledge) -> dict[str, Any]:
    """What a form says, as the body of a request. Wrong answers go through: `read_request` knows how to refuse them."""
    profile: dict[str, dict[str, Any]] = {}
    for question in knowledge.questions.values():
        answer = _answer(question, [value.strip() for value in form.getlist(question.id) if value.strip()])
        if answer is not None:
            profile.setdefault(question.section, {})[question.name] = answer
    found: dict[str, Any] = {"profile": profile}
    for member, name in (("edition", "edition"), ("as_of", "as_of"), ("language", "lang")):
        value = form.get(name, "").strip()
        if value:
            found[member] = value
    return found


def _answer(question: Question, values: list[str]) -> Any:
    if not values:
        return None
    if question.type in ("choices", "products"):
        return [value for value in values if value != NONE]
    if question.type == "versions":
        return _versions(values[0])
    value = values[0]
    if question.type == "bool":
        return {"true": True, "false": False}.get(value, value)
    if question.type in ("int", "number"):
        return _number(value)
    return value


def _number(value: str) -> int | float | str:
    if _WHOLE.match(value):
        return int(value)
    return float(value.replace(",", ".")) if _DECIMAL.match(value) else value


def _versions(value: str) -> dict[str, str]:
    """A product and a version a line, with or without a colon between them."""
    found = {}
    for line in value.splitlines():
        product, _, version = line.replace(":", " ").strip().partition(" ")
        if product:
            found[product] = version.strip()
    return found


def form_of(profile: Mapping[str, Mapping[str, Any]], knowledge: Knowledge) -> Form:
    """The form that says a profile."""
    form: Form = MultiDict()
    for question in knowledge.questions.values():
        answer = profile.get(question.section, {}).get(question.name)
        if answer is not None:
            form.setlist(question.id, _values(answer))
    return form


def _values(answer: Any) -> list[str]:
    if isinstance(answer, bool):
        return ["true" if answer else "false"]
    if isinstance(answer, Mapping):
        return ["\n".join(f"{product} {version}" for product, version in answer.items())]
    if isinstance(answer, list):
        return [str(one) for one in answer] or [NONE]
    return [str(answer)]
