"""Grounds as plain data, to be kept and read back; and what differs between two of them, told in a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from engine.explanation.grounds.differences import Difference
from engine.explanation.grounds.facts import Fact, GroundTest
from engine.explanation.grounds.grounds import GroundClaim, GroundRule, Grounds
from engine.explanation.grounds.words import sentence
from engine.model import Language, Leaf, Text

_DAYS = ("on_or_after", "before")


def kept(grounds: Grounds) -> dict[str, Any]:
    """All of it, in both languages, for `read_back`."""
    return {
        "slot": grounds.slot,
        "product": grounds.product,
        "verdict": grounds.verdict,
        "rules": [{"id": one.id, "part": one.part, "content": dict(one.content)} for one in grounds.rules],
        "claims": [{"id": one.id, "digest": one.digest, "text": _both(one.text)} for one in grounds.claims],
        "tests": [
            {
                "kind": one.kind,
                "leaf": _leaf(one.leaf),
                "wanted": one.wanted,
                "value": one.value,
                "text": _both(one.text),
            }
            for one in grounds.tests
        ],
        "facts": [
            {
                "product": one.product,
                "attribute": one.attribute,
                "value": one.value,
                "text": _both(one.text),
                "source": one.source,
            }
            for one in grounds.facts
        ],
    }


def read_back(data: Mapping[str, Any]) -> Grounds:
    """What `kept` made, also after JSON."""
    return Grounds(
        slot=data["slot"],
        product=data["product"],
        verdict=data["verdict"],
        rules=tuple(GroundRule(one["id"], one["part"], one["content"]) for one in data["rules"]),
        claims=tuple(GroundClaim(one["id"], one["digest"], Text(**one["text"])) for one in data["claims"]),
        tests=tuple(
            GroundTest(one["kind"], _leaf_of(one["leaf"]), one["wanted"], one["value"], Text(**one["text"]))
            for one in data["tests"]
        ),
        facts=tuple(
            Fact(one["product"], one["attribute"], one["value"], Text(**one["text"]), one["source"])
            for one in data["facts"]
        ),
    )


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "ko": text.ko}


def _leaf(leaf: Leaf) -> dict[str, Any]:
    value: Any = leaf.value
    if isinstance(value, tuple):
        value = {"tuple": list(value)}
    return {
        "kind": leaf.kind,
        "subject": leaf.subject,
        "operator": leaf.operator,
        "value": value.isoformat() if isinstance(value, date) else value,
        "about": leaf.about,
    }


def _leaf_of(data: Mapping[str, Any]) -> Leaf:
    value: Any = data["value"]
    if isinstance(value, Mapping):
        value = tuple(value["tuple"])
    elif data["kind"] in _DAYS:
        value = date.fromisoformat(str(value))
    return Leaf(**{**data, "value": value})


def grounds_document(grounds: Grounds, language: Language) -> dict[str, Any]:
    """What a verdict rests on, for people and programs: rules, claims, tests, and facts of the catalog."""
    return {
        "digest": grounds.digest,
        "slot": grounds.slot,
        "product": grounds.product,
        "verdict": grounds.verdict,
        "rules": [{"rule": one.id, "part": one.part, **one.content} for one in grounds.rules],
        "claims": [
            {"claim": one.id, "digest": one.digest, "text": one.text.in_language(language)} for one in grounds.claims
        ],
        "tests": [{**one.data, "value": one.value, "text": one.text.in_language(language)} for one in grounds.tests],
        "facts": [
            {
                "product": one.product,
                "attribute": one.attribute,
                "value": one.value,
                "source": one.source,
                "text": one.text.in_language(language),
            }
            for one in grounds.facts
        ],
    }


def difference_document(difference: Difference, language: Language) -> dict[str, Any]:
    before, after = difference.before, difference.after
    if difference.kind == "claim":
        before, after = (one and one[language] for one in (before, after))
    return {
        "kind": difference.kind,
        "subject": difference.subject,
        "attribute": difference.attribute,
        "how": difference.how,
        "fields": list(difference.fields),
        "before": before,
        "after": after,
        "text": sentence(replace(difference, before=before, after=after), language),
    }
