"""Waivers silence what they are about, until their day, on their grounds."""

from __future__ import annotations

from typing import Any

import pytest

from engine.checking.check import Checked
from tests.engine.checking.looking import Small, kinds_of

RULES = Small("""
need: {then: [{need: [one]}]}
dropped: {when: {edition: e}, then: [{avoid: [x, z]}]}
grounds: {when: {question: ask.flag, is: true}, then: [{avoid: x}]}
""")


def waiver(**said: Any) -> dict[str, Any]:
    return {"product": "x", "reason": "We move in autumn.", "until": "2025-03-01", "by": "me", **said}


def asked(*waivers: dict[str, Any], **more: Any) -> Checked:
    return RULES.check("x", "z", waivers=list(waivers), as_of="2025-03-01", **more)


def waived(result: Checked) -> list[tuple[str, str | None]]:
    return [(told.finding.kind, told.finding.product) for told in result.findings if told.waived_by is not None]


def test_a_waiver_silences_what_it_is_about_up_to_and_on_its_last_day() -> None:
    result = asked(waiver(), fail_on="warning")
    assert waived(result) == [("dropped", "x")]
    assert [one.state for one in result.waivers] == ["applied"]
    assert result.failed  # z is dropped as well
    assert not asked(waiver(), waiver(product="z"), fail_on="warning").failed
    assert result.by_kind["dropped"] == 1


def test_a_waiver_can_be_for_some_kinds_or_for_a_slot() -> None:
    assert waived(asked(waiver(kinds=["licence"]))) == []
    assert [one.state for one in asked(waiver(kinds=["licence"])).waivers] == ["unused"]
    slot = {"slot": "one", "reason": "So.", "until": "2026-01-01", "by": "me"}
    assert waived(asked(slot)) == [("dropped", "x"), ("dropped", "z")]


def test_a_waiver_whose_day_has_passed_is_a_finding_of_its_own() -> None:
    result = asked(waiver(until="2025-02-28"))
    assert waived(result) == []
    assert ("waiver-expired", "x", "warning") in kinds_of(result)
    (told,) = [told for told in result.findings if told.finding.kind == "waiver-expired"]
    assert (told.finding.said, told.finding.pointer, told.finding.waiver) == ("expired", "/waivers/0", 0)


def test_a_waiver_that_was_given_anew_takes_the_place_of_the_expired_one() -> None:
    result = asked(waiver(until="2025-02-28"), waiver(until="2025-12-31"))
    assert waived(result) == [("dropped", "x")]
    assert not any(kind == "waiver-expired" for kind, *_ in kinds_of(result))


def test_an_expired_waiver_for_what_is_gone_is_nothing_to_tell() -> None:
    result = asked(waiver(product="w", until="2025-02-28"))
    assert [one.state for one in result.waivers] == ["unused"]
    assert not any(kind == "waiver-expired" for kind, *_ in kinds_of(result))


def test_a_waiver_on_its_grounds_reopens_when_these_change() -> None:
    before = asked()
    dropped = next(told.finding for told in before.findings if told.finding.product == "x")
    given = waiver(grounds=before.grounds(dropped))
    assert waived(asked(given)) == [("dropped", "x")]
    changed = asked(given, answers={"flag": True})
    assert [one.state for one in changed.waivers] == ["reopened"]
    assert waived(changed) == []
    assert ("waiver-expired", "x", "warning") in kinds_of(changed)


@pytest.mark.parametrize("level", ["note", "error"])
def test_an_expired_waiver_has_a_level_like_anything_else(level: str) -> None:
    result = asked(waiver(until="2025-02-28"), levels={"waiver-expired": level, "dropped": "off"})
    assert kinds_of(result) == []  # what is off is not there to be waived
    told = kinds_of(asked(waiver(until="2025-02-28"), levels={"waiver-expired": level}))
    assert ("waiver-expired", "x", level) in told
