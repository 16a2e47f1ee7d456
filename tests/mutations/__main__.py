"""Which faults in the shipped knowledge would nobody notice?

    python -m tests.mutations                        1,000 mutants
    python -m tests.mutations --count 200 --seed 7   others
    python -m tests.mutations tracing cni            all of these modules
    python -m tests.mutations --rules DIRECTORY --scenarios DIRECTORY

About one second a mutant. Ends with 0 whatever survives: some changes change nothing.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from tests.conftest import ROOT, RULES
from tests.mutations.body import Body
from tests.mutations.judging import Judge
from tests.mutations.mutants import mutants, sample


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.mutations")
    parser.add_argument("modules", nargs="*")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--fault", action="append", help="this kind of fault alone; may be repeated")
    parser.add_argument("--rules", type=Path, default=RULES)
    parser.add_argument("--scenarios", type=Path, default=ROOT / "tests" / "knowledge")
    asked = parser.parse_args()
    body = Body.of(asked.rules)
    found = [one for one in mutants(body, asked.seed) if not asked.fault or one.fault in asked.fault]
    print(f"{len(found)} mutants", flush=True)
    chosen = [one for one in found if one.subject.partition("/")[0] in asked.modules]
    chosen = chosen if asked.modules else sample(found, asked.count, asked.seed)
    judge = Judge(tuple(body.files.values()), asked.scenarios)
    finders: Counter[str] = Counter()
    faults: Counter[tuple[str, bool]] = Counter()
    survivors: Counter[str] = Counter()
    for mutant in chosen:
        finder = judge.finder(mutant)
        finders[finder or "nobody"] += 1
        faults[mutant.fault, finder is not None] += 1
        if finder is None:
            survivors[mutant.subject.partition("/")[0]] += 1
            print(f"survives: {mutant}", flush=True)
    print("\nfound by:", *(f"{name} {count}" for name, count in finders.most_common()), sep="\n  ")
    print("\nby fault:")
    for fault in dict.fromkeys(fault for fault, _ in sorted(faults)):
        print(f"  {fault}: {faults[fault, True]} found, {faults[fault, False]} not")
    print("\nsurvivors:", *(f"{name} {count}" for name, count in survivors.most_common()), sep="\n  ")


if __name__ == "__main__":
    main()
