"""Every check of the reasoning, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.inference.plan import Plan
from engine.knowledge.files import split_path
from engine.knowledge.problems import Problem
from engine.linting import (
    coverage,
    disagreements,
    duplicates,
    evidence,
    facts,
    figures,
    firing,
    overriding,
    reach,
    reading,
    signs,
    texts,
)
from engine.linting.context import Check, Context
from engine.linting.search import STEPS, Searches

# Called before each check with how many are done, how many there are, and what comes now.
Progress = Callable[[int, int, str], None]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("disagreements", disagreements.disagreements),
    ("rules without products", firing.rules_without_products),
    ("rules that never fire", firing.silent_rules),
    ("idle conditions", firing.idle_conditions),
    ("idle overrides", overriding.idle_overrides),
    ("products out of reach", reach.products_out_of_reach),
    ("slots never needed", reach.slots_never_needed),
    ("stances on what is in use", reach.stances_on_what_is_there),
    ("unread questions", reading.unread_questions),
    ("unread concerns", reading.unread_concerns),
    ("empty slots", reading.slots_without_products),
    ("empty quadrants", reading.quadrants_without_areas),
    ("answers in texts", texts.untested_placeholders),
    ("languages", texts.languages),
    ("texts that differ", texts.reasons_that_differ),
    ("repeated texts", texts.repeated_reasons),
    ("repeated rules", duplicates.repeated_rules),
    ("figures in texts", figures.unsupported_figures),
    ("thresholds", figures.unsupported_thresholds),
    ("citations", evidence.far_citations),
    ("evidence of stances", evidence.stances_without_evidence),
    ("products in texts", evidence.texts_about_others),
    ("editions", evidence.claims_of_other_editions),
    ("facts and claims", facts.facts_against_claims),
    ("claims listed as unused", lambda context: coverage.listed_and_used(context.knowledge)),
    ("order of facts", facts.facts_out_of_order),
    ("sources of signs", signs.signs_without_sources),
    ("signs not verified", signs.unverified_signs),
)


def lint(
    plan: Plan, *, slots: Iterable[str] | None = None, steps: int = STEPS, progress: Progress | None = None
) -> tuple[Problem, ...]:
    """Everything that the checks find, in the order of the files. Where there are packs: in theirs, not in the base's.

    A pack is there to silence some of what is below it, which is not to be held against the base; who disagrees with
    whom is told wherever it stands.

    `slots`: those that are searched, all by default; checks that search nothing look at everything all the same.
    `steps`: how long a single search may take, in conflicts; what was not settled by then is reported as such.
    """
    knowledge = plan.knowledge
    chosen = tuple(knowledge.slots) if slots is None else tuple(slots)
    context = Context(knowledge, plan, Searches(plan, steps), chosen)
    found: dict[Problem, None] = {}
    for done, (what, check) in enumerate(CHECKS):
        if progress:
            progress(done, len(CHECKS), what)
        found.update(dict.fromkeys(check(context)))
    if progress:
        progress(len(CHECKS), len(CHECKS), "done")
    problems = sorted(found, key=lambda problem: (problem.place, problem.code, problem.message))
    return tuple(problem for problem in problems if len(knowledge.packs) == 1 or _of_a_pack(problem))


def _of_a_pack(problem: Problem) -> bool:
    pack, _ = split_path(problem.place.file)
    return bool(pack) or problem.code in ("disagreement", "not-settled")
