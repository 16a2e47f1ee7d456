"""Where sources disagree: what was written down, what the catalog shows, and how both are told."""

from __future__ import annotations

import pytest

from engine.conflict import SETTLEMENTS
from engine.explanation.conflicts import all_conflicts, computed_conflicts, conflict_document, unplaced_claims
from engine.knowledge.loader import build_knowledge
from engine.model import LANGUAGES, Knowledge
from tests.engine.knowledge.laying import laid

# The handbook is of 2024-06-01: by then the catalog has Extra as graduated.
PLANTED = """
claims:
  - {id: handbook/extra-level, section: S, kind: KIND, category: tracing, products: [extra], when: null,
     en: "Extra is incubating.", ko: "Extra는 인큐베이팅 단계입니다."}
"""
CATALOG = """
products:
  - id: extra
    name: Extra
    slots: [tracing]
    licences:
      - {spdx: Apache-2.0, since: null, source: gazette}
      - {spdx: AGPL-3.0-only, since: 2024-01-01, source: gazette}
    cncf:
      - {level: incubating, since: 2020-01-01, cites: [handbook/extra-level], source: gazette}
      - {level: graduated, since: 2024-05-31, source: gazette}
"""
WRITTEN = """
conflicts:
  - id: extra-level
    about: {en: "The level of Extra", ko: "Extra의 단계"}
    products: [extra]
    sides:
      - {cites: [handbook/extra-level], says: {en: "Incubating.", ko: "인큐베이팅 단계입니다."}}
      - {source: gazette, says: {en: "Graduated.", ko: "졸업했습니다."}}
    settled:
      how: catalog
      favours: 2
      rules: [tracing/tempo-is-the-standard, limits/open-source]
      fact: {product: extra, attribute: FACT}
      because: {en: "It is dated.", ko: "날짜가 있습니다."}
"""


def planted(catalog: str = CATALOG, kind: str = "maturity", conflicts: str = "conflicts: []") -> Knowledge:
    files = {"claims/extra.yaml": PLANTED.replace("KIND", kind), "catalog/extra.yaml": catalog}
    return build_knowledge(laid({**files, "conflicts.yaml": conflicts.replace("FACT", "cncf_level")}))


# --- what the catalog shows -----------------------------------------------------------------------------------


def test_a_claim_that_the_catalog_contradicts_on_its_source_s_day_is_found() -> None:
    (conflict,) = computed_conflicts(planted())
    assert (conflict.products, conflict.computed) == (("extra",), True)
    assert [(side.says.en, side.cites, side.source) for side in conflict.sides] == [
        ("Extra: incubating", ("handbook/extra-level",), None),
        ("Extra: graduated", (), "gazette"),
    ]
    assert (conflict.settled.how, conflict.settled.favours) == ("catalog", 2)


def test_so_is_one_on_a_licence() -> None:
    licences = CATALOG.replace("cites: [handbook/extra-level], ", "").replace(
        "since: null, source: gazette", "since: null, cites: [handbook/extra-level]"
    )
    (conflict,) = computed_conflicts(planted(licences, "licence"))
    assert [side.says.en for side in conflict.sides] == ["Extra: Apache-2.0", "Extra: AGPL-3.0-only"]


def test_what_was_so_on_the_day_is_no_conflict_though_it_changed_later() -> None:
    assert computed_conflicts(planted(CATALOG.replace("2024-05-31", "2024-06-02"))) == ()


def test_a_claim_of_another_kind_states_no_level() -> None:
    assert computed_conflicts(planted(kind="figure")) == ()


def test_a_source_without_a_day_contradicts_nobody() -> None:
    undated = CATALOG.replace("handbook/extra-level", "gazette/grafana").replace(
        "graduated, since: 2024-05-31", "graduated, since: 2021-01-01"
    )
    assert computed_conflicts(planted(undated, "maturity")) == ()


def test_one_that_was_written_down_is_told_in_its_own_words() -> None:
    knowledge = planted(conflicts=WRITTEN)
    assert computed_conflicts(knowledge) == ()
    assert [conflict.id for conflict in all_conflicts(knowledge)] == ["extra-level"]


