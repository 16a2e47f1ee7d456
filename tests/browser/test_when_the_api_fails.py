"""Pages whose scripts ask the API, and the widget, where it is slow, fails, refuses for a while, or is not there.

What the service has put on a page stays readable, nothing is thrown, and nothing but the failure is complained of.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Decide
from tests.browser.looking import Look, Visit, Watch, check_accessible, check_fits
from tests.plugin_api.serving import Address

PROFILE = {"stack": {"in_use": ["old-ingress", "jaeger"]}}
# Pages that have scripts; `{}` is the page of a decision.
PAGES = ("/", "{}", "{}/proof?slot=tracing", "{}/open-questions", "/rules", "/widget", "/widget/frame", "/docs")
PROBLEM = {"type": "urn:portolan:problem:x", "title": "Failed", "status": 500, "detail": "It broke.", "errors": []}
Fail = Callable[[Route], None]
FAILURES: dict[str, Fail] = {
    "500": lambda route: route.fulfill(status=500, json=PROBLEM),
    "429": lambda route: route.fulfill(status=429, json={**PROBLEM, "status": 429}, headers={"Retry-After": "1"}),
    "offline": lambda route: route.abort("internetdisconnected"),
    "not JSON": lambda route: route.fulfill(status=502, body="<html>Bad gateway</html>", content_type="text/html"),
}
# What a browser says of the failure itself.
SAID_BY_THE_BROWSER = "Failed to load resource"


def expected_only(watch: Watch) -> None:
    """Takes what the browser says of the failure itself out of the list, and nothing else."""
    watch.complaints[:] = [one for one in watch.complaints if SAID_BY_THE_BROWSER not in one]


def asked_by_scripts(page: Page, then: Fail) -> None:
    """Every request of a script to the API."""

    def answer(route: Route) -> None:
        if route.request.resource_type in ("fetch", "xhr"):
            then(route)
        else:
            route.continue_()

    page.route("**/v1/**", answer)


@pytest.mark.parametrize("failure", FAILURES)
def test_what_is_on_the_page_stays(visit: Visit, decide: Decide, watch: Watch, pocket: Address, failure: str) -> None:
    made = decide(PROFILE, at=pocket)["links"]["page"]
    page = visit("/healthz", at=pocket)
    asked_by_scripts(page, FAILURES[failure])
    for path in PAGES:
        page.goto(path.format(made))
        page.wait_for_load_state("networkidle")
        expect(page.locator("h1, h2, h4, [role=alert]").first).to_be_visible()
        check_fits(page)
    expected_only(watch)


@pytest.mark.parametrize("path", PAGES[:-1])
def test_what_is_on_the_page_can_be_used_while_the_api_is_slow(
    visit: Visit, decide: Decide, pocket: Address, path: str
) -> None:
    made = decide(PROFILE, at=pocket)["links"]["page"]
    page = visit("/healthz", at=pocket)
    held: list[Route] = []
    asked_by_scripts(page, held.append)
    page.goto(path.format(made))
    expect(
        page.get_by_role("heading").first.or_(page.locator("portolan-advice [aria-busy=true]")).first
    ).to_be_visible()
    check_accessible(page)
    for route in held:
        route.continue_()
    page.unroute_all(behavior="ignoreErrors")


# --- the widget ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_widget_says_so_and_goes_on(
    visit: Visit, watch: Watch, pocket: Address, language: str, failure: str
) -> None:
    page = visit("/healthz", at=pocket)
    asked_by_scripts(page, FAILURES[failure])
    page.goto(f"/widget/frame?lang={language}")
    alert = page.locator("portolan-advice [role=alert]").first
    expect(alert).to_be_visible()
    check_accessible(page)
    page.unroute("**/v1/**")
    again = alert.get_by_role("button")
    if again.count():  # it may go on by itself
        again.click()
    expect(page.locator("#box-ingress")).to_contain_text("Gateway")
    expect(page.locator("portolan-advice [role=alert]:visible")).to_have_count(0)
    expected_only(watch)


def test_the_widget_keeps_its_picture_when_an_answer_fails(visit: Visit, watch: Watch, pocket: Address) -> None:
    page = visit("/widget/frame", Look(width=360), at=pocket)
    form = page.locator(".next form")
    expect(form).to_be_visible()
    asked_by_scripts(page, FAILURES["429"])
    form.locator("input[type=radio], input[type=checkbox]").first.check()
    form.get_by_role("button", name="Answer").click()
    expect(page.locator("portolan-advice [role=alert]").first).to_be_visible()
    expect(page.locator("#box-ingress")).to_contain_text("Gateway")
    check_accessible(page)
    expected_only(watch)
