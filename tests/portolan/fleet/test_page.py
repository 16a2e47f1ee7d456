"""The page: strict, in both languages, and right about what it counts."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.model import Knowledge
from portolan.fleet.page import About, fleet_page
from portolan.fleet.summary import Summary
from tests.portolan.fleet.conftest import DAY, Fleet, as_lines

Page = Callable[..., str]


@pytest.fixture
def page(fleet: Fleet, tmp_path: Path, out: Path) -> Page:
    def page(*requests: Any, language: str = "en") -> str:
        (tmp_path / "fleet.jsonl").write_text(as_lines(requests))
        fleet(tmp_path / "fleet.jsonl", "--format", "html", "--lang", language)
        return (out / "summary.html").read_text()

    return page


def _request(name: str, *in_use: str, **more: Any) -> dict[str, Any]:
    stack = {"in_use": list(in_use), "works_well": []}
    return {"subject": f"component:default/{name}", "owner": "sailors", "profile": {"stack": stack}, **more}


WAIVED = {"product": "old-ingress", "reason": "<b>soon</b>", "until": "2026-06-30", "by": "harbour master"}


def test_it_needs_nothing_from_anywhere_and_no_script(page: Page) -> None:
    shown = page(_request("shop", "old-ingress"))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', shown)
    style = re.search(r"<style>(.*?)</style>", shown, re.DOTALL)
    assert policy and style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src &#x27;sha256-{digest}&#x27;" in policy[1] or f"style-src 'sha256-{digest}'" in policy[1]
    assert "default-src" in policy[1] and "script" not in shown
    assert not re.search(r'(src|href)="(?!#|data:)', shown)
    assert " style=" not in shown


def test_products_to_migrate_are_counted_with_whose_they_are(page: Page) -> None:
    shown = page(_request("shop", "old-ingress"), _request("pay", "old-ingress", owner="stokers"), _request("web"))
    line = re.search(r'<th scope="row">Old Ingress</th>.*?</tr>', shown, re.DOTALL)
    assert line and '<td class="number">2</td>' in line[0]
    assert "sailors (1)" in line[0] and "stokers (1)" in line[0]
    assert "<li>pay</li>" in line[0]


def test_exceptions_are_told_by_team_and_nothing_is_taken_for_markup(page: Page) -> None:
    shown = page(_request("shop", "old-ingress", waivers=[WAIVED]))
    assert "&lt;b&gt;soon&lt;/b&gt;" in shown and "<b>soon" not in shown
    part = shown[shown.index('id="part-exceptions"') :]
    assert "sailors" in part and "2026-06-30" in part and "harbour master" in part


def test_bad_entries_are_on_the_page(page: Page) -> None:
    shown = page(_request("shop", "jaegr"), _request("web"))
    assert "the catalog has no product &#x27;jaegr&#x27; (did you mean &#x27;jaeger&#x27;?)" in shown


def test_a_release_to_upgrade_is_told_apart_from_products_to_migrate(page: Page) -> None:
    gateway = _request("shop", "gateway")
    gateway["profile"]["stack"]["versions"] = {"gateway": "1.9.3"}
    shown = page(gateway, _request("pay", "old-ingress"))
    moves, upgrades = shown.split("<section")[1:3]
    assert "Old Ingress</th>" in moves and "Gateway</th>" not in moves
    assert "Gateway</th>" in upgrades and "Old Ingress" not in upgrades
    assert "1.9 (1)" in upgrades and "<td>1.10</td>" in upgrades


def test_it_speaks_korean(page: Page) -> None:
    shown = page(_request("shop", "old-ingress", waivers=[WAIVED]), language="ko")
    assert '<html lang="ko">' in shown
    for said in ("옮겨야 할 제품", "기한", "팀별 예외"):
        assert said in shown


def test_where_nothing_was_decided_it_does_not_say_that_all_is_well(page: Page, pocket: Knowledge) -> None:
    about = About(pocket, "en", date.fromisoformat(DAY), ())
    for shown in (fleet_page(Summary(), about), page(_request("shop", "jaegr"))):
        assert "No profile was decided" in shown
        assert "nothing to migrate" not in shown and "all others were" not in shown


def test_where_all_is_well_it_says_so(page: Page) -> None:
    assert "There is nothing to migrate." in page(_request("web"))
