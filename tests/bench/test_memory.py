"""What counts as growth of a process."""

from __future__ import annotations

import pytest

from bench.memory import Sample, growth


def _samples(master: list[float], worker: list[float]) -> list[Sample]:
    return [
        Sample(number, one, 12.6, other, 94.3, 3)
        for number, (one, other) in enumerate(zip(master, worker, strict=True))
    ]


def test_growth_is_what_the_second_half_adds_to_the_process_that_grew_more() -> None:
    flat = [40.0] * 5
    assert growth(_samples([10, 12, 13, 13, 13], flat)) == 0
    assert growth(_samples([10, 10, 10, 11, 12], flat)) == pytest.approx(0.2)
    assert growth(_samples([10] * 5, [40, 40, 40, 45, 50])) == pytest.approx(0.25)


def test_a_sample_taken_just_after_a_fork_is_not_growth() -> None:
    assert growth(_samples([13.3, 13.3, 8.9, 13.4, 13.3], [38.9] * 5)) < 0.01
