"""The benchmarks run and count right; how fast anything is, no test says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bench.bodies import knowledge_of, profile_of
from bench.profiles import FULL, SHAPES, random_profiles
from bench.workload import FIRINGS, SPREAD, make_workload, naive_fixpoint
from engine.inference.profile import read_profile
from engine.knowledge.loader import load_knowledge

ROOT = Path(__file__).parent.parent.parent


def test_a_quick_run_writes_every_number(tmp_path: Path) -> None:
    numbers = tmp_path / "numbers.json"
    command = [sys.executable, "-m", "bench.decide", "--quick", "--json", str(numbers)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    written = json.loads(numbers.read_text(encoding="utf-8"))
    assert {row["what"] for row in written["shipped"]} >= {"new, typical", "one answer flipped", "the same again"}
    assert abs(sum(written["shares"].values()) - 1) < 0.01
    assert written["growth"]


def test_made_up_rules_fire_as_often_as_promised_and_as_the_naive_fixpoint_says() -> None:
    workload = make_workload(300, 5)
    knowledge = knowledge_of(workload)
    assert len(workload.rules) == len(knowledge.rules) == 300
    for profile in workload.profiles:
        assert abs(len(naive_fixpoint(workload.rules, profile)) - FIRINGS) <= SPREAD
        assert len(read_profile(profile_of(profile), knowledge)) == len(workload.attributes)


def test_random_profiles_are_valid_and_the_same_for_a_seed() -> None:
    knowledge = load_knowledge(ROOT / "rules")
    for shape in SHAPES:
        profiles = random_profiles(knowledge, shape, 5, seed=1)
        assert profiles == random_profiles(knowledge, shape, 5, seed=1)
        assert all(read_profile(profile, knowledge) for profile in profiles if profile)
    full = read_profile(random_profiles(knowledge, FULL, 1, seed=2)[0], knowledge)
    assert len(full) > 0.9 * len(knowledge.questions)
