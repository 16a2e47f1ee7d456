"""What stands beside the profile for a check: read, or refused with every mistake at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.checking.request import MEMBERS, read_options
from engine.checking.schema import check_members
from engine.inference.profile import ProfileError
from engine.model import Knowledge
from tests.engine.checking.looking import Small

KNOWLEDGE = Small("default: {then: [{adopt: x}]}").plan.knowledge
WAIVER = {"product": "x", "reason": "So.", "until": "2026-01-01", "by": "me"}


def mistakes(raw: dict[str, Any]) -> dict[str, str | None]:
    with pytest.raises(ProfileError) as caught:
        read_options(raw, KNOWLEDGE)
    return {one.pointer: one.hint for one in caught.value.mistakes}


def test_nothing_said_is_the_defaults_and_so_is_null() -> None:
    options = read_options({}, KNOWLEDGE)
    assert (options.levels, options.fail_on, options.end_of_life_days, options.waivers) == ({}, ("error",), 90, ())
    assert read_options(dict.fromkeys(MEMBERS), KNOWLEDGE) == options


@pytest.mark.parametrize(
    ("said", "fails"),
    [
        ("error", {("dropped", "error")}),
        ("warning", {("dropped", "error"), ("dropped", "warning"), ("missing", "warning")}),
        ("dropped", {("dropped", "error"), ("dropped", "warning"), ("dropped", "note")}),
        (["error", "missing"], {("dropped", "error"), ("missing", "warning")}),
        ("never", set()),
        ([], set()),
    ],
)
def test_what_a_check_fails_on(said: Any, fails: set[tuple[str, str]]) -> None:
    options = read_options({"fail_on": said}, KNOWLEDGE)
    cases = [("dropped", "error"), ("dropped", "warning"), ("dropped", "note"), ("missing", "warning")]
    assert {case for case in cases if options.fails(*case)} == fails  # type: ignore[arg-type]


def test_who_means_nothing_by_fail_on_is_not_led_to_the_level_that_means_most() -> None:
    assert mistakes({"fail_on": "none"}) == {"/fail_on": "did you mean 'never'?"}
    assert mistakes({"fail_on": ["None"]}) == {"/fail_on/0": "leave it out: an empty list never fails"}
    assert mistakes({"fail_on": ["never"]}) == {"/fail_on/0": "write never, or an empty list"}


def test_a_waiver_is_read_with_its_place() -> None:
    (waiver,) = read_options(
        {"waivers": [{**WAIVER, "kinds": ["dropped", "dropped"], "slot": None}]}, KNOWLEDGE
    ).waivers
    assert (waiver.product, waiver.slot, waiver.kinds, waiver.until) == ("x", None, ("dropped",), date(2026, 1, 1))
    assert waiver.pointer == "/waivers/0"


def test_every_mistake_is_told_with_its_place_and_the_nearest_right_thing() -> None:
    raw = {
        "levels": {"droped": "note", "dropped": "eror"},
        "fail_on": ["warnings", 3],
        "end_of_life_days": True,
        "waivers": [
            "x",
            {"produkt": "x", "slot": "oen", "reason": " ", "until": "2026-02-30", "kinds": ["licences"]},
            {**WAIVER, "grounds": "md5:0"},
            {"slot": "one", "reason": "So.", "until": "2026-01-01", "by": "me", "grounds": f"sha256:{'0' * 64}"},
        ],
    }
    found = mistakes(raw)
    assert set(found) == {
        *("/levels/droped", "/levels/dropped", "/fail_on/0", "/fail_on/1", "/end_of_life_days", "/waivers/0"),
        *("/waivers/1/produkt", "/waivers/1/slot", "/waivers/1/reason", "/waivers/1/until"),
        *("/waivers/1/by", "/waivers/1/kinds/0", "/waivers/2/grounds", "/waivers/3/grounds"),
    }
    assert found["/levels/droped"] == "did you mean 'dropped'?"
    assert found["/levels/dropped"] == "did you mean 'error'? It is one of note, warning, error or off"
    assert found["/fail_on/0"] == "did you mean 'warning'?"
    assert found["/waivers/1/slot"] == "did you mean 'one'?"


@pytest.mark.parametrize("member", MEMBERS)
@pytest.mark.parametrize("value", [0, -1, "x", True, 1.5, {"a": []}, [[]], [{}], [None]])
def test_whatever_is_sent_is_read_or_refused(member: str, value: Any) -> None:
    try:
        read_options({member: value}, KNOWLEDGE)
    except ProfileError as error:
        assert all(one.pointer.startswith(f"/{member}") for one in error.mistakes)


def test_the_schema_takes_what_is_read_and_refuses_what_is_not(shipped: Knowledge) -> None:
    schema = {"properties": check_members(shipped, "#/$defs/product"), "$defs": {"product": {"enum": ["jaeger"]}}}
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    waiver = {**WAIVER, "product": "jaeger"}
    for good in (
        {"levels": {"dropped": "off"}, "fail_on": "never", "end_of_life_days": 0, "waivers": [waiver]},
        {"levels": None, "fail_on": ["error", "licence"], "end_of_life_days": None, "waivers": None},
        {"fail_on": "licence", "waivers": [{**waiver, "grounds": f"sha256:{'a' * 64}", "kinds": ["licence"]}]},
        {"waivers": [{**waiver, "slot": None, "kinds": None, "grounds": None}]},
    ):
        assert validator.is_valid(good), good
        read_options(good, shipped)
    for bad in (
        {"levels": {"dropt": "note"}},
        {"fail_on": ["never"]},
        {"end_of_life_days": -1},
        {"waivers": [{**waiver, "by": " "}]},
        {"waivers": [{"reason": "So.", "until": "2026-01-01", "by": "me"}]},
        {"waivers": [{**waiver, "product": None}]},
    ):
        assert not validator.is_valid(bad), bad
        with pytest.raises(ProfileError):
            read_options(bad, shipped)
