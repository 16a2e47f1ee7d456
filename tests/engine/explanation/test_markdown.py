"""Text in Markdown reads as it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.explanation.markdown import comment, opening, plain
from tests.engine.madr import plain_text, read_madr

# What Markdown makes something of.
MARKUP = st.text(st.sampled_from("*_`<>[]()|~&#!-+=.1a \\\n\t"), max_size=20) | st.text(max_size=20)
FRONT = "---\nstatus: accepted\ndate: 2026-01-01\nportolan: x\n---\n\n# T\n\n"
REQUEST = "\n<details>\n<summary>The request</summary>\n\n```yaml\nprofile: {}\n```\n\n</details>\n"


@given(MARKUP)
def test_escaped_text_is_read_as_what_it_was(text: str) -> None:
    assert plain_text(plain(text)) == " ".join(text.split())


def test_a_comment_calls_nobody_and_does_nothing_to_a_terminal() -> None:
    assert (
        comment("ask @acme/platform, me@acme.example\x1b[2J") == "ask @\u2060acme/platform, me@acme.example\ufffd\\[2J"
    )


@given(MARKUP)
def test_no_text_opens_a_block(text: str) -> None:
    if text.strip():
        assert [line.kind for line in read_madr(f"{FRONT}{opening(text)}\n{REQUEST}").lines] == [
            "heading 1",
            "paragraph",
        ]
        assert plain_text(opening(text)) == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1. one", r"1\. one"),
        ("- one", r"\- one"),
        ("# one", r"\# one"),
        ("a - b, 1. c", "a - b, 1. c"),
        ("===", r"\==="),
    ],
)
def test_only_what_opens_a_block_is_escaped(text: str, written: str) -> None:
    assert opening(text) == written
