"""What packs add to sections, questions and products of those below."""

from __future__ import annotations

from datetime import date

import pytest

from engine.dated import licence_on
from tests.engine.knowledge.packing import acme, on_top, pack, wrong_in_acme

QUESTION = "{id: acme_lab, type: bool, text: {en: E, ko: K}, help: {en: E, ko: K}}"
OPTION = "{id: NAME, text: {en: E, ko: K}}"


def questionnaire(addition: str) -> dict[str, str]:
    return {"questionnaire.yaml": f"additions:\n  - {addition}\n"}


def catalog(addition: str) -> dict[str, str]:
    return {"catalog/mine.yaml": f"additions:\n  - {addition}\n"}


def options(*names: str) -> str:
    return f"[{', '.join(OPTION.replace('NAME', name) for name in names)}]"


# --- the questionnaire ----------------------------------------------------------------------------------------


def test_questions_join_a_section_at_its_end() -> None:
    knowledge = acme(questionnaire(f"{{section: shop, questions: [{QUESTION}]}}"))
    (shop, *_) = knowledge.sections
    assert [question.name for question in shop.questions][-2:] == ["revenue", "acme_lab"]
    ids = list(knowledge.questions)
    assert ids == [question.id for section in knowledge.sections for question in section.questions]
    assert ids.index("shop.acme_lab") == ids.index("shop.revenue") + 1
    assert knowledge.packs[1].adds == {"question": 1, "addition": 1}


def test_options_join_a_question() -> None:
    knowledge = acme(questionnaire(f"{{question: shop.signals, options: {options('metrics')}}}"))
    assert knowledge.questions["shop.signals"].option_ids == ("traces", "logs", "metrics")
    assert knowledge.sections[0].questions[1] is knowledge.questions["shop.signals"]


def test_a_pack_may_add_to_what_another_added() -> None:
    section = "sections:\n  - {id: lab, title: {en: E, ko: K}, questions: []}\n"
    question = questionnaire(f"{{section: lab, questions: [{QUESTION}]}}")
    knowledge = on_top(pack("lab", {"questionnaire.yaml": section}), pack("acme", question, extends="[tiny, lab]"))
    assert list(knowledge.questions)[-1] == "lab.acme_lab"


WRONG_QUESTIONS = {
    "an unknown section": (
        f"{{section: shops, questions: [{QUESTION}]}}",
        "2:6: error[unknown-section]: there is no section 'shops' (did you mean 'shop'?)",
    ),
    "a question that is there": (
        f"{{section: shop, questions: [{QUESTION.replace('acme_lab', 'size')}]}}",
        "2:34: error[duplicate-id]: the question 'shop.size' is there already (first at questionnaire.yaml:6)",
    ),
    "an unknown question": (
        f"{{question: shop.sice, options: {options('huge')}}}",
        "2:6: error[unknown-question]: there is no question 'shop.sice' (did you mean 'shop.size'?)",
    ),
    "an option that is there": (
        f"{{question: shop.signals, options: {options('metrics', 'logs')}}}",
        "2:78: error[duplicate-id]: 'shop.signals' has the option 'logs' already",
    ),
    "options of a number": (
        f"{{question: shop.people, options: {options('few')}}}",
        "2:6: error[bad-options]: 'shop.people' is of type int, which has no options",
    ),
    "options of a section": (
        f"{{section: shop, options: {options('few')}}}",
        "2:5: error[bad-addition]: an addition is a `section` with `questions`, or a `question` with `options`",
    ),
    "an addition to nothing": (
        f"{{options: {options('few')}}}",
        "2:5: error[missing-field]: the field 'section' is missing",
    ),
    "a faulty question": (
        f"{{section: shop, questions: [{QUESTION.replace('bool', 'boolean')}]}}",
        "2:48: error[bad-value]: 'type' is never 'boolean' (did you mean 'bool'?)",
    ),
}


@pytest.mark.parametrize(("addition", "expected"), WRONG_QUESTIONS.values(), ids=list(WRONG_QUESTIONS))
def test_a_fault_in_an_addition_to_the_questionnaire(addition: str, expected: str) -> None:
    assert wrong_in_acme(questionnaire(addition)) == [f"acme:questionnaire.yaml:{expected}"]


def test_a_file_adds_nothing_to_itself() -> None:
    section = "sections:\n  - {id: lab, title: {en: E, ko: K}, questions: []}\n"
    text = section + questionnaire(f"{{section: lab, questions: [{QUESTION}]}}")["questionnaire.yaml"]
    assert wrong_in_acme({"questionnaire.yaml": text}) == [
        "acme:questionnaire.yaml:4:6: error[bad-addition]: the section 'lab' is in this file"
        " (write the additions there)"
    ]


