"""Every page in both languages, by day and by night, at a desk and on a phone: axe finds nothing, nothing sticks out."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Decide
from tests.browser.looking import FEW_LOOKS, LOOKS, Look, Visit, check_accessible, check_fits

PROFILE = {"platform": {"production": True}, "stack": {"in_use": ["ingress-nginx", "jaeger"]}}
# What axe finds in the viewer of the API's description, which is not ours to mend.
OF_SWAGGER_UI = ("color-contrast", "heading-order", "nested-interactive", "region", "select-name")
ABOUT = (
    "",
    "/why/envoy-gateway",
    "/why-not/traefik",
    "/conflicts",
    "/open-questions",
    "/migration",
    "/record",
    "/compared",
)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_questionnaire(visit: Visit, look: Look) -> None:
    page = visit(f"/?lang={look.language}", look)
    check_accessible(page)
    check_fits(page)


@pytest.mark.parametrize("look", FEW_LOOKS, ids=str)
def test_a_decision_and_the_pages_about_it(visit: Visit, decide: Decide, look: Look) -> None:
    at = decide(PROFILE, language=look.language)["links"]["page"]
    page = visit(at, look)
    for path in ABOUT:
        page.goto(f"{at}{path}")
        check_accessible(page)
        check_fits(page)


@pytest.mark.parametrize("look", [Look("en", "light", 360), Look("ko", "dark")], ids=str)
def test_everything_that_is_folded(visit: Visit, decide: Decide, look: Look) -> None:
    at = decide(PROFILE, language=look.language)["links"]["page"]
    page = visit(at, look)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    check_accessible(page)
    check_fits(page)


@pytest.mark.parametrize("look", [Look(), Look(scheme="dark", width=360)], ids=str)
def test_the_description_of_the_api(visit: Visit, look: Look) -> None:
    page = visit("/docs", look)
    page.get_by_role("heading", name="Portolan").first.wait_for()
    check_accessible(page, *OF_SWAGGER_UI)
