"""What packs make of rules of those below, and what they cannot."""

from __future__ import annotations

import pytest

from engine.knowledge.loader import build_knowledge
from engine.knowledge.problems import KnowledgeError
from engine.model import All, Knowledge
from tests.engine.knowledge.laying import BASE
from tests.engine.knowledge.packing import acme, module, on_top, pack, wrong, wrong_in_acme

WHY = "  reason: {en: Why, ko: 이유}\n"
STANDARD = "tracing/tempo-is-the-standard"
FILE = "policy/acme-policy.yaml"


def change(rule: str, what: str) -> str:
    return f"- rule: {rule}\n{WHY}  {what}\n"


def changed(rule: str, what: str, rules: str = "") -> Knowledge:
    return acme({FILE: module(change(rule, what), rules)})


# --- new values -----------------------------------------------------------------------------------------------


def test_a_change_gives_new_values_and_leaves_the_rest() -> None:
    before = build_knowledge(BASE).rules[STANDARD]
    knowledge = changed(STANDARD, "then: [{trial: tempo}]")
    after = knowledge.rules[STANDARD]
    assert [c.kind for c in after.then] == ["trial"]
    assert after.then[0].slot == "tracing"  # that of the module in which the rule stands
    assert (after.because, after.cites, after.when, after.place) == (
        *(before.because, before.cites, before.when, before.place),
    )


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ("strength: exception", "strength"),
        ("overrides: [tracing/jaeger-was-the-standard]", "overrides"),
        ("because: {en: New, ko: 새}", "because"),
        ("cites: [handbook/keep]", "cites"),
        ("when: {in_use: tempo}", "when"),
    ],
)
def test_every_field_may_be_changed(what: str, field: str) -> None:
    knowledge = changed(STANDARD, what)
    assert getattr(knowledge.rules[STANDARD], field) != getattr(build_knowledge(BASE).rules[STANDARD], field)
    assert knowledge.changes[STANDARD].fields == (field,)


def test_a_rule_over_products_may_be_about_fewer() -> None:
    assert "limits/open-source@ledger" in build_knowledge(BASE).rules
    knowledge = changed("limits/open-source", "for_each: {except: [ledger]}")
    assert not [rule for rule in knowledge.rules.values() if rule.template == "limits/open-source"]


def test_what_is_remembered_of_a_change() -> None:
    made = changed(STANDARD, "when: {in_use: tempo}").changes[STANDARD]
    assert (made.pack, made.reason.ko, made.withdrawn, made.slots) == ("acme", "이유", False, ("tracing",))
    assert str(made.place) == f"acme:{FILE}:5:5"


def test_a_pack_changes_rules_of_all_that_it_extends_through_others() -> None:
    board = pack("board")
    knowledge = on_top(board, pack("acme", {FILE: module(change(STANDARD, "strength: exception"))}, extends="board"))
    assert knowledge.changes[STANDARD].pack == "acme"


# --- withdrawn ------------------------------------------------------------------------------------------------


def test_a_rule_that_is_withdrawn_is_gone_in_all_its_copies() -> None:
    knowledge = changed("limits/open-source", "withdrawn: true")
    assert not [rule for rule in knowledge.rules.values() if rule.template == "limits/open-source"]
    assert knowledge.changes["limits/open-source"].withdrawn
    assert knowledge.changes["limits/open-source"].slots == ("dashboards",)


def test_what_overrides_a_rule_that_is_withdrawn_just_overrides_less() -> None:
    knowledge = changed("dashboards/grafana-is-the-standard", "withdrawn: true")
    assert knowledge.rules["dashboards/few-people-need-a-hand"].overrides == ()


def test_a_concern_that_nobody_derives_any_more_does_not_hold() -> None:
    knowledge = changed("limits/few-people", "withdrawn: true")
    assert isinstance(knowledge.rules["dashboards/few-people-need-a-hand"].when, All)


# --- faults ---------------------------------------------------------------------------------------------------

