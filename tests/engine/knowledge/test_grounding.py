"""Rules over many products become one rule a product; wildcards in `overrides` become the rules they mean."""

from __future__ import annotations

from engine.knowledge.loader import build_knowledge
from engine.model import All, Leaf, Rule
from tests.engine.knowledge.laying import BASE, base_with

HEAD = "module: extra\ntitle: {en: E, ko: K}\nrules:\n"
TAIL = "    because: {en: '{each}: {each.licence}, {each.end_of_life}', ko: '{each}'}\n    cites: [handbook/keep]\n"


def grounded(rule: str, head: str = HEAD, tail: str = TAIL) -> dict[str, Rule]:
    """The copies of one rule, by product."""
    rules = base_with(f"{head}  - id: extra/rule\n{rule}{tail}").rules.values()
    return {rule.product or "": rule for rule in rules if rule.template == "extra/rule"}


def test_a_rule_over_products_becomes_one_for_each_that_has_a_slot() -> None:
    copies = grounded("    for_each: products\n    when: {in_use: each}\n    then:\n      - consider: each\n")
    assert sorted(copies) == ["grafana", "jaeger", "ledger", "tempo"]
    tempo = copies["tempo"]
    assert (tempo.id, tempo.template, tempo.when) == ("extra/rule@tempo", "extra/rule", Leaf("in_use", "tempo"))


def test_a_range_may_be_the_products_of_some_slots() -> None:
    copies = grounded("    for_each: {products_of: [tracing]}\n    then:\n      - consider: each\n")
    assert sorted(copies) == ["grafana", "jaeger", "tempo"]


def test_some_products_may_be_left_out_of_a_range() -> None:
    for range_, left in (
        ("{products_of: [tracing], except: [jaeger]}", ["grafana", "tempo"]),
        ("{except: [jaeger, ledger]}", ["grafana", "tempo"]),
        ("{except: [kubernetes]}", ["grafana", "jaeger", "ledger", "tempo"]),
    ):
        assert sorted(grounded(f"    for_each: {range_}\n    then:\n      - consider: each\n")) == left


def test_a_stance_on_each_speaks_about_its_first_slot_or_about_every_one() -> None:
    first = grounded("    for_each: products\n    then:\n      - consider: each\n")
    every = grounded("    for_each: products\n    then:\n      - consider: each\n        slot: every\n")
    assert [c.slot for c in first["grafana"].then] == ["dashboards"]
    assert [c.slot for c in every["grafana"].then] == ["dashboards", "tracing"]
    assert [c.slot for c in every["tempo"].then] == ["tracing"]


def test_each_is_bound_wherever_it_stands() -> None:
    copies = grounded(
        "    for_each: {products_of: [dashboards]}\n"
        "    when:\n      all:\n        - {not: {slot: dashboards, product: each, verdict: avoid}}\n"
        "        - {any: [{version_of: each, below: '2'}, {slot: dashboards, picks: each}]}\n"
        "    then:\n      - migrate: jaeger\n        to: [each, tempo]\n        slot: tracing\n        with: each\n"
    )
    rule = copies["ledger"]
    assert "each" not in repr(rule.when)
    assert [(c.subject, c.to, c.through) for c in rule.then] == [("jaeger", ("ledger", "tempo"), ("ledger",))]


def test_each_in_a_text_is_the_product_s_name_and_its_facts_are_read_on_the_day() -> None:
    copies = grounded("    for_each: products\n    when: {in_use: each}\n    then:\n      - consider: each\n")
    assert copies["jaeger"].because.en == "Jaeger: {jaeger.licence}, {jaeger.end_of_life}"
    assert copies["jaeger"].because.ko == "Jaeger"


