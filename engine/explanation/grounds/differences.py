"""Two grounds of a verdict → what differs between them, causes before what follows from them. Empty: the same grounds.

Where the decisions behind them are at hand, a test that only the one makes is looked up in the other: then it is told
that an answer changed and not merely that a rule fell silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from engine.explanation.grounds.content import rule_content
from engine.explanation.grounds.facts import Fact, GroundTest, found_by, holds, value_of
from engine.explanation.grounds.grounds import GroundRule, Grounds
from engine.inference.literals import DERIVED_KINDS
from engine.inference.reasoner import Decision
from engine.model import Text

# `verdict`: what is said of the product; `derived`: what other rules come to. The others are what they are called.
Kind = Literal["rule", "catalog", "answer", "day", "edition", "claim", "derived", "verdict"]
KINDS: tuple[Kind, ...] = ("rule", "catalog", "answer", "day", "edition", "claim", "derived", "verdict")
# Of a rule or a claim: it says something else; it is there no more, or only now. Of a rule: it is as it was, and has no
# say any more; it has one that it had not. Of anything else: another value.
How = Literal["changed", "gone", "added", "silent", "speaks"]
HOWS: tuple[How, ...] = ("changed", "gone", "added", "silent", "speaks")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same. `before` and `after`: plain data, None where there is none.

    `subject`: a rule, a claim, a question, a product of the catalog (with its `attribute`), or what a test is about.
    `fields`: those of a rule that changed; `before` and `after` then have these. `text`: what was asked or looked at,
    for an answer, a fact or a test.
    """

    kind: Kind
    subject: str
    how: How
    before: Any
    after: Any
    attribute: str | None = None
    fields: tuple[str, ...] = ()
    text: Text | None = None


def differences(
    old: Grounds, new: Grounds, before: Decision | None = None, after: Decision | None = None
) -> tuple[Difference, ...]:
    """Of one product in one slot. Empty if and only if the digests are the same.

    `before` and `after`: the decisions that the two are of.
    """
    if old.digest == new.digest:
        return ()
    found = [
        *_rules(old, new, before, after),
        *_facts(old, new, before, after),
        *_tests(old, new, before, after),
        *_claims(old, new),
    ]
    if not found:  # what only one of them rests on is told where nothing else tells it
        found = list(_lost_or_new(old, new, before, after))
    if old.says != new.says:
        found.append(Difference("verdict", new.product, "changed", old.verdict, new.verdict))
    order = {kind: i for i, kind in enumerate(KINDS)}
    return tuple(sorted(found, key=lambda one: (_follows(one), order[one.kind], one.subject, one.attribute or "")))


def _follows(one: Difference) -> bool:
    """A rule has or has not a say because of something else."""
    return one.how in ("silent", "speaks") or one.kind in ("derived", "verdict")


def _rules(old: Grounds, new: Grounds, before: Decision | None, after: Decision | None) -> Iterator[Difference]:
    was, is_ = {rule.id: rule for rule in old.rules}, {rule.id: rule for rule in new.rules}
    for id_, rule in was.items():
        here = is_.get(id_) or _rule_in(after, rule)
        if here is not None and here.content != rule.content:
            yield _changed(rule, here)
        elif id_ not in is_:
            yield Difference("rule", id_, "gone" if after and here is None else "silent", _plain(rule), None)
    for id_, rule in is_.items():
        if id_ in was:
            continue
        there = _rule_in(before, rule)
        if there is not None and there.content != rule.content:
            yield _changed(there, rule)
        else:
            yield Difference("rule", id_, "added" if before and there is None else "speaks", None, _plain(rule))


def _rule_in(decision: Decision | None, rule: GroundRule) -> GroundRule | None:
    found = decision.knowledge.rules.get(rule.id) if decision else None
    return GroundRule(found.id, rule.part, rule_content(found)) if found else None


def _changed(old: GroundRule, new: GroundRule) -> Difference:
    fields = tuple(name for name in new.content if old.content.get(name) != new.content[name])
    before, after = ({name: rule.content.get(name) for name in fields} for rule in (old, new))
    return Difference("rule", new.id, "changed", before, after, fields=fields)


