"""The engine as a library: asked by many, checked where it is told to be, and quick to load."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.advisor import Advisor, DisagreementError, Verify
from engine.inference.interpreter import Interpreter
from engine.knowledge import cache
from engine.knowledge.cache import load_cached
from engine.knowledge.loader import build_knowledge
from engine.model import Knowledge
from engine.request import Request, read_request
from engine.scenarios import read_scenarios, run
from tests.engine.asking import document
from tests.engine.knowledge.laying import BASE, HERE

KNOWLEDGE = build_knowledge(BASE)


def request(**shop: Any) -> Request:
    return read_request({"profile": {"shop": shop}}, KNOWLEDGE, today=date(2025, 7, 1))


def advisor(verify: Verify = "off") -> Advisor:
    return Advisor(KNOWLEDGE, verify=verify)


# --- verification ---------------------------------------------------------------------------------------------


@pytest.fixture
def wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """An interpreter that forgets a rule, as if durable-rules had made one up."""
    right = Interpreter.fire
    monkeypatch.setattr(Interpreter, "fire", lambda self, handle, held: right(self, handle, held)[1:])


def test_engines_that_agree_are_counted(caplog: pytest.LogCaptureFixture) -> None:
    checked = advisor("always")
    for people in range(3):
        checked.decide(request(people=people))
    assert (checked.verification.checked, checked.verification.differed) == (3, 0)
    assert caplog.records == []


@pytest.mark.usefixtures("wrong")
def test_no_answer_is_better_than_a_guess_where_every_decision_is_checked(caplog: pytest.LogCaptureFixture) -> None:
    checked = advisor("always")
    with caplog.at_level(logging.ERROR), pytest.raises(DisagreementError):
        checked.decide(request(people=1))
    assert (checked.verification.checked, checked.verification.differed) == (1, 1)
    (record,) = caplog.records
    assert vars(record)["request"]["profile"] == {"shop": {"people": 1}}


@pytest.mark.usefixtures("wrong")
def test_a_sample_is_checked_aside_and_answered_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    checked = advisor("sample")
    chances: Iterator[float] = iter([0.5, 0.0, 0.999])
    monkeypatch.setattr(checked, "_sample", lambda: next(chances))
    for people in range(3):
        assert checked.decide(request(people=people)).slots
    assert (checked.verification.checked, checked.verification.differed) == (1, 1)


@pytest.mark.usefixtures("wrong")
def test_nothing_is_checked_where_nobody_asked() -> None:
    unchecked = advisor("off")
    assert unchecked.decide(request()).slots
    assert unchecked.verification.checked == 0


# --- many at once ---------------------------------------------------------------------------------------------


def test_threads_may_share_an_advisor() -> None:
    """Each asks all, from another end; a fresh advisor says what is right."""
    requests = [
        request(people=people, size=size, open_source=open_source)
        for people in (0, 1, 2, 5)
        for size in ("small", "large")
        for open_source in (True, False)
    ]
    fresh, shared = advisor(), advisor()
    expected = [document(fresh.decide(one), fresh.reasoner) for one in requests]

    def ask(thread: int) -> list[dict[str, Any]]:
        order = requests[thread * 4 :] + requests[: thread * 4]
        found = [document(shared.decide(one), shared.reasoner) for one in order]
        return found[len(found) - thread * 4 :] + found[: len(found) - thread * 4]

    with ThreadPoolExecutor(4) as threads:
        for asked in [threads.submit(ask, thread) for thread in range(4)]:
            assert asked.result(timeout=60) == expected


def test_questions_of_a_slot_are_those_that_could_change_it() -> None:
    asked = advisor()
    decision = asked.decide(request(signals=["traces"]))
    assert decision.slot("tracing").status == "open"
    assert asked.questions_of(decision, "tracing") == ("shop.size", "stack.in_use")


# --- the cache ------------------------------------------------------------------------------------------------


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts how often knowledge is built from its files."""
    built: list[int] = []

    def counting(files: Any) -> Knowledge:
        built.append(len(files))
        return build_knowledge(files)

    monkeypatch.setattr("engine.knowledge.loader.build_knowledge", counting)
    return built


def test_what_was_built_once_is_remembered_until_a_file_changes(tmp_path: Path, loads: list[int]) -> None:
    rules, kept = tmp_path / "rules", tmp_path / "kept"
    for file in BASE:
        (rules / file.name).parent.mkdir(parents=True, exist_ok=True)
        (rules / file.name).write_bytes(file.content)
    assert load_cached(rules, kept) == load_cached(rules, kept) == KNOWLEDGE
    assert len(loads) == 1
    (rules / "portolan.yaml").write_text('pack: tiny\nversion: "2"\ntitle: {en: T, ko: T}\n', encoding="utf-8")
    assert load_cached(rules, kept).pack.version == "2"
    assert len(loads) == 2


