"""What a pack does to rules of the packs below: new values for their fields, or their end. Always with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.knowledge.gathering import Entries, Loaded, WrittenRule, path_of, paths_by
from engine.knowledge.packs import Head, extended_by
from engine.knowledge.references import Checker, check_rule, sorts_of
from engine.model import Change, Path, Rule, Text

# Fields of a rule that a change may give, as a rule's schema names them.
FIELDS = ("strength", "for_each", "when", "then", "overrides", "because", "cites")


@dataclass(frozen=True, slots=True)
class WrittenChange:
    """A change as it stands in the file."""

    rule: str
    reason: Text
    withdrawn: bool
    fields: Mapping[str, Any]


def gather_changes(one: Loaded, changes: Entries) -> None:
    """A second change of a rule is a problem that names the first."""
    paths = paths_by(one.document, "changes", "rule")
    for raw in one.values["changes"]:
        fields = {name: raw[name] for name in FIELDS if name in raw}
        change = WrittenChange(raw["rule"], raw["reason"], raw.get("withdrawn", False), fields)
        changes.add(change.rule, change, one.document, path_of(change.rule, paths, ("changes",)))


def after(rules: Mapping[str, WrittenRule], changes: Entries) -> dict[str, WrittenRule]:
    """The rules as they are once every sound change is made; those withdrawn are still among them."""
    found = dict(rules)
    for change in changes.values.values():
        if change.rule in found:
            found[change.rule] = _changed(found[change.rule], change.fields)
    return found


def _changed(written: WrittenRule, fields: Mapping[str, Any]) -> WrittenRule:
    values: dict[str, Any] = {n: tuple(value) if isinstance(value, list) else value for n, value in fields.items()}
    ranges = values.pop("for_each", written.ranges)
    return WrittenRule(replace(written.rule, **values), ranges)


def check_changes(
    changes: Entries,
    rules: Entries,
    owners: Mapping[int, str],
    heads: Mapping[str, Head],
    checkers: Mapping[int, Checker],
    module_slots: Mapping[str, str | None],
) -> None:
    """Does each change a rule of a pack that its own extends, and does the rule still fit the others?

    `owners`: the pack of each document, by its `id()`. The checkers know the rules as they are afterwards.
    """
    for change, document, path in changes.places():
        checker = checkers[id(document)]
        if not checker.refer(change.rule, rules.values, "rule", (*path, "rule")):
            continue
        maker, owner = owners[id(document)], owners[id(rules.where[change.rule][0])]
        if maker not in heads:  # what is wrong with its portolan.yaml comes first
            continue
        if owner == maker:
            message = f"{change.rule!r} is a rule of this very pack"
            checker.say((*path, "rule"), "own-rule", message, "change it where it is written")
        elif owner not in extended_by(maker, heads):
            message = f"{change.rule!r} is a rule of the pack {owner!r}, which {maker!r} does not extend"
            checker.say((*path, "rule"), "not-extended", message, f"add {owner!r} to `extends`")
        elif not change.withdrawn:
            _check_changed(checker, change, path, rules, module_slots)


def _check_changed(
    checker: Checker, change: WrittenChange, path: Path, rules: Entries, module_slots: Mapping[str, str | None]
) -> None:
    before: Rule = rules.values[change.rule].rule
    changed = _changed(rules.values[change.rule], change.fields)
    check_rule(checker, changed.rule, path, module_slots.get(before.module), changed.ranges)
    # Others were written for the rule as it was.
    for other in checker.names.rules.values():
        if change.rule not in other.overrides or other.id == change.rule:
            continue
        if changed.rule.strength == "constraint" != before.strength:
            message = f"{other.id!r} overrides {change.rule!r}, and nothing overrides a constraint"
            checker.say((*path, "strength"), "bad-override", message, f"change {other.id!r} too")
        elif sorts_of(changed.rule) != sorts_of(before):
            message = f"{other.id!r} overrides {change.rule!r}, and rules override rules of their own sort"
            checker.say((*path, "then"), "bad-override", message, f"change {other.id!r} too")


def made(changes: Entries, rules: Iterable[Rule], owners: Mapping[int, str]) -> dict[str, Change]:
    """What is remembered of the changes, for whoever asks why a rule is not as it was. `rules`: all, grounded."""
    slots: dict[str, dict[str, None]] = {}
    for rule in rules:
        slots.setdefault(rule.template, {}).update(dict.fromkeys(rule.slots))
    found = {}
    for change, document, path in changes.places():
        found[change.rule] = Change(
            rule=change.rule,
            pack=owners[id(document)],
            reason=change.reason,
            withdrawn=change.withdrawn,
            fields=tuple(change.fields),
            slots=tuple(slots.get(change.rule, ())),
            place=document.place((*path, "rule")),
        )
    return dict(sorted(found.items()))
