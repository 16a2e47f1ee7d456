"""What is wrong with a request, in English for programs, and in Korean for people who read that."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from engine.inference.profile import Mistake, ProfileError
from engine.model import Knowledge
from engine.request import read_request
from engine.told import told, told_in
from tests.engine.asking import TODAY

HANGUL = re.compile("[가-힣]")

# Each with everything wrong that can be wrong there.
WRONG: list[Any] = [
    [],
    {},
    {"profil": {}, "profile": [], "as_of": "soon", "edition": "1999"},
    {"profile": {}, "as_of": "1999-01-01"},
    {"profile": {"plattform": {}, "nonsense": {}, "stack": []}},
    {"profile": {"platform": {"clustrs": 1, "nothing-like-it": 1, "clusters": "many", "production": "often"}}},
    {"profile": {"platform": {"clusters": -1, "management": "by magic", "kubernetes_version": 1.5}}},
    {"profile": {"organisation": {"annual_revenue_musd": 1e30}, "platform": {"kubernetes_version": "newest"}}},
    {"profile": {"stack": {"in_use": "jaeger", "works_well": ["jager", "Harbor", 3], "versions": ["harbor"]}}},
    {"profile": {"stack": {"versions": {"harbor": "new"}}}},
]


@pytest.mark.parametrize("raw", WRONG, ids=json.dumps)
def test_every_mistake_and_its_hint_is_told_in_both_languages(shipped: Knowledge, raw: Any) -> None:
    for mistake in mistakes_in(raw, shipped):
        for said in filter(None, (mistake.detail, mistake.hint)):
            assert told_in(said, "en") == said
            assert not HANGUL.search(said)
            assert HANGUL.search(told_in(said, "ko")), said


def test_what_was_typed_is_repeated_in_both(shipped: Knowledge) -> None:
    (mistake,) = mistakes_in({"profile": {"stack": {"in_use": ["jager"]}}}, shipped)
    assert (mistake.detail, mistake.hint) == ("the catalog has no product 'jager'", "did you mean 'jaeger'?")
    assert told_in(mistake.detail, "ko") == "카탈로그에 없는 제품입니다: 'jager'"
    assert told_in(mistake.hint or "", "ko") == "혹시 'jaeger'입니까?"


def test_a_text_without_a_translation_stays_as_it_is() -> None:
    assert told_in("as it is", "ko") == "as it is"
    assert json.dumps([told("one", "하나")]) == '["one"]'


def mistakes_in(raw: Any, knowledge: Knowledge) -> tuple[Mistake, ...]:
    with pytest.raises(ProfileError) as raised:
        read_request(raw, knowledge, today=TODAY)
    return raised.value.mistakes
