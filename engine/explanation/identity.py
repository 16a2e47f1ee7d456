"""The id of a decision that is at hand."""

from __future__ import annotations

from engine.inference.reasoner import Decision
from engine.model import Language
from engine.request import Request, decision_id


def id_in(decision: Decision, language: Language) -> str:
    """The id under which it is found when it was asked for in that language."""
    request = Request(decision.answers, decision.edition, decision.as_of, language)
    return decision_id(request, decision.knowledge)
