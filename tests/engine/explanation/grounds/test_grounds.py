"""What a verdict rests on, and what reopens a waiver: a change of that, and of nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.advisor import Advisor
from engine.explanation.grounds.differences import differences
from engine.explanation.grounds.document import difference_document, grounds_document, kept, read_back
from engine.explanation.grounds.grounds import Grounds, grounds
from engine.explanation.grounds.standing import state_of
from engine.inference.plan import make_plan
from engine.inference.reasoner import Decision
from engine.knowledge.loader import build_knowledge
from engine.model import LANGUAGES, Knowledge, Not, Text
from engine.request import read_request
from tests.engine.asking import decide, plain, sound_plan
from tests.engine.explanation.replay.test_replay import TRACING, over
from tests.engine.knowledge.laying import BASE, laid
from tests.engine.strategies import bodies, requests

CATALOG, LIMITS, CLAIMS, DASHBOARDS = (
    "catalog/all.yaml",
    "limits/limits.yaml",
    "claims/handbook.yaml",
    "observability/dashboards.yaml",
)
OPEN_SOURCE = {"shop": {"open_source": True, "signals": ["traces"]}}


@pytest.fixture(scope="module")
def base() -> Iterator[Advisor]:
    built = Advisor(build_knowledge(BASE))
    yield built
    built.close()


def decided(advisor: Advisor, profile: dict[str, Any], as_of: str = "2025-07-01") -> Decision:
    return advisor.decide(read_request({"profile": profile, "as_of": as_of}, advisor.knowledge, today=date.min))


def ledger(advisor: Advisor, profile: dict[str, Any] | None = None, as_of: str = "2025-07-01") -> Grounds:
    """A product that is ruled out where licences must be open source."""
    return grounds(decided(advisor, profile or OPEN_SOURCE, as_of), "dashboards", "ledger")


def told(old: tuple[Advisor, Any], new: tuple[Advisor, Any], slot: str, product: str) -> list[str]:
    """What differs, in English; each side an advisor, and a profile or the arguments of `decided`."""
    before, after = (decided(advisor, *(args if isinstance(args, tuple) else (args,))) for advisor, args in (old, new))
    first, second = grounds(before, slot, product), grounds(after, slot, product)
    found = differences(first, second, before, after)
    assert bool(found) == (first.digest != second.digest) == bool(differences(first, second))
    assert all(one["text"] for language in LANGUAGES for one in (difference_document(d, language) for d in found))
    return [str(difference_document(one, "en")["text"]) for one in found]


def test_the_grounds_of_a_product_that_is_ruled_out(base: Advisor) -> None:
    found = ledger(base)
    assert (found.verdict, found.says, found.objects) == ("avoid", "against", True)
    assert [(rule.id, rule.part) for rule in found.rules] == [("limits/open-source@ledger", "gives")]
    assert [one.data["test"] for one in found.tests] == [{"question": "shop.open_source", "is": True}]
    assert {fact.key: fact.value for fact in found.facts} == {
        "ledger.end_of_life": None,
        "ledger.licence": "BUSL-1.1",
        "ledger.osi_approved": False,
    }


def test_what_rules_chain_from_belongs_to_the_grounds(base: Advisor) -> None:
    """Few people derive a concern, for which Grafana is to be considered and no longer adopted."""
    profile = {"shop": {"size": "small", "people": 1}, "stack": {"versions": {"grafana": "11.2"}}}
    found = grounds(decided(base, profile), "dashboards", "grafana")
    assert {rule.id: rule.part for rule in found.rules} == {
        "dashboards/few-people-need-a-hand": "gives",
        "limits/few-people": "supports",
    }
    assert [claim.id for claim in found.claims] == ["handbook/keep"]
    assert {fact.key: fact.value for fact in found.facts} == {"grafana.release": "11: supported"}


def test_warnings_are_grounds_of_a_product_that_may_stay(base: Advisor) -> None:
    profile = {"shop": {"size": "small", "signals": ["traces"]}, "stack": {"in_use": ["jaeger"]}}
    found = grounds(decided(base, profile), "tracing", "jaeger")
    assert (found.verdict, found.objects, found.warned_by) == ("keep", True, ("limits/support-ends@jaeger",))
    assert {rule.id: rule.part for rule in found.rules}["tracing/jaeger-may-stay"] == "gives"
    assert ("jaeger.end_of_life", "2025-12-31") in [(fact.key, fact.value) for fact in found.facts]


def test_who_silenced_the_other_side_belongs_to_the_grounds(base: Advisor) -> None:
    """Tempo would be adopted, but for the rule on small shops, which also speaks of it."""
    changed = over(TRACING, ("      - consider: tempo\n", "      - avoid: tempo\n"))
    profile = {"shop": {"size": "small", "signals": ["traces"]}, "stack": {"in_use": ["jaeger"]}}
    found = grounds(decided(changed, profile), "tracing", "tempo")
    assert (found.verdict, [rule.id for rule in found.rules]) == ("avoid", ["tracing/jaeger-may-stay"])


def test_a_product_of_which_nothing_is_said_has_no_grounds(base: Advisor) -> None:
    found = grounds(decided(base, {}), "tracing", "grafana")
    assert (found.verdict, found.objects, found.rules) == (None, False, ())


def test_a_slot_or_product_that_is_not_there_has_none_at_all(base: Advisor) -> None:
    for slot, product in (("tracing", "excel"), ("coffee", "jaeger")):
        with pytest.raises(KeyError):
            grounds(decided(base, {}), slot, product)


# --- what leaves a waiver as it is ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param(LIMITS, "{each} is under {each.licence}.", "Its licence is {each.licence}.", id="a reason"),
        pytest.param(LIMITS, "at_most: 1}", "at_most: 2}", id="a rule of the same module"),
        pytest.param(TRACING, "is: small", "is: large", id="a rule of another slot"),
        pytest.param(DASHBOARDS, "adopt: grafana", "consider: grafana", id="what is said of another product"),
        pytest.param(CATALOG, "name: Ledger\n", "name: The Ledger\n", id="the product's name"),
        pytest.param(CATALOG, 'cycle: "9"', 'cycle: "8"', id="the releases of another product"),
        pytest.param(CLAIMS, "Tempo is the standard.", "Tempo is a standard.", id="a claim of other rules"),
    ],
)
def test_unrelated_edits_leave_the_same_grounds(base: Advisor, file: str, old: str, new: str) -> None:
    assert told((base, OPEN_SOURCE), (over(file, (old, new)), OPEN_SOURCE), "dashboards", "ledger") == []


def test_answers_that_no_rule_behind_it_reads_leave_the_same_grounds(base: Advisor) -> None:
    more = {"shop": {**OPEN_SOURCE["shop"], "revenue": 5}, "stack": {"in_use": ["jaeger"]}}
    assert ledger(base).digest == ledger(base, more).digest


def test_an_answer_that_passes_the_same_test_leaves_the_same_grounds(base: Advisor) -> None:
    few, none = ({"shop": {"size": "small", "people": people}} for people in (1, 0))
    assert told((base, few), (base, none), "dashboards", "grafana") == []


def test_a_product_that_comes_into_use_leaves_the_same_grounds(base: Advisor) -> None:
    """Avoid becomes migrate: who was allowed it has merely begun to use it."""
    used = {**OPEN_SOURCE, "stack": {"in_use": ["ledger"]}}
    verdicts = ledger(base).verdict, ledger(base, used).verdict
    assert (verdicts, told((base, OPEN_SOURCE), (base, used), "dashboards", "ledger")) == (("avoid", "migrate"), [])


def test_another_day_on_which_the_facts_are_the_same_leaves_the_same_grounds(base: Advisor) -> None:
    assert ledger(base, as_of="2025-07-02").digest == ledger(base).digest


# --- what reopens one -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        pytest.param(
            LIMITS,
            "attribute: osi_approved, is: false}",
            "attribute: licence_class, in: [source-available, proprietary]}",
            ["The rule limits/open-source@ledger was rewritten: condition."],
            id="a condition",
        ),
        pytest.param(
            LIMITS,
            "- rule_out: each",
            "- avoid: each",
            ["The rule limits/open-source@ledger was rewritten: conclusions."],
            id="a conclusion",
        ),
        pytest.param(
            LIMITS,
            "id: limits/open-source\n",
            "id: limits/free\n",
            ["The rule limits/free@ledger is new.", "The rule limits/open-source@ledger is there no more."],
            id="a new name",
        ),
    ],
)
def test_edits_of_what_it_rests_on_are_told(base: Advisor, file: str, old: str, new: str, said: list[str]) -> None:
    assert told((base, OPEN_SOURCE), (over(file, (old, new)), OPEN_SOURCE), "dashboards", "ledger") == said


def test_another_licence_in_force_is_told_where_the_rule_says_the_same(base: Advisor) -> None:
    """The rule asks whether the licence is approved: neither is, but nobody has agreed to the other one."""
    texts = {file.name: file.content.decode() for file in BASE if file.name in (CATALOG, "licences.yaml")}
    texts[CATALOG] = texts[CATALOG].replace("{spdx: BUSL-1.1, since", "{spdx: SSPL-1.0, since")
    texts["licences.yaml"] += '  - {id: SSPL-1.0, class: source-available, osi_approved: false, name: "SSPL"}\n'
    later = Advisor(build_knowledge(laid(texts)))
    assert told((base, OPEN_SOURCE), (later, OPEN_SOURCE), "dashboards", "ledger") == [
        "the licence of Ledger: it was BUSL-1.1 and is SSPL-1.0."
    ]


def test_a_changed_claim_is_told(base: Advisor) -> None:
    later = over(CLAIMS, ("Tempo is the standard.", "Tempo is the standard for now."))
    found = told((base, {}), (later, {}), "tracing", "jaeger")
    assert found == ["The claim handbook/tempo says something else."]


def test_a_changed_answer_is_told_with_what_follows_from_it(base: Advisor) -> None:
    other = {"shop": {"open_source": False, "signals": ["traces"]}}
    assert told((base, OPEN_SOURCE), (base, other), "dashboards", "ledger") == [
        "“Open source only?”: yes: it was yes and is no.",
        "The rule dashboards/grafana-is-the-standard has a say now.",
        "The rule limits/open-source@ledger has no say any more.",
        "The verdict was “avoid” and is “trial”.",
    ]


def test_a_fact_that_changes_with_the_days_is_told(base: Advisor) -> None:
    """Until 2025 Ledger could be had under the AGPL."""
    assert told((base, OPEN_SOURCE), (base, (OPEN_SOURCE, "2024-12-31")), "dashboards", "ledger")[0] == (
        "the licence of Ledger: it was BUSL-1.1 and is BUSL-1.1 OR AGPL-3.0-only."
    )


def test_an_end_of_support_that_is_announced_is_told(base: Advisor) -> None:
    later = over(CATALOG, ("announced: 2025-03-01", "announced: 2025-08-01"))
    assert told((later, {}), (base, {}), "tracing", "jaeger") == [
        "the end of support of Jaeger: it was none known and is 2025-12-31."
    ]


# --- kept and read back ---------------------------------------------------------------------------------------


def test_grounds_come_back_as_they_were_kept(base: Advisor) -> None:
    for slot, product in (("dashboards", "ledger"), ("tracing", "jaeger"), ("dashboards", "grafana")):
        found = grounds(decided(base, OPEN_SOURCE), slot, product)
        back = read_back(json.loads(json.dumps(kept(found))))
        assert (back, back.digest) == (found, found.digest)
        assert grounds_document(back, "ko") == grounds_document(found, "ko")


@given(st.data())
def test_a_waiver_reopens_if_and_only_if_its_grounds_changed(data: st.DataObject) -> None:
    """Whatever rule is edited: one behind the verdict reopens it, any other leaves it as it is."""
    body = data.draw(bodies())
    plan = sound_plan(body)
    request = data.draw(requests(body))
    with plain(plan) as reasoner:
        decision = decide(reasoner, request)
        pairs = [(o.slot, v.product) for o in decision.slots for v in o.verdicts]
        if not pairs:
            return
        slot, product = data.draw(st.sampled_from(pairs))
        held = grounds(decision, slot, product)
        behind = {rule.id for rule in held.rules}
        edited = data.draw(st.sampled_from(sorted(plan.knowledge.rules)))
        with plain(make_plan(_with_a_change(plan.knowledge, edited))) as other:
            later = decide(other, request)
            now = grounds(later, slot, product)
            found = differences(held, now, decision, later)
    assert bool(found) == (held.digest != now.digest) == (edited in behind)
    assert bool(differences(held, now)) == bool(found)
    if edited in behind:
        assert [(one.kind, one.subject, one.how, one.fields) for one in found] == [
            ("rule", edited, "changed", ("when",))
        ]


def _with_a_change(knowledge: Knowledge, edited: str) -> Knowledge:
    """A condition that is written in another way and is worth the same, and a reason in other words."""
    rule = knowledge.rules[edited]
    changed = replace(rule, when=Not(Not(rule.when)), because=Text("otherwise", "다르게"))
    return replace(knowledge, digest="sha256:other", rules={**knowledge.rules, edited: changed})


@given(st.data())
def test_grounds_of_any_two_profiles_differ_where_their_digests_do(data: st.DataObject) -> None:
    body = data.draw(bodies())
    with plain(sound_plan(body)) as reasoner:
        before, after = (decide(reasoner, data.draw(requests(body))) for _ in range(2))
        for outcome in before.slots:
            for product in before.knowledge.products:
                old, new = grounds(before, outcome.slot, product), grounds(after, outcome.slot, product)
                for found in (differences(old, new), differences(old, new, before, after)):
                    assert bool(found) == (old.digest != new.digest)
                assert read_back(json.loads(json.dumps(kept(old)))).digest == old.digest


# --- the state of a waiver ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "withdrawn", "changed", "state"),
    [
        ("2025-07-01", None, False, "active"),
        ("2025-12-31", None, False, "active"),
        ("2026-01-01", None, False, "expired"),
        ("2026-01-01", None, True, "expired"),
        ("2025-07-01", None, True, "reopened"),
        ("2025-07-01", "2025-07-01", True, "withdrawn"),
        ("2025-07-01", "2025-07-02", False, "active"),
        ("2026-01-01", "2025-07-02", False, "withdrawn"),
    ],
)
def test_the_state_of_a_waiver(day: str, withdrawn: str | None, changed: bool, state: str) -> None:
    until, back = date(2025, 12, 31), date.fromisoformat(withdrawn) if withdrawn else None
    assert state_of(until, back, changed, date.fromisoformat(day)) == state
