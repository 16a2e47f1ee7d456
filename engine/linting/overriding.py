"""Overrides that never do anything."""

from __future__ import annotations

from collections.abc import Iterator

from engine.inference.plan import PlannedRule
from engine.knowledge.problems import Problem
from engine.linting.context import Context
from engine.linting.firing import firing
from engine.linting.search import Found, first_that_can


def idle_overrides(context: Context) -> Iterator[Problem]:
    """Rules named in `overrides` that never fire together with the rule that names them."""
    for slot in context.slots:
        for id_, copies in context.written_in(slot):
            rule = copies[0].rule
            if first_that_can(firing(context, copies)).can is False:
                continue
            for name in rule.named_overrides:
                if name not in context.written:  # a word for many rules
                    continue
                together = first_that_can(_firing_together(context, copies, name))
                if together.can is None:
                    yield context.unsettled(rule.place, f"{id_!r} ever sets {name!r} aside")
                elif not together.can:
                    message = f"{id_!r} overrides {name!r}, and no profile makes both fire"
                    hint = "take the override out, or mend the condition that keeps the two apart"
                    yield Problem(rule.place, "idle-override", message, hint)


def _firing_together(context: Context, copies: tuple[PlannedRule, ...], name: str) -> Iterator[Found]:
    for planned in copies:
        search = context.search_of(planned)
        for target in context.written[name]:
            if target.rule.id in planned.rule.overrides:
                yield search.can(search.chain.fires(planned.number), search.chain.fires(target.number))
