"""What a decision costs: `python -m bench.decide [--quick] [--rounds N] [--json FILE]`.

New decisions (of profiles never seen by an advisor that has seen others), one answer flipped, an exact repeat, on the
shipped knowledge; then the cost at 300, 1,000 and 3,000 generated rules of which as many fire. Times are CPU time of
this process, medians over decisions and rounds: what else the machine does is left out as far as it can be. The
garbage collector runs as it does in service.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from random import Random

from bench.bodies import DAY as MADE_DAY
from bench.bodies import EDITION as MADE_EDITION
from bench.bodies import knowledge_of, profile_of
from bench.profiles import SHAPES, TYPICAL, Shape, flipped, random_profiles
from bench.shares import shares_of
from bench.workload import SIZES, Workload, make_workload, naive_fixpoint
from engine.advisor import Advisor
from engine.explanation.trace import firings
from engine.inference.plan import make_plan
from engine.inference.profile import Answers, read_profile
from engine.inference.reasoner import Reasoner
from engine.inference.rete import DurableRules
from engine.knowledge.loader import load_knowledge
from engine.model import Knowledge

RULES = Path(__file__).parent.parent / "rules"
DAY = date(2026, 3, 1)
NEW_US, FLIP_US, REPEAT_US, GROWTH = 800.0, 200.0, 50.0, 2.0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. `target` and times in microseconds, or a ratio where `unit` says so."""

    what: str
    p50: float
    p99: float
    target: float | None = None
    unit: str = "µs"

    def __str__(self) -> str:
        verdict = (
            "" if self.target is None else f"  ≤ {self.target:g}{'  met' if self.p50 <= self.target else '  missed'}"
        )
        return f"  {self.what:46} {self.p50:9.1f} {self.p99:9.1f}{verdict}"


def times(work: Iterable[Callable[[], object]]) -> list[float]:
    """CPU time of each piece of work, in microseconds."""
    found = []
    for piece in work:
        start = time.process_time_ns()
        piece()
        found.append((time.process_time_ns() - start) / 1000)
    return found


def row(what: str, found: Sequence[float], target: float | None = None) -> Row:
    ordered = sorted(found)
    return Row(what, statistics.median(ordered), ordered[int(len(ordered) * 0.99)], target)


def batch(work: Sequence[Callable[[], object]], size: int = 20) -> list[float]:
    """Like `times` for work too short for the clock: the mean of `size` pieces each time."""
    found = []
    for i in range(0, len(work) - size + 1, size):
        start = time.process_time_ns()
        for piece in work[i : i + size]:
            piece()
        found.append((time.process_time_ns() - start) / 1000 / size)
    return found


# --- the shipped knowledge ------------------------------------------------------------------------------------


def decide(reasoner: Reasoner, answers: Answers) -> Callable[[], object]:
    return lambda: reasoner.decide(answers, "2026", DAY)


def shipped(knowledge: Knowledge, rounds: int, count: int) -> list[Row]:
    """New, flipped and repeated decisions, on an advisor warmed by as many others of every shape."""
    found: dict[str, list[float]] = {}
    for number in range(rounds):
        advisor = Advisor(knowledge)
        reasoner = advisor.reasoner
        for shape in SHAPES:
            for raw in random_profiles(knowledge, shape, count, seed=1000 * number + 1):
                reasoner.decide(read_profile(raw, knowledge), "2026", DAY)
        for shape in SHAPES:
            raws = random_profiles(knowledge, shape, count, seed=1000 * number + 2)
            profiles = [read_profile(raw, knowledge) for raw in raws]
            found.setdefault(f"new, {shape.name}", []).extend(times(decide(reasoner, one) for one in profiles))
            if shape is TYPICAL:
                _typical(found, advisor, raws, profiles, Random(number))
        advisor.close()
    targets = {f"new, {TYPICAL.name}": NEW_US, "one answer flipped": FLIP_US, "the same again": REPEAT_US}
    return [row(what, values, targets.get(what)) for what, values in found.items()]


def _typical(
    found: dict[str, list[float]],
    advisor: Advisor,
    raws: list[dict[str, object]],
    profiles: list[Answers],
    random: Random,
) -> None:
    knowledge, reasoner = advisor.knowledge, advisor.reasoner
    flips = [read_profile(flipped(raws[0], knowledge, random), knowledge) for _ in raws]
    reasoner.decide(profiles[0], "2026", DAY)
    found.setdefault("one answer flipped", []).extend(times(decide(reasoner, one) for one in flips))
    found.setdefault("the same again", []).extend(batch([decide(reasoner, profiles[0])] * len(raws)))
    found.setdefault("reading and checking the profile", []).extend(
        batch([lambda raw=raw: read_profile(raw, knowledge) for raw in raws])  # type: ignore[misc]
    )
    decisions = [reasoner.decide(one, "2026", DAY) for one in profiles[:100]]
    found.setdefault("the trace as linked firings", []).extend(
        times((lambda decision=decision: firings(decision)) for decision in decisions)  # type: ignore[misc]
    )


