"""Ways of looking at a page, and what is wrong with one: axe's findings, an overflow, a complaint of the browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

from engine.model import LANGUAGES, Language

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
DESK, PHONE = 1280, 360  # pixels
HEIGHT = 800
_PLACES = 5
_OWN = ("127.0.0.1", None)  # data:, blob: and file: have no host


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks, with what. `width` in pixels."""

    language: Language = "en"
    scheme: Scheme = "light"
    width: int = DESK
    scripts: bool = True

    def __str__(self) -> str:
        return f"{self.language}-{self.scheme}-{self.width}" + ("" if self.scripts else "-without-scripts")


LOOKS = tuple(Look(*one) for one in product(LANGUAGES, SCHEMES, (DESK, PHONE)))
# Every value of each once with every other value, where all combinations would cost too much.
FEW_LOOKS = (
    Look("en", "light", DESK),
    Look("en", "dark", PHONE),
    Look("ko", "light", PHONE),
    Look("ko", "dark", DESK),
)

# A path at the service, or a whole address, as somebody looks at it.
Visit = Callable[..., Page]


@dataclass
class Watch:
    """What a browser complains of while it shows pages. A policy that is broken is an error of the console too."""

    complaints: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"exception: {error.error}"))
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in _OWN:
            self.complaints.append(f"another host: {request.url}")


# Asks for no style sheet again: only a rule that we do not need reads them.
_AXE = """async (options) => {
  const found = await axe.run(document, { resultTypes: ['violations'], preload: false, ...options });
  return found.violations;
}"""
# The rules that depend on colours, and on nothing else that a scheme changes.
COLOURS = ("color-contrast", "link-in-text-block")


def check_accessible(page: Page, *apart_from: str, only: tuple[str, ...] = ()) -> None:
    """Fails with what axe finds on the page as it stands, folded parts folded.

    `apart_from` and `only` are ids of its rules.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options: dict[str, Any] = {"rules": {rule: {"enabled": False} for rule in apart_from}}
    if only:
        options["runOnly"] = list(only)
    found = page.evaluate(_AXE, options)
    assert found == [], f"{page.url}\n{_told(found)}"


def _told(found: list[dict[str, Any]]) -> str:
    """Each rule that is broken, with the first of the places."""
    lines = []
    for rule in found:
        lines.append(f"{rule['id']}: {rule['help']} ({len(rule['nodes'])})")
        for node in rule["nodes"][:_PLACES]:
            why = "; ".join(check["message"] for check in (*node["any"], *node["all"], *node["none"]))
            lines.append(f"  {' '.join(map(str, node['target']))}: {why}")
    return "\n".join(lines)


def check_fits(page: Page) -> None:
    """Fails where the page is wider than the window, once it has its style."""
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the window"


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")


def look_over(page: Page, *apart_from: str) -> None:
    """Checks the page by day and by night, at a desk and on a phone, folded and unfolded, without loading it again."""
    for scheme, width, unfolded, rules in (
        ("light", DESK, False, ()),
        ("dark", PHONE, False, COLOURS),
        ("dark", DESK, True, COLOURS),
        ("light", PHONE, True, ()),
    ):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if unfolded:
            unfold(page)
        check_accessible(page, *apart_from, only=rules)
        check_fits(page)
