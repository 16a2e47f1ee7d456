"""Faults in a condition: each way in which one slip of the hand changes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.mutations.body import Body

Change = tuple[str, Any]
_CONTRARY = {
    **{"at_least": "below", "below": "at_least", "above": "at_most", "at_most": "above"},
    **{"is": "is_not", "is_not": "is", "includes": "excludes", "excludes": "includes"},
}
_SHIFT = timedelta(days=61)


def changed_conditions(when: Any, body: Body, random: Random) -> Iterator[Change]:
    """Names of faults with what the condition becomes. None: the condition is gone."""
    if not (isinstance(when, dict) and ("all" in when or "any" in when)) and not isinstance(when, list):
        yield "drop-condition", None
    for path, node in nodes(when):
        for name, changed in _changed(node, body, random):
            yield name, replaced(when, path, changed)
        if path and isinstance(path[-1], int) and len(at(when, path[:-1])) > 1:
            yield "drop-condition", without(when, path)


def nodes(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every condition within a condition, with the way to it."""
    if isinstance(node, list):
        for i, part in enumerate(node):
            yield from nodes(part, (*path, i))
        return
    yield path, node
    for word in ("all", "any", "not"):
        if word in node:
            yield from nodes(node[word], (*path, word))


def at(node: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        node = node[key]
    return node


def replaced(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    inside = replaced(node[path[0]], path[1:], value)
    if isinstance(node, list):
        return [inside if i == path[0] else part for i, part in enumerate(node)]
    return {**node, path[0]: inside}


def without(node: Any, path: tuple[Any, ...]) -> Any:
    around = at(node, path[:-1])
    return replaced(node, path[:-1], [part for i, part in enumerate(around) if i != path[-1]])


def _changed(node: dict[str, Any], body: Body, random: Random) -> Iterator[Change]:
    if "not" in node:
        yield "drop-not", node["not"]
        return
    if "all" in node or "any" in node:
        word, other = ("all", "any") if "all" in node else ("any", "all")
        if len(node[word]) > 1:
            yield f"{word}-to-{other}", {other: node[word]}
        return
    yield "add-not", {"not": node}
    for test, contrary in _CONTRARY.items():
        if test in node and "attribute" not in node:
            yield "flip-test", {**{k: v for k, v in node.items() if k != test}, contrary: node[test]}
    yield from _other_values(node, body, random)
    for key in ("in_use", "works_well", "built_in"):
        other = body.neighbour(node.get(key), random)
        if other:
            yield "swap-tested-product", {key: other}


def _other_values(node: dict[str, Any], body: Body, random: Random) -> Iterator[Change]:
    for test in ("at_least", "below", "above", "at_most"):
        if test in node:
            for name, value in _shifted(node[test]):
                yield name, {**node, test: value}
    options = body.options.get(node.get("question", ""), [])
    for test in ("is", "includes"):
        others = [option for option in options if option != node.get(test)]
        if test in node and others:
            yield "other-option", {**node, test: random.choice(others)}
        elif isinstance(node.get(test), bool):
            yield "other-option", {**node, test: not node[test]}
    if "in" in node and options and len(node["in"]) > 1:
        yield "drop-option", {**node, "in": [*node["in"][:-1]]}
    for key in ("on_or_after", "before"):
        if key in node:
            yield "move-day", {key: node[key] + _SHIFT}
    for key in ("edition", "edition_from", "edition_until"):
        if isinstance(node.get(key), str):
            yield "other-edition", {key: random.choice([one for one in body.editions if one != node[key]])}


def _shifted(value: Any) -> Iterator[Change]:
    if isinstance(value, str):
        head, _, last = value.rpartition(".")
        if last.isdigit():
            yield "shift-threshold", f"{head}.{int(last) + 1}" if head else str(int(last) + 1)
    elif isinstance(value, (int, float)) and not isinstance(value, (bool, date)):
        yield "shift-threshold", value + 1
