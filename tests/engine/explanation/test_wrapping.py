"""Text in columns, where a Korean letter takes two."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.explanation.proofs.tree import ProofNode, tree_text
from engine.explanation.wrapping import padded, width_of, wrapped


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("tracing", 7),
        ("추적", 4),
        (unicodedata.normalize("NFD", "추적"), 4),
        ("é", 1),
        (unicodedata.normalize("NFD", "é"), 1),
        ("“a” — b…", 8),
        ("", 0),
    ],
    ids=ascii,
)
def test_the_width_of_a_text(text: str, columns: int) -> None:
    assert width_of(text) == columns


def test_padding_counts_columns() -> None:
    assert padded("추적", 6) + "|" == "추적  |"
    assert padded("tracing", 3) == "tracing"


def test_lines_break_at_spaces_alone() -> None:
    assert wrapped("see arch-2026/keep-jaeger for why", 12, "- ", "  ") == [
        "- see",
        "  arch-2026/keep-jaeger",
        "  for why",
    ]


def test_korean_lines_are_as_wide_as_english_ones() -> None:
    assert wrapped("이미 쓰고 있어 옮길 까닭이 없습니다", 16) == ["이미 쓰고 있어", "옮길 까닭이", "없습니다"]


def test_a_proof_wraps_by_columns() -> None:
    tree = ProofNode("slot", "추적", None, (ProofNode("note", "가나다 " * 8),))
    assert tree_text(tree, 38).splitlines() == [
        "추적",
        "└─ 가나다 가나다 가나다 가나다 가나다",
        "      가나다 가나다 가나다",
    ]


@given(st.text(alphabet="ab 추적", max_size=60), st.integers(1, 30))
def test_nothing_is_lost_and_what_fits_stays_inside(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert " ".join(lines).split() == text.split()
    for line in lines:
        assert width_of(line) <= width or " " not in line