WRONG = {
    "an unknown rule": (
        change("tracing/tempo-is-the-standart", "withdrawn: true"),
        "5:5: error[unknown-rule]: there is no rule 'tracing/tempo-is-the-standart'"
        " (did you mean 'tracing/tempo-is-the-standard'?)",
    ),
    "no reason": (f"- rule: {STANDARD}\n  withdrawn: true", "5:5: error[missing-field]: the field 'reason' is missing"),
    "a reason in one language": (
        f"- rule: {STANDARD}\n  withdrawn: true\n  reason: {{en: Why}}",
        "7:5: error[missing-field]: the field 'ko' is missing",
    ),
    "nothing changed": (
        f"- rule: {STANDARD}\n{WHY}",
        "5:5: error[missing-field]: the field 'withdrawn' is missing",
    ),
    "withdrawn and changed": (
        change(STANDARD, "withdrawn: true\n  strength: exception"),
        "8:5: error[bad-change]: a rule that is withdrawn has no 'strength' any more (leave out one of the two)",
    ),
    "not withdrawn": (
        change(STANDARD, "withdrawn: false"),
        "7:5: error[wrong-type]: 'withdrawn' has the wrong type: not a valid boolean",
    ),
    "an unknown field": (
        change(STANDARD, "becuase: {en: E, ko: K}"),
        "7:5: error[unknown-field]: no field 'becuase' here (did you mean 'because'?)",
    ),
    "an unknown product": (
        change(STANDARD, "then: [{adopt: temppo}]"),
        "7:13: error[unknown-product]: there is no product 'temppo' (did you mean 'tempo'?)",
    ),
    "no evidence": (
        change(STANDARD, "cites: []"),
        f"7:5: error[no-evidence]: '{STANDARD}' cites nothing (a rule cites at least one claim)",
    ),
    "each without a range": (
        change(STANDARD, "then: [{adopt: each}]"),
        "7:13: error[each-of-what]: `each` outside of a rule with `for_each` (add `for_each: products`)",
    ),
    "a constraint that a rule of the base overrides": (
        change("dashboards/grafana-is-the-standard", "strength: constraint"),
        "7:5: error[bad-override]: 'dashboards/few-people-need-a-hand' overrides"
        " 'dashboards/grafana-is-the-standard', and nothing overrides a constraint"
        " (change 'dashboards/few-people-need-a-hand' too)",
    ),
    "another sort of rule that a rule of the base overrides": (
        change("dashboards/grafana-is-the-standard", "then: [{need: dashboards}]"),
        "7:5: error[bad-override]: 'dashboards/few-people-need-a-hand' overrides"
        " 'dashboards/grafana-is-the-standard', and rules override rules of their own sort"
        " (change 'dashboards/few-people-need-a-hand' too)",
    ),
}


@pytest.mark.parametrize(("changes", "expected"), WRONG.values(), ids=list(WRONG))
def test_a_fault_in_a_change(changes: str, expected: str) -> None:
    assert wrong_in_acme({FILE: module(changes)}) == [f"acme:{FILE}:{expected}"]


def test_a_rule_is_changed_once() -> None:
    twice = change(STANDARD, "strength: exception") + change(STANDARD, "withdrawn: true")
    assert wrong_in_acme({FILE: module(twice)}) == [
        f"acme:{FILE}:8:5: error[duplicate-id]: the change of {STANDARD!r} is there already (first at acme:{FILE}:5)"
    ]
    other = module(change(STANDARD, "withdrawn: true"), name="board-policy")
    board = pack("board", {"policy/board-policy.yaml": other}, extends="[tiny, acme]")
    assert wrong(pack("acme", {FILE: module(change(STANDARD, "strength: exception"))}), board) == [
        f"board:policy/board-policy.yaml:5:5: error[duplicate-id]: the change of {STANDARD!r} is there already"
        f" (first at acme:{FILE}:5)"
    ]


def test_a_pack_writes_its_own_rules_as_it_wants_them() -> None:
    rule = "- id: acme-policy/rule\n  then: [{consider: jaeger}]\n  because: {en: E, ko: K}\n  cites: [handbook/keep]\n"
    text = module(change("acme-policy/rule", "withdrawn: true"), rule)
    assert wrong_in_acme({FILE: text}) == [
        f"acme:{FILE}:10:5: error[own-rule]: 'acme-policy/rule' is a rule of this very pack"
        " (change it where it is written)"
    ]


def test_a_base_changes_nothing() -> None:
    base = pack("acme", {FILE: module(change(STANDARD, "withdrawn: true"))})
    with pytest.raises(KnowledgeError, match="own-rule"):
        build_knowledge((*BASE, *(type(file)(file.name, file.kind, file.content) for file in base[1:])))


def test_rules_of_packs_that_are_not_extended_stay() -> None:
    rule = "- id: acme-policy/rule\n  then: [{consider: jaeger}]\n  because: {en: E, ko: K}\n  cites: [handbook/keep]\n"
    board = pack(
        "board", {"policy/board.yaml": module(change("acme-policy/rule", "withdrawn: true"), name="board-policy")}
    )
    assert wrong(pack("acme", {FILE: module(rules=rule)}), board) == [
        "board:policy/board.yaml:5:5: error[not-extended]: 'acme-policy/rule' is a rule of the pack 'acme',"
        " which 'board' does not extend (add 'acme' to `extends`)"
    ]


def test_overrides_of_changed_rules_must_not_go_in_a_circle() -> None:
    text = module(change(STANDARD, "overrides: [tracing/jaeger-may-stay]"))
    assert [problem.partition("error")[2] for problem in wrong_in_acme({FILE: text})] == [
        "[override-cycle]: rules override each other in a circle: tracing/jaeger-may-stay →"
        " tracing/tempo-is-the-standard → tracing/jaeger-may-stay"
    ]
