"""A profile is read into answers of one canonical form, or every mistake in it is named."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.inference.profile import Mistake, ProfileError, read_profile, written
from engine.knowledge.loader import build_knowledge
from engine.knowledge.yaml_reader import Decimalish, read_yaml
from tests.engine.knowledge.laying import BASE

BASE_KNOWLEDGE = build_knowledge(BASE)
ANSWERED = {
    "shop": {"size": "small", "signals": ["logs", "traces"], "open_source": False, "people": 3, "revenue": 0.5},
    "platform": {"kubernetes_version": "1.30", "built_in": []},
    "stack": {
        "in_use": ["grafana", "jaeger"],
        "works_well": ["jaeger"],
        "versions": {"grafana": "10.1", "jaeger": "2"},
    },
}


def answer(question: str, value: Any) -> Any:
    section, _, name = question.partition(".")
    return read_profile({section: {name: value}}, BASE_KNOWLEDGE)[question]


def mistakes(profile: Any) -> list[Mistake]:
    with pytest.raises(ProfileError) as caught:
        read_profile(profile, BASE_KNOWLEDGE)
    return list(caught.value.mistakes)


# --- what is understood ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "said", "meant"),
    [
        ("shop.size", "small", "small"),
        ("shop.open_source", True, True),
        ("shop.people", 0, 0),
        ("shop.people", 3.0, 3),
        ("shop.revenue", -1.5, -1.5),
        ("shop.revenue", 1e15, 10**15),
        ("shop.signals", [], ()),
        ("shop.signals", ["traces", "logs", "traces"], ("logs", "traces")),
        ("stack.in_use", ["tempo", "jaeger"], ("jaeger", "tempo")),
        ("platform.kubernetes_version", "1.31", "1.31"),
        ("platform.kubernetes_version", "v1.31.04", "1.31.4"),
        ("platform.kubernetes_version", 2, "2"),
        ("platform.kubernetes_version", Decimalish("1.30"), "1.30"),
        ("stack.versions", {}, ()),
        ("stack.versions", {"tempo": "2.4", "jaeger": None, "grafana": "v11"}, (("grafana", "11"), ("tempo", "2.4"))),
    ],
)
def test_an_answer_has_one_form(question: str, said: Any, meant: Any) -> None:
    found = answer(question, said)
    assert (found, type(found)) == (meant, type(meant))


def test_what_is_null_is_left_out() -> None:
    profile = {"shop": {"size": None, "people": None}, "stack": None, "platform": {}}
    assert (
        read_profile(profile, BASE_KNOWLEDGE)
        == read_profile({}, BASE_KNOWLEDGE)
        == read_profile(None, BASE_KNOWLEDGE)
        == {}
    )


def test_an_answer_counts_even_where_nobody_needed_to_ask() -> None:
    assert read_profile({"shop": {"size": "large", "people": 2}}, BASE_KNOWLEDGE)["shop.people"] == 2


def test_answers_come_in_the_order_of_their_ids() -> None:
    backwards = {s: dict(reversed(inside.items())) for s, inside in reversed(ANSWERED.items())}
    found = read_profile(backwards, BASE_KNOWLEDGE)
    assert list(found.items()) == list(read_profile(ANSWERED, BASE_KNOWLEDGE).items())
    assert list(found) == sorted(found)


def test_answers_can_be_written_as_a_profile_again() -> None:
    answers = read_profile(ANSWERED, BASE_KNOWLEDGE)
    assert written(answers) == ANSWERED
    assert read_profile(json.loads(json.dumps(written(answers))), BASE_KNOWLEDGE) == answers


def test_no_products_and_no_versions_are_written_as_what_they_are() -> None:
    nothing = {"stack": {"in_use": [], "versions": {}}}
    answers = read_profile(nothing, BASE_KNOWLEDGE)
    assert written(answers) == nothing
    assert read_profile(written(answers), BASE_KNOWLEDGE) == answers


def test_a_version_keeps_its_last_zero_in_yaml() -> None:
    text = b"platform: {kubernetes_version: 1.30}\nstack: {versions: {grafana: 10.10}}\n"
    answers = read_profile(read_yaml(text, "profile").data, BASE_KNOWLEDGE)
    assert answers == {"platform.kubernetes_version": "1.30", "stack.versions": (("grafana", "10.10"),)}


# --- what is not ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "said", "detail", "hint"),
    [
        ("shop.size", "smal", "shop.size has no option 'smal'", "did you mean 'small'?"),
        ("shop.size", "zzz", "shop.size has no option 'zzz'", "one of small or large"),
        ("shop.size", ["small"], "shop.size has no option ['small']", "one of small or large"),
        ("shop.open_source", "yes", "shop.open_source is true or false, not 'yes'", None),
        ("shop.open_source", 1, "shop.open_source is true or false, not 1", None),
        ("shop.people", "3", "shop.people is a whole number, not '3'", None),
        ("shop.people", True, "shop.people is a whole number, not true", None),
        ("shop.people", 2.5, "shop.people is a whole number, not 2.5", None),
        ("shop.people", -1, "shop.people is at least 0, not -1", None),
        ("shop.people", math.nan, "shop.people is a whole number, not nan", None),
        ("shop.people", math.inf, "shop.people is a whole number, not inf", None),
        ("shop.revenue", math.nan, "shop.revenue is out of range: nan", None),
        ("shop.revenue", -math.inf, "shop.revenue is out of range: -inf", None),
        ("shop.revenue", 1e300, "shop.revenue is out of range: 1e+300", None),
        ("shop.people", 10**400, f"shop.people is out of range: 1{'0' * 58}…", None),
        ("shop.revenue", 10**400, f"shop.revenue is out of range: 1{'0' * 58}…", None),
        ("shop.revenue", [], "shop.revenue is a number, not []", None),
        ("shop.signals", "traces", "shop.signals is a list, not 'traces'", "write [traces]"),
        ("shop.signals", {"traces": True}, "shop.signals is a list, not {'traces': True}", None),
        ("stack.in_use", True, "stack.in_use is a list, not true", None),
        ("stack.versions", ["grafana"], "stack.versions is a mapping of product to version, not ['grafana']", None),
        (
            "platform.kubernetes_version",
            "latest",
            "platform.kubernetes_version is a version, not 'latest'",
            'as "1.31"',
        ),
        (
            "platform.kubernetes_version",
            "1.30-rc1",
            "platform.kubernetes_version is a version, not '1.30-rc1'",
            'as "1.31"',
        ),
        (
            "platform.kubernetes_version",
            "1.2.3.4.5",
            "platform.kubernetes_version is a version, not '1.2.3.4.5'",
            'as "1.31"',
        ),
        ("platform.kubernetes_version", True, "platform.kubernetes_version is a version, not true", 'as "1.31"'),
        ("platform.kubernetes_version", -1, "platform.kubernetes_version is a version, not '-1'", 'as "1.31"'),
        (
            "platform.kubernetes_version",
            1.3,
            "platform.kubernetes_version is a version in quotes, not a number: 1.30 and 1.3 would be the same",
            'write "1.3"',
        ),
    ],
)
def test_an_answer_that_does_not_fit_is_named(question: str, said: Any, detail: str, hint: str | None) -> None:
    section, _, name = question.partition(".")
    assert mistakes({section: {name: said}}) == [Mistake(f"/profile/{section}/{name}", detail, hint)]


@pytest.mark.parametrize(
    ("profile", "mistake"),
    [
        ([], Mistake("/profile", "a profile is a mapping of sections")),
        ("small", Mistake("/profile", "a profile is a mapping of sections")),
        ({"shops": {}}, Mistake("/profile/shops", "there is no section 'shops'", "did you mean 'shop'?")),
        ({"in_use": []}, Mistake("/profile/in_use", "there is no section 'in_use'", "did you mean 'stack.in_use'?")),
        (
            {"a/b~c": {}},
            Mistake("/profile/a~1b~0c", "there is no section 'a/b~c'", "there are platform, shop or stack"),
        ),
        ({7: {}}, Mistake("/profile/7", "there is no section 7", "there are platform, shop or stack")),
        ({"shop": []}, Mistake("/profile/shop", "a section is a mapping of answers")),
        (
            {"shop": {"sise": "small"}},
            Mistake("/profile/shop/sise", "there is no question 'sise' in shop", "did you mean 'size'?"),
        ),
        (
            {"shop": {"in_use": []}},
            Mistake("/profile/shop/in_use", "there is no question 'in_use' in shop", "did you mean 'stack.in_use'?"),
        ),
        (
            {"platform": {"qqqq": 1}},
            Mistake(
                "/profile/platform/qqqq",
                "there is no question 'qqqq' in platform",
                "known here: kubernetes_version or built_in",
            ),
        ),
        (
            {"shop": {"signals": ["traces", "log"]}},
            Mistake("/profile/shop/signals/1", "shop.signals has no option 'log'", "did you mean 'logs'?"),
        ),
        (
            {"stack": {"in_use": ["jaeger", "Tempo"]}},
            Mistake("/profile/stack/in_use/1", "the catalog has no product 'Tempo'", "did you mean 'tempo'?"),
        ),
        (
            {"stack": {"in_use": [None]}},
            Mistake("/profile/stack/in_use/0", "the catalog has no product null"),
        ),
        (
            {"stack": {"versions": {"grafanna": "10"}}},
            Mistake(
                "/profile/stack/versions/grafanna", "the catalog has no product 'grafanna'", "did you mean 'grafana'?"
            ),
        ),
        (
            {"stack": {"versions": {"grafana": "ten"}}},
            Mistake("/profile/stack/versions/grafana", "the version of 'grafana' is a version, not 'ten'", 'as "1.31"'),
        ),
    ],
)
def test_a_mistake_is_named_with_a_pointer_and_the_nearest_right_thing(profile: Any, mistake: Mistake) -> None:
    assert mistakes(profile) == [mistake]


def test_all_mistakes_are_named_at_once() -> None:
    profile = {"shop": {"size": "smal", "people": "3"}, "stak": {}, "stack": {"in_use": ["jager"]}}
    assert [mistake.pointer for mistake in mistakes(profile)] == [
        "/profile/shop/size",
        "/profile/shop/people",
        "/profile/stak",
        "/profile/stack/in_use/0",
    ]


def test_what_was_sent_is_not_echoed_at_length() -> None:
    (mistake,) = mistakes({"shop": {"size": "x" * 100_000}})
    assert len(mistake.detail) < 120


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["small", "jaeger", "1.30"]),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=6,
)
SECTIONS = {
    section: st.fixed_dictionaries({}, optional=dict.fromkeys(inside, JSON)) for section, inside in ANSWERED.items()
}


@given(st.fixed_dictionaries({}, optional=SECTIONS) | JSON)
def test_whatever_is_sent_is_understood_or_named(profile: Any) -> None:
    try:
        answers = read_profile(profile, BASE_KNOWLEDGE)
    except ProfileError as error:
        assert all(mistake.pointer.startswith("/profile") and mistake.detail for mistake in error.mistakes)
    else:
        assert read_profile(written(answers), BASE_KNOWLEDGE) == answers