# --- the catalog ----------------------------------------------------------------------------------------------


def test_slots_licences_and_releases_join_those_of_a_product() -> None:
    knowledge = acme(
        catalog(
            "{product: tempo, slots: [dashboards], releases: [{cycle: '2', end_of_life: false}],"
            " licences: [{spdx: AGPL-3.0-only OR BUSL-1.1, since: 2025-06-01, source: gazette}]}"
        )
    )
    tempo = knowledge.products["tempo"]
    assert (tempo.slots, tempo.home) == (("tracing", "dashboards"), "tracing")
    assert [release.cycle for release in tempo.releases] == ["2"]
    assert licence_on(tempo, date(2025, 5, 31)) == "AGPL-3.0-only"
    assert licence_on(tempo, date(2025, 6, 1)) == "AGPL-3.0-only OR BUSL-1.1"
    assert knowledge.packs[1].adds == {"addition": 1}


def test_a_product_without_a_slot_gets_its_home() -> None:
    assert acme(catalog("{product: kubernetes, slots: [dashboards]}")).products["kubernetes"].home == "dashboards"


def test_rules_of_the_pack_may_speak_of_the_product_there() -> None:
    rule = (
        "module: acme-policy\nslot: dashboards\ntitle: {en: E, ko: K}\nrules:\n  - id: acme-policy/rule\n"
        "    then: [{consider: tempo}]\n    because: {en: E, ko: K}\n    cites: [handbook/keep]\n"
    )
    files = {**catalog("{product: tempo, slots: [dashboards]}"), "policy/acme-policy.yaml": rule}
    assert wrong_in_acme(files) == []


WRONG_PRODUCTS = {
    "an unknown product": (
        "{product: tempoo, slots: [dashboards]}",
        "2:6: error[unknown-product]: there is no product 'tempoo' (did you mean 'tempo'?)",
    ),
    "an unknown slot": (
        "{product: tempo, slots: [dashbords]}",
        "2:30: error[unknown-slot]: there is no slot 'dashbords' (did you mean 'dashboards'?)",
    ),
    "a slot that it has": (
        "{product: tempo, slots: [tracing]}",
        "2:30: error[duplicate-id]: 'tempo' is a product of the slot 'tracing' already",
    ),
    "an unknown licence": (
        "{product: kubernetes, licences: [{spdx: Apache-2, since: null, source: gazette}]}",
        "2:39: error[unknown-licence]: there is no licence 'Apache-2' (did you mean 'Apache-2.0'?)",
    ),
    "a licence without evidence": (
        "{product: kubernetes, licences: [{spdx: Apache-2.0, since: null}]}",
        "2:38: error[no-evidence]: a dated fact names where it comes from (add `cites` or `source`)",
    ),
    "a licence from the beginning where one is known": (
        "{product: tempo, licences: [{spdx: BUSL-1.1, since: null, source: gazette}]}",
        "2:33: error[not-in-order]: the licences of 'tempo' go on with a later one: one is in force already"
        " (give it a later `since`)",
    ),
    "a licence before the last one": (
        "{product: grafana, licences: [{spdx: BUSL-1.1, since: 2021-04-20, source: gazette}]}",
        "2:35: error[not-in-order]: the licences of 'grafana' go on with a later one:"
        " the last one is in force since 2021-04-20 (give it a later `since`)",
    ),
    "a release that is known": (
        "{product: grafana, releases: [{cycle: '10', end_of_life: true}]}",
        "2:35: error[duplicate-id]: 'grafana' has the release '10' already",
    ),
    "an addition of nothing": (
        "{product: grafana}",
        "2:5: error[missing-field]: the field 'slots' is missing",
    ),
    "an addition of another name": (
        "{product: grafana, name: Grafana 2}",
        "2:24: error[unknown-field]: no field 'name' here (known here: product, slots, licences or releases)",
    ),
}


@pytest.mark.parametrize(("addition", "expected"), WRONG_PRODUCTS.values(), ids=list(WRONG_PRODUCTS))
def test_a_fault_in_an_addition_to_the_catalog(addition: str, expected: str) -> None:
    assert f"acme:catalog/mine.yaml:{expected}" in wrong_in_acme(catalog(addition))


def test_a_file_that_says_nothing_is_told_what_it_lacks() -> None:
    assert wrong_in_acme({"catalog/mine.yaml": "{}\n", "slots.yaml": "{}\n"}) == [
        "acme:catalog/mine.yaml:1:1: error[missing-field]: the field 'products' is missing",
        "acme:slots.yaml:1:1: error[missing-field]: the field 'slots' is missing",
    ]
