"""What is decided on the shipped knowledge, as a picture."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import combinations
from typing import Any

import pytest

from bench.profiles import FULL, random_profiles
from engine.advisor import Advisor
from engine.explanation.comparison.compare import compare
from engine.explanation.comparison.since import edition_before, last_day, read_in
from engine.explanation.picture.bands import arranged
from engine.explanation.picture.document import Wanted, picture_document
from engine.explanation.picture.svg import picture_svg
from engine.explanation.picture.usual import warnings_said
from engine.inference.reasoner import Decision
from engine.model import LANGUAGES, Language
from engine.request import read_request
from tests.engine.explanation.picture.drawn import drawn

Decide = Callable[..., Decision]
IN_USE = {"platform": {"kubernetes_version": "1.31"}, "stack": {"in_use": ["ingress-nginx", "jaeger"]}}


@pytest.fixture
def decide(advisor: Advisor) -> Decide:
    def decide(profile: dict[str, Any], edition: str = "2026") -> Decision:
        asked = {"profile": profile, "edition": edition, "as_of": "2026-04-01"}
        return advisor.decide(read_request(asked, advisor.knowledge, today=date(2026, 4, 1)))

    return decide


def picture(decision: Decision, language: Language = "en", **wanted: Any) -> dict[str, Any]:
    return picture_document(decision, "0" * 32, language, Wanted(**wanted))


def slots_of(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {slot["slot"]: slot for band in document["bands"] for area in band["areas"] for slot in area["slots"]}


def areas_of(document: dict[str, Any]) -> list[str]:
    return [area["area"] for band in document["bands"] for area in band["areas"]]


def test_the_foundation_is_lowest_and_every_slot_is_there_once(decide: Decide) -> None:
    decision = decide(IN_USE)
    document = picture(decision)
    upwards = [area["area"] for band in reversed(document["bands"]) for area in band["areas"]]
    assert upwards == list(decision.knowledge.areas)
    quiet = [one["slot"] for band in document["bands"] for area in band["areas"] for one in area["not_needed"]]
    shown = slots_of(document)
    assert sorted([*quiet, *shown]) == sorted(decision.knowledge.slots)
    assert document["counts"] == {"shown": len(shown), "not_needed": len(quiet)}
    assert all(sum(area["columns"] for area in band["areas"]) <= band["columns"] for band in document["bands"])


def test_a_slot_says_what_is_decided_in_it(decide: Decide) -> None:
    slot = slots_of(picture(decide(IN_USE)))["ingress-gateway"]
    assert [pick["name"] for pick in slot["picks"]] == ["Gateway API"]
    (leaving,) = slot["leaving"]
    assert (leaving["name"], leaving["by_date"]) == ("Ingress NGINX", "2026-03-31")
    assert leaving["by_text"] == "overdue since 2026-03-31"
    assert "end of life, 2026-03-31" in [warning["label"] for warning in slot["warnings"]]
    assert slot["change"] is None, "nothing is marked where nothing was asked for"


def test_a_slot_without_a_pick_says_so(decide: Decide) -> None:
    shown = slots_of(picture(decide({"constraints": {"licences": "open-source"}})))
    assert shown["secret-management"]["note"] == "nothing is recommended yet"
    assert shown["secret-management"]["picks"] == []
    assert shown["cni"]["note"] is None


def test_changes_are_those_of_the_comparison(decide: Decide) -> None:
    decision = decide({})
    before = edition_before(decision)
    assert before == "2025"
    document = picture(decision, since=before)
    marked = {slot: one["change"]["kind"] for slot, one in slots_of(document).items() if one["change"]}
    told = {
        change.slot: "new" if not change.picks[0] else "gone" if not change.picks[1] else "changed"
        for change in compare(read_in(before, decision), decision).slots
        if change.picks[0] != change.picks[1]
    }
    assert told.items() <= marked.items()
    tracing = slots_of(document)["tracing"]
    assert tracing["change"]["text"] == "before: Jaeger (adopt)"
    assert [pick["new"] for pick in tracing["picks"]] == [True]
    assert document["since"]["as_of"] == last_day(before, decision).isoformat() == "2025-12-09"
    assert document["since"]["changed"] == list(marked.values()).count("changed") > 0


def test_what_is_gone_is_still_seen(decide: Decide) -> None:
    document = picture(decide({}, "2025"), since="2026")
    gone = [slot for slot in slots_of(document).values() if slot["change"] and slot["change"]["kind"] == "gone"]
    assert gone
    assert all(not slot["picks"] and slot["change"]["before"] for slot in gone)
    told = {box.told for box in drawn(picture_svg(document))[1] if "ap-gone" in box.classes}
    assert len(told) == len(gone)


def test_the_first_edition_has_none_before(decide: Decide) -> None:
    assert edition_before(decide({}, next(iter(decide({}).knowledge.editions)))) is None


def test_only_some_slots_and_areas(decide: Decide) -> None:
    document = picture(decide({}), slots=["cni"], areas=["storage"])
    assert areas_of(document) == ["storage", "network"] or areas_of(document) == ["network", "storage"]
    assert {"cni", "storage"} <= slots_of(document).keys()
    assert "service-mesh" not in slots_of(document)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_stay_in_their_boxes_and_boxes_apart(advisor: Advisor, language: Language) -> None:
    knowledge = advisor.knowledge
    for profile in random_profiles(knowledge, FULL, 4, seed=6):
        decision = advisor.decide(read_request({"profile": profile}, knowledge, today=date(2026, 4, 1)))
        document = picture(decision, language, since=edition_before(decision))
        (width, height), boxes = drawn(picture_svg(document))
        assert len(boxes) == document["counts"]["shown"]
        assert not [(one.told, other.told) for one, other in combinations(boxes, 2) if one.overlaps(other)]
        for box in boxes:
            assert 0 <= box.left < box.right <= width
            assert 0 <= box.top < box.bottom <= height
            for text, right, baseline in box.words:
                assert right <= box.right, text
                assert baseline <= box.bottom, text


def test_the_file_stands_by_itself(decide: Decide) -> None:
    svg = picture_svg(picture(decide(IN_USE), since="2025"))
    assert "<script" not in svg
    assert "href" not in svg
    assert "url(" not in svg
    assert "style=" not in svg
    assert "prefers-color-scheme:dark" in svg
    assert 'role="graphics-document document" lang="en"' in svg


def test_what_most_picks_have_in_common_is_said_once(decide: Decide) -> None:
    document = picture(decide(IN_USE))
    usual = document["usual"]
    assert usual["text"] == "Where nothing else is said: adopt, ? may change"
    svg = picture_svg(document)
    words = [text for box in drawn(svg)[1] for text, _, _ in box.words]
    assert "keep · ! sensitive" in words
    assert not any("may change" in text for text in words)
    assert svg.count(usual["text"]) == 1


def test_picks_that_have_nothing_in_common_each_say_how_they_stand(decide: Decide) -> None:
    assert picture(decide({}), slots=["tracing"])["usual"] is None


def test_a_day_is_not_told_twice_in_a_box(decide: Decide) -> None:
    gateway = slots_of(picture(decide(IN_USE)))["ingress-gateway"]
    assert [(one["name"], one["label"]) for one in gateway["warnings"] if one["date"]] == [
        ("Ingress NGINX", "end of life, 2026-03-31")
    ]
    assert [one["name"] for one in warnings_said(gateway)] == ["Gateway API"], "it is to be left since that day"


@pytest.mark.parametrize("columns", [3, 6, 10])
def test_areas_stay_in_their_order_in_any_number_of_columns(decide: Decide, columns: int) -> None:
    document = picture(decide(IN_USE))
    again = arranged(document, columns)
    assert max(area["columns"] for band in again["bands"] for area in band["areas"]) <= columns
    assert _upwards(again) == _upwards(document)


@pytest.mark.parametrize("profile", [{}, IN_USE], ids=["all", "in use"])
def test_it_comes_near_to_a_slide(decide: Decide, profile: dict[str, Any]) -> None:
    (width, height), _ = drawn(picture_svg(picture(decide(profile))))
    assert 1.5 < width / height < 2.0


def test_no_name_of_a_product_breaks_inside_a_word(decide: Decide) -> None:
    document = picture(decide({}))
    slot = slots_of(document)["tracing"]
    slot["picks"][0]["name"] = "Supercalifragilisticexpialidocious Tracing"
    words = [text for box in drawn(picture_svg(document))[1] for text, _, _ in box.words]
    assert any("Supercalifragilisticexpialidocious" in text for text in words)


def _upwards(document: dict[str, Any]) -> list[str]:
    return [area["area"] for band in reversed(document["bands"]) for area in band["areas"]]


def test_an_empty_picture_is_one(decide: Decide) -> None:
    document = picture(decide({}))
    (width, _), boxes = drawn(picture_svg({**document, "bands": []}))
    assert (width > 0, boxes) == (True, [])
