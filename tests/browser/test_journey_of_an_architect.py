"""An architect fills in the questionnaire, reads the decision down to its sources, tries others, reviews it, and takes
it along on paper and as a record.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from engine.knowledge.loader import load_knowledge
from engine.model import Knowledge, Language
from plugin_api.pages.phrases import phrase
from tests.browser.looking import PHONE, Look, Visit, check_fits
from tests.plugin_api.serving import POCKET, Address
from tests.programs import program

Say = Callable[[str], str]
LATER = (date.today() + timedelta(days=30)).isoformat()


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(POCKET)


def question(page: Page, id_: str, knowledge: Knowledge, language: Language) -> Locator:
    """The group of a question, in sight."""
    group = page.get_by_role("group", name=knowledge.questions[id_].text.in_language(language))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    return group


@pytest.mark.parametrize("look", [Look("en", "light"), Look("ko", "dark", PHONE)], ids=str)
def test_from_the_questionnaire_to_the_record(
    visit: Visit, pocket: Address, knowledge: Knowledge, look: Look, tmp_path: Path
) -> None:
    language = look.language
    say: Say = partial(phrase, language=language)
    page = visit(f"/?lang={language}", look, at=pocket)

    question(page, "platform.production", knowledge, language).get_by_label(say("yes"), exact=True).check()
    using = question(page, "stack.in_use", knowledge, language)
    using.get_by_label("Jaeger", exact=True).check()
    using.get_by_label("Old Ingress", exact=True).check()
    page.locator("[name=as_of]").fill("2026-04-01")
    page.get_by_role("button", name=say("decide")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("decision"))
    decision = page.url.partition("?")[0].rpartition("/")[2]

    _why_not(page, say)
    _down_to_the_source(page, say, decision)
    other = _what_if(page, say, decision, knowledge, language)
    _compare(page, say, decision, other)
    _review(page, say, decision)
    _print(page, say, decision, tmp_path)
    _record(page, say, decision)


def _home(page: Page, decision: str, place: str = "") -> None:
    page.goto(f"/decisions/{decision}{place}")
    check_fits(page)


def _why_not(page: Page, say: Say) -> None:
    asked = page.get_by_label(say("ask_about"))
    asked.select_option("zipkin")
    page.get_by_role("button", name=say("ask"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zipkin")
    expect(page.get_by_role("heading", level=1)).to_contain_text(say("why_not"))
    check_fits(page)


def _down_to_the_source(page: Page, say: Say, decision: str) -> None:
    """From the picture to the slot, through the graph to a rule, to what it cites, to who says so."""
    _home(page, decision)
    page.locator("section.picture").get_by_role("link", name="Old Ingress").first.click()
    assert page.url.endswith("#slot-ingress")
    page.locator("main a[href*='/proof']").first.click()
    page.locator("#graph-slot").select_option("ingress")
    page.get_by_role("button", name=say("show"), exact=True).click()
    said = page.locator(".graph-said")
    said.get_by_role("button", name="Old Ingress").first.click()
    said.get_by_role("button", name="ingress/old-ingress-is-over").first.click()
    said.get_by_role("link", name="ingress/old-ingress-is-over").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ingress/old-ingress-is-over")
    page.locator("#evidence").get_by_role("link", name="almanac/old-ingress-ends").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("almanac/old-ingress-ends")
    check_fits(page)
    page.locator(".facts a[href*='/sources/']").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(say("kind.source"))
    check_fits(page)


def _what_if(page: Page, say: Say, decision: str, knowledge: Knowledge, language: Language) -> str:
    """Tries another answer, and keeps it: the id of the decision that it makes."""
    _home(page, decision, "#try")
    page.get_by_label(say("try.question")).select_option("wishes.licences")
    page.get_by_role("button", name=say("try.do")).click()
    question(page, "wishes.licences", knowledge, language).get_by_role("radio").last.check()
    page.get_by_role("button", name=say("try.see")).click()
    expect(page.locator("#changes")).to_contain_text("Vault")
    check_fits(page)
    page.get_by_role("button", name=say("try.keep")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("decision"))
    other = page.url.partition("?")[0].rpartition("/")[2]
    assert other != decision
    return other


def _compare(page: Page, say: Say, decision: str, other: str) -> None:
    _home(page, decision, "#try")
    page.get_by_label(say("compare_decision")).fill(other)
    page.get_by_role("button", name=say("compare")).last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(other[:8])
    expect(page.get_by_role("main")).to_contain_text("Vault")
    check_fits(page)


def _review(page: Page, say: Say, decision: str) -> None:
    """Comments, overrules until a day, accepts, and takes the comment back."""

    def form(action: str) -> Locator:
        summary = page.locator("summary", has_text=re.compile(f"^{re.escape(say(f'act.{action}'))}$"))
        fold = page.locator("#act details").filter(has=summary)
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        return fold

    def send(action: str) -> None:
        form(action).get_by_role("button", name=say(f"act.do.{action}")).click()

    def forms() -> None:
        _home(page, decision, "/review#act")

    said = page.locator("#reviews")
    forms()
    form("comment").get_by_label(say("act.text")).fill("Who pays for the storage?")
    send("comment")
    expect(said).to_contain_text("Who pays for the storage?")

    forms()
    overruling = form("overrule")
    overruling.locator("[name=about]").select_option("ingress old-ingress")
    overruling.locator("[name=verdict]").select_option("keep")
    overruling.get_by_label(say("act.reason")).fill("Its team is gone.")
    send("overrule")
    expect(overruling.get_by_label(say("act.until"))).to_be_focused()  # a day is required
    overruling.get_by_label(say("act.until")).fill(LATER)
    send("overrule")
    expect(said).to_contain_text("Its team is gone.")
    expect(said).to_contain_text(LATER)

    forms()
    send("accept")
    forms()
    taken = form("withdraw").get_by_label(say("act.which"))
    taken.select_option(taken.locator("option", has_text="storage").get_attribute("value"))
    send("withdraw")
    # The same answers are the same decision, whoever asks in whatever language: others may have reviewed it.
    expect(said.locator("li.over").first).to_contain_text("Who pays for the storage?")
    check_fits(page)


def _print(page: Page, say: Say, decision: str, folder: Path) -> None:
    """On paper there is what decides, and what the reviewers said."""
    pdftotext = program("pdftotext", "poppler-utils")
    _home(page, decision)
    page.pdf(path=folder / "decision.pdf", format="A4")
    done = subprocess.run(
        [pdftotext, "-raw", folder / "decision.pdf", "-"], capture_output=True, text=True, check=True, timeout=60
    )
    text = re.sub(r"[\s-]+", "", done.stdout)  # the program takes hyphens for those of broken words
    wanted = (say("decision"), decision, "Old Ingress", "ingress/old-ingress-is-over", "Its team is gone.")
    assert [one for one in wanted if re.sub(r"[\s-]+", "", one) not in text] == []


def _record(page: Page, say: Say, decision: str) -> None:
    _home(page, decision)
    page.locator("main a[href*='/record']").first.click()
    expect(page.locator("pre.file")).to_contain_text("Old Ingress")
    check_fits(page)
    answer = page.request.get(str(page.get_by_role("link", name=say("record_file")).get_attribute("href")))
    text = answer.text()
    assert answer.headers["content-type"].startswith("text/markdown")
    assert "Old Ingress" in text
    assert f"decision={decision}" in text
