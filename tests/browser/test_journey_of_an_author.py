"""The author of a pipeline, or an engineer of the platform, looks a rule up, reads about a product, and takes away what
programs read: a command, the description of the API, a picture, a file of answers.
"""

from __future__ import annotations

import re
from functools import partial

import pytest
import yaml
from playwright.sync_api import Page, expect

from plugin_api.pages.phrases import phrase
from tests.browser.conftest import Decide
from tests.browser.looking import PHONE, Look, Visit, check_fits
from tests.plugin_api.serving import Address


@pytest.mark.parametrize("look", [Look("en", "light", PHONE), Look("ko", "dark")], ids=str)
def test_from_a_search_to_what_programs_read(visit: Visit, decide: Decide, pocket: Address, look: Look) -> None:
    say = partial(phrase, language=look.language)
    page = visit(f"/?lang={look.language}", look, at=pocket)
    page.get_by_role("link", name=say("library"), exact=True).click()
    page.get_by_label(say("search.label")).fill("jaeger")
    page.get_by_role("button", name=say("search")).click()
    page.get_by_role("link", name=f"{say('kinds.rule')} 1").click()
    check_fits(page)
    page.get_by_role("main").get_by_role("link", name="tracing/keep-jaeger").click()
    page.get_by_text(say("rule.yaml")).click()
    expect(page.locator("pre.file")).to_contain_text("overrides")
    check_fits(page)
    page.get_by_role("link", name="Jaeger", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Jaeger")
    expect(page.get_by_role("table").first).to_contain_text("2019-10-31")
    check_fits(page)

    made = decide({"stack": {"in_use": ["jaeger"]}}, at=pocket, language=look.language)
    page.goto(made["links"]["page"])
    _command(page, made["id"])
    _answers(page, made["id"])
    _picture(page)


def _command(page: Page, id_: str) -> None:
    """What is to be copied leads to the decision."""
    (address,) = re.findall(r"^curl .*?(http\S+)$", page.locator("#again pre").inner_text(), re.MULTILINE)
    assert page.request.get(address).json()["id"] == id_


def _answers(page: Page, id_: str) -> None:
    """The same answers, sent back as YAML, are the same decision."""
    yaml_type = {"Accept": "application/yaml"}
    asked = yaml.safe_load(page.request.get(f"/v1/decisions/{id_}", headers=yaml_type).text())["receipt"]["request"]
    sent = {**yaml_type, "Content-Type": "application/yaml"}
    again = page.request.post("/v1/recommendations", headers=sent, data=yaml.safe_dump(asked))
    assert yaml.safe_load(again.text())["id"] == id_


def _picture(page: Page) -> None:
    picture = page.get_by_role("link", name=phrase("picture_file", language=_language(page))).get_attribute("href")
    page.goto(str(picture))
    expect(page.locator("svg")).to_contain_text("Gateway")
    assert page.evaluate("document.documentElement.querySelectorAll('script, [href^=http], image').length") == 0


def _language(page: Page) -> str:
    return str(page.locator("html").get_attribute("lang"))


def test_trying_the_api_on_its_page(visit: Visit, pocket: Address) -> None:
    page = visit("/docs", Look(scheme="dark"), at=pocket)
    operation = page.locator("#operations-Questions-listSlots, [id$=-listSlots]").first
    operation.locator("button").first.click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("200")
    expect(operation.locator(".curl")).to_contain_text("curl -X 'GET'")
