"""Who finds a fault: the loader, a scenario, the linter, or the coverage of claims or rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.advisor import Advisor
from engine.inference.interpreter import Interpreter
from engine.inference.plan import Plan, make_plan
from engine.inference.reasoner import Decision, Reasoner
from engine.knowledge.files import KnowledgeFile
from engine.knowledge.loader import build_knowledge
from engine.knowledge.problems import KnowledgeError, Problem
from engine.linting.coverage import coverage
from engine.linting.lint import lint
from engine.request import Request
from engine.scenarios import Scenario, read_scenarios, run, scenario_files
from tests.mutations.mutants import Mutant


class PlainAdvisor(Advisor):
    """An advisor on the plain interpreter: it starts at once."""

    def __init__(self, plan: Plan) -> None:
        self.knowledge, self.plan = plan.knowledge, plan
        self.reasoner = Reasoner(plan, Interpreter())

    def decide(self, request: Request) -> Decision:
        return self.reasoner.decide(request.answers, request.edition, request.as_of)


class Judge:
    """Knows what is found in the knowledge as it is, so that what else is found is the fault."""

    def __init__(self, files: tuple[KnowledgeFile, ...], scenarios: Path) -> None:
        self._scenarios = {
            path.stem: read_scenarios(path.read_bytes(), path.name) for path in scenario_files([scenarios])
        }
        plan = make_plan(build_knowledge(files))
        self._slots = plan.knowledge.modules
        self._known = _shown(lint(plan))
        self._idle = {claim.id for claim, _ in coverage(plan.knowledge).idle}
        self._fired: dict[str, set[str]] = {}
        self._failing = {(name, at) for name, at, failed in self._outcomes(plan, tuple(self._scenarios)) if failed}
        self._silent = {rule.template for rule in plan.knowledge.rules.values()} - self._all_fired(plan)

    def finder(self, mutant: Mutant) -> str | None:
        """What finds the fault first: "loader", a code of the linter, "scenario", "claims" or "rules"."""
        try:
            plan = make_plan(build_knowledge(mutant.files()))
        except KnowledgeError:
            return "loader"
        own = mutant.file.rpartition("/")[2].removesuffix(".yaml")
        self._fired = {}
        return (
            self._scenario(plan, tuple(name for name in self._scenarios if name == own))
            or self._claims(plan)
            or self._lint(plan)
            or self._scenario(plan, tuple(name for name in self._scenarios if name != own))
            or self._rules(plan)
        )

    def _claims(self, plan: Plan) -> str | None:
        return "claims" if {claim.id for claim, _ in coverage(plan.knowledge).idle} - self._idle else None

    def _lint(self, plan: Plan) -> str | None:
        new = [problem for problem in lint(plan) if (problem.code, problem.message) not in self._known]
        # A note is no finding: nothing fails on one.
        return next((problem.code for problem in new if problem.level != "note"), None)

    def _scenario(self, plan: Plan, names: Sequence[str]) -> str | None:
        found = any(failed and (name, at) not in self._failing for name, at, failed in self._outcomes(plan, names))
        return "scenario" if found else None

    def _rules(self, plan: Plan) -> str | None:
        """After all scenarios ran."""
        written = {rule.template for rule in plan.knowledge.rules.values()}
        return "rules" if written - self._all_fired(plan) - self._silent else None

    def _all_fired(self, plan: Plan) -> set[str]:
        rules = plan.knowledge.rules
        return {rules[id_].template for fired in self._fired.values() for id_ in fired}

    def _outcomes(self, plan: Plan, names: Sequence[str]) -> Iterator[tuple[str, int, bool]]:
        advisor = PlainAdvisor(plan)
        for name in names:
            for at, scenario in enumerate(self._scenarios[name]):
                yield name, at, self._fails(name, scenario, advisor)

    def _fails(self, name: str, scenario: Scenario, advisor: Advisor) -> bool:
        outcome = run(scenario, advisor)
        self._fired.setdefault(name, set()).update(outcome.fired)
        return bool(outcome.failures)


def _shown(problems: Sequence[Problem]) -> set[tuple[str, str]]:
    return {(problem.code, problem.message) for problem in problems}
