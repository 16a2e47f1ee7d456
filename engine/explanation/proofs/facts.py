"""The facts that firings rest on, as nodes of a proof: an id that says the test, a phrase, and what was found."""

from __future__ import annotations

from datetime import date

from engine.explanation.conditions import questions_behind, value_behind
from engine.explanation.phrases import answer_phrase, fact_phrase, phrase
from engine.explanation.proofs.draft import Found
from engine.explanation.proofs.graph_parts import NodeKind
from engine.explanation.proofs.words import say
from engine.explanation.trace import Matched
from engine.inference.literals import DERIVED_KINDS, opposite
from engine.inference.profile import members_of
from engine.inference.reasoner import Decision
from engine.model import Language, Leaf, Value

_LISTS = ("in_use", "works_well", "built_in")
_SHOWN = 3  # members of an answer that are told behind a phrase
_KINDS: dict[str, NodeKind] = {"answer": "answer", "catalog": "catalog", "date": "date", "edition": "edition"}


def fact_node(matched: Matched, decision: Decision, language: Language) -> Found:
    """A fact that no rule derived, or that a derived one does not hold."""
    leaf, wanted = matched.leaf, matched.wanted
    said = phrase(leaf, wanted, decision.knowledge, language)
    if matched.kind == "answer":
        return _answer(leaf, wanted, said, decision, language)
    text, about = "", None
    if matched.kind == "catalog":
        about = leaf.subject
        if not (wanted and leaf.operator == "is"):
            value = fact_phrase(leaf, value_behind(leaf, decision), language)
            text = say("looked up", language, phrase=said, value=value)
    elif matched.kind in ("concern", "verdict"):
        about = leaf.subject if matched.kind == "concern" else leaf.about
    kind: NodeKind = _KINDS.get(matched.kind) or ("concern" if matched.kind == "concern" else "verdict")
    return Found(f"{kind}:{_test(leaf, wanted)}", kind, said, text, about)


def _answer(leaf: Leaf, wanted: bool, said: str, decision: Decision, language: Language) -> Found:
    asked = questions_behind(leaf)
    question = next((id_ for id_ in asked if id_ in decision.answers), None)
    text = ""
    if question is not None:
        text = _with_answer(leaf, wanted, said, question, decision, language)
    about = question or asked[0]
    return Found(f"answer:{_asked(leaf, wanted, about)}", "answer", said, text, about)


def _with_answer(leaf: Leaf, wanted: bool, said: str, question: str, decision: Decision, language: Language) -> str:
    """The phrase with the answer behind it, where it does not tell the answer itself, and the answer is short."""
    asked, answer = decision.knowledge.questions[question], decision.answers[question]
    if wanted and (leaf.kind in _LISTS or leaf.operator in ("is", "includes", "known")):
        return say("said so", language, phrase=said)
    members = members_of(answer) if isinstance(answer, tuple) else ()
    if leaf.kind == "version_of" and asked.type == "versions":
        return say("answer", language, phrase=said, value=value_behind(leaf, decision))
    if len(members) > _SHOWN and (leaf.kind in _LISTS or leaf.operator in ("includes", "excludes")):
        return say("not named", language, phrase=said, count=len(members))
    value = answer_phrase(asked, answer, decision.knowledge, language, most=_SHOWN)
    return say("answer", language, phrase=said, value=value)


def _asked(leaf: Leaf, wanted: bool, question: str) -> str:
    """The test with the question that answers it in front."""
    if leaf.kind in _LISTS:
        return f"{question} {'includes' if wanted else 'excludes'} {leaf.subject}"
    subject = f"{question} {leaf.subject}" if question.endswith(".versions") else question
    return _compared(leaf, wanted, subject)


def _test(leaf: Leaf, wanted: bool) -> str:
    if leaf.kind == "attribute":
        return _compared(leaf, wanted, f"{leaf.subject}.{leaf.about}")
    sign = "" if wanted else "not "
    if leaf.kind in DERIVED_KINDS:
        word = {"picks": "picks ", "verdict": f"{_written(leaf.value)} "}.get(leaf.kind, "")
        return sign + word + (f"{leaf.subject}/{leaf.about}" if leaf.about else leaf.subject)
    word = leaf.kind.removeprefix("edition").removeprefix("_")
    return sign + f"{word} {_written(leaf.value)}".strip()


def _compared(leaf: Leaf, wanted: bool, subject: str) -> str:
    contrary = None if wanted else opposite(leaf)
    operator = contrary.operator if contrary else leaf.operator
    said = " ".join(part for part in (subject, operator, _written(leaf.value)) if part)
    return said if wanted or contrary else f"not {said}"


def _written(value: Value) -> str:
    if isinstance(value, tuple):
        return ",".join(map(_written, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
