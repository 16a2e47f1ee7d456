"""Every page there is, in both languages, by day and by night, at a desk and on a phone: axe finds nothing, nothing
sticks out, nothing complains.

The pages are those of the API's description, each at the address of its examples, so a new one is looked at as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.model import LANGUAGES, Language
from plugin_api.openapi import OPERATIONS
from plugin_api.vocabulary import HTML
from tests.browser.looking import (
    FEW_LOOKS,
    PHONE,
    Look,
    Visit,
    Watch,
    check_accessible,
    check_fits,
    look_over,
    unfold,
)
from tests.plugin_api.serving import Address

DOCUMENTATION = "getDocumentation"
# Whatever has an address: what a form answers with is the page of the form once more.
PAGES = sorted(
    name
    for name, documented in OPERATIONS.items()
    if HTML in documented.offered and name.startswith("get") and name != DOCUMENTATION
)
# What axe finds in the viewer of the API's description, which is not ours to mend.
OF_SWAGGER_UI = ("color-contrast", "heading-order", "nested-interactive", "region", "select-name")
# The small knowledge has none of these.
SHIPPED_ONLY = ("getConflictPage",)
# What makes a page show more than its address alone.
QUERIES = {
    "getSearchPage": {"q": "standard"},
    "getTrace": {"format": "html"},
    "getWhatIfPage": {"question": "stack.in_use", "stack.in_use": "jaeger", "answered": "yes"},
    "getWhy": {"format": "html"},
}

Addresses = Callable[[Address, str, Language], str]


@pytest.fixture(scope="session")
def addresses(browser: Browser) -> Iterator[Addresses]:
    """The address of an operation at a service, in a language, by the examples in the description of the service."""
    context = browser.new_context()

    @cache
    def paths(at: Address) -> dict[str, str]:
        description = context.request.get(f"{at.url}/v1/openapi.json").json()

        def kept(path: str, *without: str, **ids: str) -> str:
            """The id of what the example of a path makes, without some of its members."""
            example = description["paths"][path]["post"]["requestBody"]["content"]["application/json"]["example"]
            body = {name: ids.get(f"{name}_id", value) for name, value in example.items() if name not in without}
            answer = context.request.post(at.url + path.format(**ids), data=body)
            assert answer.ok, answer.text()
            id_: str = answer.json()["id"]
            return id_

        ids = {"decision_id": kept("/v1/recommendations")}
        ids["review_id"] = kept("/v1/decisions/{decision_id}/reviews", **ids)
        ids["waiver_id"] = kept("/v1/waivers", decision_id=kept("/v1/recommendations", "as_of"))
        found = {}
        for path, item in description["paths"].items():
            parameters = item.get("parameters", ())
            if "get" in item and all("example" in one for one in parameters):
                values = {**{one["name"]: one["example"] for one in parameters}, **ids}
                found[item["get"]["operationId"]] = path.format(**values)
        return found

    def address(at: Address, operation: str, language: Language) -> str:
        return f"{paths(at)[operation]}?{urlencode({**QUERIES.get(operation, {}), 'lang': language})}"

    yield address
    context.close()


def opened(visit: Visit, address: str, look: Look, at: Address) -> Page:
    page = visit(address, look, at=at)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    return page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("operation", PAGES)
def test_it_is_accessible_and_fits(
    visit: Visit, addresses: Addresses, service: Address, pocket: Address, operation: str, language: Language
) -> None:
    at = service if operation in SHIPPED_ONLY else pocket
    look_over(opened(visit, addresses(at, operation, language), Look(language), at))


@pytest.mark.parametrize("operation", PAGES)
def test_it_fits_whatever_the_shipped_knowledge_says(
    visit: Visit, addresses: Addresses, service: Address, operation: str
) -> None:
    page = opened(visit, addresses(service, operation, "ko"), Look("ko", width=PHONE), service)
    unfold(page)
    check_fits(page)


@pytest.mark.parametrize("look", [Look(), Look("ko", "dark", PHONE)], ids=str)
@pytest.mark.parametrize("operation", ["getStartPage", "getDecisionPage"])
def test_the_largest_pages_are_accessible(
    visit: Visit, addresses: Addresses, service: Address, operation: str, look: Look
) -> None:
    check_accessible(opened(visit, addresses(service, operation, look.language), look, service))


@pytest.mark.parametrize("look", [Look(), Look(scheme="dark", width=PHONE)], ids=str)
def test_the_description_of_the_api(visit: Visit, pocket: Address, look: Look) -> None:
    page = visit("/docs", look, at=pocket)
    page.get_by_role("heading", name="Portolan").first.wait_for()
    check_accessible(page, *OF_SWAGGER_UI)


@pytest.mark.parametrize("look", FEW_LOOKS, ids=str)
def test_an_address_that_leads_nowhere(visit: Visit, watch: Watch, pocket: Address, look: Look) -> None:
    page = visit(f"/decisions/none?lang={look.language}", look, at=pocket)
    check_accessible(page)
    check_fits(page)
    assert [one for one in watch.complaints if "404" not in one] == []
    watch.complaints.clear()
