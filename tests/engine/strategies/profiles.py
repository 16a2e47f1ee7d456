"""Profiles: some answers, others, and more of them."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import strategies as st

from tests.engine.strategies.words import DAYS, RARELY, Body, Draw, Words

Profile = dict[str, dict[str, Any]]


@st.composite
def profiles(draw: Draw, words: Words) -> Profile:
    """Answers to some of the questions."""
    profile: Profile = {}
    for id_ in draw(st.lists(st.sampled_from(words.questions), unique=True)):
        section, _, name = id_.partition(".")
        profile.setdefault(section, {})[name] = draw(words.answers(id_))
    return profile


@st.composite
def requests(draw: Draw, body: Body) -> dict[str, Any]:
    return {
        "profile": draw(profiles(body["words"])),
        "edition": draw(st.sampled_from([edition["id"] for edition in body["editions"]])),
        "as_of": draw(st.sampled_from(DAYS)),
    }


@st.composite
def flipped(draw: Draw, body: Body, request: dict[str, Any]) -> dict[str, Any]:
    """The request with an answer given, changed or taken back; now and then another one altogether."""
    if draw(RARELY):
        return dict(draw(requests(body)))
    question = draw(st.sampled_from(body["words"].questions))
    section, _, name = question.partition(".")
    inside = {key: value for key, value in request["profile"].get(section, {}).items() if key != name}
    inside |= {name: draw(body["words"].answers(question))} if draw(st.booleans()) else {}
    return {**request, "profile": {**request["profile"], section: inside}}


@st.composite
def full_profiles(draw: Draw, words: Words) -> Profile:
    """Answers to all of the questions."""
    profile: Profile = {}
    for id_ in words.questions:
        section, _, name = id_.partition(".")
        profile.setdefault(section, {})[name] = draw(words.answers(id_))
    return profile


_FEW: dict[str, tuple[Any, ...]] = {
    "ask.flag": (None, True, False),
    "ask.other_flag": (None, True, False),
    "ask.pick": (None, "a"),
    "stack.in_use": (None, [], ["p0"]),
    "stack.works_well": (None, [], ["p0"]),
}


def every_profile() -> dict[tuple[int, ...], Profile]:
    """Every way to answer the few questions of a dense body, 0 for an answer that is left out."""
    found = {}
    for choice in product(*(range(len(values)) for values in _FEW.values())):
        profile: Profile = {}
        for which, (id_, values) in zip(choice, _FEW.items(), strict=True):
            section, _, name = id_.partition(".")
            profile.setdefault(section, {})[name] = values[which]
        found[choice] = profile
    return found


def completed(profile: Profile, further: Profile) -> Profile:
    """The profile with answers added from another one where it has none; a missing version is no answer either."""
    total = {section: dict(answers) for section, answers in profile.items()}
    for section, answers in further.items():
        for name, answer in answers.items():
            own = total.setdefault(section, {})
            own[name] = {**answer, **own[name]} if isinstance(answer, dict) and name in own else own.get(name, answer)
    return total


@st.composite
def shuffled(draw: Draw, profile: Profile) -> Profile:
    """The same answers in another order, the first of each list twice."""

    def again(answer: Any) -> Any:
        if isinstance(answer, list):
            return draw(st.permutations(answer + answer[:1]))
        return dict(draw(st.permutations(list(answer.items())))) if isinstance(answer, dict) else answer

    return dict(
        again({section: again({n: again(a) for n, a in inside.items()}) for section, inside in profile.items()})
    )
