"""durable-rules behind the port. The only module that imports it, and the reason is its edges.

It is driven the one way that was measured as fast and right: the C interface, alpha rules over one fact a run, the
fact retracted and the state kept, every ruleset primed, one lock an instance. A fact is the literals that hold, each a
generated property with the value 1; absent properties satisfy nothing, so the network never looks at a rule whose
first literal does not hold. Nothing that a user wrote reaches the C code.
"""

from __future__ import annotations

import itertools
import json
import threading
import weakref
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import durable_rules_engine as durable

from engine.inference.literals import MAX_LITERALS, Disjunct, mask_of
from engine.inference.port import Fired, StageRules

# 64 matches that wait at once on one fact are an error (303); a fact has at most 254 properties.
MAX_RULES = 60
MAX_PROPERTIES = MAX_LITERALS

_SID, _FACT = "0", "f"
_RETRACT = '{"sid":"0","id":"f"}'
_ALWAYS = "t"  # a property of every fact: an empty condition would match in a way of its own
_PRIME = "q"  # a property of no real fact
_names = itertools.count()


class RuleEngineError(RuntimeError):
    """durable-rules did what it was never seen to do. The decision must not be answered."""


@dataclass(frozen=True, slots=True)
class _Ruleset:
    handle: int
    reads: int  # the bits of all literals it tests
    properties: dict[int, str]  # by a literal's number plus one: its property as JSON text
    rules: dict[str, tuple[int, int]]  # durable's name of a rule → our index and disjunct


class DurableRules:
    """A RuleEngine. One lock an instance: the C states are not to be shared between threads at work."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stages: list[list[_Ruleset]] = []
        # Whoever lets go of an engine that nobody closed must not leave its rulesets behind.
        self._end = weakref.finalize(self, _delete, self._stages)
        self._end.atexit = False

    def add(self, rules: StageRules) -> int:
        flat = [(index, which, disjunct) for index, ds in enumerate(rules) for which, disjunct in enumerate(ds)]
        usage = Counter(literal for _, _, disjunct in flat for literal in disjunct)
        with self._lock:
            self._stages.append([_create(part, usage) for part in _parts(flat)])
            return len(self._stages) - 1

    def fire(self, handle: int, held: int) -> Fired:
        fired: dict[int, int] = {}
        with self._lock:
            for ruleset in self._stages[handle]:
                for index, which in _run(ruleset, held):
                    if index not in fired or which < fired[index]:
                        fired[index] = which
        return tuple(sorted(fired.items()))

    def close(self) -> None:
        with self._lock:
            _delete(self._stages)


def _delete(stages: list[list[_Ruleset]]) -> None:
    while stages:
        for ruleset in stages.pop():
            # The state first: delete_ruleset alone leaks what hangs on it.
            durable.delete_state(ruleset.handle, _SID)
            durable.delete_ruleset(ruleset.handle)


_FlatRule = tuple[int, int, Disjunct]


def _parts(flat: Sequence[_FlatRule]) -> Iterator[list[_FlatRule]]:
    """Parts that respect durable-rules' limits, in order."""
    part: list[_FlatRule] = []
    literals: set[int] = set()
    for rule in flat:
        if len(rule[2]) > MAX_PROPERTIES:
            raise RuleEngineError(f"one condition tests {len(rule[2])} things; the engine takes {MAX_PROPERTIES}")
        if part and (len(part) == MAX_RULES or len(literals | rule[2]) > MAX_PROPERTIES):
            yield part
            part, literals = [], set()
        part.append(rule)
        literals |= rule[2]
    if part:
        yield part


def _create(part: Sequence[_FlatRule], usage: Counter[int]) -> _Ruleset:
    names = {literal: f"l{literal}" for _, _, disjunct in part for literal in disjunct}
    _check_hashes([*names.values(), _ALWAYS, _PRIME, "sid", "id"])
    definition: dict[str, Any] = {}
    rules = {}
    for index, which, disjunct in part:
        # The rarest literal first: the network then stops at the first test of most rules.
        ordered = sorted(disjunct, key=lambda literal: (usage[literal], literal))
        tests: list[dict[str, int]] = [{names[literal]: 1} for literal in ordered] or [{_ALWAYS: 1}]
        name = f"r{index}_{which}"
        definition[name] = {"all": [{"m": {"$and": tests} if len(tests) > 1 else tests[0]}]}
        rules[name] = (index, which)
    definition["prime"] = {"all": [{"m": {_PRIME: 1}}]}
    handle = durable.create_ruleset(f"s{next(_names)}", json.dumps(definition))
    # Keyed by `bit_length` of the literal's bit, which is what comes to hand when bits are walked.
    properties = {literal + 1: f',"{name}":1' for literal, name in sorted(names.items())}
    ruleset = _Ruleset(handle, mask_of(names), properties, rules)
    _prime(ruleset)
    return ruleset


def _check_hashes(names: Sequence[str]) -> None:
    """durable-rules compares property names by 32-bit FNV-1a alone."""
    hashes = {_fnv1a(name) for name in names}
    if len(hashes) != len(set(names)):
        raise RuleEngineError("two property names have the same hash")


def _fnv1a(name: str) -> int:
    value = 0x811C9DC5
    for byte in name.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value


def _prime(ruleset: _Ruleset) -> None:
    """A state in which no action ever started must not be deleted: start one now."""
    fired = list(_drain(ruleset.handle, f'{{"sid":"{_SID}","id":"{_FACT}","{_PRIME}":1}}'))
    if fired != ["prime"]:
        raise RuleEngineError(f"a new ruleset did not fire its first rule, but {fired}")


def _run(ruleset: _Ruleset, held: int) -> list[tuple[int, int]]:
    properties, up = ruleset.properties, held & ruleset.reads
    literals = []
    while up:
        literals.append(properties[length := up.bit_length()])
        up ^= 1 << length - 1
    fact = f'{{"sid":"{_SID}","id":"{_FACT}","{_ALWAYS}":1{"".join(literals)}}}'
    return [ruleset.rules[name] for name in _drain(ruleset.handle, fact)]


def _drain(handle: int, fact: str) -> list[str]:
    """Assert a fact, take the names of all rules that fire, retract the fact."""
    names = []
    try:
        code, offset = durable.assert_fact(handle, fact)
        if code not in (0, 1):
            raise RuleEngineError(f"assert_fact answered {code}")
        state = durable.start_action_for_state(handle, offset)
        message = state[1] if state else None
        while message:
            # {"name":{…}}: slicing costs a third of parsing.
            names.append(message[2 : message.index('"', 2)])
            message = durable.complete_and_start_action(handle, offset)
        durable.retract_fact(handle, _RETRACT)
    except BaseException:
        # An action left unfinished would keep the state silent for a minute.
        durable.delete_state(handle, _SID)
        raise
    return names
