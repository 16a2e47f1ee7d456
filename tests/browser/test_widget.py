"""The widget in a real browser: on a page of ours, on one of another origin under a strict policy, and in a frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from threading import Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Decide
from tests.browser.looking import LOOKS, Look, Visit, Watch, check_accessible, check_fits
from tests.plugin_api.conftest import ROOT
from tests.plugin_api.serving import Address, served

WIDTHS = (320, 640, 1440, 3840)
WORDS = re.compile(r"line 1, column \d+")


def whole(page: Page) -> None:
    """Waits until nothing more is going to come: how firm the picks stand, and the next question."""
    expect(page.locator(".tally .badge").first).to_be_visible()
    expect(page.locator("portolan-advice .next")).to_be_visible()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_it_is_legible_and_accessible(visit: Visit, look: Look) -> None:
    page = visit(f"/widget?lang={look.language}", look)
    whole(page)
    page.locator("#box-tracing").click()
    expect(page.locator("#panel-tracing form").first).to_be_visible()
    page.locator("portolan-advice details").evaluate_all("(found) => found.forEach((one) => { one.open = true })")
    check_accessible(page)
    check_fits(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_any_width(visit: Visit, width: int) -> None:
    page = visit("/widget/frame", Look(width=width))
    whole(page)
    check_fits(page)


def test_the_first_picture_waits_for_nothing_but_the_decision_and_the_names_of_the_layers(visit: Visit) -> None:
    page = visit("/healthz")
    asked: list[str] = []
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.route("**/v1/interviews", hold)
    page.route("**/picture?*", hold)
    page.goto("/widget/frame")
    expect(page.locator("#box-tracing")).to_contain_text("Tempo adopt")
    assert {one for one in asked if one.startswith("/v1/")} - {"/v1/interviews"} <= {
        "/v1/recommendations",
        "/v1/slots",
        *(one for one in asked if one.endswith("/picture")),
    }
    for route in held:
        route.continue_()
    whole(page)


def test_it_shows_what_the_picture_of_the_service_shows(visit: Visit, decide: Decide) -> None:
    made = decide({"stack": {"in_use": ["ingress-nginx", "jaeger"]}})
    page = visit(f"/widget/frame?decision={made['id']}")
    whole(page)
    told = page.request.get(f"/v1/decisions/{made['id']}/picture").json()
    slots = [slot for band in told["bands"] for area in band["areas"] for slot in area["slots"]]
    boxes = page.locator(".box.full").evaluate_all("(found) => found.map((one) => one.id)")
    assert sorted(boxes) == sorted(f"box-{slot['slot']}" for slot in slots)
    changed = page.locator(".box:has(.badge-since)").evaluate_all("(found) => found.map((one) => one.id)")
    assert sorted(changed) == sorted(f"box-{slot['slot']}" for slot in slots if slot["change"])
    # From the top, and the foundation is the last in both; a band may have several areas beside one another.
    layers = page.locator(".layer > h2").evaluate_all("(found) => found.map((one) => one.id)")
    top, *_, bottom = ([f"layer-{area['area']}" for area in band["areas"]] for band in told["bands"])
    assert layers[0] in top
    assert layers[-1] in bottom


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


def test_versions_are_answered_in_place(visit: Visit, watch: Watch) -> None:
    page = visit("/healthz")
    sections = page.request.get("/v1/questionnaire").json()["sections"]
    question = next(one for section in sections for one in section["questions"] if one["type"] == "versions")

    def ask(route: Route) -> None:
        told = route.fetch().json()
        route.fulfill(json={**told, "question": {**question, "why": {"text": "Support ends by release."}}})

    page.route("**/v1/interviews", ask)
    page.goto("/widget/frame?slots=network")
    advice = page.locator("portolan-advice")
    advice.evaluate("(one) => one.setAttribute('profile', JSON.stringify({stack: {in_use: ['cilium', 'harbor']}}))")
    form = page.locator(".next form")
    form.get_by_label("Version of Cilium").fill("not one")
    form.get_by_role("button", name="Answer").click()
    expect(form.locator(".complaint")).to_contain_text("is a version")
    watch.complaints.clear()  # the browser's, of the status
    form.get_by_label("Version of Cilium").fill("1.16")
    form.get_by_label("Another product").select_option(label="Jaeger")
    expect(form.get_by_label("Version of Jaeger")).to_be_focused()
    check_accessible(page)
    form.get_by_role("button", name="Answer").click()
    expect(page.locator(".outcome")).to_be_visible()  # said once the service has answered
    profile = advice.evaluate("(one) => one.current.receipt.request.profile")
    assert profile["stack"]["versions"] == {"cilium": "1.16"}


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


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ('{"stack": {"in_use": ["jaeger"]', WORDS),
        (
            "profile:\n  stack: {in_use: [jaegr]}\n",
            "/profile/stack/in_use/0: the catalog has no product 'jaegr' (did you",
        ),
    ],
)
def test_a_profile_that_cannot_be_read_is_told_with_its_place(
    visit: Visit, watch: Watch, given: str, told: str | re.Pattern[str]
) -> None:
    page = visit("/widget/frame?slots=tracing")
    page.locator("portolan-advice").evaluate("(one, given) => one.setAttribute('profile', given)", given)
    notice = page.get_by_role("alert").filter(has_text="What this page asks for is wrong")
    expect(notice).to_contain_text("In the attribute “profile”")
    expect(notice).to_contain_text(told)
    expect(page.locator("#box-tracing")).to_be_visible()  # what was there before
    watch.complaints.clear()


def test_a_decision_that_is_not_there_is_told(visit: Visit, watch: Watch) -> None:
    page = visit("/widget/frame?lang=ko")
    page.locator("portolan-advice").evaluate("(one) => one.setAttribute('decision', 'none')")
    expect(page.get_by_role("alert").filter(has_text="보여 줄 대상을 찾을 수 없습니다")).to_be_visible()
    expect(page.locator(".box")).to_have_count(0)
    check_accessible(page)
    watch.complaints.clear()


def test_a_page_sets_its_colours_and_its_scheme(visit: Visit) -> None:
    page = visit("/widget?lang=en")
    whole(page)
    card = page.locator("#box-tracing")
    colour = "(one) => getComputedStyle(one).backgroundColor"
    light = card.evaluate(colour)
    page.evaluate("document.documentElement.style.colorScheme = 'dark'")
    assert card.evaluate(colour) != light
    advice = page.locator("portolan-advice")
    advice.evaluate("(one) => one.setAttribute('theme', 'light')")
    assert card.evaluate(colour) == light
    advice.evaluate("(one) => one.style.setProperty('--portolan-card', 'rgb(1, 2, 3)')")
    assert card.evaluate(colour) == "rgb(1, 2, 3)"


def test_a_page_from_right_to_left_leaves_it_as_it_is(visit: Visit) -> None:
    page = visit("/widget/frame", Look(width=640))
    page.evaluate("document.documentElement.dir = 'rtl'")
    whole(page)
    assert page.locator(".title").evaluate("(one) => getComputedStyle(one).direction") == "ltr"
    check_fits(page)


def test_korean_breaks_between_words(visit: Visit) -> None:
    page = visit("/widget/frame?lang=ko")
    whole(page)
    assert page.locator("#box-tracing").evaluate("(one) => getComputedStyle(one).wordBreak") == "keep-all"


def test_on_a_wide_screen_the_question_stands_beside_the_picture(visit: Visit) -> None:
    page = visit("/widget/frame", Look(width=3840))
    whole(page)
    picture, question = page.locator(".picture").bounding_box(), page.locator(".next").bounding_box()
    assert picture is not None
    assert question is not None
    assert question["x"] >= picture["x"] + picture["width"]
    widest = page.locator(".box.full").evaluate_all("(all) => Math.max(...all.map((one) => one.offsetWidth))")
    assert widest < picture["width"] / 4


def test_nothing_moves_where_no_motion_is_wanted(visit: Visit) -> None:
    page = visit("/widget/frame?slots=tracing")
    whole(page)
    page.locator(".next form").get_by_label("Jaeger", exact=True).check()
    page.locator(".next form").get_by_role("button", name="Answer").click()
    changed = page.locator("#box-tracing.changed")
    expect(changed).to_be_visible()
    assert changed.evaluate("(one) => getComputedStyle(one).animationName") == "none"


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
    expect(page.locator(".outcome")).to_be_visible()
    watch.complaints.clear()


# --- on pages of another origin -----------------------------------------------------------------------------------

PORTAL = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Portal</title>
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; script-src {api}; connect-src {api}; frame-src {api};
           require-trusted-types-for 'script'; trusted-types 'none'">{script}</head>
<body><main><h1>Portal</h1>{body}</main></body></html>"""