def test_each_list_of_packs_is_remembered_by_itself(tmp_path: Path, loads: list[int]) -> None:
    packs = []
    for name in ("acme", "board"):
        packs.append(tmp_path / name)
        packs[-1].mkdir()
        text = f'pack: {name}\nversion: "1"\ntitle: {{en: T, ko: T}}\nextends: tiny\n'
        (packs[-1] / "portolan.yaml").write_text(text, encoding="utf-8")
    base, kept = HERE / "base", tmp_path / "kept"
    lists = [(), (packs[0],), (packs[0], packs[1]), (packs[1], packs[0])]
    found = [load_cached(base, kept, chosen) for chosen in lists]
    assert len(loads) == 4
    assert [load_cached(base, kept, chosen) for chosen in lists] == found
    assert len(loads) == 4
    assert [[pack.id for pack in one.packs] for one in found] == [
        ["tiny"],
        ["tiny", "acme"],
        ["tiny", "acme", "board"],
        ["tiny", "board", "acme"],
    ]


@pytest.mark.parametrize("content", [b"", b"x" * 10, b"x" * 100])
def test_a_cache_that_is_damaged_is_done_without(tmp_path: Path, loads: list[int], content: bytes) -> None:
    assert load_cached(HERE / "base", tmp_path) == KNOWLEDGE
    for path in tmp_path.iterdir():
        path.write_bytes(content)
    assert load_cached(HERE / "base", tmp_path) == KNOWLEDGE
    assert len(loads) == 2


def test_a_cache_that_somebody_else_could_have_written_is_not_read(
    tmp_path: Path, loads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_cached(HERE / "base", tmp_path)
    monkeypatch.setattr(cache.os, "getuid", lambda: 12345)
    assert load_cached(HERE / "base", tmp_path) == KNOWLEDGE
    assert len(loads) == 2


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("")
    assert load_cached(HERE / "base", tmp_path / "a-file" / "below") == KNOWLEDGE
    assert load_cached(HERE / "base", None) == KNOWLEDGE


# --- scenarios ------------------------------------------------------------------------------------------------

SCENARIO = """\
scenarios:
  - note: a small shop with Jaeger
    profile:
      shop: {size: small, signals: [traces], open_source: true}
      stack: {in_use: [jaeger]}
    as_of: 2025-07-01
    expect:
      tracing:
        status: decided
        picks: [jaeger]
        verdicts: {jaeger: keep, tempo: consider, grafana: absent}
        cites: [handbook/keep]
        defeated: [tracing/tempo-is-the-standard]
      dashboards:
        ruled_out_by: {ledger: [limits/open-source]}
    warnings: [{product: jaeger, kind: end-of-life}]
    rules_fired: [tracing/jaeger-may-stay, limits/support-ends]
    rules_not_fired: [limits/few-people]
"""


def failures(text: str) -> list[str]:
    (scenario,) = read_scenarios(text.encode(), "s.yaml")
    return [str(problem) for problem in run(scenario, advisor()).failures]


def test_a_scenario_that_holds_says_nothing() -> None:
    assert failures(SCENARIO) == []


@pytest.mark.parametrize(
    ("change", "failure"),
    [
        (("status: decided", "status: open"), "9:9: tracing.status: expected open, found decided"),
        (("picks: [jaeger]", "picks: [tempo]"), "10:9: tracing.picks: expected ['tempo'], found ['jaeger']"),
        (("jaeger: keep", "jaeger: adopt"), "11:20: tracing.verdicts.jaeger: expected adopt, found keep"),
        (("grafana: absent", "grafana: avoid"), "11:51: tracing.verdicts.grafana: expected avoid, found absent"),
        (("cites: [handbook/keep]", "cites: [gazette/grafana]"), "12:9: gazette/grafana is not cited by tracing"),
        (
            ("[tracing/tempo-is-the-standard]", "[dashboards/tempo-needs-one]"),
            "13:9: dashboards/tempo-needs-one was not",
        ),
        (("[limits/open-source]", "[limits/few-people]"), "15:24: ledger is ruled out by"),
        (("kind: end-of-life", "kind: licence"), "16:16: no warning licence on jaeger"),
        (("[tracing/jaeger-may-stay,", "[tracing/jaeger-stays,"), "17:19: there is no rule 'tracing/jaeger-stays'"),
        (("limits/support-ends]", "limits/few-people]"), "17:44: limits/few-people did not fire"),
        (
            ("rules_not_fired: [limits/few-people]", "rules_not_fired: [limits/support-ends]"),
            "18:23: limits/support-ends fired",
        ),
        (("    warnings: [", "    no_warnings: ["), "16:19: a warning end-of-life on jaeger"),
        (("picks: [jaeger]", "to: {jaeger: [tempo]}"), "10:14: tracing.to.jaeger: expected ['tempo'], found []"),
        (("picks: [jaeger]", "with: {jaeger: [tempo]}"), "10:16: tracing.with.jaeger: expected ['tempo'], found []"),
        (
            ("picks: [jaeger]", "by: {grafana: 2026-01-01}"),
            "10:14: tracing.by.grafana: expected 2026-01-01, found absent",
        ),
        (("size: small", "size: tiny"), "4:14: shop.size has no option 'tiny'"),
        (("      dashboards:", "      boards:"), "14:7: there is no slot 'boards'"),
    ],
)
def test_a_scenario_that_does_not_hold_says_where_and_why(change: tuple[str, str], failure: str) -> None:
    place, _, message = failure.partition(": ")
    found = failures(SCENARIO.replace(*change))
    assert any(one.startswith(f"s.yaml:{place}: error[scenario]") and message in one for one in found), found
