"""Rules that say what another rule says already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from engine.inference.plan import PlannedRule
from engine.knowledge.problems import Problem
from engine.linting.context import Context
from engine.model import Conclusion


def repeated_rules(context: Context) -> Iterator[Problem]:
    """Under one condition, the same conclusion twice."""
    by_condition: dict[object, list[PlannedRule]] = defaultdict(list)
    for copies in context.written.values():
        by_condition[frozenset(copies[0].disjuncts)].append(copies[0])
    for rules in by_condition.values():
        for at, later in enumerate(rules):
            for earlier in rules[:at]:
                shared = _said(earlier) & _said(later)
                # For one thing there may be two reasons, if each has its own evidence.
                if shared and set(earlier.rule.cites) & set(later.rule.cites):
                    yield _problem(context, earlier, later, whole=shared == _said(later) == _said(earlier))


def _said(planned: PlannedRule) -> frozenset[Conclusion]:
    return frozenset(planned.rule.then)


def _problem(context: Context, earlier: PlannedRule, later: PlannedRule, *, whole: bool) -> Problem:
    what = "is" if whole else "says in part what is said by"
    one, other = later.rule, earlier.rule
    message = f"{one.template!r} {what} {other.template!r} again: the same condition, the same conclusion"
    hint = "make one rule of the two, citing the claims of both"
    return Problem(one.place, "repeated-rule", message, hint, "error" if whole else "warning")
