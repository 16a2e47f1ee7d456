"""Rules and claims as the plain data that grounds are made of, and digests over it."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from engine.explanation.conditions import leaf_data
from engine.model import All, Claim, Conclusion, Condition, Leaf, Not, Rule

_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest_of(data: Any) -> str:
    """`sha256:…` over JSON in UTF-8, keys sorted, no blanks."""
    return f"sha256:{hashlib.sha256(_ENCODER.encode(data).encode(errors='surrogatepass')).hexdigest()}"


def rule_content(rule: Rule) -> dict[str, Any]:
    """What a rule decides by. `overrides` as they are written: whom they mean depends on other rules too."""
    return {
        "strength": rule.strength,
        "when": _condition(rule.when),
        "then": [_conclusion(one) for one in rule.then],
        "overrides": sorted(rule.named_overrides),
        "cites": sorted(rule.cites),
    }


def claim_content(claim: Claim) -> dict[str, Any]:
    return {
        "kind": claim.kind,
        "category": claim.category,
        "products": sorted(claim.products),
        "when": claim.when,
        "text": {"en": claim.text.en, "ko": claim.text.ko},
    }


def _condition(condition: Condition) -> dict[str, Any]:
    if isinstance(condition, Leaf):
        return leaf_data(condition)
    if isinstance(condition, Not):
        return {"not": _condition(condition.part)}
    return {"all" if isinstance(condition, All) else "any": [_condition(part) for part in condition.parts]}


def _conclusion(conclusion: Conclusion) -> dict[str, Any]:
    """Only what it says: a field that is left out is no content."""
    found = {
        "kind": conclusion.kind,
        "subject": conclusion.subject,
        "slot": conclusion.slot,
        "to": list(conclusion.to),
        "through": list(conclusion.through),
        "by": _day(conclusion.by),
        "warning": conclusion.warning,
        "date": _day(conclusion.date),
        "relation": conclusion.relation,
        "after": list(conclusion.after),
    }
    return {name: value for name, value in found.items() if value}


def _day(value: date | str | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value
