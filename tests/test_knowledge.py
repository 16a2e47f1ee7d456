"""The shipped knowledge: its scenarios hold and cover it, its reasoning is clean, and all of its evidence is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.advisor import Advisor
from engine.inference.plan import make_plan
from engine.knowledge.problems import NOTE
from engine.linting.coverage import coverage
from engine.linting.lint import lint
from engine.model import Knowledge
from engine.scenarios import read_scenarios, run, scenario_files
from tests.conftest import ROOT

SCENARIOS = [*scenario_files([ROOT / "tests" / "knowledge"])]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_scenarios_come_out_as_written(path: Path, advisor: Advisor) -> None:
    for scenario in read_scenarios(path.read_bytes(), path.name):
        assert [str(failure) for failure in run(scenario, advisor).failures] == []


def test_every_rule_fires_in_some_scenario(advisor: Advisor) -> None:
    rules = advisor.knowledge.rules
    outcomes = [run(one, advisor) for path in SCENARIOS for one in read_scenarios(path.read_bytes(), path.name)]
    fired = {rules[id_].template for outcome in outcomes for id_ in outcome.fired}
    assert sorted({rule.template for rule in rules.values()} - fired) == []


def test_the_linter_finds_nothing(shipped: Knowledge) -> None:
    found = lint(make_plan(shipped))
    assert [str(problem) for problem in found if problem.level != NOTE] == []


def test_every_claim_does_something(shipped: Knowledge) -> None:
    assert [claim.id for claim, _ in coverage(shipped).idle] == []
