"""A real service, a real browser, and pages in which nothing may go wrong unseen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.looking import HEIGHT, Look, Visit, Watch
from tests.plugin_api.conftest import DAY, ROOT
from tests.plugin_api.serving import POCKET, Address, served
from tests.programs import program

_FONTS = Path(__file__).parent / "fonts.conf"
_PATIENCE = 30_000  # milliseconds; a busy machine is no failure
expect.set_options(timeout=_PATIENCE)

Decide = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine. Names lead nowhere in it: what asks for another host fails."""
    chromium = program("chromium", "chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=str(chromium),
            env={**os.environ, "FONTCONFIG_FILE": str(_FONTS)},
            args=[
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--font-render-hinting=none",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """The service on the shipped knowledge, as `portolan serve` starts it."""
    with served(tmp_path_factory.mktemp("service"), ROOT / "rules") as address:
        yield address


@pytest.fixture(scope="session")
def pocket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """The service on a small body of knowledge that does not change: its pages are small, and stay as they are."""
    with served(tmp_path_factory.mktemp("pocket"), POCKET) as address:
        yield address


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails a test in which the browser complained. One that wants a complaint takes it out of the list."""
    kept = Watch()
    yield kept
    assert kept.complaints == []


@pytest.fixture
def visit(browser: Browser, watch: Watch, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Opens a path at the service, or `at` another one, in a context of its own."""
    opened: list[BrowserContext] = []

    def visit(path: str, look: Look | None = None, at: Address | None = None, **more: Any) -> Page:
        look = look or Look()
        served_at: Address = at or request.getfixturevalue("service")
        context = browser.new_context(
            base_url=served_at.url,
            viewport={"width": look.width, "height": HEIGHT},
            locale=look.language,
            timezone_id="UTC",
            color_scheme=look.scheme,
            reduced_motion="reduce",
            java_script_enabled=look.scripts,
            **more,
        )
        opened.append(context)
        context.set_default_timeout(_PATIENCE)
        watch.over(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield visit
    for context in opened:
        # What a test has answered in the service's place may still be at it: its end is nobody's failure.
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")
        context.close()


@pytest.fixture
def decide(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Decide]:
    """Asks the service, or the one `at` an address, for a decision, as a program does."""
    context = browser.new_context()

    def decide(profile: dict[str, Any] | None = None, /, at: Address | None = None, **members: Any) -> dict[str, Any]:
        served_at: Address = at or request.getfixturevalue("service")
        asked = {"profile": profile or {}, "as_of": DAY, **members}
        answer = context.request.post(f"{served_at.url}/v1/recommendations", data=asked)
        assert answer.ok, answer.text()
        decision: dict[str, Any] = orjson.loads(answer.body())
        return decision

    yield decide
    context.close()