def _plain(rule: GroundRule) -> dict[str, Any]:
    return dict(rule.content)


def _facts(old: Grounds, new: Grounds, before: Decision | None, after: Decision | None) -> Iterator[Difference]:
    """Facts by their values. One that only the one side reads is looked up in the decision of the other."""
    was, is_ = {fact.key: fact for fact in old.facts}, {fact.key: fact for fact in new.facts}
    for key in dict.fromkeys((*was, *is_)):
        fact = is_.get(key) or was[key]
        if fact.source:
            values = was[key].value if key in was else None, is_[key].value if key in is_ else None
        elif key in was and key in is_:
            values = was[key].value, is_[key].value
        else:
            other = after if key in was else before
            if other is None:
                continue
            there = value_of(fact.product, fact.attribute, other)
            values = (fact.value, there) if key in was else (there, fact.value)
        if values[0] != values[1]:
            yield _of_fact(fact, *values)


def _of_fact(fact: Fact, before: Any, after: Any) -> Difference:
    return Difference("catalog", fact.product, "changed", before, after, fact.attribute, text=fact.text)


def _tests(old: Grounds, new: Grounds, before: Decision | None, after: Decision | None) -> Iterator[Difference]:
    """Tests that one side alone makes, and that would not hold on the other."""
    told: dict[tuple[str, str, Any, Any], Difference] = {}
    for one, lost in _one_sided(old, new):
        other = after if lost else before
        if one.leaf.kind in DERIVED_KINDS or other is None or holds(one.leaf, one.wanted, other):
            continue
        there = found_by(one.leaf, other)
        if holds(one.leaf, one.wanted, other) is None and there == one.value:
            continue
        difference = _of_test(one, lost, there)
        # One answer may fail one test and pass another.
        told.setdefault(
            (difference.kind, difference.subject, str(difference.before), str(difference.after)), difference
        )
    yield from told.values()


def _one_sided(old: Grounds, new: Grounds) -> Iterator[tuple[GroundTest, bool]]:
    """Each with whether it is the old side's."""
    was, is_ = [one.data for one in old.tests], [one.data for one in new.tests]
    yield from ((one, True) for one in old.tests if one.data not in is_)
    yield from ((one, False) for one in new.tests if one.data not in was)


def _of_test(one: GroundTest, lost: bool, there: Any) -> Difference:
    kinds: dict[str, Kind] = {"answer": "answer", "date": "day", "edition": "edition"}
    kind = kinds.get(one.kind, "derived")
    values = (one.value, there) if lost else (there, one.value)
    attribute = one.leaf.subject if one.subject != one.leaf.subject else one.leaf.about
    return Difference(kind, one.subject, "changed", *values, attribute, text=one.text)


def _lost_or_new(old: Grounds, new: Grounds, before: Decision | None, after: Decision | None) -> Iterator[Difference]:
    """The same rules for another reason: they fire by another of their alternatives."""
    for one, lost in _one_sided(old, new):
        other = after if lost else before
        there = found_by(one.leaf, other) if other else None
        yield _of_test(one, lost, there)
    was, is_ = {fact.key: fact for fact in old.facts}, {fact.key: fact for fact in new.facts}
    for key in was.keys() ^ is_.keys():
        yield _of_fact(
            is_.get(key) or was[key],
            was[key].value if key in was else None,
            is_[key].value if key in is_ else None,
        )


def _claims(old: Grounds, new: Grounds) -> Iterable[Difference]:
    """Claims that both rest on. Others come and go with the rules that cite them."""
    was = {claim.id: claim for claim in old.claims}
    for claim in new.claims:
        before = was.get(claim.id)
        if before is not None and before.digest != claim.digest:
            was_said, is_said = ({"en": one.text.en, "ko": one.text.ko} for one in (before, claim))
            yield Difference("claim", claim.id, "changed", was_said, is_said)
