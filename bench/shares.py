"""Where the time of decisions goes, by sampling: which part of the engine is at work when a timer rings.

A profiler that counts every call, as cProfile does, makes small functions look dear. A timer hardly disturbs: it rings
a few thousand times a second, and Python calls the handler between two instructions. Time inside the C code of
durable-rules counts for the function that called it.
"""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

INTERVAL_S = 0.0004

ENCODE = "encoding answers"
LOOKUP = "going through the steps, looking up"
MATCH = "durable-rules"
EVALUATE = "three-valued evaluation"
RESOLVE = "resolution"
ASSEMBLE = "assembling the decision"
READ = "reading the profile"
PARTS = (READ, ENCODE, LOOKUP, EVALUATE, MATCH, RESOLVE, ASSEMBLE)

# By module; of the reasoner, which does several things, by function.
_MODULES = {
    "profile": READ,
    "encoding": ENCODE,
    "alternatives": EVALUATE,
    "steps": EVALUATE,
    "rete": MATCH,
    "verdicts": RESOLVE,
    "resolution": RESOLVE,
    "arguments": RESOLVE,
    "plan": RESOLVE,
    "reasoner": LOOKUP,
}
_FUNCTIONS = {"_resolve": RESOLVE, "_spoken": RESOLVE}


def shares_of(work: Callable[[], object]) -> dict[str, float]:
    """The share of each part in the time of `work`, summing to 1. Only in the main thread."""
    counts: Counter[str] = Counter()

    def count(_: int, frame: FrameType | None) -> None:
        part = _part(frame)
        if part is not None:
            counts[part] += 1

    with _ringing(count):
        work()
    total = sum(counts.values()) or 1
    return {part: counts[part] / total for part in PARTS}


@contextmanager
def _ringing(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    before = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, INTERVAL_S, INTERVAL_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _part(frame: FrameType | None) -> str | None:
    """The innermost frame that belongs to a part. None outside of the engine."""
    generated = False
    while frame is not None:
        code = frame.f_code
        # The constructor of a dataclass has no file; that of the decision is called by the reasoner itself.
        generated = generated or code.co_filename == "<string>"
        _, _, name = code.co_filename.rpartition("/inference/")
        part = _MODULES.get(name.removesuffix(".py"))
        if part == LOOKUP:
            return ASSEMBLE if generated and code.co_name == "_chain" else _FUNCTIONS.get(code.co_name, LOOKUP)
        if part is not None:
            return part
        frame = frame.f_back
    return None
