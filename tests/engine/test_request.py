"""A request body is read into a request with nothing left open, and names itself by a hash."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.inference.profile import Mistake, ProfileError
from engine.knowledge.loader import build_knowledge
from engine.request import Request, canonical, decision_id, newest_edition, read_request
from tests.engine.knowledge.laying import BASE, laid

KNOWLEDGE = build_knowledge(BASE)
TODAY = date(2026, 1, 15)


def read(**members: Any) -> Request:
    return read_request({"profile": {}, **members}, KNOWLEDGE, today=TODAY)


def mistakes(body: Any, **options: Any) -> list[Mistake]:
    with pytest.raises(ProfileError) as caught:
        read_request(body, KNOWLEDGE, today=TODAY, **options)
    return list(caught.value.mistakes)


def test_what_is_left_out_has_its_value() -> None:
    assert read() == Request({}, "2025", TODAY, "en")
    assert read(edition=None, as_of=None, language=None) == read()
    assert read_request({"profile": {}}, KNOWLEDGE, today=TODAY, language="ko").language == "ko"


@pytest.mark.parametrize(("day", "edition"), [("2024-06-01", "2024"), ("2025-05-31", "2024"), ("2025-06-01", "2025")])
def test_the_edition_is_the_newest_published_by_the_day(day: str, edition: str) -> None:
    assert read(as_of=day).edition == edition


def test_a_day_before_the_named_edition_is_allowed() -> None:
    assert read(edition="2025", as_of="2020-01-01") == Request({}, "2025", date(2020, 1, 1), "en")


def test_a_day_before_the_first_edition_is_a_mistake_where_none_is_named() -> None:
    hint = "name an edition (2024 or 2025), or a day from 2024-06-01 on"
    assert mistakes({"profile": {}, "as_of": "2024-05-31"}) == [
        Mistake("/as_of", "no edition had been published by 2024-05-31", hint)
    ]
    assert newest_edition(KNOWLEDGE, date(2024, 5, 31)) is None


@pytest.mark.parametrize("said", ["2026-04-01", date(2026, 4, 1)])
def test_a_day_is_a_text_or_a_date(said: Any) -> None:
    assert read(as_of=said).as_of == date(2026, 4, 1)


def test_an_edition_may_lack_its_quotes() -> None:
    assert read(edition=2024).edition == "2024"


DAY = ("as_of", "is not a day", "as 2026-04-01")
EDITION = ("edition", "there is no edition", "there are 2024 or 2025")
LANGUAGE = ("language", "there is no language", "one of en or ko")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        *[
            (DAY, said)
            for said in ("today", "2026-02-30", "20260401", "2026-W14-3", "2026-04-01T00", "", 20260401, True, [])
        ],
        *[(EDITION, said) for said in ("1999-x", "", True, [], {}, 20.5)],
        *[(LANGUAGE, said) for said in ("fr", "", 7, ["en"], {})],
    ],
)
def test_a_member_that_does_not_fit_is_named(fault: tuple[str, str, str], said: Any) -> None:
    member, detail, hint = fault
    (mistake,) = mistakes({"profile": {}, member: said})
    assert (mistake.pointer, mistake.hint) == (f"/{member}", hint)
    assert detail in mistake.detail


def test_the_nearest_right_thing_is_named() -> None:
    assert mistakes({"profile": {}, "edition": "2026"}) == [
        Mistake("/edition", "there is no edition '2026'", "did you mean '2025'?")
    ]
    assert mistakes({"profile": {}, "lang": "en"}) == [
        Mistake("/lang", "there is no member 'lang'", "did you mean 'language'?")
    ]
    assert mistakes({"profile": {}, "zzz": 1}) == [
        Mistake("/zzz", "there is no member 'zzz'", "known: profile, edition, as_of, language or subject")
    ]


@pytest.mark.parametrize(
    ("said", "ref"),
    [
        ("component:default/shop", "component:default/shop"),
        ("Component:Shop", "component:default/shop"),
        ("user:Jane/jane.doe", "user:jane/jane.doe"),
        ("API:team-a/orders_v1", "api:team-a/orders_v1"),
        (None, None),
    ],
)
def test_a_subject_has_one_form(said: str | None, ref: str | None) -> None:
    assert read(subject=said).subject == ref


@pytest.mark.parametrize(
    "said",
    ["shop", "component:", ":shop", "a:b/c/d", "a:/b", "a: b", "a:b\n", "a:\udc80", "é:a", "a:b:c", 7, ["a:b"], ""],
)
def test_what_is_no_subject(said: object) -> None:
    (mistake,) = mistakes({"profile": {}, "subject": said})
    assert (mistake.pointer, mistake.hint) == ("/subject", "as component:default/shop, or component:shop")
    assert mistake.detail.endswith("is not the ref of an entity")


def test_a_subject_that_is_too_long() -> None:
    (mistake,) = mistakes({"profile": {}, "subject": f"component:{'x' * 200}"})
    assert mistake.detail == "it has more than 200 characters"


def test_members_of_others_can_be_passed_over() -> None:
    request = read_request({"profile": {}, "waivers": []}, KNOWLEDGE, today=TODAY, also=("waivers",))
    assert request == read()


@pytest.mark.parametrize("body", [None, [], "profile", 7])
def test_a_body_is_a_mapping(body: Any) -> None:
    assert mistakes(body) == [Mistake("", "a request is a mapping with a member `profile`")]


@pytest.mark.parametrize("body", [{}, {"profile": None}])
def test_a_body_has_a_profile(body: Any) -> None:
    hint = 'an empty one, {"profile": {}}, asks for the standard architecture'
    assert mistakes(body) == [Mistake("/profile", "the profile is missing", hint)]


def test_all_mistakes_are_named_at_once() -> None:
    body = {"profile": {"shop": {"size": "smal"}}, "edition": "x", "as_of": "x", "language": "x", "zzz": 1}
    assert {mistake.pointer for mistake in mistakes(body)} == {
        "/zzz",
        "/profile/shop/size",
        "/as_of",
        "/edition",
        "/language",
    }


# --- its name -------------------------------------------------------------------------------------------------


def test_the_same_said_in_another_way_has_the_same_name() -> None:
    one = read(profile={"shop": {"size": "small", "signals": ["logs", "traces"]}, "stack": None})
    other = read(
        profile={"stack": {}, "shop": {"signals": ["traces", "logs", "logs"], "people": None, "size": "small"}}
    )
    assert one == other
    assert decision_id(one, KNOWLEDGE) == decision_id(other, KNOWLEDGE)


def test_the_name_does_not_depend_on_the_subject() -> None:
    one, other = read(subject="component:shop"), read()
    assert one == other
    assert canonical(one) == canonical(other)
    assert decision_id(one, KNOWLEDGE) == decision_id(other, KNOWLEDGE)


def test_anything_else_has_another_name() -> None:
    requests = [
        read(),
        read(edition="2024"),
        read(as_of="2026-01-16"),
        read(language="ko"),
        read(profile={"shop": {"people": 1}}),
        read(profile={"shop": {"people": 0}}),
        read(profile={"shop": {"open_source": False}}),
        read(profile={"shop": {"signals": []}}),
        read(profile={"stack": {"in_use": []}}),
        read(profile={"stack": {"versions": {}}}),
    ]
    names = {decision_id(request, KNOWLEDGE) for request in requests}
    other_knowledge = build_knowledge(laid({"portolan.yaml": 'pack: tiny\nversion: "2"\ntitle: {en: "T", ko: "T"}\n'}))
    assert len(names | {decision_id(read(), other_knowledge)}) == len(requests) + 1
    assert all(len(name) == 32 and set(name) <= set("0123456789abcdef") for name in names)


def test_a_request_can_be_asked_again_from_its_canonical_form() -> None:
    request = read(profile={"shop": {"people": 1}, "stack": {"versions": {"grafana": "10"}}}, language="ko")
    assert read_request(canonical(request), KNOWLEDGE, today=date(1999, 1, 1)) == request


ANYTHING = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.lists(st.text(max_size=3), max_size=2)
)


@given(st.dictionaries(st.sampled_from(["profile", "edition", "as_of", "language", "x"]), ANYTHING))
def test_whatever_is_sent_is_understood_or_named(body: Any) -> None:
    try:
        request = read_request(body, KNOWLEDGE, today=TODAY)
    except ProfileError as error:
        assert error.mistakes
    else:
        assert request.edition in KNOWLEDGE.editions
