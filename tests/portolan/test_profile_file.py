"""Profile files: what is written is what is read, and answers go into a file without touching the rest of it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.profiles import SHAPES, Shape, random_profile
from engine.inference.profile import Answers, read_profile
from engine.knowledge.loader import load_knowledge
from engine.knowledge.yaml_reader import read_yaml
from engine.model import Knowledge
from portolan.profile_file import text_of
from portolan.profile_target import write_whole
from portolan.profile_template import yaml_template
from tests.portolan.conftest import POCKET

few = settings(max_examples=max(30, settings().max_examples // 4))


@pytest.fixture(scope="module")
def pocket() -> Knowledge:
    return load_knowledge(POCKET)


def answers_in(text: str, knowledge: Knowledge) -> Answers:
    document = read_yaml(text.encode(), "portolan.yaml")
    assert not document.problems
    return read_profile(document.data.get("profile", document.data), knowledge)


@given(seed=st.integers(0, 10**9), shape=st.sampled_from(SHAPES), cut=st.integers(0, 100), template=st.booleans())
@few
def test_files_round_trip_in_one_go_and_in_two(
    shipped: Knowledge, seed: int, shape: Shape, cut: int, template: bool
) -> None:
    answers = read_profile(random_profile(shipped, shape, Random(seed)), shipped)
    start = yaml_template(shipped, ("en",), shipped.sections) if template else None
    early = dict(list(answers.items())[: len(answers) * cut // 100])
    half = text_of(start, early, shipped, "en")
    assert answers_in(half, shipped) == early
    whole = text_of(half, answers, shipped, "ko")
    assert answers_in(whole, shipped) == answers
    # As any reader of YAML has it, not Portolan's own alone.
    assert read_profile(yaml.safe_load(whole)["profile"], shipped) == answers
    if template:
        comments = [line for line in start.splitlines() if line.lstrip().startswith("# ")]  # type: ignore[union-attr]
        assert [line for line in whole.splitlines() if line in set(comments)] == comments


LAYOUTS = {
    "terse": "platform: {production: true}\n",
    "flow": "{profile: {platform: {production: true}}, as_of: 2026-01-15}\n",
    "no line at the end": "profile:\n  platform:\n    production: true # yes",
    "lines": "profile:\n  # where\n  platform:\n    production: true\n  stack:\n    in_use:\n      - jaeger\n",
    "left blank": "profile:\n  platform:\n    production: true\n    clusters:\n  wishes:\n",
    "said to be null": "profile:\n  platform:\n    production: true\n    clusters: null # who knows\n  wishes: null\n",
    "in quotes": "profile:\n  'platform':\n    \"production\": true\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_answers_go_into_whatever_layout(pocket: Knowledge, layout: str) -> None:
    old = LAYOUTS[layout]
    before = answers_in(old, pocket)
    more: Answers = {"platform.clusters": 4, "platform.kubernetes_version": "1.31", "wishes.signals": ("traces",)}
    answers = {**before, **more, "stack.in_use": ("jaeger", "vault"), "stack.versions": (("jaeger", "2.1"),)}
    text = text_of(old, answers, pocket, "en")
    assert answers_in(text, pocket) == answers
    beside = {key: value for key, value in yaml.safe_load(old).items() if key == "as_of"}
    assert beside.items() <= yaml.safe_load(text).items()
    # Nothing of the layout went: what was said stands there as it did.
    said = [line for line in old.splitlines() if "true" in line and "{" not in line]
    assert set(said) <= set(text.splitlines())


def test_an_answer_goes_behind_those_that_it_comes_after(pocket: Knowledge) -> None:
    old = """\
profile:
  platform:
    production: true  # since May
    # we upgrade in autumn
    kubernetes_version: "1.30"
"""
    answers = {**answers_in(old, pocket), "platform.clusters": 2, "platform.kubernetes_version": "1.31"}
    assert (
        text_of(old, answers, pocket, "en")
        == """\
profile:
  platform:
    production: true  # since May
    # How many clusters are there?
    clusters: 2
    # we upgrade in autumn
    kubernetes_version: "1.31"
"""
    )


def test_what_takes_no_new_answers_is_written_afresh_with_what_stood_beside(pocket: Knowledge) -> None:
    text = text_of("profile: {}\nedition: '2025'\nas_of: 2025-03-01\n", {"platform.clusters": 2}, pocket, "en")
    assert yaml.safe_load(text) == {
        **yaml.safe_load("edition: '2025'\nas_of: 2025-03-01"),
        "profile": {"platform": {"clusters": 2}},
    }


def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "portolan.yaml"
    path.write_text("before")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "new \ud800")
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]
    write_whole(path, "after")
    assert path.read_text() == "after"
