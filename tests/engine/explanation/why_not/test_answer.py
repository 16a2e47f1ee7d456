"""What stands against a product, and what each rule in its favour lacked."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.advisor import Advisor
from engine.explanation.why_not.answer import WhyNot, why_not
from engine.explanation.why_not.document import why_not_document
from engine.explanation.why_not.holding import held_questions
from engine.explanation.why_not.text import why_not_markdown, why_not_text
from engine.model import LANGUAGES
from engine.request import read_request

DAY = date(2026, 4, 1)


def told(advisor: Advisor, product: str, profile: dict[str, Any], slot: str | None = None, **members: Any) -> WhyNot:
    request = {"profile": profile, "as_of": DAY, **members}
    decision = advisor.decide(read_request(request, advisor.knowledge, today=DAY))
    held = held_questions(decision.knowledge, decision.answers, "given")
    return why_not(decision, slot or advisor.knowledge.products[product].slots[0], product, held)


def document(one: WhyNot) -> dict[str, Any]:
    return why_not_document(one, "id", "en")


def lacking(one: WhyNot) -> dict[str, dict[str, Any]]:
    return {rule["rule"]: rule for rule in document(one)["lacking"]}


def test_what_speaks_against_it_stands_with_what_it_cites(advisor: Advisor) -> None:
    body = document(told(advisor, "jaeger", {}))
    assert (body["verdict"], body["picked"], body["picks"]) == ("avoid", False, ["tempo"])
    assert [one["rule"] for one in body["against"]] == ["tracing/jaeger-left-the-standard"]
    assert "arch-2026/jaeger-removed" in body["against"][0]["cites"]


def test_a_rule_in_its_favour_shows_which_parts_held_failed_or_were_unknown(advisor: Advisor) -> None:
    rule = lacking(told(advisor, "jaeger", {"stack": {"in_use": []}}))["tracing/keep-existing-jaeger"]
    assert rule["conditions"] == {
        "all": [{"edition": "2026", "outcome": "held"}, {"in_use": "jaeger", "outcome": "failed"}],
        "outcome": "failed",
    }
    assert (rule["gives"], rule["fired"], rule["set_aside_by"]) == (["keep"], False, [])


def test_rules_of_another_edition_are_out_of_reach_and_come_last(advisor: Advisor) -> None:
    rules = told(advisor, "jaeger", {}).lacking
    reach = {one.rule.id: one.reachable for one in rules}
    assert not reach["tracing/jaeger-is-the-standard"]
    assert reach["tracing/keep-existing-jaeger"]
    assert [one.reachable for one in rules] == sorted(reach.values(), reverse=True)


def test_what_is_held_puts_rules_out_of_reach(advisor: Advisor) -> None:
    stated = told(advisor, "jaeger", {"stack": {"in_use": ["zipkin"], "works_well": []}})
    reach = {one.rule.id: one.reachable for one in stated.lacking}
    assert not reach["tracing/keep-existing-jaeger"]


def test_a_rule_that_was_set_aside_says_by_whom(advisor: Advisor) -> None:
    rule = lacking(told(advisor, "vault", {"constraints": {"licences": "open-source"}}))
    (by,) = {by for one in rule.values() if one["fired"] for by in one["set_aside_by"]}
    assert by in advisor.knowledge.rules
    assert all(one["conditions"]["outcome"] == "held" for one in rule.values() if one["fired"])


JAEGER = {"observability": {"signals": ["traces"]}, "stack": {"in_use": ["jaeger"]}}


def test_it_opens_with_the_rule_that_would_have_made_it_a_pick_and_what_set_it_aside(advisor: Advisor) -> None:
    one = told(advisor, "tempo", JAEGER)
    (gave_way,) = document(one)["gave_way"]
    assert (gave_way["rule"], gave_way["gives"]) == ("tracing/tempo-is-the-standard", ["adopt"])
    assert "arch-2026/tempo-selected" in gave_way["cites"]
    (by,) = gave_way["because"]
    assert by["rule"] == "tracing/keep-existing-jaeger"
    assert "arch-2026/keep-jaeger" in by["cites"]
    _, _, _, heading, reason, gives_way, because, *_ = why_not_text(one, "en", 1000).splitlines()
    assert heading == "What decides: rules in its favour that give way here"
    assert reason.startswith("  ✓ adopt: Tempo keeps indexes to a minimum")
    assert gives_way.strip() == "✗ it gives way here, because:"
    assert because.strip().startswith("• keep Jaeger, consider Grafana Tempo: Jaeger already runs here")
    for claim in ("arch-2026/tempo-selected", "arch-2026/keep-jaeger"):
        assert f"“{advisor.knowledge.claims[claim].text.en}” [{claim}]\n" in why_not_text(one, "en", 1000)
    assert "여기서는 다음 이유로 제외됨:\n" in why_not_text(one, "ko", 1000)


def test_what_merely_makes_it_an_alternative_does_not_speak_for_it(advisor: Advisor) -> None:
    text = why_not_text(told(advisor, "tempo", JAEGER), "en", 1000)
    assert "What speaks for it" not in text
    assert "What makes it an alternative only\n  · consider: see above [tracing/keep-existing-jaeger]\n" in text


def test_of_a_pick_the_reason_that_earned_it_comes_first(advisor: Advisor) -> None:
    profile = {**JAEGER, "observability": {"signals": ["traces"], "grafana_stack": True}}
    one = told(advisor, "tempo", profile)
    assert [(said["rule"], said["stances"]) for said in document(one)["in_favour"]] == [
        ("tracing/tempo-belongs-to-the-grafana-stack", ["adopt"]),
        ("tracing/keep-existing-jaeger", ["consider"]),
    ]
    assert "What speaks for it\n  ✓ adopt: You use" in why_not_text(one, "en", 1000)


def test_a_condition_that_would_not_help_is_told_as_such(advisor: Advisor) -> None:
    one = told(advisor, "opensearch", {"stack": {"in_use": ["elasticsearch"]}})
    rules = lacking(one)
    searching = rules["log-storage/opensearch-searches-text-well"]
    assert (searching["would_be_set_aside_by"], searching["ruled_out_by"]) == (
        ["log-storage/keep-existing-elasticsearch"],
        [],
    )
    assert rules["principles/keep-what-works-well@opensearch"]["would_be_set_aside_by"] == []
    lines = why_not_text(one, "en", 1000).splitlines()
    place = lines.index("  • gives adopt [log-storage/opensearch-searches-text-well]")
    told_so = "     ✗ as things are, it would be set aside: see above [log-storage/keep-existing-elasticsearch]"
    assert told_so in lines[place : place + 4]


def test_a_rule_that_cannot_win_against_a_constraint_says_so(advisor: Advisor) -> None:
    one = told(advisor, "weave-net", {})
    assert {rule["ruled_out_by"][0] for rule in lacking(one).values()} == {"principles/support-has-ended@weave-net"}
    text = why_not_text(one, "en", 1000)
    assert "it cannot win, for the product is ruled out: see above [principles/support-has-ended@weave-net]" in text
    assert "제품이 배제됨: 위 참조" in why_not_text(one, "ko", 1000)


def test_no_set_of_changes_rests_on_a_rule_that_would_be_set_aside_alone(advisor: Advisor) -> None:
    """What would be set aside as things are brings nothing in by its own answers."""
    one = told(advisor, "opensearch", {"stack": {"in_use": ["elasticsearch"]}})
    asked = {change.question for found in one.changes.found for change in found.changes}
    assert "observability.log_search" not in asked


def test_of_a_slot_that_is_not_needed_the_rules_that_would_ask_for_it_come_too(advisor: Advisor) -> None:
    body = document(told(advisor, "volcano", {}))
    assert body["need"] == {"needed": False, "because": []}
    assert body["lacking"][0]["gives"] == ["need"]
    assert body["verdict"] is None
    assert [one["rule"] for one in body["in_favour"]] == ["batch-scheduling/work-on-kubernetes-is-for-volcano"]


def test_behind_a_derived_fact_stand_the_rules_that_would_make_it_so(advisor: Advisor) -> None:
    body = document(told(advisor, "kibana", {}))
    (behind,) = [one for one in body["behind"] if one["fact"] == {"slot": "log-storage", "picks": "elasticsearch"}]
    assert behind["wanted"] is True
    rules = {one["rule"]: one for one in behind["rules"]}
    assert rules["log-storage/keep-existing-elasticsearch"]["conditions"]["outcome"] == "unknown"
    text = why_not_text(told(advisor, "kibana", {}), "en", 100)
    assert "✗ “Log storage” picks Elasticsearch\n" in text
    assert "• this rule would make it so [log-storage/keep-existing-elasticsearch]\n" in text


def test_no_derived_fact_that_hinders_is_left_without_its_rules(advisor: Advisor) -> None:
    """Whoever reads on, from rule to fact to rule, comes to answers, or to what cannot be."""
    for product in advisor.knowledge.products.values():
        for slot in product.slots:
            one = told(advisor, product.id, {}, slot)
            assert all(behind.rules or behind.wanted for behind in one.behind), (product.id, slot)


def test_what_is_a_pick_already_is_said_to_be_one(advisor: Advisor) -> None:
    one = told(advisor, "tempo", {})
    assert (one.picked, one.lacking, one.changes.found) == (True, (), ())
    assert why_not_text(one, "en", 100).startswith(
        "Grafana Tempo in “Tracing back end”: adopt\nGrafana Tempo is a pick"
    )


def test_every_answer_is_told_in_both_languages(advisor: Advisor) -> None:
    for product in ("jaeger", "volcano", "vault", "lens", "cilium"):
        one = told(advisor, product, {"constraints": {"licences": "open-source"}, "stack": {"in_use": ["jaeger"]}})
        for language in LANGUAGES:
            name = advisor.knowledge.products[product].name
            assert name in why_not_text(one, language, 80)
            assert why_not_markdown(one, language).startswith("# ")


def test_changes_are_told_in_words(advisor: Advisor) -> None:
    text = why_not_text(told(advisor, "jaeger", {"constraints": {"licences": "open-source"}}), "en", 200)
    assert (
        "“Which licences may the platform use?” with “Permissive open source only (no copyleft)” instead of "
        "“Open source only (OSI-approved)” → adopt\n"
    ) in text
    assert "“Which products are in use today?” with Jaeger → keep\n" in text
    korean = why_not_text(told(advisor, "jaeger", {}), "ko", 200)
    assert "추천되려면 필요한 답변: Jaeger\n" in korean
    assert "“현재 사용 중인 제품은 무엇입니까?”: Jaeger → 유지\n" in korean


def test_members_that_come_and_go_are_told_as_such(advisor: Advisor) -> None:
    decision = advisor.decide(
        read_request({"profile": {"stack": {"in_use": ["zipkin"]}}, "as_of": DAY}, advisor.knowledge, today=DAY)
    )
    text = why_not_text(why_not(decision, "tracing", "jaeger", ()), "en", 200)
    assert "“Which products are in use today?” with Jaeger added → keep\n" in text
