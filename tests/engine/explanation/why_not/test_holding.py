"""Which answers are not to change."""

from __future__ import annotations

import pytest

from engine.explanation.why_not.holding import HoldError, held_questions, read_hold
from engine.model import Knowledge

ANSWERS = {"organisation.kind": "company", "observability.log_search": "complex"}


def test_facts_that_were_stated_are_held_and_what_was_not_said_may_be(shipped: Knowledge) -> None:
    assert held_questions(shipped, ANSWERS, "given") == ("organisation.kind",)
    assert held_questions(shipped, ANSWERS, "none") == ()
    marked = held_questions(shipped, ANSWERS, "marked")
    assert marked == tuple(id_ for id_, question in shipped.questions.items() if question.fixed)
    assert "observability.log_search" not in marked


def test_further_questions_are_held_by_name(shipped: Knowledge) -> None:
    named = ("observability.log_search", "platform.clusters")
    assert held_questions(shipped, ANSWERS, "none", named) == ("platform.clusters", "observability.log_search")
    assert read_hold(("none", *named), shipped) == ("none", named)
    assert read_hold((), shipped) == ("given", ())


def test_a_word_that_is_neither_names_the_nearest_right_one(shipped: Knowledge) -> None:
    with pytest.raises(HoldError) as error:
        read_hold(["markd"], shipped)
    assert (error.value.word, error.value.hint) == ("markd", "did you mean 'marked'?")
    with pytest.raises(HoldError, match="marked and none cannot both be"):
        read_hold(["marked", "none"], shipped)