def cold(knowledge: Knowledge, shape: Shape, count: int) -> Row:
    """Nothing remembered at all: every stage and every slot is worked out."""
    reasoner = Reasoner(make_plan(knowledge), DurableRules(), step_memo=0, decision_memo=0)
    profiles = [read_profile(raw, knowledge) for raw in random_profiles(knowledge, shape, count, seed=3)]
    for one in profiles[:20]:  # creates the rulesets
        reasoner.decide(one, "2026", DAY)
    found = times(decide(reasoner, one) for one in profiles)
    reasoner.close()
    return row(f"new, {shape.name}, no memo", found)


def where_it_goes(knowledge: Knowledge, count: int) -> dict[str, float]:
    advisor = Advisor(knowledge)
    profiles = [read_profile(raw, knowledge) for raw in random_profiles(knowledge, TYPICAL, 2 * count, seed=4)]
    for one in profiles[:count]:
        advisor.reasoner.decide(one, "2026", DAY)
    shares = shares_of(lambda: [advisor.reasoner.decide(one, "2026", DAY) for one in profiles[count:]])
    advisor.close()
    return shares


# --- growth ---------------------------------------------------------------------------------------------------


def growth(sizes: Sequence[int], profiles: int, rounds: int) -> list[Row]:
    """The same number of firings in ever more rules, with and without memory of stages. Checked before it is timed."""
    found: dict[tuple[int, int], list[float]] = {}
    for size in sizes:
        workload = make_workload(size, profiles)
        knowledge = knowledge_of(workload)
        answers = [read_profile(profile_of(profile), knowledge) for profile in workload.profiles]
        plan = make_plan(knowledge)
        for memo in (0, 1024):
            for _ in range(rounds):
                reasoner = Reasoner(plan, DurableRules(), step_memo=memo, decision_memo=0)
                _check(reasoner, workload, answers[:20])
                found.setdefault((size, memo), []).extend(times(_decide_made(reasoner, one) for one in answers))
                reasoner.close()
    rows = []
    for (size, memo), values in found.items():
        name = f"{size:,} rules" + ("" if memo else ", no memo")
        rows.append(row(name, values))
        if size == sizes[-1]:
            ratio = statistics.median(values) / statistics.median(found[sizes[0], memo])
            target = GROWTH if memo else None
            rows.append(Row(f"  ratio to {sizes[0]:,} rules", ratio, ratio, target, "ratio"))
    return rows


def _decide_made(reasoner: Reasoner, answers: Answers) -> Callable[[], object]:
    return lambda: reasoner.decide(answers, MADE_EDITION, MADE_DAY)


def _check(reasoner: Reasoner, workload: Workload, answers: Sequence[Answers]) -> None:
    for profile, one in zip(workload.profiles, answers, strict=False):
        fired = reasoner.decide(one, MADE_EDITION, MADE_DAY).fired()
        if {reasoner.plan.rules[number].rule.id for number in fired} != naive_fixpoint(workload.rules, profile):
            raise SystemExit("the engine and the naive fixpoint differ")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.decide", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the work: a smoke test, not a measurement")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, each with a fresh advisor (default 3)")
    parser.add_argument("--json", type=Path, help="write the numbers to a file as well")
    options = parser.parse_args()
    count, rounds = (60, 1) if options.quick else (600, options.rounds)
    knowledge = load_knowledge(RULES)
    print(f"{len(knowledge.rules)} rules as shipped; CPU time in µs           p50       p99  target")
    rows = shipped(knowledge, rounds, count)
    rows.append(cold(knowledge, TYPICAL, count))
    print("\n".join(map(str, rows)))
    print("\nWhere the time of a new typical decision goes (sampled)")
    shares = where_it_goes(knowledge, count)
    print("\n".join(f"  {part:46} {share:9.0%}" for part, share in shares.items()))
    sizes = SIZES[:1] if options.quick else SIZES
    print("\nGrowth: generated rules, about 80 firings               p50       p99  target")
    grown = growth(sizes, 60 if options.quick else 300, rounds)
    print("\n".join(map(str, grown)))
    if options.json:
        numbers = {"shipped": [asdict(one) for one in rows], "shares": shares, "growth": [asdict(one) for one in grown]}
        options.json.write_text(json.dumps(numbers, indent=2, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
