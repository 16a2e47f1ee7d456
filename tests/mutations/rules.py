"""Faults in a rule: each way in which one slip of the hand changes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import Any

from tests.mutations.body import Body
from tests.mutations.conditions import changed_conditions

Change = tuple[str, dict[str, Any] | None]
_STANCES = ("keep", "adopt", "trial", "consider", "migrate", "avoid", "rule_out")
_OTHER_STANCE = {
    **{"adopt": "consider", "keep": "avoid", "trial": "adopt", "consider": "avoid"},
    **{"avoid": "consider", "migrate": "avoid", "rule_out": "avoid"},
}
_FIGURE = re.compile(r"(?<![\w{.])v?\d+\.\d+|(?<![\w{.])\d{2,}(?![\w.}])")


def changed_rules(rule: dict[str, Any], module: dict[str, Any], body: Body, random: Random) -> Iterator[Change]:
    """Names of faults with what the rule becomes. None: the rule is gone."""
    yield "drop-rule", None
    if "when" in rule:
        for name, when in changed_conditions(rule["when"], body, random):
            yield name, {**rule, "when": when} if when is not None else _less(rule, "when")
    yield from _changed_conclusions(rule, module, body, random)
    yield from _changed_overrides(rule, module, random)
    yield from _changed_evidence(rule, module, body, random)
    yield from _changed_texts(rule, module, body, random)


def _less(rule: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in rule.items() if name != key}


def _changed_conclusions(rule: dict[str, Any], module: dict[str, Any], body: Body, random: Random) -> Iterator[Change]:
    then = rule["then"]
    for i, conclusion in enumerate(then):
        if len(then) > 1:
            yield "drop-conclusion", {**rule, "then": [*then[:i], *then[i + 1 :]]}
        for name, other in _changed_conclusion(conclusion, module, body, random):
            yield name, {**rule, "then": [*then[:i], other, *then[i + 1 :]]}


def _changed_conclusion(
    conclusion: dict[str, Any], module: dict[str, Any], body: Body, random: Random
) -> Iterator[tuple[str, dict[str, Any]]]:
    stance = next((word for word in (*_STANCES, "warn") if word in conclusion), None)
    if stance is None:
        return
    said = conclusion[stance]
    rest = _less(conclusion, stance)
    if stance != "warn":
        kept = {key: value for key, value in rest.items() if key in ("with", "slot")}
        yield "other-stance", {_OTHER_STANCE[stance]: said, **kept}
    if isinstance(said, str) and said != "each":
        slot = conclusion.get("slot") or module.get("slot") or body.products[said]["slots"][0]
        others = [product for product in body.members(slot) if product != said]
        if others:
            yield "swap-product", {stance: random.choice(others), **rest}
    elif isinstance(said, list) and len(said) > 1:
        yield "drop-product", {stance: said[:-1], **rest}
    if "with" in conclusion:
        yield "drop-with", _less(conclusion, "with")
    if stance == "migrate":
        others = [product for product in body.members(module.get("slot") or "") if product not in conclusion["to"]]
        if others:
            yield "other-destination", {**conclusion, "to": [random.choice(others)]}
    if stance == "warn":
        yield "other-warning", {**conclusion, "kind": "deprecation" if conclusion["kind"] != "deprecation" else "limit"}


def _changed_overrides(rule: dict[str, Any], module: dict[str, Any], random: Random) -> Iterator[Change]:
    overrides = rule.get("overrides", [])
    for name in overrides:
        rest = [other for other in overrides if other != name]
        yield "drop-override", {**rule, "overrides": rest} if rest else _less(rule, "overrides")
    others = [other["id"] for other in module["rules"] if other["id"] not in (rule["id"], *overrides)]
    if others:
        yield "add-override", {**rule, "overrides": [*overrides, random.choice(others)]}
    if rule.get("strength") == "constraint":
        yield "other-strength", {**rule, "strength": "exception"}


def _changed_evidence(rule: dict[str, Any], module: dict[str, Any], body: Body, random: Random) -> Iterator[Change]:
    cites = rule.get("cites", [])
    slot = module.get("slot")
    far = [
        id_ for id_, claim in body.claims.items() if claim["category"] not in (slot, "general") and claim["products"]
    ]
    for i, claim in enumerate(cites):
        yield "far-claim", {**rule, "cites": [*cites[:i], random.choice(far), *cites[i + 1 :]]}
        if len(cites) > 1:
            yield "drop-claim", {**rule, "cites": [*cites[:i], *cites[i + 1 :]]}
        yield "misspelt-claim", {**rule, "cites": [*cites[:i], f"{claim}-x", *cites[i + 1 :]]}


def _changed_texts(rule: dict[str, Any], module: dict[str, Any], body: Body, random: Random) -> Iterator[Change]:
    because = rule["because"]

    def saying(**texts: str) -> dict[str, Any]:
        return {**rule, "because": {**because, **texts}}

    yield "drop-ko", {**rule, "because": {"en": because["en"]}}
    yield "ko-is-en", saying(ko=because["en"])
    others = [other["because"] for other in module["rules"] if other["id"] != rule["id"]]
    if others:
        yield "text-of-another-rule", saying(ko=random.choice(others)["ko"])
    figure = _FIGURE.search(because["en"])
    if figure:
        digits = re.sub(r"\d+$", lambda last: str(int(last[0]) + 1), figure[0])
        yield "other-figure", saying(en=because["en"].replace(figure[0], digits))
    other = re.sub(r"\{[a-z_]+\.[a-z_]+\}", "{organisation.regulated}", because["en"])
    if other != because["en"]:
        yield "other-placeholder", saying(en=other)


def copied(rule: dict[str, Any]) -> dict[str, Any]:
    return {**rule, "id": f"{rule['id']}-again"}
