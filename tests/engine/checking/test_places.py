"""Where in a file a finding's JSON pointer leads."""

from __future__ import annotations

import pytest

from engine.checking.places import Region, key_region, path_in, places_in
from engine.knowledge.yaml_reader import Document, read_yaml

BLOCK = """\
# a comment, and 한국어
profile:
  platform:
    kubernetes_version: "1.33"   # quoted
    note: >-
      two
      lines
    empty:
  stack:
    in_use:
      - jaeger
      -   argo-cd
    versions: {istio: "1.22", "a/b": '1'}
waivers:
  - product: jaeger
    until: 2026-01-01
"""


def document(text: str) -> Document:
    read = read_yaml(text.encode(), "portolan.yaml", ends=True)
    assert read.problems == []
    return read


def marked(text: str, pointer: str) -> str | None:
    """What is marked in the text, or just the line and column where no end is known."""
    region = places_in(document(text))(pointer)
    if region is None:
        return None
    if region.end_column is None:
        return f"{region.line}:{region.column}"
    assert region.end_line == region.line
    return text.splitlines()[region.line - 1][region.column - 1 : region.end_column - 1]


@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        ("/profile/platform/kubernetes_version", '"1.33"'),  # the value
        ("/profile/stack/in_use/0", "jaeger"),  # the member of the list
        ("/profile/stack/in_use/1", "argo-cd"),
        ("/profile/stack/in_use", "in_use"),  # of a list, what it is called
        ("/profile/stack/versions/istio", '"1.22"'),
        ("/profile/stack/versions/a~1b", "'1'"),
        ("/profile/platform/empty", "empty"),  # nothing to mark but its name
        ("/profile/platform/note", "note"),  # and of what goes on over several lines
        ("/waivers/0", "15:5"),
        ("/profile/stack/works_well/3", "stack"),  # what is not there, in what it would be
        ("/profile/stack/in_use/7", "in_use"),
        ("", "2:1"),
    ],
)
def test_a_pointer_leads_to_the_decisive_word(pointer: str, words: str) -> None:
    assert marked(BLOCK, pointer) == words


def test_flow_style_and_json_on_one_line_are_told_apart_by_columns() -> None:
    text = '{"profile": {"stack": {"in_use": ["한국어", "argo-cd"]}}, "as_of": "2026-04-01"}\n'
    assert marked(text, "/profile/stack/in_use/1") == '"argo-cd"'
    assert places_in(document(text))("/profile/stack/in_use/1") == Region(1, 42, 1, 51)


def test_a_byte_order_mark_and_line_ends_of_windows_move_nothing() -> None:
    text = "\ufeffprofile:\r\n  stack: {in_use: [jaeger]}\r\n"
    assert places_in(document(text))("/profile/stack/in_use/0") == Region(2, 20, 2, 26)


def test_what_is_not_written_in_a_bare_profile_is_passed_over() -> None:
    read = document("stack:\n  in_use: [jaeger]\n")
    assert places_in(read, ("profile",))("/profile/stack/in_use/0") == Region(2, 12, 2, 18)


def test_of_a_mistake_the_name_is_marked() -> None:
    read = document(BLOCK)
    path = path_in(read, "/profile/platform/kubernetes_version")
    assert key_region(read, path) == Region(4, 5, 4, 23)
    assert key_region(read, path_in(read, "/profile/stack/in_use/1")) == Region(12, 11, 12, 18)


def test_nothing_at_all_has_no_place() -> None:
    assert places_in(document(""))("/profile") is None