def test_a_copy_cites_what_the_catalog_names_for_the_facts_it_tests() -> None:
    rule = (
        "    for_each: products\n    when: {product: each, attribute: ATTRIBUTE}\n    then:\n      - consider: each\n"
    )
    cites = {
        attribute: {id_: copy.cites for id_, copy in grounded(rule.replace("ATTRIBUTE", attribute)).items()}
        for attribute in ("osi_approved, is: true", "cncf_level, is: graduated", "support, is: ended")
    }
    assert cites["osi_approved, is: true"]["tempo"] == ("handbook/keep", "handbook/tempo")
    assert cites["osi_approved, is: true"]["grafana"] == ("handbook/keep", "gazette", "gazette/grafana")
    assert cites["cncf_level, is: graduated"] == {"jaeger": ("handbook/keep", "gazette")}
    assert cites["support, is: ended"] == {"jaeger": ("handbook/keep", "gazette")}


def test_a_copy_that_tests_the_support_of_a_release_cites_the_source_of_the_releases() -> None:
    copies = grounded(
        "    for_each: products\n    when: {version_of: each, support: ended}\n    then:\n      - consider: each\n"
    )
    assert {id_: copy.cites for id_, copy in copies.items()} == {"grafana": ("handbook/keep", "gazette")}


# --- who is left out ------------------------------------------------------------------------------------------


def left(condition: str) -> list[str]:
    return sorted(grounded(f"    for_each: products\n    when: {condition}\n    then:\n      - consider: each\n"))


def test_products_for_which_a_catalog_condition_holds_on_no_day_are_left_out() -> None:
    assert left("{product: each, attribute: osi_approved, is: false}") == ["ledger"]
    assert left("{product: each, attribute: licence_class, in: [permissive, proprietary]}") == ["grafana", "jaeger"]
    assert left("{product: each, attribute: cncf_level, is: incubating}") == ["jaeger"]
    assert left("{product: each, attribute: support, is_not: supported}") == ["jaeger"]


def test_a_licence_that_one_need_not_choose_is_none_that_a_product_is_under() -> None:
    """Until 2025 the ledger was to be had under the BUSL or the AGPL."""
    assert left("{product: each, attribute: licence, is: AGPL-3.0-only}") == ["grafana", "tempo"]
    assert left("{product: each, attribute: licence, is: BUSL-1.1}") == ["ledger"]
    assert left("{product: each, attribute: licence, is_not: AGPL-3.0-only}") == ["grafana", "jaeger", "ledger"]
    assert left("{not: {product: each, attribute: licence, in: [AGPL-3.0-only, Apache-2.0]}}") == ["ledger"]
    assert left("{product: each, attribute: licence, in: [AGPL-3.0-only, BUSL-1.1]}") == ["grafana", "ledger", "tempo"]


def test_what_held_once_or_will_hold_is_not_left_out() -> None:
    assert left("{not: {product: each, attribute: cncf_level, is: graduated}}") == [
        "grafana",
        "jaeger",
        "ledger",
        "tempo",
    ]
    assert left("{not: {product: each, attribute: licence_class, is: copyleft}}") == ["grafana", "jaeger", "ledger"]


def test_alternatives_keep_whoever_one_of_them_can_be_about() -> None:
    fact = "{product: each, attribute: osi_approved, is: false}"
    assert left(f"{{any: [{fact}, {{product: each, attribute: support, is: ended}}]}}") == ["jaeger", "ledger"]
    assert left(f"{{all: [{fact}, {{product: each, attribute: support, is: ended}}]}}") == []
    assert left(f"{{any: [{fact}, {{in_use: each}}]}}") == ["grafana", "jaeger", "ledger", "tempo"]
    assert left(f"{{not: {{any: [{fact}, {{in_use: each}}]}}}}") == ["grafana", "jaeger", "ledger", "tempo"]


def test_support_of_a_version_is_only_asked_of_products_with_releases() -> None:
    assert left("{version_of: each, support: ended}") == ["grafana"]


# --- overrides ------------------------------------------------------------------------------------------------


def overrides(names: str, stances: str = "      - adopt: jaeger\n") -> list[str]:
    head = HEAD.replace("title", "slot: tracing\ntitle")
    tail = TAIL.replace("{each}: {each.licence}, {each.end_of_life}", "E").replace("{each}", "K")
    rule = f"    strength: exception\n    then:\n{stances}    overrides: {names}\n"
    return list(grounded(rule, head, tail)[""].overrides)