SNIPPETS = ROOT / "frontend-snippets" / "widget" / "snippets"
EXAMPLE = "https://portolan.example"


class Portal(ThreadingHTTPServer):
    """Another origin, with one page, or with what is to be copied from the snippets."""

    page = ""
    api = ""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Portal)
        content = self.server.page if self.path == "/" else self._snippet()
        self.send_response(204 if content is None else 200)
        self.send_header("Content-Type", f"{guess_type(self.path)[0] or 'text/html'}; charset=utf-8")
        self.end_headers()
        if content is not None:
            self.wfile.write(content.encode())

    def _snippet(self) -> str | None:
        assert isinstance(self.server, Portal)
        file = SNIPPETS / self.path.lstrip("/")
        return file.read_text("utf-8").replace(EXAMPLE, self.server.api) if file.is_file() else None

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


def test_what_is_to_be_copied_works(browser: Browser, portal: Portal, shared: Address, watch: Watch) -> None:
    portal.api = shared.url
    context = browser.new_context(base_url=portal.origin)
    watch.over(context)
    page = context.new_page()
    page.goto("/static-page.html")
    expect(page.locator("#box-tracing")).to_contain_text("Jaeger keep")
    page.goto("/frame.html")
    expect(page.frame_locator("iframe").locator("#box-cni")).to_be_visible()
    page.goto("/portal.html")
    whole(page)
    page.locator(".next form").get_by_label("Jaeger", exact=True).check()
    page.locator(".next form").get_by_role("button", name="Answer").click()
    expect(page.locator("#box-tracing.changed")).to_contain_text("Jaeger keep")
    page.reload()
    expect(page.locator("#box-tracing")).to_contain_text("Jaeger keep")  # the portal kept the answer
    context.close()
