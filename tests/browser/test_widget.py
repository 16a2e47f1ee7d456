"""The widget in a real browser: on a page of ours, on one of another origin under a strict policy, and in a frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Decide
from tests.browser.looking import LOOKS, Look, Visit, Watch, check_accessible, check_fits
from tests.plugin_api.conftest import ROOT
from tests.plugin_api.serving import Address, served

FIRST_PICTURE = 300  # milliseconds from the script to the picture, on loopback, where nothing else is going on
WIDTHS = (320, 768, 3840)
# When the picture was painted after the script had come.
TIMED = """
addEventListener('portolan-decision', () => requestAnimationFrame(() => setTimeout(() => {
  const came = performance.getEntriesByType('resource').find((one) => one.name.includes('/widget.js')).responseEnd;
  document.documentElement.dataset.after ??= performance.now() - came;
})));
"""


def whole(page: Page) -> None:
    """Waits until nothing more is going to come: how firm the picks stand, and the next question."""
    expect(page.locator(".badge-firm, .badge-sensitive, .badge-may-change").first).to_be_visible()
    expect(page.locator("portolan-advice .next")).to_be_visible()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_it_is_legible_and_accessible(visit: Visit, look: Look) -> None:
    page = visit(f"/widget?lang={look.language}", look)
    whole(page)
    page.locator("#box-tracing").click()
    expect(page.locator("#panel-tracing form").first).to_be_visible()
    check_accessible(page)
    check_fits(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_any_width(visit: Visit, width: int) -> None:
    page = visit("/widget/frame", Look(width=width))
    whole(page)
    check_fits(page)


def test_the_first_picture_comes_at_once(visit: Visit) -> None:
    page = visit("about:blank")
    page.add_init_script(TIMED)
    taken = []
    for _ in range(5):
        page.goto("/widget/frame")
        page.locator("html[data-after]").wait_for()
        taken.append(float(page.locator("html").get_attribute("data-after") or "inf"))
    assert min(taken) < FIRST_PICTURE


def test_a_decision_and_the_slots_of_it(visit: Visit, decide: Decide) -> None:
    made = decide({"stack": {"in_use": ["jaeger"]}})
    page = visit(f"/widget/frame?decision={made['id']}&slots=tracing")
    expect(page.locator("portolan-advice .box")).to_have_count(1)
    expect(page.locator("#box-tracing")).to_contain_text("Jaeger keep")


def test_a_question_answered_in_place_changes_the_picture(visit: Visit) -> None:
    page = visit("/widget/frame?slots=tracing")
    whole(page)
    expect(page.locator("#box-tracing")).to_contain_text("Tempo")
    form = page.locator(".next form")
    form.get_by_role("searchbox").fill("jaeger")
    form.get_by_label("Jaeger", exact=True).check()
    form.get_by_role("button", name="Answer").click()
    expect(page.locator("#box-tracing.changed")).to_contain_text("Jaeger keep")
    expect(page.get_by_role("status")).to_have_text("1 slot changed.")
    page.get_by_role("button", name=re.compile("Take back")).click()
    expect(page.locator("#box-tracing")).to_contain_text("Tempo")


def test_by_the_keyboard_alone(visit: Visit) -> None:
    page = visit("/widget/frame?slots=tracing,metrics")
    whole(page)
    page.locator("#box-metrics").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-tracing")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel-tracing")).to_have_count(0)
    expect(page.locator("#box-tracing")).to_be_focused()


def test_a_slow_service_is_waited_for(visit: Visit) -> None:
    page = visit("/healthz")
    held: list[Route] = []
    # Playwright notes something on the function, which a method of a list does not take.
    page.route("**/v1/recommendations", lambda route: held.append(route))  # noqa: PLW0108
    page.goto("/widget/frame")
    expect(page.get_by_text("Working out the recommendation…")).to_be_visible()
    check_accessible(page)
    held[0].continue_()
    whole(page)


def test_a_failing_service_is_told_and_tried_again(visit: Visit, watch: Watch) -> None:
    page = visit("/healthz")
    page.route("**/v1/recommendations", lambda route: route.fulfill(status=500, json={"detail": "It broke."}))
    page.goto("/widget/frame")
    expect(page.get_by_role("alert").filter(has_text="It broke.")).to_be_visible()
    check_accessible(page)
    page.unroute("**/v1/recommendations")
    page.get_by_role("button", name="Try again").click()
    whole(page)
    assert all("500" in one for one in watch.complaints)
    watch.complaints.clear()


def test_offline_it_waits_and_goes_on_by_itself(visit: Visit, watch: Watch) -> None:
    page = visit("/widget/frame?slots=tracing")
    whole(page)
    page.context.set_offline(True)
    page.locator(".next form").get_by_label("Tempo").first.check()
    page.locator(".next form").get_by_role("button", name="Answer").click()
    expect(page.get_by_text("Portolan cannot be reached")).to_be_visible()
    expect(page.locator("#box-tracing")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator(".notice")).to_have_count(0)
    expect(page.locator(".answered")).to_be_visible()
    watch.complaints.clear()


# --- on pages of another origin -----------------------------------------------------------------------------------

PORTAL = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Portal</title>
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; script-src {api}; connect-src {api}; frame-src {api}">{script}</head>
<body><main><h1>Portal</h1>{body}</main></body></html>"""


class Portal(ThreadingHTTPServer):
    """Another origin, with one page."""

    page = ""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Portal)
        found = self.path == "/"
        self.send_response(200 if found else 204)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if found:
            self.wfile.write(self.server.page.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal(("127.0.0.1", 0), _Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def shared(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """A service that the portal's pages may ask and frame."""
    settings = {"PORTOLAN_CORS_ORIGINS": portal.origin, "PORTOLAN_FRAME_ANCESTORS": portal.origin}
    with served(tmp_path_factory.mktemp("shared"), ROOT / "rules", settings=settings) as address:
        yield address


def test_on_other_origins_under_a_strict_policy(
    browser: Browser, portal: Portal, shared: Address, watch: Watch
) -> None:
    context = browser.new_context(base_url=shared.url)
    watch.over(context)
    page = context.new_page()
    page.goto("/widget")
    # What the page says is to be copied.
    copied = page.locator("pre").first.inner_text()
    script, _, element = copied.partition("<portolan-advice")
    portal.page = PORTAL.format(api=shared.url, script=script, body=f"<portolan-advice{element}")
    page.goto(portal.origin)
    whole(page)
    framed = '<iframe src="{}/widget/frame?slots=tracing" title="Portolan" sandbox="{}"></iframe>'
    sandbox = "allow-scripts allow-same-origin allow-popups"
    portal.page = PORTAL.format(api=shared.url, script="", body=framed.format(shared.url, sandbox))
    page.goto(portal.origin)
    expect(page.frame_locator("iframe").locator("#box-tracing")).to_contain_text("Tempo")
    context.close()
