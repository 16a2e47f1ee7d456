"""What the reasoner may expect of an engine behind the port; every engine has to pass."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.inference import rete
from engine.inference.interpreter import Interpreter
from engine.inference.literals import mask_of
from engine.inference.port import RuleEngine
from engine.inference.rete import MAX_PROPERTIES, MAX_RULES, DurableRules, RuleEngineError

Rules = Sequence[Sequence[frozenset[int]]]


@pytest.fixture(params=[DurableRules, Interpreter], ids=["durable-rules", "interpreter"])
def engine(request: pytest.FixtureRequest) -> Iterator[RuleEngine]:
    made = request.param()
    yield made
    made.close()


def rules(*written: Sequence[Sequence[int]]) -> Rules:
    """`rules([[1, 2], [3]])`: one rule, which fires on literals 1 and 2, or on 3."""
    return [[frozenset(disjunct) for disjunct in rule] for rule in written]


def fired(engine: RuleEngine, stage: Rules, *literals: int) -> list[tuple[int, int]]:
    return list(engine.fire(engine.add(stage), mask_of(literals)))


# --- what fires -----------------------------------------------------------------------------------------------


def test_a_rule_fires_when_all_literals_of_a_disjunct_hold(engine: RuleEngine) -> None:
    stage = rules([[0, 1]], [[1, 2]])
    assert fired(engine, stage, 0, 1) == [(0, 0)]
    assert fired(engine, stage, 0, 1, 2) == [(0, 0), (1, 0)]
    assert fired(engine, stage, 0, 2) == []
    assert fired(engine, stage) == []


def test_a_rule_names_the_first_of_its_disjuncts_that_holds_and_fires_once(engine: RuleEngine) -> None:
    stage = rules([[0], [1], [1, 2]])
    assert fired(engine, stage, 1, 2) == [(0, 1)]
    assert fired(engine, stage, 0, 1, 2) == [(0, 0)]


def test_an_empty_condition_always_fires(engine: RuleEngine) -> None:
    assert fired(engine, rules([[]], [[3]], [[]])) == [(0, 0), (2, 0)]


def test_a_rule_without_a_disjunct_never_fires(engine: RuleEngine) -> None:
    assert fired(engine, rules([], [[0]]), 0) == [(1, 0)]


def test_a_stage_without_rules_fires_nothing(engine: RuleEngine) -> None:
    assert fired(engine, rules(), 0) == []


def test_the_two_literals_of_an_atom_are_as_different_as_any(engine: RuleEngine) -> None:
    assert fired(engine, rules([[6]], [[7]]), 7) == [(1, 0)]


def test_rules_fire_in_the_order_in_which_they_were_given(engine: RuleEngine) -> None:
    stage = rules(*[[[literal]] for literal in (9, 3, 7, 1)])
    assert fired(engine, stage, 1, 3, 7, 9) == [(0, 0), (1, 0), (2, 0), (3, 0)]


def test_literals_that_no_rule_tests_do_not_matter(engine: RuleEngine) -> None:
    assert fired(engine, rules([[5]]), 5, 6, 4000) == [(0, 0)]


# --- how many -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [MAX_RULES, MAX_RULES + 1, 64, 65, 256, 257, 600])
def test_any_number_of_rules_may_fire_at_once(engine: RuleEngine, count: int) -> None:
    stage = rules(*[[[number]] for number in range(count)])
    assert fired(engine, stage, *range(count)) == [(number, 0) for number in range(count)]


@pytest.mark.parametrize("count", [65, 257, 513])
def test_any_number_of_rules_may_have_the_same_condition(engine: RuleEngine, count: int) -> None:
    stage = rules(*[[[0, 1]]] * count)
    assert fired(engine, stage, 0, 1) == [(number, 0) for number in range(count)]
    assert fired(engine, stage, 0) == []


@pytest.mark.parametrize("count", [65, 257, 513])
def test_any_number_of_rules_may_test_the_same_literal(engine: RuleEngine, count: int) -> None:
    stage = rules(*[[[0, number]] for number in range(1, count)])
    assert fired(engine, stage, 0, count - 1) == [(count - 2, 0)]
    assert len(fired(engine, stage, *range(count))) == count - 1


@pytest.mark.parametrize("count", [48, 61, 300])
def test_a_rule_may_have_many_disjuncts(engine: RuleEngine, count: int) -> None:
    stage = rules([[number] for number in range(count)], [[count]])
    assert fired(engine, stage, *range(count)) == [(0, 0)]
    assert fired(engine, stage, count - 1, count) == [(0, count - 1), (1, 0)]


def test_a_condition_may_test_many_literals(engine: RuleEngine) -> None:
    stage = rules([list(range(MAX_PROPERTIES))])
    assert fired(engine, stage, *range(MAX_PROPERTIES)) == [(0, 0)]
    assert fired(engine, stage, *range(1, MAX_PROPERTIES)) == []


def test_a_stage_may_test_more_literals_than_a_fact_of_durable_rules_holds(engine: RuleEngine) -> None:
    stage = rules(*[[list(range(start, start + 50))] for start in range(0, 1000, 50)])
    assert fired(engine, stage, *range(1000)) == [(number, 0) for number in range(20)]
    assert fired(engine, stage, *range(50, 100)) == [(1, 0)]


# --- again and again ------------------------------------------------------------------------------------------


def test_a_stage_forgets_what_it_was_asked_before(engine: RuleEngine) -> None:
    handle = engine.add(rules([[0]], [[1]], [[0, 1]]))
    for _ in range(50):
        assert engine.fire(handle, 0b01) == ((0, 0),)
        assert engine.fire(handle, 0b00) == ()
        assert engine.fire(handle, 0b11) == ((0, 0), (1, 0), (2, 0))
        assert engine.fire(handle, 0b10) == ((1, 0),)


def test_stages_know_nothing_of_each_other(engine: RuleEngine) -> None:
    one, other = engine.add(rules([[0]])), engine.add(rules([[1]], [[0]]))
    assert one != other
    assert engine.fire(one, 0b01) == ((0, 0),)
    assert engine.fire(other, 0b01) == ((1, 0),)
    assert engine.fire(one, 0b10) == ()


def test_instances_know_nothing_of_each_other(engine: RuleEngine) -> None:
    another = type(engine)()
    handles = [made.add(rules([[literal]])) for literal, made in enumerate((engine, another))]
    assert engine.fire(handles[0], 0b01) == ((0, 0),)
    assert another.fire(handles[1], 0b01) == ()
    another.close()
    assert engine.fire(handles[0], 0b01) == ((0, 0),)


def test_an_engine_that_holds_nothing_can_be_closed(engine: RuleEngine) -> None:
    type(engine)().close()


def test_threads_may_share_an_instance(engine: RuleEngine) -> None:
    """Four threads ask different things of the same two stages, starting together."""
    handles = [engine.add(rules(*[[[literal]] for literal in range(70)])), engine.add(rules([[0, 1], [2]]))]
    start = threading.Barrier(4, timeout=30)

    def ask(thread: int) -> None:
        start.wait()
        for turn in range(200):
            literal = (thread * 17 + turn) % 70
            assert engine.fire(handles[0], 1 << literal) == ((literal, 0),)
            assert engine.fire(handles[1], 1 << thread) == (((0, 1),) if thread == 2 else ())

    with ThreadPoolExecutor(4) as threads:
        for asked in [threads.submit(ask, thread) for thread in range(4)]:
            asked.result(timeout=60)


def test_threads_may_add_stages_while_others_fire(engine: RuleEngine) -> None:
    def add_and_ask(literal: int) -> Any:
        return engine.fire(engine.add(rules([[literal]], [[literal, 50]])), 1 << literal)

    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(add_and_ask, literal) for literal in range(40)]
        assert all(one.result(timeout=60) == ((0, 0),) for one in asked)


_DISJUNCTS = st.lists(st.frozensets(st.integers(0, 11), max_size=4), max_size=3)


@given(st.lists(_DISJUNCTS, max_size=90), st.lists(st.integers(0, 2**12 - 1), max_size=5))
def test_every_engine_fires_what_the_definition_says(stage: Rules, facts: list[int]) -> None:
    expected = [
        tuple(
            (index, next(which for which, disjunct in enumerate(rule) if mask_of(disjunct) & held == mask_of(disjunct)))
            for index, rule in enumerate(stage)
            if any(mask_of(disjunct) & held == mask_of(disjunct) for disjunct in rule)
        )
        for held in facts
    ]
    for made in (DurableRules(), Interpreter()):
        handle = made.add(stage)
        assert [made.fire(handle, held) for held in facts] == expected
        made.close()


# --- durable-rules' own edges ---------------------------------------------------------------------------------


class Interrupted(BaseException):
    """As Ctrl-C is: no ordinary exception."""


@pytest.fixture
def durably() -> Iterator[DurableRules]:
    made = DurableRules()
    yield made
    made.close()


@pytest.mark.parametrize("call", ["start_action_for_state", "complete_and_start_action", "retract_fact"])
def test_an_exception_in_the_middle_leaves_it_usable(
    durably: DurableRules, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    handle = durably.add(rules([[0]], [[1]], [[0, 1]]))
    real: Callable[..., Any] = getattr(rete.durable, call)

    def interrupt(*arguments: Any) -> Any:
        monkeypatch.setattr(rete.durable, call, real)
        raise Interrupted

    monkeypatch.setattr(rete.durable, call, interrupt)
    with pytest.raises(Interrupted):
        durably.fire(handle, 0b11)
    assert durably.fire(handle, 0b11) == ((0, 0), (1, 0), (2, 0))
    assert durably.fire(handle, 0b10) == ((1, 0),)


def test_a_code_that_was_never_seen_is_an_error_and_not_an_answer(
    durably: DurableRules, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle = durably.add(rules([[0]]))
    with monkeypatch.context() as patched:
        patched.setattr(rete.durable, "assert_fact", lambda handle, fact: (303, 0))
        with pytest.raises(RuleEngineError, match="303"):
            durably.fire(handle, 0b1)
    assert durably.fire(handle, 0b1) == ((0, 0),)


def test_a_condition_beyond_its_limit_is_an_error_when_it_is_added(durably: DurableRules) -> None:
    with pytest.raises(RuleEngineError, match=f"tests {MAX_PROPERTIES + 1} things"):
        durably.add(rules([list(range(MAX_PROPERTIES + 1))]))


def test_names_that_durable_rules_takes_for_one_are_an_error_when_they_are_added(
    durably: DurableRules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rete, "_fnv1a", lambda name: 7)
    with pytest.raises(RuleEngineError, match="hash"):
        durably.add(rules([[0, 1]]))


def test_no_two_of_the_first_fifty_thousand_names_have_the_same_hash() -> None:
    names = [f"l{literal}" for literal in range(50_000)]
    rete._check_hashes([*names, "t", "q", "sid", "id"])


def test_names_are_hashed_as_durable_rules_does() -> None:
    # Published vectors of 32-bit FNV-1a.
    assert [rete._fnv1a(text) for text in ("", "a", "foobar")] == [0x811C9DC5, 0xE40C292C, 0xBF9CF968]


def test_closing_gives_back_what_was_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """The state before the ruleset: in the other order it would leak."""
    calls: list[tuple[str, int]] = []
    for name in ("delete_state", "delete_ruleset"):
        real = getattr(rete.durable, name)

        def noting(handle: int, *rest: Any, real: Any = real, name: str = name) -> Any:
            calls.append((name, handle))
            return real(handle, *rest)

        monkeypatch.setattr(rete.durable, name, noting)
    made = DurableRules()
    made.add(rules(*[[[literal]] for literal in range(MAX_RULES + 1)]))
    made.close()
    assert [name for name, _ in calls] == ["delete_state", "delete_ruleset"] * 2
    assert len({handle for _, handle in calls}) == 2


def test_an_engine_that_nobody_closed_takes_its_rulesets_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    deleted: list[int] = []

    def delete_ruleset(handle: int) -> None:
        deleted.append(handle)
        really(handle)

    really = rete.durable.delete_ruleset
    monkeypatch.setattr(rete.durable, "delete_ruleset", delete_ruleset)
    engine = DurableRules()
    engine.add([(frozenset({1}),)])
    handles = [ruleset.handle for stage in engine._stages for ruleset in stage]
    del engine
    gc.collect()
    assert set(handles) <= set(deleted)


def test_an_engine_may_be_closed_twice() -> None:
    engine = DurableRules()
    engine.add([(frozenset({1}),)])
    engine.close()
    engine.close()
