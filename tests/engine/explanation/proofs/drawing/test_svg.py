"""Proofs as SVG: whole, in order, told in words as well as in colours, and harmless whatever is in the texts."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from engine.explanation.proofs.drawing import layered
from engine.explanation.proofs.drawing.layered import CannotDraw
from engine.explanation.proofs.drawing.panels import panels
from engine.explanation.proofs.drawing.svg import drawing, page_drawing, page_samples
from engine.explanation.proofs.graph_parts import GraphEdge, ProofGraph
from engine.model import LANGUAGES, Language
from tests.engine.explanation.proofs.drawing.graphs import graphs, node
from tests.engine.explanation.proofs.drawing.picture import assert_in_order, picture


def test_a_proof_is_drawn_from_answers_on_the_left_to_the_slot_on_the_right(kept: ProofGraph) -> None:
    drawn = picture(drawing(kept, "en", "Tracing"))
    by_word = {box.told.partition(":")[0]: box for box in drawn.boxes}
    order = ["Answer", "Rule · exception", "Rule · default · set aside", "Verdict", "Slot"]
    assert [by_word[word].left for word in order] == sorted(by_word[word].left for word in order)
    assert_in_order(drawn)


def test_a_box_says_its_kind_its_text_and_where_it_is_from(kept: ProofGraph) -> None:
    drawn = picture(drawing(kept, "en", "Tracing"))
    (rule,) = (box for box in drawn.boxes if "tracing/keep" in box.told)
    assert [words.text for words in rule.words] == [
        "Rule · exception",
        "Jaeger runs here and may stay.",
        "tracing/keep",
    ]
    (answer,) = (box for box in drawn.boxes if box.told.startswith("Answer"))
    assert [words.text for words in answer.words] == ["Answer", "Jaeger is in use", "(you said: Jaeger)"]


def test_claims_that_a_rule_rests_on_share_a_box_and_each_is_quoted_once(kept: ProofGraph) -> None:
    drawn = picture(drawing(kept, "en", "Tracing"))
    sources = [[words.text for words in box.words] for box in drawn.boxes if box.told.startswith("Source")]
    assert sources == [
        ["Source", "Where Jaeger runs it may stay.", "a/keep"],
        ["Source", "Jaeger was taken out of the standard.", "a/removed", "Given in another box:", "a/keep"],
    ]


def test_open_questions_about_the_same_share_a_box() -> None:
    slot = node("slot:tracing", "slot", "Tracing", about="tracing")
    asked = [node(f"open:{i}", "open", title) for i, title in enumerate(("How many?", "How large?"))]
    graph = ProofGraph((*asked, slot), tuple(GraphEdge(one.id, slot.id, "notes") for one in asked))
    questions = picture(drawing(graph, "en", "Tracing")).boxes[1]
    assert [words.text for words in questions.words] == ["Open questions", "How many?", "How large?"]


def test_what_was_set_aside_is_told_by_word_dash_and_sign(kept: ProofGraph) -> None:
    svg = drawing(kept, "en", "Tracing")
    (aside,) = (box for box in picture(svg).boxes if "tracing/jaeger-left" in box.told)
    assert "pd-defeated" in aside.classes
    assert "set aside" in aside.words[0].text
    assert re.search(r"\.pd-defeated \.pd-box\{stroke-dasharray", svg)
    assert re.search(r'class="pd-line pd-opposes pd-void"', svg)


def test_slots_stand_one_under_the_other_and_repeat_what_they_share() -> None:
    shared = node("answer:x", "answer", "Jaeger is in use", slots=("tracing", "logs"))
    slots = [node(f"slot:{name}", "slot", name, about=name, slots=(name,)) for name in ("tracing", "logs")]
    edges = tuple(GraphEdge(shared.id, slot.id, "supports") for slot in slots)
    drawn = picture(drawing(ProofGraph((shared, *slots), edges), "en", "Both"))
    answers = [box for box in drawn.boxes if box.told.startswith("Answer")]
    assert len(answers) == 2
    assert max(box.bottom for box in drawn.boxes[:2]) < min(box.top for box in drawn.boxes[2:])


def test_nothing_to_prove_is_an_empty_sheet() -> None:
    assert picture(drawing(ProofGraph((), ()), "en", "Nothing")).boxes == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_reader_is_told_what_it_is(kept: ProofGraph, language: Language) -> None:
    root = ET.fromstring(drawing(kept, language, "추적"))
    title, description = root[0], root[1]
    assert title.text == "추적"
    assert {"en": "7 boxes", "ko": "상자 7개"}[language] in (description.text or "")
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert root.get("lang") == language


def test_the_legend_names_what_is_there_and_nothing_else(kept: ProofGraph) -> None:
    words = [
        text.text for text in ET.fromstring(drawing(kept, "en", "Tracing")).iter("{http://www.w3.org/2000/svg}text")
    ]
    assert {"sets aside", "speaks against", "Answer"} <= set(words)
    assert not {"Catalog", "Concern", "remarks on"} & set(words)
    assert "Concern" in [word for _, word in page_samples("en")]


def test_a_drawing_for_a_page_leaves_the_style_to_the_page(kept: ProofGraph) -> None:
    (panel,) = panels(kept, "en")
    svg = page_drawing(panel, "en", 7)
    assert "<style" not in svg
    assert set(re.findall(r'id="([^"]+)"', svg)) == {"pd7-title", "pd7-desc"}
    assert_in_order(picture(svg))


def test_the_same_proof_gives_the_same_bytes(kept: ProofGraph) -> None:
    assert drawing(kept, "ko", "추적") == drawing(kept, "ko", "추적")


def test_a_drawing_asks_nobody_for_anything(kept: ProofGraph) -> None:
    svg = drawing(kept, "en", "Tracing")
    assert set(re.findall(r"https?://[^\"' )]+", svg)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<script|<image|<use|@import|url\(|\son\w+=", svg)


@settings(deadline=None, max_examples=60)
@given(graphs())
def test_whatever_is_in_a_proof_its_drawing_is_in_order(graph: ProofGraph) -> None:
    assert_in_order(picture(drawing(graph, "en", "Anything")))


def test_without_the_library_it_is_said_what_is_missing(kept: ProofGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "graphlay", None)
    with pytest.raises(CannotDraw, match="graphlay"):
        drawing(kept, "en", "Tracing")
    assert layered.__doc__