def test_defaults_are_those_that_take_a_stance_in_the_slots_the_rule_speaks_about() -> None:
    assert overrides("[defaults]") == ["tracing/jaeger-was-the-standard", "tracing/tempo-is-the-standard"]
    in_both = "      - consider: tempo\n      - consider: grafana\n        slot: dashboards\n"
    assert overrides("[defaults]", in_both) == [
        "dashboards/grafana-is-the-standard",
        "tracing/jaeger-was-the-standard",
        "tracing/tempo-is-the-standard",
    ]


def test_against_are_those_that_speak_against_the_same_product_in_the_same_slot() -> None:
    assert overrides("[against]") == ["tracing/jaeger-was-the-standard"]
    assert overrides("[against]", "      - adopt: tempo\n") == []
    assert overrides("[against]", "      - adopt: grafana\n        slot: dashboards\n") == []


def test_for_are_those_that_speak_for_the_same_product_in_the_same_slot() -> None:
    assert overrides("[for]", "      - avoid: tempo\n") == ["tracing/jaeger-may-stay", "tracing/tempo-is-the-standard"]
    assert overrides("[for]", "      - avoid: jaeger\n") == ["tracing/jaeger-may-stay"]
    assert overrides("[for]", "      - avoid: grafana\n") == []


def test_who_sets_a_rule_aside_is_not_set_aside_by_its_for() -> None:
    rules = base_with(
        "module: extra\nslot: tracing\ntitle: {en: E, ko: K}\nrules:\n"
        "  - id: extra/leave\n    strength: exception\n    then:\n      - avoid: tempo\n    overrides: [for]\n"
        "    because: {en: E, ko: K}\n    cites: [handbook/keep]\n"
        "  - id: extra/stay\n    strength: exception\n    then:\n      - keep: tempo\n    overrides: [against]\n"
        "    because: {en: E, ko: K}\n    cites: [handbook/keep]\n"
    ).rules
    assert rules["extra/leave"].overrides == ("tracing/jaeger-may-stay", "tracing/tempo-is-the-standard")
    assert rules["extra/stay"].overrides == ("extra/leave",)


def test_a_rule_over_products_is_overridden_in_all_its_copies() -> None:
    module = (
        "module: extra\nslot: tracing\ntitle: {en: E, ko: K}\nrules:\n"
        "  - id: extra/all\n    for_each: products\n    then:\n      - consider: each\n"
        "    because: {en: E, ko: K}\n    cites: [handbook/keep]\n"
        "  - id: extra/one\n    strength: exception\n    then:\n      - adopt: tempo\n"
        "    overrides: [extra/all, defaults]\n    because: {en: E, ko: K}\n    cites: [handbook/keep]\n"
    )
    found = base_with(module).rules["extra/one"].overrides
    assert [name for name in found if name.startswith("extra")] == [
        f"extra/all@{product}" for product in ("grafana", "jaeger", "ledger", "tempo")
    ]


def test_a_rule_that_overrides_the_defaults_does_not_override_itself() -> None:
    rules = base_with(
        "module: extra\nslot: tracing\ntitle: {en: E, ko: K}\nrules:\n"
        "  - id: extra/one\n    then:\n      - adopt: tempo\n    overrides: [defaults]\n"
        "    because: {en: E, ko: K}\n    cites: [handbook/keep]\n"
    ).rules
    assert "extra/one" not in rules["extra/one"].overrides
    assert "tracing/tempo-is-the-standard" in rules["extra/one"].overrides


def test_a_constraint_of_the_base_is_about_the_one_product_it_can_hold_for() -> None:
    rule = build_knowledge(BASE).rules["limits/open-source@ledger"]
    assert rule.strength == "constraint"
    assert isinstance(rule.when, All)
    assert [c.kind for c in rule.then] == ["rule_out"]
