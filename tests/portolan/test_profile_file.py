"""Profile files: what is written is what is read, and answers go into a file without touching the rest of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.profiles import SHAPES, Shape, random_profile
from engine.explanation.yaml_edit import comments_in
from engine.inference.profile import Answers, read_profile, written
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
    data = document.data or {}
    return read_profile(data.get("profile", data), knowledge)


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
    "JSON with comments": (
        '{\n  # a\n  "profile": {"platform": {"production": true, # b\n    "clusters": 1 # c\n  }},\n'
        '  "as_of": "2026-01-15" # d\n}\n'
    ),
    "brackets on lines": "profile: # x\n  stack: {in_use: [jaeger, # y\n    vault # z\n    ], works_well: [] }\n",
    "comments alone": "# nothing yet\n",
    "between marks": "---\n# a\nprofile: {}\n...\n# b\n",
    "empty": "profile: {} # nothing yet\nas_of: 2026-01-15\n",
    "nothing below": "profile:\n# here\nas_of: 2026-01-15",
    "null": "profile: ~ # nothing yet\nfail_on: never\n",
    "a shebang of sorts": "#!/usr/bin/env portolan\n#no blank\nprofile:\n  platform: {} #none\n",
    "braces with nothing in them": "# a\nprofile:\n  # b true\n  platform: {}  # c\n",
    "braces with a comment": "profile:\n  # a true\n  platform: { # b, c\n  }\n  wishes: {licences: any, #d\n }\n",
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
    assert set(comments_in(old)) <= set(comments_in(text)), text
    beside = {key: value for key, value in (yaml.safe_load(old) or {}).items() if key == "as_of"}
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


# --- any comment survives, in any order --------------------------------------------------------------------------


class Written:
    """A profile as somebody might write it: any order, any of the ways to write a list, comments anywhere."""

    def __init__(self, random: Random) -> None:
        self.random, self.comments = random, list[str]()

    def comment(self) -> str:
        self.comments.append(
            f"# c{len(self.comments)} {self.random.choice(['', 'x: [y', '#', 'a: b, c}', chr(39)])}".rstrip()
        )
        return self.comments[-1]

    def behind(self) -> str:
        return f" {self.comment()}" if self.random.random() < 0.3 else ""

    def above(self, indent: str) -> list[str]:
        indents = (indent, indent, "", indent + "   ")
        return [self.random.choice(indents) + self.comment() for _ in range(self.random.choice((0, 0, 0, 1, 2)))]

    def mapping(self, data: dict[str, Any], indent: str, deeper: str) -> list[str]:
        lines = []
        for key in self.random.sample(list(data), len(data)):
            lines += [*self.above(indent), *self.entry(key, data[key], indent, deeper)]
            lines += [""] * self.random.choice((0, 0, 1))
        return lines

    def entry(self, key: str, value: Any, indent: str, deeper: str) -> list[str]:
        name = self.random.choice([key, key, f'"{key}"'])
        if isinstance(value, dict) and value and self.random.random() < 0.8:
            below = [f"{indent}{deeper}{line}" for line in self.below(value, deeper)]
            return [f"{indent}{name}:{self.behind()}", *below]
        if isinstance(value, list) and value and self.random.random() < 0.5:
            dash = f"{indent}{self.random.choice(['', deeper])}- "
            lines = [line for one in value for line in (*self.above(indent), f"{dash}{json.dumps(one)}{self.behind()}")]
            return [f"{indent}{name}:{self.behind()}", *lines]
        if isinstance(value, list) and value and self.random.random() < 0.5:
            inner = [
                line for one in value for line in (*self.above(indent), f"{indent}  {json.dumps(one)},{self.behind()}")
            ]
            return [f"{indent}{name}: [{self.behind()}", *inner, f"{indent}  ]{self.behind()}"]
        return [f"{indent}{name}: {json.dumps(value)}{self.behind()}"]

    def below(self, value: dict[str, Any], deeper: str) -> list[str]:
        return [line for line in self.mapping(value, "", deeper) if line]


def keys_in(text: str) -> list[str]:
    """Every key, in the order of the text, with those that it stands below."""

    def below(node: yaml.Node, path: str) -> Iterator[str]:
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            yield f"{path}/{key.value}"
            yield from below(value, f"{path}/{key.value}")

    return list(below(yaml.compose(text), ""))


@given(seed=st.integers(0, 10**9), shape=st.sampled_from(SHAPES), cut=st.integers(0, 100))
@few
def test_any_comment_survives_in_any_order(shipped: Knowledge, seed: int, shape: Shape, cut: int) -> None:
    random = Random(seed)
    answers = read_profile(random_profile(shipped, shape, random), shipped)
    early = {id_: shortened(answers[id_], random) for id_ in sorted(answers) if random.randrange(100) < cut}
    data = written(early)
    beside = {"as_of": "2026-04-01", "fail_on": ["error", "dropped"], "levels": {"missing": "off"}}
    beside = {key: beside[key] for key in random.sample(list(beside), random.randrange(4))}
    pen = Written(random)
    whole = {"profile": data, **beside} if beside or random.random() < 0.7 else data
    old = "\n".join([*pen.above(""), *pen.mapping(whole, "", random.choice(["  ", "    "])), *pen.above("")]) + "\n"
    old = random.choice([old, old.replace("\n", "\r\n"), old.rstrip("\n")])
    assert answers_in(old, shipped) == early, old
    notes = {"stack.in_use": {id_: f"seen: {id_}" for id_ in shipped.products}}
    text = text_of(old, answers, shipped, "en", notes)
    assert answers_in(text, shipped) == answers
    kept = [line for line in comments_in(text.replace("\r\n", "\n")) if line in set(pen.comments)]
    assert sorted(kept) == sorted(pen.comments), text
    before = keys_in(old)
    assert [key for key in keys_in(text) if key in set(before)] == before
    assert ("\r\n" in text) == ("\r\n" in old)


def shortened(answer: Any, random: Random) -> Any:
    """An answer before more was put to it."""
    if not isinstance(answer, tuple) or random.random() < 0.3:
        return answer
    return tuple(one for one in answer if random.random() < 0.6)


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
