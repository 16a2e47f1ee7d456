"""The page of a proof: it answers why, hangs together, asks nobody for anything and lets nothing through."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest

from engine.advisor import Advisor
from engine.explanation.proofs.drawing.style import hash_of
from engine.explanation.proofs.graph import LEVELS, Level, proof_graph
from engine.explanation.proofs.page.page import page_policy, proof_page
from engine.inference.reasoner import Decision
from engine.model import LANGUAGES, Language
from engine.request import read_request

JAEGER = {"stack": {"in_use": ["jaeger"]}, "observability": {"signals": ["traces"]}}
Decide = Callable[..., Decision]
_VOID = {"meta", "link", "input", "br", "path", "rect", "circle"}


@pytest.fixture(scope="session")
def decide(advisor: Advisor) -> Decide:
    def decide(profile: dict[str, Any]) -> Decision:
        return advisor.decide(read_request({"profile": profile}, advisor.knowledge, today=date(2026, 4, 1)))

    return decide


@pytest.fixture(scope="session")
def whole(decide: Decide) -> str:
    decision = decide(JAEGER)
    return proof_page(proof_graph(decision, "en"), decision, "en")


@pytest.fixture(scope="session")
def tracing(decide: Decide) -> str:
    decision = decide(JAEGER)
    return proof_page(proof_graph(decision, "en", slots=["tracing"]), decision, "en")


class Outline(HTMLParser):
    """Where the page is opened it is closed; ids, links and attributes as they come."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.headings: list[int] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.extend((name, value or "") for name, value in attrs)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.extend((name, value or "") for name, value in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def values(self, name: str) -> list[str]:
        return [value for found, value in self.attributes if found == name]


def words(page: str) -> str:
    """What a reader reads of a page without scripts."""
    body = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def test_why_is_jaeger_kept_here(tracing: str) -> None:
    told = words(tracing)
    kept = told.index("keep Jaeger")
    assert told.index("Jaeger already runs here and can receive OTLP", kept) - kept < 60
    assert "Because Jaeger is in use (you said so); the edition is 2026" in told
    assert "Where Jaeger already runs it may stay, since it can receive OTLP as well." in told
    assert re.search(r"Set aside Spoke against it Jaeger indexes .* Set aside by tracing/keep-existing-jaeger", told)


def test_what_was_answered_and_on_what_knowledge_stands_above(tracing: str, advisor: Advisor) -> None:
    head = words(tracing.partition("<main")[0])
    assert "Why: Tracing back end" in head
    assert "As of 2026-04-01" in head
    assert advisor.knowledge.digest in head
    assert "Which products are in use today? stack.in_use Jaeger" in head


def test_every_slot_is_there_in_the_order_of_the_architecture(whole: str, advisor: Advisor) -> None:
    slots = re.findall(r'<article class="slot" id="slot-([^"]+)"', whole)
    assert sorted(slots) == sorted(advisor.knowledge.slots)
    areas = re.findall(r'<h2 id="area-([^"]+)"', whole)
    assert areas == [area for area in advisor.knowledge.areas if area in areas]


def test_it_hangs_together(whole: str) -> None:
    outline = Outline(whole)
    assert [id_ for id_, times in Counter(outline.values("id")).items() if times > 1] == []
    places = {f"#{id_}" for id_ in outline.values("id")}
    assert [link for link in outline.values("href") if link.startswith("#") and link not in places] == []
    named = {id_ for labels in outline.values("aria-labelledby") for id_ in labels.split()}
    assert named <= set(outline.values("id"))
    assert all(below <= above + 1 for above, below in zip([0, *outline.headings], outline.headings, strict=False))


def test_it_asks_no_host_for_anything(whole: str) -> None:
    outline = Outline(whole)
    assert {link for link in outline.values("href") if not link.startswith("#")} == {"data:,"}
    assert outline.values("src") == []
    assert set(re.findall(r"https?://[^\s\"'<]+", re.sub(r'<span class="says">.*?</span>', "", whole))) == {
        "http://www.w3.org/2000/svg"
    }
    assert "@import" not in whole
    assert "url(" not in whole


