"""Areas beside each other in bands."""

from __future__ import annotations

import pytest

from engine.explanation.picture.bands import bands, columns_of


@pytest.mark.parametrize(("boxes", "columns"), [(0, 1), (1, 1), (8, 8), (9, 5), (16, 8), (17, 6)], ids=str)
def test_boxes_stand_in_lines_of_like_length(boxes: int, columns: int) -> None:
    assert columns_of(boxes, 8) == columns


def test_neighbours_share_a_band_as_long_as_they_fit() -> None:
    assert bands("abcd", [2, 2, 6, 2], 8) == [["a", "b"], ["c", "d"]]


def test_what_is_empty_is_spread() -> None:
    assert bands("abcdef", [2, 2, 2, 2, 2, 2], 8) == [["a", "b", "c"], ["d", "e", "f"]]


def test_an_area_wider_than_a_band_has_lines_of_its_own() -> None:
    assert bands("abc", [1, 40, 1], 8) == [["a"], ["b"], ["c"]]


def test_nothing_makes_no_band() -> None:
    assert bands([], []) == []