def test_a_claim_on_a_level_that_nothing_cites_is_left_over() -> None:
    uncited = CATALOG.replace("cites: [handbook/extra-level], ", "")
    assert "handbook/extra-level" in unplaced_claims(planted(uncited))
    assert "handbook/extra-level" not in unplaced_claims(planted(uncited, conflicts=WRITTEN))
    assert "handbook/extra-level" not in unplaced_claims(planted())


# --- as plain data --------------------------------------------------------------------------------------------


def test_both_citations_are_told_and_what_settled_it() -> None:
    knowledge = planted(conflicts=WRITTEN)
    document = conflict_document(knowledge.conflicts["extra-level"], knowledge, "en")
    first, second = document["sides"]
    assert (first["favoured"], second["favoured"]) == (False, True)
    assert first["citations"] == [
        {
            "claim": "handbook/extra-level",
            "text": "Extra is incubating.",
            "note": None,
            "source": "handbook",
            "title": "The handbook",
            "date": "2024-06-01",
            "authority": 3,
        }
    ]
    (citation,) = second["citations"]
    assert (citation["claim"], citation["text"], citation["source"], citation["date"]) == (None, None, "gazette", None)
    settled = document["settled"]
    assert settled["how_text"] == SETTLEMENTS["catalog"].en
    assert settled["rules"] == [
        {"id": "tracing/tempo-is-the-standard", "because": "Tempo is the standard."},
        {"id": "limits/open-source", "because": None},  # which is about none of the products
    ]
    assert [(one["value"], one["since"]) for one in settled["fact"]["values"]] == [
        ("incubating", "2020-01-01"),
        ("graduated", "2024-05-31"),
    ]


@pytest.mark.parametrize(
    ("attribute", "values"),
    [
        ("licence", [("Apache-2.0", None), ("AGPL-3.0-only", "2024-01-01")]),
        ("end_of_life", []),
        ("note", []),
    ],
)
def test_a_fact_s_values(attribute: str, values: list[tuple[str, str | None]]) -> None:
    knowledge = planted(conflicts=WRITTEN.replace("FACT", attribute))
    fact = conflict_document(knowledge.conflicts["extra-level"], knowledge, "en")["settled"]["fact"]
    assert [(one["value"], one["since"]) for one in fact["values"]] == values


def test_a_rule_for_many_products_is_told_for_those_concerned() -> None:
    about_ledger = WRITTEN.replace("products: [extra]", "products: [extra, ledger]")
    knowledge = planted(conflicts=about_ledger)
    document = conflict_document(knowledge.conflicts["extra-level"], knowledge, "en")
    assert [rule["id"] for rule in document["settled"]["rules"]][1:] == ["limits/open-source@ledger"]


# --- the shipped knowledge ------------------------------------------------------------------------------------


def test_every_disagreement_of_the_shipped_catalog_was_written_down(shipped: Knowledge) -> None:
    assert [conflict.id for conflict in computed_conflicts(shipped)] == []


def test_every_claim_on_a_level_or_a_licence_has_its_place(shipped: Knowledge) -> None:
    assert unplaced_claims(shipped) == ()


def test_what_a_side_cites_is_about_the_products_of_the_conflict(shipped: Knowledge) -> None:
    for conflict in shipped.conflicts.values():
        for side in conflict.sides:
            for id_ in side.cites:
                products = shipped.claims[id_].products
                assert not products or set(products) & set(conflict.products), (conflict.id, id_)


def test_a_source_that_takes_a_side_is_one_of_the_catalog_s(shipped: Knowledge) -> None:
    with_claims = {claim.source for claim in shipped.claims.values()}
    sides = [side for conflict in shipped.conflicts.values() for side in conflict.sides]
    assert {side.source for side in sides if side.source}.isdisjoint(with_claims)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_conflict_can_be_told(shipped: Knowledge, language: str) -> None:
    for conflict in all_conflicts(shipped):
        document = conflict_document(conflict, shipped, language)  # type: ignore[arg-type]
        assert document["settled"]["rules"] or document["settled"]["fact"]
        assert all(side["citations"] for side in document["sides"])


def test_the_two_languages_differ(shipped: Knowledge) -> None:
    for conflict in shipped.conflicts.values():
        for text in (conflict.about, conflict.settled.because, *(side.says for side in conflict.sides)):
            assert text.en != text.ko