def test_its_policy_lets_in_its_own_style_and_script_and_nothing_else(whole: str) -> None:
    (style,), (script,) = (re.findall(rf"<{tag}>(.*?)</{tag}>", whole, re.DOTALL) for tag in ("style", "script"))
    policy = dict(part.split(" ", 1) for part in page_policy().split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == f"'{hash_of(style)}'"
    assert policy["script-src"] == f"'{hash_of(script)}'"
    inside, _, _ = page_policy().rpartition("; frame-ancestors")
    assert f'content="{inside}"' in whole
    outline = Outline(whole)
    assert outline.values("style") == []
    assert not [name for name, _ in outline.attributes if name.startswith("on")]


def test_texts_of_the_knowledge_cannot_break_out(decide: Decide) -> None:
    decision = decide(JAEGER)
    graph = proof_graph(decision, "en", slots=["tracing"])
    nasty = '</script><script>alert(1)</script><img src=x onerror="a"> & \' \x00 \u202e 한국어'
    poisoned = replace(
        graph,
        nodes=tuple(node if node.kind == "slot" else replace(node, title=nasty, text=nasty) for node in graph.nodes),
    )
    page = proof_page(poisoned, decision, "en", nasty)
    assert page.count("<script>") == 1
    assert "<img" not in page
    assert "\x00" not in page
    Outline(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", LEVELS)
def test_it_can_be_brief(decide: Decide, level: Level, language: Language) -> None:
    decision = decide(JAEGER)
    page = proof_page(proof_graph(decision, language, level=level), decision, language)
    Outline(page)
    assert f'<html lang="{language}">' in page
    assert ('class="drawing"' in page) == (level != "summary")
    assert ('class="tree"' in page, 'class="sources"' in page) == (level == "full", level == "full")
    assert {"en": "Jaeger already runs here", "ko": "이미 운영 중인 Jaeger가"}[language] in page


def test_of_a_product_only_its_verdicts(decide: Decide) -> None:
    decision = decide(JAEGER)
    page = proof_page(proof_graph(decision, "en", product="tempo"), decision, "en")
    assert re.findall(r'<details class="verdict" id="([^"]+)"', page) == ["verdict-tracing-tempo"]


def test_what_it_comes_to_stands_at_the_top(decide: Decide) -> None:
    decision = decide(JAEGER)
    page = proof_page(proof_graph(decision, "en", slots=["tracing"]), decision, "en", "Jaeger & nothing else")
    assert '<p class="summary">Jaeger &amp; nothing else</p>' in page


def test_without_the_layout_library_drawings_are_left_out(decide: Decide, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "graphlay", None)
    decision = decide(JAEGER)
    page = proof_page(proof_graph(decision, "en", slots=["tracing"]), decision, "en")
    assert "Drawings are left out: graphlay" in page
    assert 'class="drawing"' not in page


def test_the_same_decision_gives_the_same_bytes(decide: Decide, whole: str) -> None:
    decision = decide(JAEGER)
    assert proof_page(proof_graph(decision, "en"), decision, "en") == whole


def test_where_sources_disagree_stands_in_its_slot(tracing: str) -> None:
    told = words(tracing)
    told = told[told.index("Where sources disagree") :]
    assert "jaeger-in-use" in told
    assert "tracing/keep-existing-jaeger (applies here)" in told
    assert "How it was settled: both stand, each under its conditions" in told


def test_a_claim_stands_beside_its_dated_source_and_not_in_quotation_marks(tracing: str) -> None:
    assert "<q>" not in tracing
    told = words(tracing)
    assert (
        "Where Jaeger already runs it may stay, since it can receive OTLP as well. "
        "Kubernetes standard architecture 2026, 2025-12-10 arch-2026/keep-jaeger"
    ) in told
    assert "“Where Jaeger" not in told


def test_where_to_go_from_here(decide: Decide) -> None:
    decision = decide(JAEGER)
    graph = proof_graph(decision, "en", slots=["tracing"])
    assert '<a href="/there?a=1&amp;b=2">There</a>' in proof_page(
        graph, decision, "en", ways=[("There", "/there?a=1&b=2")]
    )
